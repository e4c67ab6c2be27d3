import { DiscordError } from '../../core/errors.ts'
import type { LimitHeaders } from './buckets.ts'
import { isRecord } from './plain.ts'
import type { Route } from './route.ts'

/** `edge` is Cloudflare in front of Discord (plain text, "error code: 1015"): it knows nothing of buckets. */
export type LimitScope = 'user' | 'shared' | 'global' | 'edge'

/** How one exchange with Discord ended. */
export type Outcome =
  | { kind: 'ok'; data: unknown; limits: LimitHeaders | undefined }
  | { kind: 'refused'; error: DiscordError; limits: LimitHeaders | undefined }
  | {
      kind: 'limited'
      scope: LimitScope
      /** `undefined` when the answer does not say. */
      retryAfterMs: number | undefined
      error: DiscordError
      limits: LimitHeaders | undefined
    }
  /** 5xx, no connection, no answer in time, or an answer that cannot be read. */
  | { kind: 'failed'; cause: unknown }

export interface Answer {
  status: number
  headers: Headers
  text: string
}

/** Discord docs: topics/rate-limits (headers and 429), reference ("Error messages"). */
export function readOutcome(route: Route, { status, headers, text }: Answer): Outcome {
  const json = parseJson(text)
  const limits = json === undefined && text !== '' ? undefined : readLimits(headers)
  if (status >= 500) return { kind: 'failed', cause: refusal(route, status, { json, text }) }
  if (status === 429) return readLimited({ status, headers, text }, refusal(route, status, { json, text }), json)
  const notYet = status === 202 && isRecord(json) && typeof json['code'] === 'number'
  if (status < 200 || status > 299 || notYet)
    return { kind: 'refused', error: refusal(route, status, { json, text }), limits }
  if (text === '') return { kind: 'ok', data: undefined, limits }
  if (json === undefined) return { kind: 'failed', cause: new SyntaxError(`${route.name}: ${status} without JSON`) }
  return { kind: 'ok', data: json, limits }
}

function readLimited({ headers }: Answer, error: DiscordError, json: unknown): Outcome {
  const retryAfterMs = seconds(isRecord(json) ? json['retry_after'] : undefined) ?? seconds(headers.get('retry-after'))
  if (!isRecord(json)) return { kind: 'limited', scope: 'edge', retryAfterMs, error, limits: undefined }
  const isGlobal = json['global'] === true || headers.get('x-ratelimit-global') === 'true'
  const named = headers.get('x-ratelimit-scope')
  const scope = isGlobal || named === 'global' ? 'global' : named === 'shared' ? 'shared' : 'user'
  return { kind: 'limited', scope, retryAfterMs, error, limits: readLimits(headers) }
}

function refusal(route: Route, status: number, { json, text }: { json: unknown; text: string }): DiscordError {
  const body = isRecord(json) ? json : {}
  const code = typeof body['code'] === 'number' ? body['code'] : 0
  const message = typeof body['message'] === 'string' ? body['message'] : `no JSON: ${text.slice(0, 80)}`
  return new DiscordError({ status, code, route: route.name, message, errors: body['errors'] })
}

function readLimits(headers: Headers): LimitHeaders | undefined {
  const bucket = headers.get('x-ratelimit-bucket')
  const limit = number(headers.get('x-ratelimit-limit'))
  const remaining = number(headers.get('x-ratelimit-remaining'))
  const reset = number(headers.get('x-ratelimit-reset'))
  const resetAfterMs = seconds(headers.get('x-ratelimit-reset-after'))
  if (bucket === null || limit === undefined || remaining === undefined) return undefined
  if (reset === undefined || resetAfterMs === undefined) return undefined
  return { bucket, limit, remaining, reset, resetAfterMs }
}

function number(value: unknown): number | undefined {
  if (value === null || value === undefined || value === '') return undefined
  const read = Number(value)
  return Number.isFinite(read) && read >= 0 ? read : undefined
}

function seconds(value: unknown): number | undefined {
  const read = number(value)
  return read === undefined ? undefined : Math.ceil(read * 1000)
}

function parseJson(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
