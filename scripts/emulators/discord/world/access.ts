import { PermissionFlagsBits } from 'discord-api-types/v10'
import { type DiscordError, discordError, fieldError } from '../errors.ts'
import {
  canActOn,
  effectivePermissions,
  hasPermissions,
  memberPermissions,
  type PermissionName,
} from '../permissions.ts'
import { isSnowflake } from './snowflake.ts'
import type { Channel, Guild, Member, Message, Snowflake, User, World } from './types.ts'

/** The channels of a guild without its threads, in the order Discord lists them. */
export const guildChannels = (world: World, guildId: Snowflake): Channel[] =>
  [...world.channels.values()]
    .filter((channel) => channel.guildId === guildId && channel.thread === null)
    .sort((a, b) => a.position - b.position)

/** The threads of a guild. */
export const guildThreads = (world: World, guildId: Snowflake): Channel[] =>
  [...world.channels.values()].filter((channel) => channel.guildId === guildId && channel.thread !== null)

/** The channel's guild, or undefined for a direct message. */
export const guildOf = (world: World, channel: Channel): Guild | undefined =>
  channel.guildId === null ? undefined : world.guilds.get(channel.guildId)

/** The user, or 10013. */
export const requireUser = (world: World, id: Snowflake): User => {
  const user = world.users.get(id)
  if (!user) throw discordError(10013, `no user ${id}`)
  return user
}

/** The guild if the bot is in it, or 10004. */
export const requireGuild = (world: World, id: Snowflake): Guild => {
  const guild = world.guilds.get(id)
  if (!guild?.members.has(world.application.botId)) throw discordError(10004, `the bot is in no guild ${id}`)
  return guild
}

/** The member, or 10013 when there is no such user at all and 10007 when the user is not in the guild. */
export const requireMember = (world: World, guild: Guild, userId: Snowflake): Member => {
  const member = guild.members.get(userId)
  if (member) return member
  requireUser(world, userId)
  throw discordError(10007, `user ${userId} is not in ${guild.name}`)
}

const missingWords = (permissions: bigint, names: readonly PermissionName[]): string =>
  names.filter((name) => (permissions & PermissionFlagsBits[name]) === 0n).join(', ')

/** 50013 unless the bot has all these permissions in the guild. */
export const requireGuildPermission = (world: World, guild: Guild, ...names: PermissionName[]): void => {
  const permissions = memberPermissions(world, guild, world.application.botId)
  if (hasPermissions(permissions, ...names)) return
  throw discordError(50013, `the bot lacks ${missingWords(permissions, names)} in ${guild.name}`)
}

/** 50013 unless the role order lets the bot act on that user. */
export const requireAbove = (world: World, guild: Guild, userId: Snowflake, action: string): void => {
  if (canActOn(guild, world.application.botId, userId)) return
  const why = guild.ownerId === userId ? 'the owner of the guild' : "a member whose highest role is not below the bot's"
  throw discordError(50013, `cannot ${action} ${userId}: ${why}`, { rule: 'role-order' })
}

const missingChannelPermission = (channel: Channel, permissions: bigint, names: PermissionName[]): DiscordError =>
  discordError(50013, `the bot lacks ${missingWords(permissions, names)} in #${channel.name ?? channel.id}`)

/**
 * The channel if the bot sees it and has these permissions there: 10003 unknown, 50001 not visible, 50013 lacking.
 * In direct messages there are no permissions; a channel of other people is unknown.
 */
export const requireChannel = (world: World, id: Snowflake, ...names: PermissionName[]): Channel => {
  const channel = world.channels.get(id)
  if (!channel) throw discordError(10003, `no channel ${id}`)
  const bot = world.application.botId
  const guild = guildOf(world, channel)
  if (!guild) {
    if (!channel.recipientIds.includes(bot)) throw discordError(10003, `no channel ${id} that the bot is in`)
    return channel
  }
  const permissions = effectivePermissions(world, guild, bot, channel)
  if (!hasPermissions(permissions, 'ViewChannel')) {
    throw discordError(50001, `the bot cannot see #${channel.name ?? id}`)
  }
  if (!hasPermissions(permissions, ...names)) throw missingChannelPermission(channel, permissions, names)
  return channel
}

/** `requireChannel` for channels of a guild; 50003 for a direct message. */
export const requireGuildChannel = (world: World, id: Snowflake, ...names: PermissionName[]): [Channel, Guild] => {
  const channel = requireChannel(world, id, ...names)
  const guild = guildOf(world, channel)
  if (!guild) throw discordError(50003)
  return [channel, guild]
}

/** The message in that channel as the bot sees it, or 10008. Ephemeral messages are not found by channel routes. */
export const requireMessage = (channel: Channel, id: Snowflake): Message => {
  const message = channel.messages.get(id)
  if (!message || message.visibleTo !== null) throw discordError(10008, `no message ${id} in ${channel.id}`)
  return message
}

/** True when that user can read the message: visible to them, in a channel they see. */
export const canSeeMessage = (world: World, message: Message, userId: Snowflake): boolean => {
  if (message.visibleTo !== null && message.visibleTo !== userId) return false
  const channel = world.channels.get(message.channelId)
  if (!channel) return false
  const guild = guildOf(world, channel)
  if (!guild) return channel.recipientIds.includes(userId)
  return hasPermissions(effectivePermissions(world, guild, userId, channel), 'ViewChannel')
}

/** 50035 when a value from the address or body is no id. */
export const requireSnowflake = (field: string, value: string): Snowflake => {
  if (isSnowflake(value)) return value
  throw fieldError(field, 'NUMBER_TYPE_COERCE', `Value "${value}" is not snowflake.`)
}
