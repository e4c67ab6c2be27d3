import { Redis } from '@upstash/redis/cloudflare'
import type { Cache, Log } from '../core/context.ts'

export interface CacheOptions {
  url: string
  token: string
  log: Log
  timeoutMs?: number
  /** Milliseconds since any fixed moment; for tests. */
  clock?: () => number
}

/** While Redis is not there, one request per this time tries it and all others go on without. */
const RETRY_AFTER_MS = 1000
const LOG_EVERY_MS = 60_000

/**
 * Redis over Upstash's REST protocol. Never throws: whatever goes wrong is `undefined` for the caller, after `timeoutMs`
 * at most, and a log line a minute. Keeps numbers and hashes only, no promise that another request could wait for.
 */
export function createCache({ url, token, log, timeoutMs = 250, clock = Date.now }: CacheOptions): Cache {
  const redis = new Redis({
    url,
    token,
    enableTelemetry: false,
    // It would gather commands of several requests into one promise, which workerd cancels with the first of them.
    enableAutoPipelining: false,
    automaticDeserialization: false,
    retry: { retries: 0 },
    signal: () => AbortSignal.timeout(timeoutMs),
  })
  const breaker = createBreaker(clock)
  const complain = createComplaints(log, clock)
  const hashes = new Map<string, string>()

  async function attempt<T>(command: string, run: () => Promise<T>): Promise<T | undefined> {
    if (!breaker.admits()) return undefined
    try {
      const result = await run()
      breaker.succeeded()
      return result
    } catch (error) {
      if (answered(error)) breaker.succeeded()
      else breaker.failed()
      complain(command, error)
      return undefined
    }
  }

  async function evaluate(source: string, keys: string[], args: string[]): Promise<unknown> {
    const hash = hashes.get(source) ?? (await sha1(source))
    hashes.set(source, hash)
    try {
      return await redis.evalsha<string[], unknown>(hash, keys, args)
    } catch (error) {
      if (!(error instanceof Error) || !error.message.includes('NOSCRIPT')) throw error
      return redis.eval<string[], unknown>(source, keys, args)
    }
  }

  return {
    async get(key) {
      return (await attempt('get', () => redis.get<string>(key))) ?? undefined
    },
    async set(key, value, ttlSeconds) {
      await attempt('set', () => redis.set(key, value, { ex: ttlSeconds }))
    },
    async delete(...keys) {
      if (keys.length > 0) await attempt('del', () => redis.del(...keys))
    },
    script(source, keys, args) {
      return attempt('script', () => evaluate(source, [...keys], args.map(String)))
    },
  }
}

/** Redis refused a command (a wrong type, an error in a script): it is there, only this command fails. */
function answered(error: unknown): boolean {
  return error instanceof Error && error.name === 'UpstashError'
}

/** Closed: everybody may try. Open: the first one to ask after each `RETRY_AFTER_MS` may, until one succeeds. */
function createBreaker(clock: () => number) {
  let nextTryAt: number | undefined
  return {
    admits(): boolean {
      if (nextTryAt === undefined) return true
      if (clock() < nextTryAt) return false
      nextTryAt = clock() + RETRY_AFTER_MS
      return true
    },
    succeeded(): void {
      nextTryAt = undefined
    },
    failed(): void {
      nextTryAt = clock() + RETRY_AFTER_MS
    },
  }
}

function createComplaints(log: Log, clock: () => number): (command: string, error: unknown) => void {
  let silentUntil = Number.NEGATIVE_INFINITY
  let kept = 0
  return (command, error) => {
    kept += 1
    if (clock() < silentUntil) return
    silentUntil = clock() + LOG_EVERY_MS
    log.warn('redis failed', { command, failures: kept, error: reason(error) })
    kept = 0
  }
}

/** The client's message repeats the whole command, which can hold what users wrote. */
function reason(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message.split(', command was:')[0]}` : String(error)
}

async function sha1(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-1', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
