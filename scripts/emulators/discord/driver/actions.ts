import { MessageReferenceType, PermissionFlagsBits } from 'discord-api-types/v10'
import * as z from 'zod'
import { hasPermissions, memberPermissions, type PermissionName } from '../permissions.ts'
import { referenceTo } from '../rest/message-reference.ts'
import { canSeeMessage } from '../world/access.ts'
import { addMember, addUser, banUser, removeMember, unbanUser } from '../world/members.ts'
import { isTextBased, renderMessage } from '../world/messages.ts'
import { renderMember } from '../world/render.ts'
import type { Channel, Guild, World } from '../world/types.ts'
import { isVoiceChannel, setVoiceState } from '../world/voice.ts'
import { postAsPerson } from './auto-moderated.ts'
import {
  findChannel,
  findGuild,
  findMessage,
  findPlace,
  findUser,
  lookUpRole,
  lookUpUser,
  type Place,
} from './lookup.ts'
import { DriverError } from './types.ts'
import { ownMarks } from './viewer.ts'

const place = { guild: z.string().nullish(), channel: z.string().nullish(), user: z.string() }

/** Members without Nitro. */
const maxContent = 2000

export const messageInput = z.strictObject({
  ...place,
  content: z.string().min(1).max(maxContent),
  replyTo: z.string().optional(),
})
export const reactionInput = z.strictObject({
  ...place,
  message: z.string().min(1),
  emoji: z.string().min(1).max(100),
  remove: z.boolean().optional(),
})
export const voiceInput = z.strictObject({
  guild: z.string(),
  user: z.string(),
  channel: z.string().nullable(),
  selfMute: z.boolean().optional(),
  selfDeaf: z.boolean().optional(),
  /** Muted or deafened by a moderator. */
  mute: z.boolean().optional(),
  deaf: z.boolean().optional(),
})
export const memberInput = z.strictObject({
  guild: z.string(),
  user: z.string().min(1).max(100),
  action: z.enum(['join', 'leave', 'ban', 'unban', 'add-role', 'remove-role', 'delete-account']),
  role: z.string().optional(),
})

export const requirePermission = (world: World, { guild, channel, user }: Place, ...names: PermissionName[]): void => {
  if (!guild) return
  if (!guild.members.has(user.data.id))
    throw new DriverError('not_a_member', `${user.data.username} is not a member of ${guild.name}.`)
  const permissions = memberPermissions(world, guild, user.data.id, channel)
  const missing = names.filter((name) => !hasPermissions(permissions, name))
  if (missing.length > 0)
    throw new DriverError('not_allowed', `${user.data.username} lacks ${missing.join(', ')} in #${channel.name}.`)
}

/** Slow mode as the client enforces it; people who manage messages or the channel are exempt. */
export const checkSlowmode = (world: World, { guild, channel, user }: Place): void => {
  if (!guild || channel.rateLimitPerUser === 0) return
  const exempt =
    PermissionFlagsBits.ManageMessages | PermissionFlagsBits.ManageChannels | PermissionFlagsBits.Administrator
  if ((memberPermissions(world, guild, user.data.id, channel) & exempt) !== 0n) return
  const last = [...channel.messages.values()].findLast((message) => message.authorId === user.data.id)
  const waitMs = last ? Date.parse(last.data.timestamp) + channel.rateLimitPerUser * 1000 - world.now() : 0
  if (waitMs > 0)
    throw new DriverError(
      'slow_mode',
      `Slow mode: ${user.data.username} may write again in ${Math.ceil(waitMs / 1000)} s.`,
    )
}

/** A person writes a message. */
export const writeMessage = (world: World, body: z.infer<typeof messageInput>) => {
  const where = findPlace(world, body)
  if (!isTextBased(where.channel)) throw new DriverError('no_text', `#${where.channel.name} holds no messages.`)
  requirePermission(world, where, 'ViewChannel', where.channel.thread ? 'SendMessagesInThreads' : 'SendMessages')
  if (where.channel.thread?.locked) throw new DriverError('thread_locked', 'The thread is locked.')
  checkSlowmode(world, where)
  const repliedTo = body.replyTo === undefined ? undefined : findMessage(world, where, body.replyTo)
  const reference = repliedTo && referenceTo(repliedTo, MessageReferenceType.Default)
  const message = postAsPerson(world, where, { content: body.content, repliedTo, reference })
  return { message: renderMessage(message, world) }
}

const customEmoji = /^<?a?:?(\w{2,32}):(\d+)>?$/

/** A person adds or takes back a reaction. */
export const react = (world: World, body: z.infer<typeof reactionInput>) => {
  const where = findPlace(world, body)
  const message = findMessage(world, where, body.message)
  const [, name, id] = customEmoji.exec(body.emoji) ?? []
  const emoji = { id: id ?? null, name: name ?? body.emoji }
  const key = emoji.id ?? emoji.name
  const userId = where.user.data.id
  const known = message.reactions.get(key)
  if (body.remove) {
    if (!known?.userIds.delete(userId))
      throw new DriverError('no_reaction', `${where.user.data.username} has not reacted with ${body.emoji}.`)
    if (known.userIds.size === 0) message.reactions.delete(key)
  } else {
    requirePermission(world, where, 'ReadMessageHistory', ...(known ? [] : (['AddReactions'] as const)))
    message.reactions.set(key, { emoji, userIds: new Set([...(known?.userIds ?? []), userId]) })
  }
  const type = body.remove ? 'MESSAGE_REACTION_REMOVE' : 'MESSAGE_REACTION_ADD'
  world.emit({
    type,
    guildId: message.guildId,
    payload: { user_id: userId, channel_id: message.channelId, message_id: message.data.id, emoji },
  })
  return { message: renderMessage(message, world) }
}

const requireVoice = (channel: Channel): void => {
  if (!isVoiceChannel(channel)) throw new DriverError('no_voice', `#${channel.name} is no voice channel.`)
}

/** A person joins, changes or (channel null) leaves voice. */
export const speak = (world: World, body: z.infer<typeof voiceInput>) => {
  const guild = findGuild(world, body.guild)
  const user = findUser(world, body.user, guild)
  const channel = body.channel === null ? null : findChannel(world, guild, body.channel)
  if (channel) {
    requireVoice(channel)
    requirePermission(world, { guild, channel, user }, 'ViewChannel', 'Connect')
  }
  const userId = user.data.id
  const member = guild.members.get(userId)
  if (body.mute !== undefined && member) member.mute = body.mute
  if (body.deaf !== undefined && member) member.deaf = body.deaf
  const { selfMute, selfDeaf } = body
  return { voiceState: setVoiceState(world, guild, { userId, channelId: channel?.id ?? null, selfMute, selfDeaf }) }
}

type MemberChange = (world: World, guild: Guild, body: z.infer<typeof memberInput>) => unknown

/** A new name joins as a new user. */
const join: MemberChange = (world, guild, body) => {
  const user = lookUpUser(world, body.user) ?? addUser(world, { username: body.user, globalName: body.user })
  if (guild.bans.has(user.data.id))
    throw new DriverError('banned', `${user.data.username} is banned from ${guild.name}.`)
  return renderMember(world, addMember(world, guild, user.data.id))
}

const leave: MemberChange = (world, guild, body) => {
  const user = findUser(world, body.user, guild)
  if (guild.ownerId === user.data.id) throw new DriverError('owner', 'The owner of a guild cannot leave it.')
  if (!removeMember(world, guild, user.data.id))
    throw new DriverError('not_a_member', `${user.data.username} is not a member of ${guild.name}.`)
  return null
}

const ban: MemberChange = (world, guild, body) => {
  const user = findUser(world, body.user, guild)
  if (guild.ownerId === user.data.id) throw new DriverError('owner', 'The owner of a guild cannot be banned.')
  banUser(world, guild, { userId: user.data.id, reason: null })
  return null
}

const unban: MemberChange = (world, guild, body) => {
  const user = findUser(world, body.user)
  if (!unbanUser(world, guild, user.data.id))
    throw new DriverError('not_banned', `${user.data.username} is not banned.`)
  return null
}

const changeRole: MemberChange = (world, guild, body) => {
  const user = findUser(world, body.user, guild)
  const member = guild.members.get(user.data.id)
  const role = lookUpRole(guild, body.role ?? '')
  if (!member) throw new DriverError('not_a_member', `${user.data.username} is not a member of ${guild.name}.`)
  if (!role) throw new DriverError('unknown_role', `There is no role "${body.role ?? ''}" in ${guild.name}.`)
  if (body.action === 'add-role') member.roles.add(role.id)
  else member.roles.delete(role.id)
  world.emit({ type: 'GUILD_MEMBER_UPDATE', guildId: guild.id, payload: member })
  return renderMember(world, member)
}

/** The account goes everywhere: its id resolves to a deleted user from now on. */
const deleteAccount: MemberChange = (world, _guild, body) => {
  const { data } = findUser(world, body.user)
  const owned = [...world.guilds.values()].find((guild) => guild.ownerId === data.id)
  if (owned) throw new DriverError('owner', `${data.username} owns ${owned.name} and cannot delete the account.`)
  for (const guild of world.guilds.values()) removeMember(world, guild, data.id)
  world.users.delete(data.id)
  return null
}

const memberChanges: Record<z.infer<typeof memberInput>['action'], MemberChange> = {
  join,
  leave,
  ban,
  unban,
  'add-role': changeRole,
  'remove-role': changeRole,
  'delete-account': deleteAccount,
}

/** Something happens to a member by other people's hands than the bot's. */
export const changeMember = (world: World, body: z.infer<typeof memberInput>) => {
  const guild = findGuild(world, body.guild)
  return { member: memberChanges[body.action](world, guild, body) }
}

/** Messages of a channel, oldest first; with `user` only what that user sees, else everything with ephemeral ones. */
export const readChannel = (
  world: World,
  query: { guild?: string | undefined; channel: string; user?: string | undefined; limit: number },
) => {
  const channel = world.channels.get(query.channel) ?? channelByName(world, query)
  const userId = query.user === undefined ? undefined : findUser(world, query.user).data.id
  const messages = [...channel.messages.values()].filter(
    (message) => userId === undefined || canSeeMessage(world, message, userId),
  )
  return {
    channel: { id: channel.id, name: channel.name, guildId: channel.guildId },
    messages: messages.slice(-query.limit).map((message) => ({
      ...renderMessage(message, world),
      ...(userId !== undefined && ownMarks(message, userId)),
      visibleTo: message.visibleTo,
      pings: message.pings,
      origin: message.origin,
      editedTimes: message.editedTimes,
    })),
  }
}

const channelByName = (
  world: World,
  query: { guild?: string | undefined; channel: string; user?: string | undefined },
): Channel => {
  if (query.channel === 'dm' && query.user !== undefined) return findPlace(world, { user: query.user }).channel
  if (query.guild === undefined)
    throw new DriverError(
      'unknown_channel',
      `There is no channel with the id "${query.channel}"; a name needs the guild.`,
    )
  return findChannel(world, findGuild(world, query.guild), query.channel)
}
