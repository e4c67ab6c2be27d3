import { clockHeaders, type LocalClock } from '../../local/clock.ts'
import { signDelivery } from './signature.ts'
import type { Message } from './state.ts'

export type AttemptResult = { status: number; body: Buffer; header: Record<string, string[]>; error: string | null }

const defaultTimeoutMs = 30_000
const bodilessMethods = new Set(['GET', 'HEAD'])

/** Sends one signed attempt. Status 0 with `error` means that no answer came. Never throws. */
export async function attempt(message: Message, clock: LocalClock, signingKey: string): Promise<AttemptResult> {
  const body = new Uint8Array(Buffer.from(message.bodyBase64, 'base64'))
  const headers = {
    ...message.header,
    ...clockHeaders(clock),
    'user-agent': 'Upstash-QStash',
    'upstash-message-id': message.messageId,
    'upstash-retried': String(message.retried),
    'upstash-signature': signDelivery({ key: signingKey, url: message.url, body, nowMs: clock.now() }),
    ...(message.scheduleId === null ? {} : { 'upstash-schedule-id': message.scheduleId }),
  }
  try {
    const response = await fetch(message.url, {
      method: message.method,
      headers,
      body: bodilessMethods.has(message.method) ? null : body,
      redirect: 'manual',
      signal: AbortSignal.timeout(message.timeoutMs ?? defaultTimeoutMs),
    })
    const header = Object.fromEntries([...response.headers].map(([name, value]) => [name, [value]]))
    return { status: response.status, body: Buffer.from(await response.arrayBuffer()), header, error: null }
  } catch (error) {
    return {
      status: 0,
      body: Buffer.alloc(0),
      header: {},
      error: error instanceof Error ? error.message : String(error),
    }
  }
}
