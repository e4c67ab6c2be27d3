import { ChannelType, MessageFlags } from 'discord-api-types/v10'
import * as z from 'zod'
import { hasPermissions, memberPermissions } from '../permissions.ts'
import { contentFrom } from '../rest/message-body.ts'
import { addThread, type ThreadChannelType } from '../world/channels.ts'
import { openDm } from '../world/dms.ts'
import { deleteMessage, isTextBased, renderMessage } from '../world/messages.ts'
import { renderChannel, renderMember } from '../world/render.ts'
import type { Channel, World } from '../world/types.ts'
import { checkSlowmode, requirePermission } from './actions.ts'
import { editAsPerson, passAutoMod, postAsPerson } from './auto-moderated.ts'
import { findGuild, findMessage, findPlace, findUser, type Place } from './lookup.ts'
import { DriverError } from './types.ts'

const place = { guild: z.string().nullish(), channel: z.string().nullish(), user: z.string() }
const maxContent = 2000
/** Discord's limit for a file of a member without Nitro. */
const maxFileBytes = 10 * 1024 * 1024

const file = z.strictObject({
  name: z.string().min(1).max(260),
  contentType: z.string().max(200).default('application/octet-stream'),
  /** The bytes in base64. */
  data: z.base64(),
})

export const uploadInput = z.strictObject({
  ...place,
  content: z.string().max(maxContent).default(''),
  replyTo: z.string().optional(),
  files: z.array(file).min(1).max(10),
})
export const editInput = z.strictObject({
  ...place,
  message: z.string().min(1),
  content: z.string().min(1).max(maxContent),
})
export const deleteInput = z.strictObject({ ...place, message: z.string().min(1) })
export const pinInput = z.strictObject({ ...place, message: z.string().min(1), pinned: z.boolean() })
export const threadInput = z.strictObject({
  ...place,
  name: z.string().trim().min(1).max(100),
  /** The message that the thread starts from. */
  message: z.string().optional(),
  /** The first message; a forum post needs one. */
  content: z.string().min(1).max(maxContent).optional(),
  tags: z.array(z.string()).max(5).default([]),
})
export const typingInput = z.strictObject({ ...place })
/** Discord docs: resources/guild#modify-guild-member, at most 28 days. */
const longestTimeout = 28 * 24 * 3600

export const timeoutInput = z.strictObject({
  guild: z.string(),
  user: z.string().min(1),
  /** 0 ends the timeout. */
  seconds: z.int().min(0).max(longestTimeout),
})
export const dmInput = z.strictObject({ user: z.string().min(1) })

const bytesOf = (data: string): Uint8Array => {
  const bytes = new Uint8Array(Buffer.from(data, 'base64'))
  if (bytes.length > maxFileBytes)
    throw new DriverError('file_too_large', `The file has ${bytes.length} bytes; ${maxFileBytes} are allowed.`)
  return bytes
}

/** `POST /emulator/uploads`: a person sends files, with or without words. */
export const uploadMessage = (world: World, body: z.infer<typeof uploadInput>) => {
  const where = findPlace(world, body)
  const { channel } = where
  if (!isTextBased(channel)) throw new DriverError('no_text', `#${channel.name} holds no messages.`)
  const writing = channel.thread ? 'SendMessagesInThreads' : 'SendMessages'
  requirePermission(world, where, 'ViewChannel', writing, 'AttachFiles')
  checkSlowmode(world, where)
  const files = body.files.map((entry, index) => ({
    field: `files[${index}]`,
    name: entry.name,
    contentType: entry.contentType,
    bytes: bytesOf(entry.data),
  }))
  const { attachments } = contentFrom(world, { channelId: channel.id, body: {}, files })
  const repliedTo = body.replyTo === undefined ? undefined : findMessage(world, where, body.replyTo)
  const message = postAsPerson(world, where, { content: body.content, attachments, repliedTo })
  return { message: renderMessage(message, world) }
}

/** `PATCH /emulator/messages`: people edit what they wrote themselves. */
export const rewriteMessage = (world: World, body: z.infer<typeof editInput>) => {
  const where = findPlace(world, body)
  const message = findMessage(world, where, body.message)
  if (message.authorId !== where.user.data.id)
    throw new DriverError('not_yours', `${where.user.data.username} did not write that message.`)
  return { message: renderMessage(editAsPerson(world, where, { message, content: body.content }), world) }
}

const mayManage = (world: World, { guild, channel, user }: Place): boolean =>
  guild !== undefined && hasPermissions(memberPermissions(world, guild, user.data.id, channel), 'ManageMessages')

/** `DELETE /emulator/messages`: one's own, those of others with MANAGE_MESSAGES; an ephemeral one is dismissed. */
export const eraseMessage = (world: World, body: z.infer<typeof deleteInput>) => {
  const where = findPlace(world, body)
  const message = findMessage(world, where, body.message)
  const userId = where.user.data.id
  const isOwn = message.authorId === userId || message.visibleTo === userId
  if (!isOwn && !mayManage(world, where))
    throw new DriverError('not_allowed', `${where.user.data.username} may not delete that message.`)
  return { deleted: deleteMessage(world, message) }
}

/** `POST /emulator/pins`: a person pins or unpins a message. */
export const pinMessage = (world: World, body: z.infer<typeof pinInput>) => {
  const where = findPlace(world, body)
  requirePermission(world, where, 'ViewChannel', 'PinMessages')
  const message = findMessage(world, where, body.message)
  if (message.visibleTo !== null) throw new DriverError('ephemeral', 'That message is seen by one person only.')
  message.pinnedAt = body.pinned ? new Date(world.now()).toISOString() : null
  if (body.pinned) where.channel.lastPinTimestamp = message.pinnedAt
  const payload = { channel_id: where.channel.id }
  world.emit({ type: 'CHANNEL_PINS_UPDATE', guildId: where.channel.guildId, payload })
  return { message: renderMessage(message, world) }
}

const isForum = ({ type }: Channel): boolean => type === ChannelType.GuildForum || type === ChannelType.GuildMedia

const threadTypeOf = ({ type }: Channel): ThreadChannelType => {
  if (type === ChannelType.GuildAnnouncement) return ChannelType.AnnouncementThread
  if (type === ChannelType.GuildText || type === ChannelType.GuildForum || type === ChannelType.GuildMedia)
    return ChannelType.PublicThread
  throw new DriverError('no_threads', 'That channel holds no threads.')
}

const checkForumPost = (channel: Channel, body: z.infer<typeof threadInput>): void => {
  if (body.content === undefined) throw new DriverError('content_missing', 'A post in a forum needs a first message.')
  const unknown = body.tags.find((tag) => !channel.availableTags.some(({ id }) => id === tag))
  if (unknown !== undefined) throw new DriverError('unknown_tag', `#${channel.name} has no tag "${unknown}".`)
}

/** `POST /emulator/threads`: a person opens a thread, from a message or not, or a post in a forum. */
export const openThread = (world: World, body: z.infer<typeof threadInput>) => {
  const where = findPlace(world, body)
  const { channel, user } = where
  const type = threadTypeOf(channel)
  requirePermission(world, where, 'ViewChannel', isForum(channel) ? 'SendMessages' : 'CreatePublicThreads')
  if (isForum(channel)) checkForumPost(channel, body)
  const source = body.message === undefined ? undefined : findMessage(world, where, body.message)
  if (source && world.channels.has(source.data.id))
    throw new DriverError('thread_exists', 'That message has a thread already.')
  // A blocked first message leaves no thread behind.
  if (body.content !== undefined) passAutoMod(world, where, body.content)
  const thread = addThread(world, channel, {
    ...(source && { id: source.data.id }),
    type,
    name: body.name,
    ownerId: user.data.id,
    appliedTags: body.tags,
  })
  if (source) source.data.flags = (source.data.flags ?? 0) | MessageFlags.HasThread
  if (body.content !== undefined) postAsPerson(world, { ...where, channel: thread }, { content: body.content })
  return { thread: renderChannel(world, thread) }
}

/** `POST /emulator/typing`: shows that a person types, for about ten seconds. */
export const startTyping = (world: World, body: z.infer<typeof typingInput>) => {
  const where = findPlace(world, body)
  const { channel, user } = where
  requirePermission(world, where, 'ViewChannel', channel.thread ? 'SendMessagesInThreads' : 'SendMessages')
  const payload = {
    channel_id: channel.id,
    user_id: user.data.id,
    timestamp: Math.floor(world.now() / 1000),
    ...(channel.guildId !== null && { guild_id: channel.guildId }),
  }
  world.emit({ type: 'TYPING_START', guildId: channel.guildId, payload })
  return { ok: true }
}

/** `POST /emulator/dms`: a person opens the direct messages with the bot. */
export const openBotDm = (world: World, body: z.infer<typeof dmInput>) => ({
  channel: renderChannel(world, openDm(world, findUser(world, body.user).data.id)),
})

/** `POST /emulator/timeouts`: a moderator times somebody out by hand, or ends it. */
export const timeOutMember = (world: World, body: z.infer<typeof timeoutInput>) => {
  const guild = findGuild(world, body.guild)
  const user = findUser(world, body.user, guild)
  const member = guild.members.get(user.data.id)
  if (!member) throw new DriverError('not_a_member', `${user.data.username} is not a member of ${guild.name}.`)
  const permissions = memberPermissions(world, guild, user.data.id)
  if (body.seconds > 0 && hasPermissions(permissions, 'Administrator'))
    throw new DriverError('owner', 'Owners and administrators cannot be timed out.')
  member.timeoutUntil = body.seconds === 0 ? null : world.now() + body.seconds * 1000
  world.emit({ type: 'GUILD_MEMBER_UPDATE', guildId: guild.id, payload: member })
  return { member: renderMember(world, member) }
}
