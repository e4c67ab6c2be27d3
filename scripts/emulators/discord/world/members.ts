import type { APIUser, UserFlags } from 'discord-api-types/v10'
import type { Guild, Member, Snowflake, User, World } from './types.ts'
import { leaveVoice } from './voice.ts'

/** Guarantee: discord-api-types has no member for "no flag"; 0 is what Discord sends. */
const noFlags = 0 as UserFlags

/** What every user object carries, also those of webhooks and of deleted accounts. */
export const plainUserFields = {
  avatar: null,
  public_flags: noFlags,
  flags: noFlags,
  primary_guild: null,
} satisfies Partial<APIUser>

/** Makes a user; the snowflake is the user's id. Bots carry `bot: true`. */
export const addUser = (
  world: World,
  input: { id?: Snowflake; username: string; globalName?: string; bot?: boolean },
): User => {
  const id = input.id ?? world.newId()
  const user: User = {
    data: {
      id,
      username: input.username,
      discriminator: input.bot === true ? '0001' : '0',
      global_name: input.globalName ?? null,
      ...plainUserFields,
      ...(input.bot === true && { bot: true }),
    },
    dmsClosed: false,
  }
  world.users.set(id, user)
  return user
}

/** Puts a user into a guild with these roles and tells listeners; somebody who is in already stays as they are. */
export const addMember = (world: World, guild: Guild, userId: Snowflake, roles: Snowflake[] = []): Member => {
  const known = guild.members.get(userId)
  if (known) return known
  const member: Member = {
    userId,
    roles: new Set(roles),
    nick: null,
    joinedAt: new Date(world.now()).toISOString(),
    timeoutUntil: null,
    pending: false,
    deaf: false,
    mute: false,
    flags: 0,
  }
  guild.members.set(userId, member)
  world.emit({ type: 'GUILD_MEMBER_ADD', guildId: guild.id, payload: member })
  return member
}

/** Takes somebody out of a guild (left, kicked, banned); true when they were in it. */
export const removeMember = (world: World, guild: Guild, userId: Snowflake): boolean => {
  const member = guild.members.get(userId)
  if (!member) return false
  leaveVoice(world, guild, userId)
  guild.members.delete(userId)
  world.emit({ type: 'GUILD_MEMBER_REMOVE', guildId: guild.id, payload: { userId, member } })
  return true
}

const deleteMessagesSince = (world: World, guild: Guild, userId: Snowflake, since: number): void => {
  for (const channel of world.channels.values()) {
    if (channel.guildId !== guild.id) continue
    const ids = [...channel.messages.values()]
      .filter((message) => message.authorId === userId && Date.parse(message.data.timestamp) >= since)
      .map((message) => message.data.id)
    for (const id of ids) channel.messages.delete(id)
    if (ids.length > 0) {
      world.emit({ type: 'MESSAGE_DELETE_BULK', guildId: guild.id, payload: { ids, channel_id: channel.id } })
    }
  }
}

/**
 * Bans a user, member or not, and deletes their messages of the last seconds.
 * A second ban keeps the first reason, as Discord does.
 */
export const banUser = (
  world: World,
  guild: Guild,
  ban: { userId: Snowflake; reason: string | null; deleteMessageSeconds?: number | undefined },
): void => {
  const { userId, reason, deleteMessageSeconds = 0 } = ban
  if (deleteMessageSeconds > 0) deleteMessagesSince(world, guild, userId, world.now() - deleteMessageSeconds * 1000)
  if (guild.bans.has(userId)) return
  removeMember(world, guild, userId)
  guild.bans.set(userId, { userId, reason })
  world.emit({ type: 'GUILD_BAN_ADD', guildId: guild.id, payload: { userId } })
}

/** Lifts a ban; true when there was one. */
export const unbanUser = (world: World, guild: Guild, userId: Snowflake): boolean => {
  const removed = guild.bans.delete(userId)
  if (removed) world.emit({ type: 'GUILD_BAN_REMOVE', guildId: guild.id, payload: { userId } })
  return removed
}
