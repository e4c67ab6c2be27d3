import { createHash } from 'node:crypto'
import { DiscordError } from './errors.ts'
import type { Bucket, RouteLimit, World } from './world/types.ts'

/**
 * A call this soon (ms) after the first 429 may have left the bot before it read the answer: with both processes short
 * of CPU, calls of a bot that had read none came up to 500 ms later. Shorter waits are therefore not judged.
 */
const inFlightGraceMs = 1000
/** Beyond this many, buckets whose window is over are dropped. */
const maxBuckets = 5_000
/** Waiting a little short of Retry-After is a matter of rounding (ms). */
const roundingMs = 50

export interface LimitedRoute {
  method: string
  template: string
  params: Readonly<Record<string, string>>
  /** False for interaction callbacks and webhooks, which Discord does not count. */
  countsGlobally: boolean
  /** Whose bearer token it is: such calls are counted by user, apart from the bot's. */
  userId?: string
}

const majorParameters = ['channel_id', 'guild_id', 'webhook_id', 'webhook_token', 'interaction_id'] as const

/** One for each route, so that no request needs to hash. */
const bucketNames = new Map<string, string>()

/** The name of a bucket without its resource, as `X-RateLimit-Bucket` shows it. */
export const bucketName = (route: Pick<LimitedRoute, 'method' | 'template'>): string => {
  const key = `${route.method} ${route.template}`
  const name = bucketNames.get(key) ?? createHash('sha1').update(key).digest('hex').slice(0, 32)
  bucketNames.set(key, name)
  return name
}

/** Method, route template and top-level resource: what Discord counts together. Discord docs: topics/rate-limits. */
export const bucketKey = (route: LimitedRoute): string => {
  const major = majorParameters.map((name) => route.params[name] ?? '').join(':')
  const user = route.userId === undefined ? '' : ` user ${route.userId}`
  return `${route.method} ${route.template} ${major}${user}`
}

const limitOf = (world: World, route: LimitedRoute): RouteLimit =>
  world.limits.routes[`${route.method} ${route.template}`] ?? world.limits.route

const currentBucket = (world: World, bucket: Bucket | undefined, seconds: number): Bucket => {
  const now = world.now()
  return bucket && bucket.resetAt > now ? bucket : { used: 0, resetAt: now + seconds * 1000 }
}

/** The answer to a call that came too fast. `retryAfter` is in seconds. */
export const rateLimitError = (options: {
  retryAfter: number
  scope: 'user' | 'global' | 'shared'
  explanation: string
  verdict?: 'outcome' | 'violation'
  code?: number
}): DiscordError => {
  const isGlobal = options.scope === 'global'
  return new DiscordError({
    status: 429,
    body: {
      message: 'You are being rate limited.',
      retry_after: options.retryAfter,
      global: isGlobal,
      code: options.code ?? 0,
    },
    verdict: options.verdict ?? 'outcome',
    rule: options.verdict === 'violation' ? 'retry-after' : 'rate-limit',
    explanation: options.explanation,
    headers: {
      'retry-after': String(Math.ceil(options.retryAfter)),
      'x-ratelimit-scope': options.scope,
      ...(isGlobal && { 'x-ratelimit-global': 'true' }),
    },
  })
}

const ignoredWait = (world: World, key: string): boolean => {
  const wait = world.rateLimit.waits.get(key)
  const now = world.now()
  return wait !== undefined && now > wait.toldAt + inFlightGraceMs && now < wait.until - roundingMs
}

/**
 * Remembers that the bot was told to wait, so that a call before the end is seen as a violation. A bot that is told of
 * the same end again has known it since the first time, however fast it calls.
 */
export const rememberWait = (world: World, key: string, retryAfterSeconds: number): void => {
  const { waits } = world.rateLimit
  const toldAt = world.now()
  const until = toldAt + retryAfterSeconds * 1000
  const known = waits.get(key)
  if (known !== undefined && Math.abs(known.until - until) < roundingMs) return
  waits.set(key, { toldAt, until })
}

const refuse = (world: World, key: string, resetAt: number): DiscordError => {
  const isGlobal = key === 'global'
  const retryAfter = Math.max(0, (resetAt - world.now()) / 1000)
  const ignored = ignoredWait(world, key)
  if (!ignored) rememberWait(world, key, retryAfter)
  return rateLimitError({
    retryAfter,
    scope: isGlobal ? 'global' : 'user',
    verdict: ignored ? 'violation' : 'outcome',
    explanation: ignored ? `called again before Retry-After was over (${key})` : `more calls than ${key} allows`,
  })
}

/** The explanation of a call inside somebody's Retry-After, or null when the bot waited as told. */
export const findIgnoredWait = (world: World, route: LimitedRoute): string | null => {
  const keys = route.countsGlobally ? ['global', bucketKey(route)] : [bucketKey(route)]
  const key = keys.find((candidate) => ignoredWait(world, candidate))
  return key === undefined ? null : `called again before Retry-After was over (${key})`
}

const pruneBuckets = (world: World): void => {
  const now = world.now()
  for (const [key, bucket] of world.rateLimit.buckets) if (bucket.resetAt <= now) world.rateLimit.buckets.delete(key)
  for (const [key, wait] of world.rateLimit.waits) if (wait.until <= now) world.rateLimit.waits.delete(key)
}

/**
 * Counts one call and returns the X-RateLimit headers of its answer; throws the 429 when the bucket or the global
 * limit is used up. Times are the local clock's.
 */
export const takeFromBucket = (world: World, route: LimitedRoute): Record<string, string> => {
  const state = world.rateLimit
  if (state.buckets.size > maxBuckets) pruneBuckets(world)
  const key = bucketKey(route)
  const limit = limitOf(world, route)
  const bucket = currentBucket(world, state.buckets.get(key), limit.seconds)
  state.buckets.set(key, bucket)
  if (route.countsGlobally) {
    state.global = currentBucket(world, state.global, 1)
    if (state.global.used >= world.limits.globalPerSecond) throw refuse(world, 'global', state.global.resetAt)
    state.global.used += 1
  }
  bucket.used += 1
  const isOver = bucket.used > limit.requests
  const headers = {
    'x-ratelimit-limit': String(limit.requests),
    'x-ratelimit-remaining': String(Math.max(0, limit.requests - bucket.used)),
    'x-ratelimit-reset': (bucket.resetAt / 1000).toFixed(3),
    'x-ratelimit-reset-after': Math.max(0, (bucket.resetAt - world.now()) / 1000).toFixed(3),
    'x-ratelimit-bucket': bucketName(route),
  }
  if (!isOver) return headers
  const error = refuse(world, key, bucket.resetAt)
  Object.assign(error.headers, headers)
  throw error
}

/** Counts 401, 403 and 429 answers (not of shared scope); true when Cloudflare would now ban the address. */
export const countInvalid = (world: World, status: number, scope: string | undefined): boolean => {
  const state = world.rateLimit
  state.invalid = currentBucket(world, state.invalid, 600)
  if (status === 401 || status === 403 || (status === 429 && scope !== 'shared')) state.invalid.used += 1
  return state.invalid.used >= world.limits.invalidRequests
}

/**
 * Discord's unwritten limit on channel names and topics: two changes in ten minutes, seen only as a 429 with a long
 * `retry_after`.
 */
export const takeRename = (world: World, channel: { id: string; renamedAt: number[] }): void => {
  const { requests, seconds } = world.limits.renames
  const now = world.now()
  channel.renamedAt = channel.renamedAt.filter((at) => at > now - seconds * 1000)
  const oldest = channel.renamedAt[0]
  if (channel.renamedAt.length >= requests && oldest !== undefined) {
    const retryAfter = (oldest + seconds * 1000 - now) / 1000
    const key = `rename ${channel.id}`
    const ignored = ignoredWait(world, key)
    if (!ignored) rememberWait(world, key, retryAfter)
    throw rateLimitError({
      retryAfter,
      scope: 'user',
      code: 20028,
      verdict: ignored ? 'violation' : 'outcome',
      explanation: ignored
        ? `called again before Retry-After was over (${key})`
        : `the name or topic of channel ${channel.id} was changed ${requests} times in ${seconds} s`,
    })
  }
  channel.renamedAt.push(now)
}
