import {
  type APIApplicationCommand,
  type APIApplicationCommandPermission,
  ApplicationCommandPermissionType as Kind,
} from 'discord-api-types/v10'
import { hasPermissions, memberPermissions, overwriteChannel } from '../permissions.ts'
import type { Channel, Guild, Member, Snowflake, World } from './types.ts'

/** The constant that stands for every channel of a guild; the guild's id stands for every member. */
export const allChannels = (guildId: Snowflake): Snowflake => String(BigInt(guildId) - 1n)

const overwritesOf = (world: World, guild: Guild, commandId: Snowflake) => {
  const ofGuild = world.commandPermissions.get(guild.id)
  const own = ofGuild?.get(commandId)
  // "The permissions apply to all commands that do not contain explicit overwrites."
  if (own && own.length > 0) return { list: own, isOwn: true }
  return { list: ofGuild?.get(world.application.id) ?? [], isOwn: false }
}

const find = (list: readonly APIApplicationCommandPermission[], type: Kind, id: Snowflake): boolean | undefined =>
  list.find((entry) => entry.type === type && entry.id === id)?.permission

const channelAllows = (world: World, guild: Guild, channel: Channel, list: APIApplicationCommandPermission[]) => {
  const { id } = overwriteChannel(world, channel)
  return find(list, Kind.Channel, id) ?? find(list, Kind.Channel, allChannels(guild.id)) ?? true
}

/** The user's own entry wins, then any role that allows, then any that denies, then the entry for everybody. */
const personAllows = (guild: Guild, member: Member, list: APIApplicationCommandPermission[]): boolean | undefined => {
  const own = find(list, Kind.User, member.userId)
  if (own !== undefined) return own
  const roles = [...member.roles].map((id) => find(list, Kind.Role, id))
  if (roles.includes(true)) return true
  return roles.includes(false) ? false : find(list, Kind.Role, guild.id)
}

const lacksDefaults = (permissions: bigint, needed: string | null | undefined): boolean => {
  if (needed === null || needed === undefined) return false
  return needed === '0' || (permissions & BigInt(needed)) !== BigInt(needed)
}

/**
 * Why a client hides this command from that member in that channel, in words; null when it shows it. Administrators
 * see everything; overwrites of the command itself stand above `default_member_permissions`, those of the whole
 * application can only take away. Discord docs: interactions/application-commands#permissions.
 */
export const whyHidden = (
  world: World,
  place: { guild: Guild; channel: Channel; member: Member },
  command: Pick<APIApplicationCommand, 'id' | 'name' | 'default_member_permissions'>,
): string | null => {
  const { guild, channel, member } = place
  const permissions = memberPermissions(world, guild, member.userId, channel)
  if (hasPermissions(permissions, 'Administrator')) return null
  const { list, isOwn } = overwritesOf(world, guild, command.id)
  if (!channelAllows(world, guild, channel, list))
    return `the command ${command.name} is switched off in #${channel.name}`
  const allowed = personAllows(guild, member, list)
  if (allowed === false) return `the command ${command.name} is switched off for them`
  if (isOwn && allowed === true) return null
  const needed = command.default_member_permissions
  if (!lacksDefaults(permissions, needed)) return null
  return `they lack the default permissions (${needed}) of the command ${command.name}`
}

/** Deleting or renaming a command deletes its permissions everywhere. */
export const forgetCommandPermissions = (world: World, commandId: Snowflake): void => {
  for (const commands of world.commandPermissions.values()) commands.delete(commandId)
}
