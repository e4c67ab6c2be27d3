import {
  type APIAllowedMentions,
  type APIAttachment,
  type APIEmbed,
  type APIMessage,
  type APIMessageInteractionMetadata,
  type APIMessageReference,
  type APIMessageSnapshot,
  type APIMessageTopLevelComponent,
  type APIPoll,
  type APIUser,
  ChannelType,
  InteractionType,
  MessageFlags,
  MessageType,
} from 'discord-api-types/v10'
import { shownComponents } from './component-form.ts'
import { filesBeside, shownEmbeds } from './embed-form.ts'
import { allowEverything, computePings, noPings, textOfComponents } from './mentions.ts'
import { countedPoll } from './poll-counts.ts'
import type { Channel, Message, MessageOrigin, Snowflake, World } from './types.ts'

/** The parts of a message that can be written; what is absent stays as it is (or empty in a new message). */
export interface MessageContent {
  content?: string | null | undefined
  embeds?: APIEmbed[] | null | undefined
  components?: APIMessageTopLevelComponent[] | null | undefined
  attachments?: APIAttachment[] | undefined
  flags?: number | undefined
  allowedMentions?: APIAllowedMentions | undefined
}

export interface NewMessage extends MessageContent {
  /** A new one when absent; the first message of a forum post has the id of its thread. */
  id?: Snowflake | undefined
  channel: Channel
  author: APIUser
  origin: MessageOrigin
  type?: MessageType | undefined
  tts?: boolean | undefined
  /** For an ephemeral message: the only user who sees it. */
  visibleTo?: Snowflake | undefined
  nonce?: string | undefined
  repliedTo?: Message | undefined
  reference?: APIMessageReference | undefined
  webhookId?: Snowflake | undefined
  applicationId?: Snowflake | undefined
  interaction?: { id: Snowflake; metadata: APIMessageInteractionMetadata; commandName: string | null } | undefined
  poll?: APIPoll | undefined
  /** Of a forwarded message. */
  snapshots?: APIMessageSnapshot[] | undefined
}

const isoNow = (world: World): string => new Date(world.now()).toISOString()

const showComponents = (
  world: World,
  components: APIMessageTopLevelComponent[] | null | undefined,
  attachments: readonly APIAttachment[],
): APIMessageTopLevelComponent[] => shownComponents(components ?? [], { attachments, newId: world.newId })

const pingText = (data: APIMessage): string => `${data.content}\n${textOfComponents(data.components)}`

const updatePings = (world: World, message: Message, allowed: APIAllowedMentions): void => {
  const channel = world.channels.get(message.channelId)
  if (!channel || message.visibleTo !== null) return
  const replied = message.data.referenced_message?.author.id ?? null
  const pings = computePings(world, {
    channel,
    authorId: message.authorId,
    text: pingText(message.data),
    allowed,
    repliedUserId: message.data.type === MessageType.Reply ? replied : null,
  })
  message.pings = pings
  message.data.mention_everyone = pings.everyone
  message.data.mention_roles = pings.roles
  message.data.mentions = pings.users.flatMap((id) => world.users.get(id)?.data ?? [])
}

const withoutReply = (message: Message): APIMessage => {
  const { referenced_message: _deeper, ...data } = message.data
  return data
}

/** The older field that names the command; clients show "used /name" from it. Discord docs: resources/message. */
const shownCommand = ({ id, metadata, commandName }: NonNullable<NewMessage['interaction']>): Partial<APIMessage> =>
  commandName === null
    ? {}
    : { interaction: { id, type: InteractionType.ApplicationCommand, name: commandName, user: metadata.user } }

const optionalData = (input: NewMessage): Partial<APIMessage> => ({
  ...(input.webhookId !== undefined && { webhook_id: input.webhookId }),
  ...(input.applicationId !== undefined && { application_id: input.applicationId }),
  ...(input.interaction && { interaction_metadata: input.interaction.metadata }),
  ...(input.interaction && shownCommand(input.interaction)),
  ...(input.repliedTo && { referenced_message: withoutReply(input.repliedTo) }),
  ...(input.reference && { message_reference: input.reference }),
  ...(input.nonce !== undefined && { nonce: input.nonce }),
  ...(input.poll && { poll: input.poll }),
  ...(input.snapshots && { message_snapshots: input.snapshots }),
})

const messageData = (world: World, input: NewMessage): APIMessage => ({
  id: input.id ?? world.newId(),
  type: input.type ?? (input.repliedTo ? MessageType.Reply : MessageType.Default),
  channel_id: input.channel.id,
  author: input.author,
  content: input.content ?? '',
  timestamp: isoNow(world),
  edited_timestamp: null,
  tts: input.tts ?? false,
  mention_everyone: false,
  mentions: [],
  mention_roles: [],
  attachments: input.attachments ?? [],
  embeds: shownEmbeds(input.embeds ?? [], input.attachments ?? []),
  components: showComponents(world, input.components, input.attachments ?? []),
  pinned: false,
  flags: input.flags ?? 0,
  ...optionalData(input),
})

const drop = (world: World, channel: Channel | undefined, id: Snowflake): void => {
  world.messageOrder.delete(id)
  world.openPolls.delete(id)
  if (channel?.messages.delete(id)) world.droppedMessages += 1
}

/** Bounds memory: the oldest messages go, of the channel and of all channels together. */
const dropOldest = (world: World, channel: Channel): void => {
  for (const id of channel.messages.keys()) {
    if (channel.messages.size <= world.limits.messagesPerChannel) break
    drop(world, channel, id)
  }
  for (const [id, channelId] of world.messageOrder) {
    if (world.messageOrder.size <= world.limits.messages) return
    drop(world, world.channels.get(channelId), id)
  }
}

const store = (world: World, channel: Channel, message: Message): void => {
  channel.messages.set(message.data.id, message)
  world.messageOrder.set(message.data.id, channel.id)
  dropOldest(world, channel)
  if (message.visibleTo === null) channel.lastMessageId = message.data.id
  if (channel.thread?.archived && !channel.thread.locked) {
    channel.thread.archived = false
    channel.thread.archiveTimestamp = isoNow(world)
  }
}

const emitMessage = (world: World, type: 'MESSAGE_CREATE' | 'MESSAGE_UPDATE', message: Message): void =>
  world.emit({ type, guildId: message.guildId, payload: message })

/** Writes a message (permissions were checked by the caller), works out whom it pings and tells listeners. */
export const createMessage = (world: World, input: NewMessage): Message => {
  const data = messageData(world, input)
  const message: Message = {
    data,
    channelId: input.channel.id,
    guildId: input.channel.guildId,
    authorId: input.author.id,
    origin: input.origin,
    visibleTo: input.visibleTo ?? null,
    pings: noPings,
    reactions: new Map(),
    pinnedAt: null,
    nonce: input.nonce ?? null,
    webhookId: input.webhookId ?? null,
    interactionId: input.interaction?.id ?? null,
    editedTimes: 0,
  }
  if (data.poll?.expiry) {
    world.openPolls.set(data.id, { channelId: input.channel.id, endsAt: Date.parse(data.poll.expiry) })
  }
  updatePings(world, message, input.allowedMentions ?? allowEverything)
  store(world, input.channel, message)
  emitMessage(world, 'MESSAGE_CREATE', message)
  return message
}

const mergedFlags = (before: number, change: number | undefined): number => {
  if (change === undefined) return before
  const editable = MessageFlags.SuppressEmbeds | MessageFlags.IsComponentsV2
  const kept = before & ~MessageFlags.SuppressEmbeds
  return kept | (change & editable)
}

/**
 * Changes the given parts of a message. `defaultMentions` counts when the edit carries no `allowed_mentions`, as
 * Discord applies the defaults again on every edit. With `markEdited: false` the first answer to a deferred
 * interaction does not show as edited.
 */
export const editMessage = (
  world: World,
  message: Message,
  change: MessageContent & { defaultMentions?: APIAllowedMentions; markEdited?: boolean },
): Message => {
  const { data } = message
  if (change.content !== undefined) data.content = change.content ?? ''
  if (change.attachments !== undefined) data.attachments = change.attachments
  if (change.embeds !== undefined) data.embeds = shownEmbeds(change.embeds ?? [], data.attachments)
  if (change.components !== undefined) data.components = showComponents(world, change.components, data.attachments)
  data.flags = mergedFlags(data.flags ?? 0, change.flags)
  if (change.markEdited !== false) {
    data.edited_timestamp = isoNow(world)
    message.editedTimes += 1
  }
  updatePings(world, message, change.allowedMentions ?? change.defaultMentions ?? allowEverything)
  emitMessage(world, 'MESSAGE_UPDATE', message)
  return message
}

/** Removes a message and tells listeners; true when it was there. */
export const deleteMessage = (world: World, message: Message): boolean => {
  const channel = world.channels.get(message.channelId)
  if (!channel?.messages.delete(message.data.id)) return false
  world.emit({
    type: 'MESSAGE_DELETE',
    guildId: message.guildId,
    payload: { id: message.data.id, channel_id: message.channelId, guild_id: message.guildId ?? undefined },
    isPrivate: message.visibleTo !== null,
  })
  return true
}

const renderReactions = (world: World, message: Message) =>
  [...message.reactions.values()].map(({ emoji, userIds }) => ({
    emoji,
    count: userIds.size,
    count_details: { burst: 0, normal: userIds.size },
    burst_colors: [],
    me: userIds.has(world.application.botId),
    me_burst: false,
  }))

/** The message as the API shows it; with `world` also its reactions. */
export const renderMessage = (message: Message, world?: World): APIMessage => {
  const { referenced_message: replied, ...data } = message.data
  return {
    ...data,
    attachments: filesBeside(data.embeds, data.attachments),
    ...(replied && { referenced_message: replied }),
    pinned: message.pinnedAt !== null,
    ...(world && data.poll && { poll: countedPoll(message, data.poll, world.application.botId) }),
    ...(world && message.reactions.size > 0 && { reactions: renderReactions(world, message) }),
  }
}

/** True for channel types that hold messages. */
export const isTextBased = (channel: Channel): boolean =>
  channel.type !== ChannelType.GuildCategory &&
  channel.type !== ChannelType.GuildForum &&
  channel.type !== ChannelType.GuildMedia &&
  channel.type !== ChannelType.GuildDirectory
