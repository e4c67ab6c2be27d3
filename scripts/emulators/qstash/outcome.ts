import parseDuration from 'parse-duration'
import type { AttemptResult } from './delivery.ts'
import { defaultBackoffMs, evaluateRetryDelay } from './retry-delay.ts'
import type { Message, MessageSettings } from './state.ts'

export type AttemptPlan = { kind: 'delivered' } | { kind: 'retry'; at: number } | { kind: 'failed' }
export type CallbackInput = { message: Message; result: AttemptResult; url: string; dlqId: string | null }

const nonRetryableStatus = 489

/** What follows an attempt (docs: qstash/features/retry): 2xx is success, 489 is never tried again, the rest up to `maxRetries`. */
export function planAfter(message: Message, result: AttemptResult, now: number): AttemptPlan {
  if (result.status >= 200 && result.status < 300) return { kind: 'delivered' }
  if (result.status === nonRetryableStatus || message.retried >= message.maxRetries) return { kind: 'failed' }
  return { kind: 'retry', at: now + retryDelayMs(message, result) }
}

/** The message QStash sends to a callback or failure callback (docs: qstash/features/callbacks). */
export function resultCallback({ message, result, url, dlqId }: CallbackInput): MessageSettings {
  const body = {
    status: result.status,
    header: result.header,
    body: result.body.toString('base64'),
    retried: message.retried,
    maxRetries: message.maxRetries,
    sourceMessageId: message.messageId,
    url: message.url,
    method: message.method,
    sourceHeader: Object.fromEntries(Object.entries(message.header).map(([name, value]) => [name, [value]])),
    sourceBody: message.bodyBase64,
    notBefore: message.notBefore,
    createdAt: message.createdAt,
    scheduleId: message.scheduleId ?? undefined,
    dlqId: dlqId ?? undefined,
  }
  return {
    url,
    method: 'POST',
    header: { 'content-type': 'application/json' },
    bodyBase64: Buffer.from(JSON.stringify(body)).toString('base64'),
    maxRetries: message.maxRetries,
    retryDelay: null,
    callback: null,
    failureCallback: null,
    timeoutMs: null,
    label: message.label,
    queueName: null,
    flowControlKey: null,
    parallelism: null,
    scheduleId: null,
  }
}

/** The answer's Retry-After first, then the message's own expression, then the default backoff. */
function retryDelayMs(message: Message, result: AttemptResult): number {
  const retryAfter = result.header['retry-after']?.[0]
  const asked = retryAfter === undefined ? null : parseRetryAfter(retryAfter)
  if (asked !== null) return asked
  if (message.retryDelay !== null) return evaluateRetryDelay(message.retryDelay, message.retried)
  return defaultBackoffMs(message.retried + 1)
}

function parseRetryAfter(value: string): number | null {
  return /^\d+$/.test(value) ? Number(value) * 1000 : parseDuration(value)
}
