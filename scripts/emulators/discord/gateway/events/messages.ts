import { type APIMessage, type APIUser, GatewayIntentBits, MessageType } from 'discord-api-types/v10'
import { renderMessage } from '../../world/messages.ts'
import { renderMember } from '../../world/render.ts'
import type { Guild, Message, Snowflake, World } from '../../world/types.ts'
import { botSees, guildId, type Mapped, memberOf } from './dispatch.ts'

const partialMember = (world: World, guild: Guild | undefined, userId: Snowflake) => {
  const member = guild?.members.get(userId)
  if (!member) return {}
  const { user: _, ...rest } = renderMember(world, member)
  return { member: rest }
}

const withMember = (world: World, guild: Guild | undefined, user: APIUser) => ({
  ...user,
  ...partialMember(world, guild, user.id),
})

const render = (world: World, message: Message) => {
  const guild = message.guildId === null ? undefined : world.guilds.get(message.guildId)
  const data = renderMessage(message, world)
  return {
    ...data,
    mentions: data.mentions.map((user) => withMember(world, guild, user)),
    channel_type: world.channels.get(message.channelId)?.type,
    ...guildId(message.guildId),
    ...(message.webhookId === null && partialMember(world, guild, message.authorId)),
  }
}

const concernsBot = (world: World, data: Pick<APIMessage, 'author' | 'mentions'>): boolean => {
  const bot = world.application.botId
  return data.author.id === bot || data.mentions.some(({ id }) => id === bot)
}

type WithContent = Pick<APIMessage, 'content' | 'embeds' | 'attachments' | 'components' | 'poll'>

const emptied = <T extends Partial<WithContent>>(data: T): Omit<T, 'poll'> => {
  const { poll: _, ...rest } = data
  return { ...rest, content: '', embeds: [], attachments: [], components: [] }
}

/** The message without what MESSAGE_CONTENT opens. Discord docs: events/gateway#message-content-intent. */
const withoutContent = (world: World, data: ReturnType<typeof render>) => {
  const { referenced_message: replied, message_snapshots: snapshots } = data
  return {
    ...emptied(data),
    ...(replied && { referenced_message: concernsBot(world, replied) ? replied : emptied(replied) }),
    ...(snapshots && {
      message_snapshots: snapshots.map((snapshot) => ({ ...snapshot, message: emptied(snapshot.message) })),
    }),
  }
}

/** A command's answer is the bot's own message, whoever used the command. */
const isOpen = (world: World, message: Message): boolean =>
  message.guildId === null || message.data.application_id === world.application.id || concernsBot(world, message.data)

/** MESSAGE_CREATE and MESSAGE_UPDATE. Ephemeral messages and channels that the bot cannot see are left out. */
export const messageWritten = (world: World, message: Message): Mapped | null => {
  const channel = world.channels.get(message.channelId)
  if (message.visibleTo !== null || !channel || !botSees(world, channel)) return null
  const data = memo(() => render(world, message))
  if (isOpen(world, message) || message.data.type === MessageType.ThreadStarterMessage) return { data }
  return { data, reduced: { intent: GatewayIntentBits.MessageContent, data: () => withoutContent(world, data()) } }
}

const memo = <T>(make: () => T): (() => T) => {
  let made: { value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** Events that name a channel and are sent only when the bot sees it: deletions, reactions, typing, pins, votes. */
export const inChannel = (
  world: World,
  payload: { channel_id: Snowflake },
  extra: (guild: Guild | undefined, id: Snowflake | null) => object = () => ({}),
): Mapped | null => {
  const channel = world.channels.get(payload.channel_id)
  if (!channel || !botSees(world, channel)) return null
  const guild = channel.guildId === null ? undefined : world.guilds.get(channel.guildId)
  return { data: () => ({ ...payload, ...guildId(channel.guildId), ...extra(guild, channel.guildId) }) }
}

export interface ReactionPayload {
  channel_id: Snowflake
  message_id: Snowflake
  user_id: Snowflake
  emoji: { id: Snowflake | null; name: string }
}

const authorOf = (world: World, payload: ReactionPayload) => {
  const message = world.channels.get(payload.channel_id)?.messages.get(payload.message_id)
  return message && message.webhookId === null ? { message_author_id: message.authorId } : {}
}

const normalReaction = { burst: false, type: 0 }

/** MESSAGE_REACTION_ADD. Super reactions do not exist here. */
export const reactionAdded = (world: World, payload: ReactionPayload): Mapped | null =>
  inChannel(world, payload, (guild) => ({
    ...normalReaction,
    burst_colors: [],
    ...authorOf(world, payload),
    ...memberOf(world, guild, payload.user_id),
  }))

/** MESSAGE_REACTION_REMOVE. */
export const reactionRemoved = (world: World, payload: ReactionPayload): Mapped | null =>
  inChannel(world, payload, () => normalReaction)

/** TYPING_START. `timestamp` is in seconds. */
export const typingStarted = (world: World, payload: { channel_id: Snowflake; user_id: Snowflake }): Mapped | null =>
  inChannel(world, payload, (guild) => ({
    timestamp: Math.floor(world.now() / 1000),
    ...memberOf(world, guild, payload.user_id),
  }))

/** CHANNEL_PINS_UPDATE. */
export const pinsUpdated = (world: World, payload: { channel_id: Snowflake }): Mapped | null =>
  inChannel(world, payload, () => ({
    last_pin_timestamp: world.channels.get(payload.channel_id)?.lastPinTimestamp ?? null,
  }))
