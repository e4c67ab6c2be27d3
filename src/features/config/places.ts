import type { APIGuildChannel } from 'discord-api-types/v10'
import { AppError } from '../../core/errors.ts'
import type { InteractionCtx } from '../../core/interaction-context.ts'
import { mentionChannel } from '../../core/markdown.ts'
import { listPermissions, missingPermissions, type Permission } from '../../core/permissions.ts'
import { cut } from '../../core/reply.ts'
import { isSnowflake, type Snowflake, snowflake } from '../../core/snowflake.ts'
import type { Localised } from '../../core/text.ts'
import { texts } from './value-texts.ts'

interface Search {
  typed: string
  most: number
  /** Discord's channel types that fit; all of them unless told. */
  types?: readonly number[]
}

function refuse(text: Localised): AppError {
  return new AppError('invalid_input', text)
}

function shown(word: string): string {
  return cut(word.replaceAll('`', "'"), 60)
}

/** Mentions, read to ids, and ids can stand side by side; a name can contain spaces and so stands alone. */
function wordsOf({ typed, most }: Search, mention: RegExp): string[] {
  const words = typed.split(/[\s,;]+/).filter((word) => word !== '')
  const ids = [...new Set(words.map((word) => mention.exec(word)?.[1] ?? word))]
  const found = ids.every(isSnowflake) ? ids : [typed]
  if (found.length > most) throw refuse(texts('tooMany', { most, count: found.length }))
  return found
}

const CHANNEL_MENTION = /^<#(\d{17,20})>$/
const ROLE_MENTION = /^<@&(\d{17,20})>$/

/**
 * The channels that somebody named by mention, id or name, all of them of this guild and of the right type.
 * Throws `AppError('invalid_input')` naming the first that is not.
 */
export async function findChannels(ctx: InteractionCtx, search: Search): Promise<Snowflake[]> {
  const words = wordsOf(search, CHANNEL_MENTION)
  const channels = await ctx.discord.request<APIGuildChannel[]>({
    method: 'GET',
    path: `/guilds/${ctx.guild.id}/channels`,
  })
  return words.map((word) => {
    const name = word.replace(/^#/, '').toLowerCase()
    const named = channels.filter((channel) => channel.name.toLowerCase() === name)
    const fits = (channel: { type: number }) => search.types?.includes(channel.type) ?? true
    const found = channels.find((channel) => channel.id === word) ?? named.find(fits) ?? named[0]
    if (found === undefined) throw refuse(texts('notChannel', { given: shown(word) }))
    const channelId = snowflake(found.id)
    if (!fits(found)) throw refuse(texts('wrongChannel', { channel: mentionChannel(channelId) }))
    return channelId
  })
}

/** As `findChannels`, for roles. @everyone is not one that anybody can be given, so it is refused. */
export async function findRoles(ctx: InteractionCtx, search: Search): Promise<Snowflake[]> {
  const words = wordsOf(search, ROLE_MENTION)
  const { roles } = await ctx.guild.facts()
  return words.map((word) => {
    const name = withoutAt(word)
    const all = [...roles.values()]
    const found = all.find((role) => role.id === word) ?? all.find((role) => withoutAt(role.name) === name)
    if (found === undefined) throw refuse(texts('notRole', { given: shown(word) }))
    if (found.id === ctx.guild.id) throw refuse(texts('everyoneRole'))
    return found.id
  })
}

/** Discord calls the role of everybody `@everyone`, all others without the sign. */
function withoutAt(name: string): string {
  return name.replace(/^@/, '').toLowerCase()
}

const NEEDED: readonly Permission[] = ['ViewChannel', 'SendMessages']

/**
 * What the bot lacks in channels that were just picked, in words; `undefined` when all is well or Discord did not say.
 * Discord sends the bot's permissions along with picked channels (Discord docs: change-log, 2026-07-16).
 */
export function accessWarning(
  { interaction }: InteractionCtx,
  channelIds: readonly Snowflake[],
): Localised | undefined {
  for (const id of channelIds) {
    const picked: object = interaction.resolved.channels?.[id] ?? {}
    if (!('app_permissions' in picked) || typeof picked.app_permissions !== 'string') continue
    const missing = missingPermissions(BigInt(picked.app_permissions), NEEDED)
    if (missing.length > 0) {
      return texts('cannotWrite', { channel: mentionChannel(id), permissions: listPermissions(missing) })
    }
  }
  return undefined
}
