import {
  AuditLogEvent,
  ChannelType,
  MessageFlags,
  MessageType,
  type RESTPatchAPIChannelMessageJSONBody,
  type RESTPostAPIChannelMessageJSONBody,
  type RESTPostAPIChannelMessagesBulkDeleteJSONBody,
} from 'discord-api-types/v10'
import { discordError, fieldError } from '../errors.ts'
import { hasPermissions, memberPermissions, type PermissionName } from '../permissions.ts'
import { guildOf, requireChannel, requireGuildChannel, requireMessage, requireUser } from '../world/access.ts'
import { dmRefusal } from '../world/dms.ts'
import { createMessage, deleteMessage, editMessage, isTextBased, renderMessage } from '../world/messages.ts'
import { compareIds, timeOf } from '../world/snowflake.ts'
import type { Channel, Message, World } from '../world/types.ts'
import { deliverCrosspost } from './followers.ts'
import { contentFrom, isEmptyMessage } from './message-body.ts'
import { referring } from './message-reference.ts'
import { pollFrom } from './polls.ts'
import { idParam, intParam } from './query.ts'
import { auditAsBot, bodyOf, type Call, noContent, ok, type Reply, type Route, route } from './route.ts'

const bulkDeleteAgeMs = 14 * 24 * 3600 * 1000
/** "Past few minutes" in Discord's words. */
const nonceMemoryMs = 3 * 60 * 1000

const visibleMessages = (channel: Channel): Message[] =>
  [...channel.messages.values()]
    .filter((message) => message.visibleTo === null)
    .sort((a, b) => compareIds(b.data.id, a.data.id))

const pageOfMessages = (channel: Channel, query: URLSearchParams): Message[] => {
  const limit = intParam(query, 'limit', { min: 1, max: 100, fallback: 50 })
  const newestFirst = visibleMessages(channel)
  const before = idParam(query, 'before')
  const after = idParam(query, 'after')
  const around = idParam(query, 'around')
  if (around !== null) {
    const older = newestFirst.filter(({ data }) => compareIds(data.id, around) < 0).slice(0, Math.floor(limit / 2))
    const rest = newestFirst.filter(({ data }) => compareIds(data.id, around) >= 0)
    return [...rest.slice(-(limit - older.length)), ...older]
  }
  if (before !== null) return newestFirst.filter(({ data }) => compareIds(data.id, before) < 0).slice(0, limit)
  if (after !== null) return newestFirst.filter(({ data }) => compareIds(data.id, after) > 0).slice(-limit)
  return newestFirst.slice(0, limit)
}

const listMessages = (call: Call<'channel_id'>): Reply => {
  const channel = requireChannel(call.world, call.params.channel_id)
  const guild = guildOf(call.world, channel)
  if (!isTextBased(channel)) throw discordError(50008)
  const bot = call.world.application.botId
  // Without READ_MESSAGE_HISTORY Discord shows nothing rather than an error.
  if (guild && !hasPermissions(memberPermissions(call.world, guild, bot, channel), 'ReadMessageHistory')) return ok([])
  return ok(pageOfMessages(channel, call.query).map((message) => renderMessage(message, call.world)))
}

const getMessage = (call: Call<'channel_id' | 'message_id'>): Reply => {
  const channel = requireChannel(call.world, call.params.channel_id, 'ReadMessageHistory')
  return ok(renderMessage(requireMessage(channel, call.params.message_id), call.world))
}

const neededToSend = (
  channel: Channel,
  body: RESTPostAPIChannelMessageJSONBody,
  hasFiles: boolean,
): PermissionName[] => [
  channel.thread ? 'SendMessagesInThreads' : 'SendMessages',
  ...(hasFiles ? (['AttachFiles'] as const) : []),
  ...(body.embeds?.length ? (['EmbedLinks'] as const) : []),
  ...(body.tts ? (['SendTTSMessages'] as const) : []),
  ...(body.poll ? (['SendPolls'] as const) : []),
]

/** The channel if the bot may post this there; 50007 for a user with closed messages. */
const requireWritable = (
  world: World,
  id: string,
  body: RESTPostAPIChannelMessageJSONBody,
  hasFiles: boolean,
): Channel => {
  const channel = requireChannel(world, id)
  if (channel.type === ChannelType.DM) {
    const other = channel.recipientIds.find((userId) => userId !== world.application.botId)
    const refusal = other === undefined ? 50007 : dmRefusal(world, other)
    if (refusal !== null) throw discordError(refusal, `user ${other} accepts no messages of the bot`)
    return channel
  }
  if (!isTextBased(channel)) throw discordError(50008, `#${channel.name} holds no messages (type ${channel.type})`)
  requireChannel(world, id, ...neededToSend(channel, body, hasFiles))
  if (channel.thread?.locked && !canManageThreads(world, channel)) throw discordError(160005)
  return channel
}

const canManageThreads = (world: World, channel: Channel): boolean => {
  const guild = guildOf(world, channel)
  return (
    guild !== undefined &&
    hasPermissions(memberPermissions(world, guild, world.application.botId, channel), 'ManageThreads')
  )
}

const nonceOf = (body: RESTPostAPIChannelMessageJSONBody): string | undefined =>
  body.nonce === undefined || body.nonce === null ? undefined : String(body.nonce)

/** The message that was already sent with this nonce "in the past few minutes". Discord docs: resources/message#create-message. */
const sentBefore = (world: World, channel: Channel, nonce: string): Message | undefined => {
  for (const [key, { at }] of world.nonces) {
    if (world.now() - at <= nonceMemoryMs && world.nonces.size < world.limits.nonces) break
    world.nonces.delete(key)
  }
  const known = world.nonces.get(`${channel.id}:${nonce}`)
  return known && channel.messages.get(known.messageId)
}

const postMessage = (call: Call<'channel_id'>): Reply => {
  const { world, files } = call
  const body = bodyOf<RESTPostAPIChannelMessageJSONBody>(call)
  const channel = requireWritable(world, call.params.channel_id, body, files.length > 0)
  if (isEmptyMessage(body, files)) throw discordError(50006)
  const nonce = nonceOf(body)
  const isEnforced = body.enforce_nonce === true && nonce !== undefined
  const known = isEnforced ? sentBefore(world, channel, nonce) : undefined
  if (known) return ok(renderMessage(known, world))
  const referred = referring(world, channel, body)
  const message = createMessage(world, {
    ...contentFrom(world, { channelId: channel.id, body, files }),
    ...referred,
    flags: (body.flags ?? 0) | (referred.flags ?? 0),
    channel,
    author: requireUser(world, world.application.botId).data,
    origin: 'bot',
    applicationId: world.application.id,
    nonce,
    tts: body.tts,
    poll: body.poll && pollFrom(world, body.poll),
  })
  if (isEnforced) world.nonces.set(`${channel.id}:${nonce}`, { messageId: message.data.id, at: world.now() })
  return ok(renderMessage(message, world))
}

/** Answers to interactions are of the bot's own, though their webhook is the application's. */
const isOwnMessage = ({ application }: World, { authorId, webhookId }: Message): boolean =>
  authorId === application.botId && (webhookId === null || webhookId === application.id)

const patchMessage = (call: Call<'channel_id' | 'message_id'>): Reply => {
  const { world } = call
  const channel = requireChannel(world, call.params.channel_id)
  const message = requireMessage(channel, call.params.message_id)
  const body = bodyOf<RESTPatchAPIChannelMessageJSONBody>(call)
  if (message.data.poll) throw discordError(520003)
  if (!isOwnMessage(world, message)) {
    const isOnlyFlags = Object.keys(body).every((key) => key === 'flags')
    if (!isOnlyFlags) throw discordError(50005, `message ${message.data.id} was written by ${message.authorId}`)
    requireChannel(world, channel.id, 'ManageMessages')
  }
  const content = contentFrom(world, { channelId: channel.id, body, files: call.files, message })
  return ok(renderMessage(editMessage(world, message, content), world))
}

const undeletable: ReadonlySet<MessageType> = new Set([
  MessageType.RecipientAdd,
  MessageType.RecipientRemove,
  MessageType.Call,
  MessageType.ChannelNameChange,
  MessageType.ChannelIconChange,
  MessageType.ThreadStarterMessage,
])

const removeMessage = (call: Call<'channel_id' | 'message_id'>): Reply => {
  const { world } = call
  const channel = requireChannel(world, call.params.channel_id)
  const message = requireMessage(channel, call.params.message_id)
  if (undeletable.has(message.data.type)) throw discordError(50021)
  const guild = guildOf(world, channel)
  if (message.authorId !== world.application.botId) {
    if (!guild) throw discordError(50003, 'only its author deletes a direct message')
    requireChannel(world, channel.id, 'ManageMessages')
    const options = { channel_id: channel.id, count: '1' }
    auditAsBot(call, guild, { action: AuditLogEvent.MessageDelete, targetId: message.authorId, options })
  }
  deleteMessage(world, message)
  return noContent
}

const checkBulk = (world: World, ids: readonly string[]): void => {
  if (ids.length < 2 || ids.length > 100) throw discordError(50016, `${ids.length} messages: 2 to 100 are allowed`)
  if (new Set(ids).size !== ids.length) {
    throw fieldError('messages', 'SET_TYPE_CONTAINS_DUPLICATES', 'The list contains a message twice.')
  }
  const old = ids.find((id) => timeOf(id) < world.now() - bulkDeleteAgeMs)
  if (old !== undefined) throw discordError(50034, `message ${old} is older than 14 days`)
}

const bulkDelete = (call: Call<'channel_id'>): Reply => {
  const { world } = call
  const [channel, guild] = requireGuildChannel(world, call.params.channel_id, 'ManageMessages')
  const { messages } = bodyOf<RESTPostAPIChannelMessagesBulkDeleteJSONBody>(call)
  const ids = messages.map(String)
  checkBulk(world, ids)
  const present = ids.filter((id) => channel.messages.get(id)?.visibleTo === null)
  for (const id of present) channel.messages.delete(id)
  auditAsBot(call, guild, {
    action: AuditLogEvent.MessageBulkDelete,
    targetId: channel.id,
    options: { count: String(present.length) },
  })
  const payload = { ids: present, channel_id: channel.id, guild_id: guild.id }
  world.emit({ type: 'MESSAGE_DELETE_BULK', guildId: guild.id, payload })
  return noContent
}

const crosspost = (call: Call<'channel_id' | 'message_id'>): Reply => {
  const channel = requireChannel(call.world, call.params.channel_id, 'SendMessages')
  if (channel.type !== ChannelType.GuildAnnouncement) throw discordError(50024, `#${channel.name} announces nothing`)
  const message = requireMessage(channel, call.params.message_id)
  const flags = message.data.flags ?? 0
  if ((flags & MessageFlags.Crossposted) !== 0) throw discordError(40033)
  message.data.flags = flags | MessageFlags.Crossposted
  call.world.emit({ type: 'MESSAGE_UPDATE', guildId: message.guildId, payload: message })
  deliverCrosspost(call.world, message)
  return ok(renderMessage(message, call.world))
}

const typing = (call: Call<'channel_id'>): Reply => {
  const channel = requireChannel(call.world, call.params.channel_id, 'SendMessages')
  const payload = { channel_id: channel.id, user_id: call.world.application.botId }
  call.world.emit({ type: 'TYPING_START', guildId: channel.guildId, payload })
  return noContent
}

/** Messages of channels. Discord docs: resources/message. */
export const messageRoutes: Route[] = [
  route('GET', '/channels/{channel_id}/messages', listMessages),
  route('POST', '/channels/{channel_id}/messages', postMessage),
  route('POST', '/channels/{channel_id}/messages/bulk-delete', bulkDelete),
  route('GET', '/channels/{channel_id}/messages/{message_id}', getMessage),
  route('PATCH', '/channels/{channel_id}/messages/{message_id}', patchMessage),
  route('DELETE', '/channels/{channel_id}/messages/{message_id}', removeMessage),
  route('POST', '/channels/{channel_id}/messages/{message_id}/crosspost', crosspost),
  route('POST', '/channels/{channel_id}/typing', typing),
]
