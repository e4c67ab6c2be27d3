import type { Snowflake } from './snowflake.ts'

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** One call of Discord's REST API. `path` starts behind `/api/v10`. */
export interface DiscordRequest {
  method: HttpMethod
  path: `/${string}`
  query?: Readonly<Record<string, string | number | boolean | undefined>>
  body?: unknown
  /** For the guild's audit log; encoded and cut to 512 characters by the client. */
  reason?: string
  /** Makes message sends idempotent for a few minutes: the same key posts once (Discord docs: resources/message, "nonce"). */
  idempotencyKey?: string
  /** Interaction tokens authorise themselves and are exempt from the global limit. */
  auth?: 'bot' | 'interaction'
  /** How long to wait in all, retries included, in milliseconds. */
  timeoutMs?: number
}

/** The only way to Discord. Throws `DiscordError` when Discord refuses and `AppError('unavailable')` when it cannot be reached. */
export interface Discord {
  readonly applicationId: Snowflake
  /** The bot's own user id; for applications made before 2017 it differs from the application's. */
  readonly botId: Snowflake
  /** `T` is the documented shape of the route's answer; nothing is checked at run time. */
  request<T = unknown>(request: DiscordRequest): Promise<T>
  /** The text of an uploaded file; `url` is that of an attachment as Discord sent it. Throws `AppError` `limit` or `unavailable`. */
  download(file: { url: string; maxBytes: number }): Promise<string>
}
