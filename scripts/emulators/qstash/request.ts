import { createHash } from 'node:crypto'
import parseDuration from 'parse-duration'
import { evaluateRetryDelay } from './retry-delay.ts'
import type { MessageSettings } from './state.ts'

export type PublishRequest = { settings: MessageSettings; notBefore: number; deduplicationId: string | null }
export type PublishInput = {
  destination: string
  headers: Headers
  body: Uint8Array
  now: number
  queue?: string | null
}

/** A request QStash refuses; the message is the `error` of its answer. */
export class PublishError extends Error {
  override readonly name = 'PublishError'
  readonly status: 400 | 413
  constructor(message: string, status: 400 | 413 = 400) {
    super(message)
    this.status = status
  }
}

const defaultRetries = 3
const maxBodyBytes = 1024 * 1024
const forwardPrefix = 'upstash-forward-'

/** Reads one publish request (docs: qstash/api/publish): destination, `Upstash-*` headers and raw body. Throws PublishError. */
export function readPublishRequest({ destination, headers, body, now, queue = null }: PublishInput): PublishRequest {
  const text = (name: string) => headers.get(`upstash-${name}`)
  if (body.byteLength > maxBodyBytes) throw new PublishError('message body is larger than 1 MB', 413)
  const url = requireHttpUrl(destination, 'destination')
  const retryDelay = text('retry-delay')
  if (retryDelay !== null) checkRetryDelay(retryDelay)
  const settings: MessageSettings = {
    url,
    method: text('method') ?? 'POST',
    header: forwardedHeaders(headers),
    bodyBase64: Buffer.from(body).toString('base64'),
    maxRetries: text('retries') === null ? defaultRetries : wholeNumber(text('retries'), 'Upstash-Retries'),
    retryDelay,
    callback: optionalUrl(text('callback'), 'Upstash-Callback'),
    failureCallback: optionalUrl(text('failure-callback'), 'Upstash-Failure-Callback'),
    timeoutMs: text('timeout') === null ? null : durationMs(text('timeout'), 'Upstash-Timeout'),
    label: text('label'),
    queueName: queue ?? text('queue-name'),
    flowControlKey: text('flow-control-key'),
    parallelism: parallelismOf(text('flow-control-value')),
    scheduleId: null,
  }
  const notBeforeSeconds = text('not-before')
  const delay = text('delay')
  const notBefore =
    notBeforeSeconds === null
      ? now + (delay === null ? 0 : durationMs(delay, 'Upstash-Delay'))
      : wholeNumber(notBeforeSeconds, 'Upstash-Not-Before') * 1000
  return { settings, notBefore, deduplicationId: deduplicationIdOf(headers, settings) }
}

/** Milliseconds of a duration such as `10s`, `1h30m` or `7d`. Throws PublishError naming the header. */
export function durationMs(value: string | null, name: string): number {
  const ms = value === null ? null : parseDuration(value)
  if (ms === null || ms === undefined || ms < 0) throw new PublishError(`invalid ${name} "${value}": write e.g. 10s`)
  return ms
}

function requireHttpUrl(value: string, name: string): string {
  if (!/^https?:\/\//.test(value) || !URL.canParse(value)) {
    throw new PublishError(
      `invalid ${name} "${value}": endpoint has invalid scheme, add http:// or https:// in front of it (URL groups are not emulated)`,
    )
  }
  return value
}

function optionalUrl(value: string | null, name: string): string | null {
  return value === null ? null : requireHttpUrl(value, name)
}

function wholeNumber(value: string | null, name: string): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number < 0)
    throw new PublishError(`invalid ${name} "${value}": write a whole number`)
  return number
}

function checkRetryDelay(expression: string): void {
  try {
    evaluateRetryDelay(expression, 0)
  } catch (error) {
    throw new PublishError(error instanceof Error ? error.message : String(error))
  }
}

function forwardedHeaders(headers: Headers): Record<string, string> {
  const forwarded: Record<string, string> = {}
  for (const [name, value] of headers) {
    if (name.startsWith(forwardPrefix)) forwarded[name.slice(forwardPrefix.length)] = value
  }
  const contentType = headers.get('content-type')
  return contentType === null ? forwarded : { 'content-type': contentType, ...forwarded }
}

/** `parallelism=2, rate=10` -> 2. Rates are not emulated. */
function parallelismOf(value: string | null): number | null {
  const match = value?.match(/parallelism=(\d+)/)
  return match ? Number(match[1]) : null
}

function deduplicationIdOf(headers: Headers, settings: MessageSettings): string | null {
  const given = headers.get('upstash-deduplication-id')
  if (given !== null) return `id:${given}`
  if (headers.get('upstash-content-based-deduplication') !== 'true') return null
  const content = JSON.stringify([settings.url, settings.method, settings.header, settings.bodyBase64])
  return `content:${createHash('sha256').update(content).digest('hex')}`
}
