import { type APIRole, OverwriteType, PermissionFlagsBits } from 'discord-api-types/v10'
import type { Channel, Guild, Member, Snowflake, World } from './world/types.ts'

export type PermissionName = keyof typeof PermissionFlagsBits

/** Every permission that exists. */
export const allPermissions = Object.values(PermissionFlagsBits).reduce((all, bit) => all | bit, 0n)

/** What a timed-out member keeps. Discord docs: resources/guild, "communication_disabled_until". */
export const timedOutPermissions = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.ReadMessageHistory

/** True when all named permissions are set; ADMINISTRATOR stands for all of them. */
export const hasPermissions = (permissions: bigint, ...names: PermissionName[]): boolean =>
  (permissions & PermissionFlagsBits.Administrator) !== 0n ||
  names.every((name) => (permissions & PermissionFlagsBits[name]) !== 0n)

/** A member's roles with `@everyone`, without those that no longer exist. */
export const rolesOf = (guild: Guild, member: Member): APIRole[] => {
  const ids = [guild.id, ...member.roles]
  return ids.flatMap((id) => guild.roles.get(id) ?? [])
}

const basePermissions = (guild: Guild, member: Member): bigint =>
  rolesOf(guild, member).reduce((permissions, role) => permissions | BigInt(role.permissions), 0n)

const withOverwrites = (guild: Guild, member: Member, overwrites: Channel['overwrites'], base: bigint): bigint => {
  const everyone = overwrites.get(guild.id)
  let permissions = everyone ? (base & ~BigInt(everyone.deny)) | BigInt(everyone.allow) : base
  let allow = 0n
  let deny = 0n
  for (const roleId of member.roles) {
    const overwrite = overwrites.get(roleId)
    if (overwrite?.type !== OverwriteType.Role) continue
    allow |= BigInt(overwrite.allow)
    deny |= BigInt(overwrite.deny)
  }
  permissions = (permissions & ~deny) | allow
  const own = overwrites.get(member.userId)
  if (own?.type !== OverwriteType.Member) return permissions
  return (permissions & ~BigInt(own.deny)) | BigInt(own.allow)
}

/** True while the member's timeout lasts. */
export const isTimedOut = (world: World, member: Member): boolean =>
  member.timeoutUntil !== null && member.timeoutUntil > world.now()

/** The channel whose overwrites count: of a thread its parent's. */
export const overwriteChannel = (world: World, channel: Channel): Channel =>
  channel.thread && channel.parentId ? (world.channels.get(channel.parentId) ?? channel) : channel

/**
 * A member's total permissions in the guild, or in a channel when one is given: owner, roles, administrator,
 * overwrites, timeout. 0n for somebody who is no member. Implicit permissions are not removed, see
 * `effectivePermissions`. Discord docs: topics/permissions#permission-overwrites.
 */
export const memberPermissions = (world: World, guild: Guild, userId: Snowflake, channel?: Channel): bigint => {
  const member = guild.members.get(userId)
  if (!member) return 0n
  if (guild.ownerId === userId) return allPermissions
  const base = basePermissions(guild, member)
  if ((base & PermissionFlagsBits.Administrator) !== 0n) return allPermissions
  const overwrites = channel && overwriteChannel(world, channel).overwrites
  const total = overwrites ? withOverwrites(guild, member, overwrites, base) : base
  return isTimedOut(world, member) ? total & timedOutPermissions : total
}

const needsSendMessages =
  PermissionFlagsBits.MentionEveryone |
  PermissionFlagsBits.SendTTSMessages |
  PermissionFlagsBits.AttachFiles |
  PermissionFlagsBits.EmbedLinks

/**
 * `memberPermissions` in a channel, minus what another missing permission takes away: without VIEW_CHANNEL nothing
 * is left, without SEND_MESSAGES (in threads SEND_MESSAGES_IN_THREADS) neither mentions, files nor embeds.
 * Discord docs: topics/permissions#implicit-permissions.
 */
export const effectivePermissions = (world: World, guild: Guild, userId: Snowflake, channel: Channel): bigint => {
  const total = memberPermissions(world, guild, userId, channel)
  if ((total & PermissionFlagsBits.Administrator) !== 0n) return total
  if ((total & PermissionFlagsBits.ViewChannel) === 0n) return 0n
  const sending = channel.thread ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages
  return (total & sending) === 0n ? total & ~needsSendMessages : total
}

/** Negative when `a` is below `b`: by position, and of two equal ones the older role (lower id) is higher. */
export const compareRoles = (a: APIRole, b: APIRole): number => {
  if (a.position !== b.position) return a.position - b.position
  const ageDifference = BigInt(b.id) - BigInt(a.id)
  return ageDifference > 0n ? 1 : ageDifference < 0n ? -1 : 0
}

/** The member's highest role; `@everyone` when there is no other. Undefined for somebody who is no member. */
export const highestRole = (guild: Guild, userId: Snowflake): APIRole | undefined => {
  const member = guild.members.get(userId)
  if (!member) return undefined
  return rolesOf(guild, member).reduce<APIRole | undefined>(
    (highest, role) => (highest && compareRoles(highest, role) >= 0 ? highest : role),
    undefined,
  )
}

/** True when the actor stands above that role: the owner always does. Discord docs: topics/permissions#permission-hierarchy. */
export const isAboveRole = (guild: Guild, actorId: Snowflake, role: APIRole): boolean => {
  if (guild.ownerId === actorId) return true
  const own = highestRole(guild, actorId)
  return own !== undefined && compareRoles(own, role) > 0
}

/**
 * True when the role order lets the actor kick, ban, time out or rename the target: never the owner, everybody for the
 * owner, somebody who is no member always, else the actor's highest role must be above the target's.
 */
export const canActOn = (guild: Guild, actorId: Snowflake, targetId: Snowflake): boolean => {
  if (guild.ownerId === targetId) return false
  const target = highestRole(guild, targetId)
  return target === undefined || isAboveRole(guild, actorId, target)
}
