import { AuditLogEvent } from 'discord-api-types/v10'
import { discordError } from '../errors.ts'
import { hasPermissions, memberPermissions } from '../permissions.ts'
import { guildOf, requireChannel, requireMessage, requireUser } from '../world/access.ts'
import { renderMessage } from '../world/messages.ts'
import { compareIds } from '../world/snowflake.ts'
import type { Channel, Guild, Message, Reaction, World } from '../world/types.ts'
import { idParam, intParam } from './query.ts'
import { auditAsBot, type Call, noContent, ok, type Reply, type Route, route } from './route.ts'

const maxReactions = 20
const maxPins = 250

type MessageCall = Call<'channel_id' | 'message_id'>
type ReactionCall = Call<'channel_id' | 'message_id' | 'emoji_name'>

const find = (call: MessageCall): [Channel, Message] => {
  const channel = requireChannel(call.world, call.params.channel_id, 'ReadMessageHistory')
  return [channel, requireMessage(channel, call.params.message_id)]
}

/** `👍` or `name:id` from the address; 10014 for anything else. */
const parseEmoji = (world: World, text: string): Reaction['emoji'] => {
  const custom = /^(?:a:)?(\w{2,32}):(\d+)$/.exec(text)
  const [, name, id] = custom ?? []
  if (name !== undefined && id !== undefined) {
    const isKnown = [...world.guilds.values()].some((guild) => guild.emojis.has(id))
    if (!isKnown) throw discordError(10014, `no emoji ${text}`)
    return { id, name }
  }
  if (/^(\p{Extended_Pictographic}|\p{Regional_Indicator}|[0-9#*]\uFE0F?\u20E3)/u.test(text))
    return { id: null, name: text }
  throw discordError(10014, `"${text}" is no emoji`, { verdict: 'violation' })
}

const keyOf = (emoji: Reaction['emoji']): string => emoji.id ?? emoji.name

const react = (call: ReactionCall): Reply => {
  const { world } = call
  const [channel, message] = find(call)
  const emoji = parseEmoji(world, call.params.emoji_name)
  const known = message.reactions.get(keyOf(emoji))
  if (!known) {
    if (guildOf(world, channel)) requireChannel(world, channel.id, 'AddReactions')
    if (message.reactions.size >= maxReactions) throw discordError(30010)
  }
  const reaction = known ?? { emoji, userIds: new Set() }
  reaction.userIds.add(world.application.botId)
  message.reactions.set(keyOf(emoji), reaction)
  emit(world, 'MESSAGE_REACTION_ADD', message, { emoji, user_id: world.application.botId })
  return noContent
}

const emit = (world: World, type: string, message: Message, details: object): void =>
  world.emit({
    type,
    guildId: message.guildId,
    payload: { channel_id: message.channelId, message_id: message.data.id, ...details },
  })

const unreact = (call: ReactionCall, userId: string): Reply => {
  const { world } = call
  const [channel, message] = find(call)
  if (userId !== world.application.botId) requireChannel(world, channel.id, 'ManageMessages')
  const emoji = parseEmoji(world, call.params.emoji_name)
  const reaction = message.reactions.get(keyOf(emoji))
  if (!reaction?.userIds.delete(userId)) throw discordError(10014, `${userId} has not reacted with ${emoji.name}`)
  if (reaction.userIds.size === 0) message.reactions.delete(keyOf(emoji))
  emit(world, 'MESSAGE_REACTION_REMOVE', message, { emoji, user_id: userId })
  return noContent
}

const listReactions = (call: ReactionCall): Reply => {
  const { world, query } = call
  const [, message] = find(call)
  const limit = intParam(query, 'limit', { min: 1, max: 100, fallback: 25 })
  const after = idParam(query, 'after') ?? '0'
  const reaction = message.reactions.get(keyOf(parseEmoji(world, call.params.emoji_name)))
  const ids = [...(reaction?.userIds ?? [])].filter((id) => compareIds(id, after) > 0).sort(compareIds)
  return ok(ids.slice(0, limit).map((id) => requireUser(world, id).data))
}

const clear = (call: MessageCall, emojiName?: string): Reply => {
  const [channel, message] = find(call)
  requireChannel(call.world, channel.id, 'ManageMessages')
  const emoji = emojiName === undefined ? null : parseEmoji(call.world, emojiName)
  if (emoji === null) message.reactions.clear()
  else message.reactions.delete(keyOf(emoji))
  emit(
    call.world,
    emoji === null ? 'MESSAGE_REACTION_REMOVE_ALL' : 'MESSAGE_REACTION_REMOVE_EMOJI',
    message,
    emoji === null ? {} : { emoji },
  )
  return noContent
}

const pinnedOf = (channel: Channel): Message[] =>
  [...channel.messages.values()]
    .filter(({ pinnedAt }) => pinnedAt !== null)
    .sort((a, b) => (b.pinnedAt ?? '').localeCompare(a.pinnedAt ?? ''))

const requirePinRight = (call: Call, channel: Channel): Guild | undefined => {
  const guild = guildOf(call.world, channel)
  if (!guild) return undefined
  const own = memberPermissions(call.world, guild, call.world.application.botId, channel)
  if (!hasPermissions(own, 'PinMessages')) throw discordError(50013, `the bot lacks PinMessages in #${channel.name}`)
  return guild
}

const setPin = (call: MessageCall, isPinned: boolean): Reply => {
  const { world } = call
  const [channel, message] = find(call)
  const guild = requirePinRight(call, channel)
  if (isPinned === (message.pinnedAt !== null)) return noContent
  if (isPinned && pinnedOf(channel).length >= maxPins) throw discordError(30003)
  message.pinnedAt = isPinned ? new Date(world.now()).toISOString() : null
  if (isPinned) channel.lastPinTimestamp = message.pinnedAt
  if (guild) {
    const action = isPinned ? AuditLogEvent.MessagePin : AuditLogEvent.MessageUnpin
    const options = { channel_id: channel.id, message_id: message.data.id }
    auditAsBot(call, guild, { action, targetId: message.authorId, options })
  }
  world.emit({ type: 'CHANNEL_PINS_UPDATE', guildId: channel.guildId, payload: { channel_id: channel.id } })
  return noContent
}

const listPins = (call: Call<'channel_id'>): Reply => {
  const channel = requireChannel(call.world, call.params.channel_id)
  const limit = intParam(call.query, 'limit', { min: 1, max: 50, fallback: 50 })
  const before = call.query.get('before')
  const found = pinnedOf(channel).filter(({ pinnedAt }) => before === null || (pinnedAt ?? '') < before)
  const items = found
    .slice(0, limit)
    .map((message) => ({ pinned_at: message.pinnedAt, message: renderPinned(call, message) }))
  return ok({ items, has_more: found.length > limit })
}

const renderPinned = (call: Call, message: Message) => renderMessage(message, call.world)

const base = '/channels/{channel_id}/messages/{message_id}/reactions'
const pins = '/channels/{channel_id}/messages/pins'

/** Reactions. Discord docs: resources/message#create-reaction and following. */
export const reactionRoutes: Route[] = [
  route('PUT', `${base}/{emoji_name}/@me`, react),
  route('DELETE', `${base}/{emoji_name}/@me`, (call) => unreact(call, call.world.application.botId)),
  route('DELETE', `${base}/{emoji_name}/{user_id}`, (call) => unreact(call, call.params.user_id)),
  route('GET', `${base}/{emoji_name}`, listReactions),
  route('DELETE', `${base}/{emoji_name}`, (call) => clear(call, call.params.emoji_name)),
  route('DELETE', base, (call) => clear(call)),
]

/** Pins, at the new and the deprecated addresses. Discord docs: resources/message#get-channel-pins. */
export const pinRoutes: Route[] = [
  route('GET', pins, listPins),
  route('PUT', `${pins}/{message_id}`, (call) => setPin(call, true)),
  route('DELETE', `${pins}/{message_id}`, (call) => setPin(call, false)),
  route('GET', '/channels/{channel_id}/pins', (call) => {
    const channel = requireChannel(call.world, call.params.channel_id)
    return ok(
      pinnedOf(channel)
        .slice(0, 50)
        .map((message) => renderPinned(call, message)),
    )
  }),
  route('PUT', '/channels/{channel_id}/pins/{message_id}', (call) => setPin(call, true)),
  route('DELETE', '/channels/{channel_id}/pins/{message_id}', (call) => setPin(call, false)),
]
