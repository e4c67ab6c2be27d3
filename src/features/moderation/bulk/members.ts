import type { GuildCtx, GuildFacts } from '../../../core/context.ts'
import { permissionBits } from '../../../core/permissions.ts'
import { isSnowflake, type Snowflake } from '../../../core/snowflake.ts'
import { getMember } from '../../../services/discord/members.ts'
import { judge, type Person, type Verdict } from '../../../services/permissions/hierarchy.ts'
import type { ItemChange } from '../run-store.ts'
import type { ItemNote } from './types.ts'

/** Requests of one Worker run are counted, and workerd opens six connections at a time. */
const AT_ONCE = 5

const notes: Readonly<Record<Exclude<Verdict, 'ok'>, ItemNote>> = {
  self: 'self',
  'bot-itself': 'bot',
  owner: 'owner',
  'executor-too-low': 'executor-too-low',
  'bot-too-low': 'bot-too-low',
}

interface Judging {
  facts: GuildFacts
  botId: Snowflake
  executor: Person
}

/** Why the executor may not ban this person; `undefined` when they may. */
export function refusalOf(judging: Judging, target: Person): ItemNote | undefined {
  const verdict = judge({ ...judging, target })
  return verdict === 'ok' ? undefined : notes[verdict]
}

/** What is known without asking Discord: yourself, the bot, the owner. */
export function refusalById(judging: Judging, id: Snowflake): ItemNote | undefined {
  const note = refusalOf(judging, { id, roles: [] })
  return note === 'self' || note === 'bot' || note === 'owner' ? note : undefined
}

/**
 * Looks people up and sorts them: `ready` for those who may be banned, whether they are in the guild or not, `dropped` with the
 * reason for the others. Stops at `deadline` and answers for those it got to.
 */
export async function checkMembers(
  ctx: GuildCtx,
  { executor, ids, deadline }: { executor: Person; ids: readonly Snowflake[]; deadline: Date },
): Promise<ItemChange[]> {
  const judging = { facts: await ctx.guild.facts(), botId: ctx.discord.botId, executor }
  const changes: ItemChange[] = []
  for (let start = 0; start < ids.length && ctx.now() < deadline; start += AT_ONCE) {
    const batch = ids.slice(start, start + AT_ONCE)
    changes.push(...(await Promise.all(batch.map((id) => checkMember(ctx, judging, id)))))
  }
  return changes
}

async function checkMember(ctx: GuildCtx, judging: Judging, id: Snowflake): Promise<ItemChange> {
  const member = await getMember(ctx, { guildId: ctx.guild.id, userId: id })
  if (member === undefined) return { id, state: 'ready' }
  const roles = member.roles.filter(isSnowflake)
  const note = member.user.bot === true ? 'bot' : refusalOf(judging, { id, roles })
  const name = member.user.username
  return note === undefined ? { id, state: 'ready', name, roles } : { id, state: 'dropped', note, name }
}

/** Permissions in the guild as a whole, without the overwrites of channels (Discord docs: topics/permissions). */
export function guildPermissions(facts: GuildFacts, guildId: Snowflake, person: Person): bigint {
  if (person.id === facts.ownerId) return permissionBits('Administrator')
  return [guildId, ...person.roles].reduce((all, id) => all | (facts.roles.get(id)?.permissions ?? 0n), 0n)
}
