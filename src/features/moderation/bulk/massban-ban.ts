import type { GuildCtx } from '../../../core/context.ts'
import { AppError, DiscordError } from '../../../core/errors.ts'
import { hasPermission } from '../../../core/permissions.ts'
import { cut } from '../../../core/reply.ts'
import type { Snowflake } from '../../../core/snowflake.ts'
import { caseIdFrom, openCases } from '../../../services/cases/index.ts'
import { banMember, bulkBan, getBan } from '../../../services/discord/members.ts'
import type { ItemChange, Run, RunItem } from '../run-store.ts'
import { massbanOptions } from './massban-view.ts'
import { guildPermissions } from './members.ts'

/** Discord docs: resources/guild, "Bulk Guild Ban". */
export const BANS_PER_BULK = 200
/** Without Manage Server everybody is a request of their own, or two. */
export const SINGLE_BANS_PER_STEP = 15
/** How many refusals of one bulk are looked into, so as to say why. */
const EXPLAINED = 10
const AUDIT_REASON = 400
/** Then Discord, or the list, is beyond help. */
const MOST_TRIES = 6

/** What comes of asking Discord; `answered` are the changes of the items. */
export type BanResult = ItemChange[]

/** Stands in the reason of each ban: by it a repeated step sees that a ban is its own. */
function runTag(run: Pick<Run, 'id'>): string {
  return `massban ${run.id}`
}

function auditReason(run: Run): string {
  const about = `${run.createdByName} (${run.createdBy}) · ${runTag(run)}`
  return run.reason === null ? about : `${about}: ${cut(run.reason, AUDIT_REASON)}`
}

export async function mayBulkBan(ctx: GuildCtx): Promise<boolean> {
  const facts = await ctx.guild.facts()
  const own = guildPermissions(facts, ctx.guild.id, { id: ctx.discord.botId, roles: facts.botRoles })
  return hasPermission(own, 'ManageGuild')
}

/** Bans people that Discord was not asked about before. Throws what Discord throws when nobody could be judged. */
export async function banItems(ctx: GuildCtx, run: Run, items: readonly RunItem[]): Promise<BanResult> {
  return (await mayBulkBan(ctx)) ? banTogether(ctx, run, items) : banSingly(ctx, run, items)
}

async function banTogether(ctx: GuildCtx, run: Run, items: readonly RunItem[]): Promise<BanResult> {
  const { banned } = await bulkBan(ctx, {
    guildId: ctx.guild.id,
    userIds: items.map((item) => item.subjectId),
    deleteMessageSeconds: massbanOptions(run).deleteSeconds,
    reason: auditReason(run),
  })
  const done = new Set(banned)
  const refused = items.filter((item) => !done.has(item.subjectId))
  const explained = new Map<Snowflake, ItemChange>()
  for (const { subjectId } of refused.slice(0, EXPLAINED)) explained.set(subjectId, await explain(ctx, subjectId))
  return items.map(({ subjectId: id }) => {
    if (done.has(id)) return { id, state: 'done' }
    return explained.get(id) ?? { id, state: 'failed', note: 'refused' }
  })
}

async function explain(ctx: GuildCtx, userId: Snowflake): Promise<ItemChange> {
  const ban = await getBan(ctx, { guildId: ctx.guild.id, userId })
  return { id: userId, state: 'failed', note: ban === undefined ? 'refused' : 'banned' }
}

async function banSingly(ctx: GuildCtx, run: Run, items: readonly RunItem[]): Promise<BanResult> {
  const changes: BanResult = []
  for (const item of items) changes.push(await banOne(ctx, run, item))
  return changes
}

/** A refusal is about this person; an unreachable Discord leaves them as they are, to be looked up by the next try. */
async function banOne(ctx: GuildCtx, run: Run, { subjectId: id, roles }: RunItem): Promise<ItemChange> {
  const { deleteSeconds } = massbanOptions(run)
  const guildId = ctx.guild.id
  try {
    // Discord would take the ban of a banned person for a new one; members cannot be banned already.
    const before = roles === null ? await getBan(ctx, { guildId, userId: id }) : undefined
    if (before !== undefined) return { id, state: 'failed', note: 'banned' }
    await banMember(ctx, { guildId, userId: id, deleteMessageSeconds: deleteSeconds, reason: auditReason(run) })
    return { id, state: 'done' }
  } catch (error) {
    if (error instanceof DiscordError) return { id, state: 'failed', note: 'refused' }
    if (error instanceof AppError) return { id, state: 'sent' }
    throw error
  }
}

/**
 * Finds out what became of people that Discord was asked about by a Worker that then died, or got no answer: banned by this run,
 * banned by somebody else, or not at all. Those are tried again, a few times.
 */
export async function settleUnanswered(ctx: GuildCtx, run: Run, items: readonly RunItem[]): Promise<BanResult> {
  const changes: BanResult = []
  for (const { subjectId: id, tries } of items) {
    const ban = await getBan(ctx, { guildId: ctx.guild.id, userId: id })
    if (ban?.reason?.includes(runTag(run))) changes.push({ id, state: 'done' })
    else if (ban !== undefined) changes.push({ id, state: 'failed', note: 'banned' })
    else if (tries >= MOST_TRIES) changes.push({ id, state: 'failed', note: 'no-answer' })
    else changes.push({ id, state: 'ready' })
  }
  return changes
}

/** A case for each person that was banned. Their ids come from run and person, so that a repeated step writes no second one. */
export async function openBanCases(
  ctx: GuildCtx,
  run: Run,
  { items, changes }: { items: readonly RunItem[]; changes: readonly ItemChange[] },
): Promise<void> {
  const done = new Set(changes.filter((change) => change.state === 'done').map((change) => change.id))
  const cases = items
    .filter((item) => done.has(item.subjectId))
    .map(async (item) => ({
      id: await caseIdFrom(`massban:${run.id}:${item.subjectId}`),
      action: 'ban' as const,
      source: 'bulk' as const,
      user: { id: item.subjectId, name: item.name ?? item.subjectId },
      moderator: { id: run.createdBy, name: run.createdByName },
      reason: run.reason ?? undefined,
      status: 'active' as const,
    }))
  await openCases(ctx, await Promise.all(cases))
}
