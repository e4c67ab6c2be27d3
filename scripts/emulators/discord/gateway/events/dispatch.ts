import { ChannelType } from 'discord-api-types/v10'
import { effectivePermissions, hasPermissions, memberPermissions, type PermissionName } from '../../permissions.ts'
import { guildOf } from '../../world/access.ts'
import { renderMember } from '../../world/render.ts'
import type { Channel, Guild, Snowflake, World } from '../../world/types.ts'

/** One gateway event before it is numbered. Its data is rendered at most once per view, whoever gets it. */
export interface Dispatch {
  type: string
  /** Whose shard gets it; null: shard 0. */
  guildId: Snowflake | null
  /** Bits of which a session needs one; 0: it is always sent. */
  intents: number
  data(): unknown
  /** What a session without that intent gets instead; null: nothing. */
  reduced?: { intent: number; data(): unknown } | null
  toAllShards?: boolean
}

/** The dispatch of an event; `intents` is filled in by the caller's table. Null: nobody gets it. */
export type Mapped = Omit<Dispatch, 'type' | 'guildId' | 'intents'> & { guildId?: Snowflake | null; intents?: number }

/** True when the bot is in that guild. */
export const isBotIn = (world: World, guild: Guild | undefined): guild is Guild =>
  guild?.members.has(world.application.botId) === true

/** True when the bot has these permissions there; in direct messages when it takes part. */
export const botCan = (world: World, channel: Channel, ...names: PermissionName[]): boolean => {
  const bot = world.application.botId
  const guild = guildOf(world, channel)
  if (!guild) return channel.recipientIds.includes(bot)
  return hasPermissions(effectivePermissions(world, guild, bot, channel), 'ViewChannel', ...names)
}

/** True when the bot reads that channel: it sees it, and a private thread only as a member or manager. */
export const botSees = (world: World, channel: Channel): boolean => {
  if (!botCan(world, channel)) return false
  const { thread } = channel
  if (thread === null || channel.type !== ChannelType.PrivateThread) return true
  const bot = world.application.botId
  const guild = guildOf(world, channel)
  const manages = guild !== undefined && hasPermissions(memberPermissions(world, guild, bot, channel), 'ManageThreads')
  return manages || thread.memberIds.has(bot)
}

/** `{ guild_id }` in guilds, nothing in direct messages. */
export const guildId = (id: Snowflake | null): { guild_id?: Snowflake } => (id === null ? {} : { guild_id: id })

/** `{ member }` with the user, as events about a user's doing carry it; nothing for somebody who is no member. */
export const memberOf = (world: World, guild: Guild | undefined, userId: Snowflake) => {
  const member = guild?.members.get(userId)
  return member ? { member: renderMember(world, member) } : {}
}
