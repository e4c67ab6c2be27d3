import type { KeyObject } from 'node:crypto'
import type {
  APIApplicationCommand,
  APIEmoji,
  APIOverwrite,
  APIRole,
  APISticker,
  APIUser,
  APIVoiceState,
  AuditLogEvent,
  ChannelType,
} from 'discord-api-types/v10'

import type { ApplicationSettings } from './application-settings.ts'
import type { CommunityState, GuildExtras } from './community-types.ts'
import type { GatewayState } from './gateway-types.ts'
import type { Interaction, Invite, Message, Webhook } from './message-types.ts'
import type { PlatformState } from './platform-state.ts'
import type { BoundedLog, Fault, HouseRules, Limits, RateLimitState, RequestEntry, Violation } from './traffic-types.ts'

export type {
  Interaction,
  InteractionState,
  Invite,
  Message,
  MessageOrigin,
  Pings,
  Reaction,
  Webhook,
} from './message-types.ts'
export type {
  BoundedLog,
  Bucket,
  Fault,
  HouseRules,
  Limits,
  RateLimitState,
  RequestEntry,
  RouteLimit,
  Verdict,
  Violation,
} from './traffic-types.ts'

/** A Discord id: the decimal digits of a 64-bit number, kept as a string. */
export type Snowflake = string

/** The local clock that all emulators share; `now()` is in milliseconds since 1970. */
export interface Clock {
  now(): number
  offsetMs(): number
  advance(ms: number): void
  onAdvance(listener: () => void): () => void
}

export interface Application extends ApplicationSettings {
  id: Snowflake
  name: string
  ownerId: Snowflake
  botId: Snowflake
  /** The bot token: the text behind `Authorization: Bot `. */
  token: string
  /** What OAuth2 calls the client secret. */
  clientSecret: string
  /** Registered for OAuth2; one that ends with `/**` stands for everything below it, which Discord does not allow. */
  redirectUris: string[]
  /** The interactions endpoint that a reset goes back to. */
  presetInteractionsUrl: string | null
  privateKey: KeyObject
  /** The Ed25519 public key as 64 hex digits, as `verify_key` shows it. */
  publicKeyHex: string
}

export interface User {
  data: APIUser
  /** True: this user accepts no direct message, and the bot gets 50007. */
  dmsClosed: boolean
  /** The language of this user's client; American English when absent. */
  locale?: string
}

export interface Member {
  userId: Snowflake
  roles: Set<Snowflake>
  nick: string | null
  /** Hashes of pictures for this guild only. */
  avatar?: string | null
  banner?: string | null
  /** ISO 8601 */
  joinedAt: string
  /** End of the timeout in milliseconds since 1970, or null. A past time means: not timed out. */
  timeoutUntil: number | null
  pending: boolean
  deaf: boolean
  mute: boolean
  flags: number
}

export interface Ban {
  userId: Snowflake
  reason: string | null
}

export interface AuditChange {
  key: string
  old_value?: unknown
  new_value?: unknown
}

export interface AuditEntry {
  id: Snowflake
  actionType: AuditLogEvent
  userId: Snowflake
  targetId: Snowflake | null
  reason: string | null
  changes: AuditChange[]
  options: Record<string, string> | null
}

export interface Guild extends GuildExtras {
  id: Snowflake
  name: string
  ownerId: Snowflake
  description: string | null
  preferredLocale: string
  features: string[]
  verificationLevel: number
  defaultMessageNotifications: number
  explicitContentFilter: number
  mfaLevel: number
  premiumTier: number
  systemChannelId: Snowflake | null
  rulesChannelId: Snowflake | null
  afkChannelId: Snowflake | null
  afkTimeout: number
  /** Roles by id; the role whose id is the guild's is `@everyone`. */
  roles: Map<Snowflake, APIRole>
  members: Map<Snowflake, Member>
  bans: Map<Snowflake, Ban>
  /** Oldest first, bounded by `limits.auditEntries`. */
  auditLog: AuditEntry[]
  emojis: Map<Snowflake, APIEmoji>
  stickers: Map<Snowflake, APISticker>
  voiceStates: Map<Snowflake, APIVoiceState>
  community: CommunityState
  incidents: { invites_disabled_until: string | null; dms_disabled_until: string | null } | null
}

export interface ThreadState {
  ownerId: Snowflake
  archived: boolean
  locked: boolean
  invitable: boolean
  autoArchiveMinutes: number
  /** ISO 8601 */
  archiveTimestamp: string
  createTimestamp: string
  memberIds: Set<Snowflake>
  appliedTags: Snowflake[]
}

export interface ForumTag {
  id: Snowflake
  name: string
  moderated: boolean
  emoji_id: Snowflake | null
  emoji_name: string | null
}

/** Every channel: of a guild, thread or direct message. */
export interface Channel {
  id: Snowflake
  type: ChannelType
  guildId: Snowflake | null
  name: string | null
  topic: string | null
  position: number
  parentId: Snowflake | null
  nsfw: boolean
  rateLimitPerUser: number
  bitrate: number
  userLimit: number
  flags: number
  overwrites: Map<Snowflake, APIOverwrite>
  /** Oldest first (insertion order), bounded by `limits.messagesPerChannel`. */
  messages: Map<Snowflake, Message>
  lastMessageId: Snowflake | null
  /** ISO 8601 */
  lastPinTimestamp: string | null
  /** Users of a direct message channel (the bot included); empty elsewhere. */
  recipientIds: Snowflake[]
  availableTags: ForumTag[]
  thread: ThreadState | null
  /** Times (ms) of name and topic changes: Discord allows two in ten minutes. */
  renamedAt: number[]
}

export interface CommandRegistry {
  global: Map<Snowflake, APIApplicationCommand>
  guilds: Map<Snowflake, Map<Snowflake, APIApplicationCommand>>
  /** Times (ms) of command creations by guild id (`global` for global ones): 200 a day. */
  createdAt: Map<string, number[]>
}

export interface Upload {
  name: string
  contentType: string
  bytes: Uint8Array
}

/**
 * Something that happened. The payload is either one of the world's own objects, in the kinds that the gateway's
 * `events/` name, or already of the API's shape: then the gateway passes it on as it is (with `guild_id` added), if
 * `type` is one of Discord's event names. Other types stay inside the emulator.
 */
export interface WorldEvent {
  /** A gateway event name (`MESSAGE_CREATE`, …) or `INTERACTION_UPDATE` when an interaction's answer changed. */
  type: string
  guildId: Snowflake | null
  payload: unknown
  /** True for what only one user sees (ephemeral messages): it never goes over the gateway. */
  isPrivate?: boolean
}

export interface World extends PlatformState {
  readonly clock: Clock
  /** Where the emulator listens, e.g. `http://127.0.0.1:8788`; the base of attachment addresses. */
  publicUrl: string
  /** Uploaded files by attachment id; the oldest go beyond `limits.uploadBytes`. */
  uploads: Map<Snowflake, Upload>
  /** True once everything around the emulator has started; `/emulator/state` answers 503 before. */
  ready: boolean
  limits: Limits
  rules: HouseRules
  /** What a reset goes back to. */
  readonly initialRules: Readonly<HouseRules>
  application: Application
  users: Map<Snowflake, User>
  guilds: Map<Snowflake, Guild>
  channels: Map<Snowflake, Channel>
  webhooks: Map<Snowflake, Webhook>
  invites: Map<string, Invite>
  commands: CommandRegistry
  interactions: Map<Snowflake, Interaction>
  /** The channel of every message, oldest first; those beyond `limits.messages` are dropped from their channels. */
  messageOrder: Map<Snowflake, Snowflake>
  /** How many messages were dropped because a limit was reached. */
  droppedMessages: number
  /** Polls that have not ended, by their message. Times are milliseconds since 1970. */
  openPolls: Map<Snowflake, { channelId: Snowflake; endsAt: number }>
  /** `channel:nonce` of messages sent with `enforce_nonce`. */
  nonces: Map<string, { messageId: Snowflake; at: number }>
  requests: BoundedLog<RequestEntry>
  violations: BoundedLog<Violation>
  faults: Fault[]
  rateLimit: RateLimitState
  gateway: GatewayState
  /** Milliseconds since 1970 on the local clock. */
  now(): number
  /** A fresh id whose time is the local clock's. */
  newId(): Snowflake
  /** A number that grows by one; ids of requests, violations and faults. */
  nextNumber(): number
  emit(event: WorldEvent): void
  /** Returns the function that stops listening. */
  onEvent(listener: (event: WorldEvent) => void): () => void
}
