import {
  type APIRole,
  type APIVoiceState,
  ChannelType,
  GatewayDispatchEvents,
  GatewayIntentBits,
} from 'discord-api-types/v10'
import { renderChannel } from '../../world/render.ts'
import type { Channel, Guild, Invite, Member, Message, Snowflake, World, WorldEvent } from '../../world/types.ts'
import { neededIntents } from '../intents.ts'
import {
  channelChanged,
  inviteCreated,
  inviteDeleted,
  type ThreadMembersChange,
  threadCreated,
  threadDeleted,
  threadMembersUpdated,
  threadUpdated,
} from './channels.ts'
import { botSees, type Dispatch, isBotIn, type Mapped } from './dispatch.ts'
import {
  auditLogged,
  guildUpdated,
  memberAdded,
  memberUpdated,
  roleChanged,
  roleDeleted,
  userOfGuild,
  voiceStateUpdated,
} from './guilds.ts'
import {
  inChannel,
  messageWritten,
  pinsUpdated,
  type ReactionPayload,
  reactionAdded,
  reactionRemoved,
  typingStarted,
} from './messages.ts'

type InChannel = { channel_id: Snowflake }

/** What the world emits under these names: its own objects, or parts that lack what the guild or channel adds. */
interface Payloads {
  MESSAGE_CREATE: Message
  MESSAGE_UPDATE: Message
  MESSAGE_DELETE: InChannel
  MESSAGE_DELETE_BULK: InChannel
  MESSAGE_REACTION_ADD: ReactionPayload
  MESSAGE_REACTION_REMOVE: ReactionPayload
  MESSAGE_REACTION_REMOVE_ALL: InChannel
  MESSAGE_REACTION_REMOVE_EMOJI: InChannel
  TYPING_START: InChannel & { user_id: Snowflake }
  CHANNEL_PINS_UPDATE: InChannel
  CHANNEL_CREATE: Channel
  CHANNEL_UPDATE: Channel
  CHANNEL_DELETE: Channel
  THREAD_CREATE: Channel
  THREAD_UPDATE: Channel
  THREAD_DELETE: Channel
  THREAD_MEMBERS_UPDATE: ThreadMembersChange
  INVITE_CREATE: Invite
  INVITE_DELETE: Invite
}

interface GuildPayloads {
  GUILD_UPDATE: unknown
  GUILD_ROLE_CREATE: APIRole
  GUILD_ROLE_UPDATE: APIRole
  GUILD_ROLE_DELETE: { role_id: Snowflake }
  GUILD_MEMBER_ADD: Member
  GUILD_MEMBER_UPDATE: Member
  GUILD_MEMBER_REMOVE: { userId: Snowflake }
  GUILD_BAN_ADD: { userId: Snowflake }
  GUILD_BAN_REMOVE: { userId: Snowflake }
  GUILD_AUDIT_LOG_ENTRY_CREATE: object
  VOICE_STATE_UPDATE: APIVoiceState
}

const mappers: { [K in keyof Payloads]: (world: World, payload: Payloads[K]) => Mapped | null } = {
  MESSAGE_CREATE: messageWritten,
  MESSAGE_UPDATE: messageWritten,
  MESSAGE_DELETE: inChannel,
  MESSAGE_DELETE_BULK: inChannel,
  MESSAGE_REACTION_ADD: reactionAdded,
  MESSAGE_REACTION_REMOVE: reactionRemoved,
  MESSAGE_REACTION_REMOVE_ALL: inChannel,
  MESSAGE_REACTION_REMOVE_EMOJI: inChannel,
  TYPING_START: typingStarted,
  CHANNEL_PINS_UPDATE: pinsUpdated,
  CHANNEL_CREATE: channelChanged,
  CHANNEL_UPDATE: channelChanged,
  CHANNEL_DELETE: channelChanged,
  THREAD_CREATE: threadCreated,
  THREAD_UPDATE: threadUpdated,
  THREAD_DELETE: threadDeleted,
  THREAD_MEMBERS_UPDATE: threadMembersUpdated,
  INVITE_CREATE: inviteCreated,
  INVITE_DELETE: inviteDeleted,
}

const guildMappers: {
  [K in keyof GuildPayloads]: (world: World, guild: Guild, payload: GuildPayloads[K]) => Mapped | null
} = {
  GUILD_UPDATE: guildUpdated,
  GUILD_ROLE_CREATE: roleChanged,
  GUILD_ROLE_UPDATE: roleChanged,
  GUILD_ROLE_DELETE: roleDeleted,
  GUILD_MEMBER_ADD: memberAdded,
  GUILD_MEMBER_UPDATE: memberUpdated,
  GUILD_MEMBER_REMOVE: userOfGuild,
  GUILD_BAN_ADD: userOfGuild,
  GUILD_BAN_REMOVE: userOfGuild,
  GUILD_AUDIT_LOG_ENTRY_CREATE: auditLogged,
  VOICE_STATE_UPDATE: voiceStateUpdated,
}

const has = <T extends object>(table: T, key: PropertyKey): key is keyof T => Object.hasOwn(table, key)

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Guarantee: an event of a kind in the tables carries the payload that `Payloads` and `GuildPayloads` name for it. */
const asPayload = (payload: unknown): never => payload as never

const discordNames = new Set<string>(Object.values(GatewayDispatchEvents))

const withoutMatch = ({ content: _, matched_content: __, ...rest }: Record<string, unknown>) => ({
  ...rest,
  content: '',
  matched_content: null,
})

const withGuildId = (event: WorldEvent, payload: Record<string, unknown>) =>
  event.guildId === null || 'guild_id' in payload ? payload : { ...payload, guild_id: event.guildId }

/** An event whose payload is already what the API shows. */
const passedOn = (world: World, event: WorldEvent): Mapped | null => {
  const { payload } = event
  if (!discordNames.has(event.type) || !isObject(payload)) return null
  const channelId = payload['channel_id']
  const channel = typeof channelId === 'string' ? world.channels.get(channelId) : undefined
  if (event.type.startsWith('MESSAGE_POLL_VOTE') && channel && !botSees(world, channel)) return null
  const data = () => withGuildId(event, payload)
  if (event.type === GatewayDispatchEvents.UserUpdate) return { data, toAllShards: true }
  if (event.type !== GatewayDispatchEvents.AutoModerationActionExecution) return { data }
  return { data, reduced: { intent: GatewayIntentBits.MessageContent, data: () => withoutMatch(data()) } }
}

/** Another engineer of the world may emit the API's own object under a mapped name; it has snake-case ids. */
const isApiShape = (payload: unknown): boolean => isObject(payload) && 'guild_id' in payload && !('user_id' in payload)

const map = (world: World, event: WorldEvent, guild: Guild | undefined): Mapped | null => {
  const { type, payload } = event
  if (guild && type === 'GUILD_UPDATE') return guildUpdated(world, guild)
  if (has(mappers, type)) return mappers[type](world, asPayload(payload))
  if (has(guildMappers, type) && !isApiShape(payload))
    return guild ? guildMappers[type](world, guild, asPayload(payload)) : null
  return passedOn(world, event)
}

/**
 * THREAD_CREATE, which comes before THREAD_MEMBERS_UPDATE when the bot itself was added to a private thread.
 * Discord docs: events/gateway-events#thread-create.
 */
export const openedThread = (world: World, event: WorldEvent): Dispatch | null => {
  if (event.type !== 'THREAD_MEMBERS_UPDATE') return null
  const { channel, added }: ThreadMembersChange = asPayload(event.payload)
  const isNew = channel.type === ChannelType.PrivateThread && added.includes(world.application.botId)
  if (!isNew) return null
  return {
    type: 'THREAD_CREATE',
    guildId: event.guildId,
    intents: GatewayIntentBits.Guilds,
    data: () => renderChannel(world, channel),
  }
}

/**
 * The gateway event of something that happened, or null when no bot hears of it: it is internal, private to one
 * user, in a guild without the bot, or in a channel that the bot cannot see.
 */
export const toDispatch = (world: World, event: WorldEvent): Dispatch | null => {
  if (event.isPrivate === true) return null
  const guild = event.guildId === null ? undefined : world.guilds.get(event.guildId)
  if (event.guildId !== null && !isBotIn(world, guild)) return null
  const mapped = map(world, event, guild)
  if (!mapped) return null
  return {
    type: event.type,
    guildId: event.guildId,
    intents: neededIntents(event.type, event.guildId !== null),
    ...mapped,
  }
}
