import type { Localised } from './text.ts'

/**
 * What can go wrong in words a caller can act on. Each transport maps the codes once (reply, HTTP status, job outcome).
 * - `invalid_input`, `not_found`, `forbidden`, `conflict`, `limit`, `cooldown`, `disabled`: the user can do something about it
 * - `nothing_to_do`: it is already as asked for; no mistake of anybody
 * - `duplicate`: this event has already taken effect; nothing to do
 * - `unavailable`: a system we need is down and nothing was changed
 * - `uncertain`: a system answered too late, so the change may or may not have happened
 * - `discord`: Discord refused
 */
export type ErrorCode =
  | 'invalid_input'
  | 'not_found'
  | 'forbidden'
  | 'conflict'
  | 'limit'
  | 'cooldown'
  | 'disabled'
  | 'nothing_to_do'
  | 'duplicate'
  | 'unavailable'
  | 'uncertain'
  | 'discord'

/** A failure we foresaw. `text` is shown to the person; `cause` and `details` go to the log only. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly text: Localised
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: ErrorCode, text: Localised, options: { cause?: unknown; details?: Record<string, unknown> } = {}) {
    super(text('en'), { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.text = text
    this.details = options.details ?? {}
  }
}

/** Discord's answer to a request it did not carry out. `code` is its JSON error code, 0 when it gave none. */
export class DiscordError extends Error {
  readonly status: number
  readonly code: number
  readonly route: string
  /** Nested field errors of a 50035, as Discord sent them. */
  readonly errors: unknown

  constructor(fields: { status: number; code: number; route: string; message: string; errors?: unknown }) {
    super(`${fields.route}: ${fields.status} ${fields.code} ${fields.message}`)
    this.name = 'DiscordError'
    this.status = fields.status
    this.code = fields.code
    this.route = fields.route
    this.errors = fields.errors
  }
}

/** True for a `DiscordError` with one of these JSON codes. */
export function isDiscordError(error: unknown, ...codes: number[]): error is DiscordError {
  return error instanceof DiscordError && (codes.length === 0 || codes.includes(error.code))
}
