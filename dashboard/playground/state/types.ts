import type {
  APIApplicationCommand,
  APIEmoji,
  APIGuildMember,
  APIMessage,
  APIModalInteractionResponseCallbackData,
  APIRole,
  APIUser,
  APIVoiceState,
  ChannelType,
} from 'discord-api-types/v10'

export type { EventLine } from '../../../scripts/emulators/discord/driver/playground-events.ts'

/** What a person is in a guild, by what they may do. */
export type Standing = 'owner' | 'admin' | 'moderator' | 'member' | 'muted' | 'outsider'

export interface Person extends APIUser {
  dmsClosed: boolean
  /** By guild id. */
  standing: Record<string, Standing>
}

export interface People {
  application: { id: string; name: string; botId: string }
  /** Milliseconds since 1970 on the local clock. */
  now: number
  guilds: { id: string; name: string; members: number }[]
  users: Person[]
}

export interface ForumTag {
  id: string
  name: string
}

export interface Channel {
  id: string
  type: ChannelType
  name: string | null
  parent_id?: string | null
  topic?: string | null
  position?: number
  last_message_id: string | null
  rate_limit_per_user?: number
  /** What the acting user may do in it, as a decimal bitfield; absent in direct messages. */
  permissions?: string
  owner_id?: string
  message_count?: number
  applied_tags?: string[]
  available_tags?: ForumTag[]
  thread_metadata?: { archived: boolean; locked: boolean; create_timestamp?: string | null }
  recipients?: APIUser[]
  /** The first message of a forum post. */
  starter?: ChannelMessage | null
}

export type Presence = 'online' | 'idle' | 'dnd' | 'offline' | 'invisible'

export type Member = APIGuildMember & {
  standing: Standing
  presence: Presence
  communication_disabled_until: string | null
}

export interface JoinedGuild {
  joined: true
  id: string
  name: string
  ownerId: string
  locale: string
  permissions: string
  /** Milliseconds since 1970, or null. */
  timedOutUntil: number | null
  roles: APIRole[]
  emojis: APIEmoji[]
  channels: Channel[]
  threads: Channel[]
  members: Member[]
  voiceStates: APIVoiceState[]
}

export interface OutsideGuild {
  joined: false
  id: string
  name: string
  ownerId: string
  locale: string
  banned: boolean
}

export type GuildView = JoinedGuild | OutsideGuild

export interface ChannelMessage extends APIMessage {
  /** The only user who sees an ephemeral message. */
  visibleTo: string | null
  pings: { everyone: boolean; users: string[]; roles: string[] }
}

export interface ChannelMessages {
  id: string
  /** How many there are; `messages` holds the newest of them, oldest first. */
  total: number
  messages: ChannelMessage[]
}

export interface CommandOffer {
  commands: APIApplicationCommand[]
  /** What a client hides from this person here, and why. */
  hidden: { name: string; type: number; reason: string; needs: string[] }[]
}

/** Why an interaction shows as failed in the client. */
export interface InteractionFailure {
  code: string
  message: string
}

export interface InteractionResult {
  interaction: { id: string; type: number; state: string; channelId: string }
  response: { type?: number; data?: unknown } | null
  message?: APIMessage
  error?: InteractionFailure
}

export interface OpenModal {
  interaction: string
  data: APIModalInteractionResponseCallbackData
  problem: string | null
  busy: boolean
}
