import {
  type APIMessageReference,
  type APIMessageSnapshot,
  MessageFlags,
  MessageReferenceType,
  type RESTPostAPIChannelMessageJSONBody,
} from 'discord-api-types/v10'
import { discordError, fieldError } from '../errors.ts'
import { hasPermissions, memberPermissions } from '../permissions.ts'
import { guildOf, requireChannel, requireMessage } from '../world/access.ts'
import type { NewMessage } from '../world/messages.ts'
import type { Channel, Message, World } from '../world/types.ts'

type Body = Pick<RESTPostAPIChannelMessageJSONBody, 'message_reference'>
type Referring = Pick<NewMessage, 'repliedTo' | 'reference' | 'snapshots' | 'flags'>

/** What a message that replies to, or forwards, this one carries. */
export const referenceTo = (message: Message, type: MessageReferenceType): APIMessageReference => ({
  type,
  message_id: message.data.id,
  channel_id: message.channelId,
  ...(message.guildId !== null && { guild_id: message.guildId }),
})

const snapshotOf = ({ data }: Message): APIMessageSnapshot => ({
  message: {
    type: data.type,
    content: data.content,
    embeds: data.embeds,
    attachments: data.attachments,
    timestamp: data.timestamp,
    edited_timestamp: data.edited_timestamp,
    mentions: data.mentions,
    mention_roles: data.mention_roles,
    ...(data.flags !== undefined && { flags: data.flags }),
    ...(data.components && { components: data.components }),
  },
})

const forwarded = (world: World, channelId: string | undefined, messageId: string): Referring => {
  if (channelId === undefined)
    throw fieldError('message_reference.channel_id', 'BASE_TYPE_REQUIRED', 'This field is required')
  const source = requireMessage(requireChannel(world, channelId, 'ReadMessageHistory'), messageId)
  if (source.data.poll) throw discordError(50068, 'a poll cannot be forwarded')
  return {
    reference: referenceTo(source, MessageReferenceType.Forward),
    snapshots: [snapshotOf(source)],
    flags: MessageFlags.HasSnapshot,
  }
}

/**
 * What a new message refers to: the message it replies to (50035 when it is gone, unless `fail_if_not_exists` is
 * false; 160002 without history), or the snapshot of the one it forwards.
 */
export const referring = (world: World, channel: Channel, body: Body): Referring => {
  const wanted = body.message_reference
  if (!wanted) return {}
  const messageId = String(wanted.message_id)
  const channelId = wanted.channel_id === undefined ? undefined : String(wanted.channel_id)
  if (wanted.type === MessageReferenceType.Forward) return forwarded(world, channelId, messageId)
  const message = channel.messages.get(messageId)
  if (!message || message.visibleTo !== null) {
    if (wanted.fail_if_not_exists === false) return {}
    throw fieldError('message_reference', 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message')
  }
  const guild = guildOf(world, channel)
  const bot = world.application.botId
  if (guild && !hasPermissions(memberPermissions(world, guild, bot, channel), 'ReadMessageHistory')) {
    throw discordError(160002)
  }
  return { repliedTo: message, reference: referenceTo(message, MessageReferenceType.Default) }
}
