import type { Snowflake } from './types.ts'

export type Verdict = 'ok' | 'outcome' | 'violation' | 'fault'

/** One call that the bot made. */
export interface RequestEntry {
  id: number
  /** ISO 8601, local clock */
  at: string
  method: string
  path: string
  query: string
  /** As in Discord's OpenAPI document, e.g. `/channels/{channel_id}/messages`; null for an unknown route. */
  route: string | null
  body: unknown
  files: { name: string; size: number }[]
  reason: string | null
  userAgent: string | null
  /** What the bot says it belongs to: the id that came with an interaction as `x-guildhall-request`. */
  trace?: string | null
  authorization: 'bot' | 'bearer' | 'basic' | 'none' | 'other'
  status: number
  /** Discord's JSON error code, when there is one. */
  code: number | null
  elapsedMs: number
  verdict: Verdict
  /** In words; present unless the verdict is `ok`. */
  explanation: string | null
}

/** Something a correct bot never does. */
export interface Violation {
  id: number
  /** ISO 8601, local clock */
  at: string
  /** A stable name for filters, e.g. `schema`, `permission`, `unknown-route`, `interaction-deadline`. */
  rule: string
  explanation: string
  code: number | null
  requestId: number | null
  interactionId: Snowflake | null
}

/** Answers matching requests wrongly on purpose. `route` is a template or a regular expression over the path. */
export interface Fault {
  id: number
  /**
   * `interactions`: the bot's answer to an interaction is held (`delayMs` since it was sent), dropped, or replaced by a
   * status. Otherwise the REST calls that match.
   */
  on?: 'rest' | 'interactions' | undefined
  method?: string | undefined
  route?: string | undefined
  status?: number | undefined
  code?: number | undefined
  message?: string | undefined
  delayMs?: number | undefined
  /** Do the work, then cut the connection instead of answering. */
  drop?: boolean | undefined
  /** How often it strikes; absent means always. */
  times?: number | undefined
  /** Seconds, for a 429. */
  retryAfter?: number | undefined
  scope?: 'user' | 'global' | 'shared' | undefined
  /** The preset that made it (see the driver's `slow-bot`). */
  slowBot?: 'thinking' | 'silent' | undefined
  hits: number
}

/** A bounded list: the oldest entries are dropped and counted. */
export interface BoundedLog<T> {
  entries: T[]
  dropped: number
}

export interface Bucket {
  /** Milliseconds (local clock) at which the window ends. */
  resetAt: number
  used: number
}

export interface RateLimitState {
  buckets: Map<string, Bucket>
  global: Bucket
  /** What a bucket key (or `global`) was told with a 429 (ms, local clock), to notice a bot that does not wait. */
  waits: Map<string, { toldAt: number; until: number }>
  /** 401, 403 and 429 (not shared) answers in the current ten-minute window. */
  invalid: Bucket
}

/** Sizes and rates; all may be changed while running. */
export interface Limits {
  requestLog: number
  violations: number
  messagesPerChannel: number
  /** Messages of all channels together. */
  messages: number
  auditEntries: number
  interactions: number
  /** Bytes of uploaded files kept in memory. */
  uploadBytes: number
  /** Uploaded files kept, however small. */
  uploads: number
  /** Nonces of messages sent with `enforce_nonce` that are remembered. */
  nonces: number
  /** Requests per second over all routes that are not exempt. */
  globalPerSecond: number
  /** Per-route limit when no closer one is given: requests in a window of seconds. */
  route: RouteLimit
  /** Closer limits by `METHOD template`. */
  routes: Record<string, RouteLimit>
  invalidRequests: number
  renames: RouteLimit
  commandCreatesPerDay: number
}

export interface RouteLimit {
  requests: number
  seconds: number
}

/** Rules of the house beyond Discord's own; strangers may switch them off. */
export interface HouseRules {
  /** Writes of text that can mention must carry `allowed_mentions` (Guildhall's own rule). */
  explicitAllowedMentions: boolean
  /** `User-Agent: DiscordBot ($url, $version)` is demanded, as Discord's documentation does. */
  userAgent: boolean
  /** A field that Discord does not know is refused as a mistake; Discord itself ignores it. */
  unknownFields: boolean
  /** True: message search answers 202, as Discord does while it builds its index. */
  searchIndexing: boolean
  /**
   * Which answers of the emulator itself are held to Discord's published schemas: every one, the first of each route
   * and every hundredth after it, or none. A difference becomes a violation of the rule `emulator`.
   */
  validateAnswers: 'all' | 'sampled' | 'off'
}
