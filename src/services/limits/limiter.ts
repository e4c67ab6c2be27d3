import * as z from 'zod'
import { cacheKey } from '../../core/cache-key.ts'
import type { Cache, Ctx } from '../../core/context.ts'
import type { Snowflake } from '../../core/snowflake.ts'
import { createLocalWindows, type LocalWindows } from './local-windows.ts'

/** A window opens with the first use. The caller's clock decides, so that it can be moved; the TTL only clears up. */
const HIT = `
local now, window, limit = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local state = redis.call('HMGET', KEYS[1], 'start', 'count')
local start, count = tonumber(state[1] or ''), tonumber(state[2] or '')
if not start or not count or now >= start + window or now < start then
  start, count = now, 0
  redis.call('HSET', KEYS[1], 'start', ARGV[1])
end
if count >= limit then return {0, 0, start + window - now} end
redis.call('HSET', KEYS[1], 'count', count + 1)
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return {1, limit - count - 1, 0}`

export interface Hit {
  guildId: Snowflake
  /** What is limited, such as a command. */
  name: string
  /** Who is limited, such as a user's id. */
  subject: string
  /** Uses per window. */
  limit: number
  windowMs: number
}

export interface HitResult {
  allowed: boolean
  remaining: number
  /** Milliseconds; 0 when allowed. */
  retryAfterMs: number
}

const replySchema = z.tuple([z.coerce.number(), z.coerce.number(), z.coerce.number()])
/** One per cache, that is per isolate. */
const fallbacks = new WeakMap<Cache, LocalWindows>()

/**
 * Counts one use in a fixed window. Exact while Redis is there; without it each isolate counts for itself, so that limits
 * are only that strict: nothing that costs money or grants access may stand on it. Never throws for want of Redis.
 */
export async function hit(ctx: Pick<Ctx, 'cache' | 'now'>, request: Hit): Promise<HitResult> {
  const { guildId, name, subject, limit, windowMs } = request
  const key = cacheKey(guildId, 'ratelimit', `${name}:${subject}`)
  const now = ctx.now().getTime()
  const reply = replySchema.safeParse(await ctx.cache.script(HIT, [key], [now, windowMs, limit]))
  if (!reply.success) return windowsOf(ctx.cache).hit(key, { now, limit, windowMs })
  const [allowed, remaining, retryAfterMs] = reply.data
  return { allowed: allowed === 1, remaining, retryAfterMs }
}

function windowsOf(cache: Cache): LocalWindows {
  const windows = fallbacks.get(cache) ?? createLocalWindows()
  fallbacks.set(cache, windows)
  return windows
}
