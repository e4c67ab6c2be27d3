import type {
  APIInteractionResponse,
  APIMessage,
  APIModalInteractionResponseCallbackData,
  InteractionResponseType,
  InteractionType,
  WebhookType,
} from 'discord-api-types/v10'
import type { Snowflake } from './types.ts'

export interface Reaction {
  emoji: { id: Snowflake | null; name: string }
  userIds: Set<Snowflake>
}

/** Whom a message really notified, after `allowed_mentions`. */
export interface Pings {
  everyone: boolean
  users: Snowflake[]
  roles: Snowflake[]
}

export type MessageOrigin = 'user' | 'bot' | 'interaction' | 'webhook' | 'system'

export interface Message {
  /** What REST and the gateway show (reactions are rendered from `reactions`). */
  data: APIMessage
  channelId: Snowflake
  guildId: Snowflake | null
  authorId: Snowflake
  origin: MessageOrigin
  /** The only user who sees an ephemeral message, or null for everybody. */
  visibleTo: Snowflake | null
  pings: Pings
  reactions: Map<string, Reaction>
  /** Of a poll: who chose which answer. */
  pollVotes?: Map<number, Set<Snowflake>>
  pinnedAt: string | null
  nonce: string | null
  webhookId: Snowflake | null
  interactionId: Snowflake | null
  editedTimes: number
}

export interface Webhook {
  id: Snowflake
  type: WebhookType
  guildId: Snowflake | null
  channelId: Snowflake
  name: string
  avatar: string | null
  token: string
  creatorId: Snowflake
  applicationId: Snowflake | null
  /** Of a webhook that follows an announcement channel: that channel. */
  sourceChannelId?: Snowflake
}

export interface Invite {
  code: string
  guildId: Snowflake
  channelId: Snowflake
  inviterId: Snowflake
  uses: number
  maxUses: number
  maxAge: number
  temporary: boolean
  /** ISO 8601 */
  createdAt: string
}

/**
 * `pending`: the bot has not answered yet (or its answer is still on its way, so follow-ups get 10015);
 * `acknowledged`: answered in time; `failed`: late, refused or invalid, the client shows an error.
 */
export type InteractionState = 'pending' | 'acknowledged' | 'failed'

export interface Interaction {
  id: Snowflake
  token: string
  type: InteractionType
  /** Milliseconds since 1970 (local clock). The token ends 15 minutes later. */
  createdAt: number
  /** How long after `createdAt` the first answer is due. */
  deadlineMs: number
  guildId: Snowflake | null
  channelId: Snowflake
  userId: Snowflake
  /** The message whose component was used, if any. */
  sourceMessageId: Snowflake | null
  commandName: string | null
  customId: string | null
  state: InteractionState
  acknowledgedAt: number | null
  responseType: InteractionResponseType | null
  /** The first answer as the bot gave it, by HTTP reply or callback route. */
  response: APIInteractionResponse | null
  ephemeral: boolean
  /** True between a deferred answer (type 5 or 6) and the first edit of @original. */
  deferred: boolean
  originalMessageId: Snowflake | null
  followupIds: Snowflake[]
  modal: APIModalInteractionResponseCallbackData | null
  /** It failed by a fault on purpose, so what the bot does with its token is no mistake. */
  spoiled?: boolean
  choices: { name: string; value: string | number }[] | null
}
