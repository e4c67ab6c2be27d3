import { remember, timeLeft } from './plain.ts'
import type { Route } from './route.ts'

/** The X-RateLimit-* headers of one answer. `reset` names the window (server clock), `resetAfterMs` is relative. */
export interface LimitHeaders {
  bucket: string
  limit: number
  remaining: number
  reset: number
  resetAfterMs: number
}

interface Bucket {
  limit: number
  remaining: number
  reset: number
  resetAt: number
  windowMs: number
  /** Start times of calls without an answer yet: Discord may or may not have counted them. */
  pending: number[]
}

interface Block {
  until: number
  lengthMs: number
}

export interface BucketMemory {
  /** Route key -> the bucket that Discord named for it; `undefined` when it answers without limit headers. */
  routes: Map<string, { bucket: string; limit: number } | undefined>
  buckets: Map<string, Bucket>
  /** Route and resource -> until when a 429 closed it. */
  blocks: Map<string, Block>
  /** Route key -> since when the first call is under way whose answer will name the bucket. */
  scouts: Map<string, number>
}

/** What has to be given back when the answer is there. */
export interface BucketTicket {
  startedAt: number
  bucket: string | undefined
}

const POLL_MS = 25
/** The same window is announced with a little jitter, in seconds. */
const JITTER_S = 0.1
const SCOUT_MS = 1_000
/** A call cancelled together with its request never reports back; longer than any timeout it is not under way. */
const PENDING_MS = 15_000

export function createBucketMemory(): BucketMemory {
  return { routes: new Map(), buckets: new Map(), blocks: new Map(), scouts: new Map() }
}

/**
 * How long until this call may go without exceeding a limit that we know of, in milliseconds; 0 is now.
 * The first calls of an unknown route wait for the answer of one of them, so that a burst does not run into 429s;
 * answers to interactions never wait for that.
 */
export function bucketWait(memory: BucketMemory, route: Route, now: number): number {
  const block = memory.blocks.get(blockKey(route))
  const blocked = block === undefined ? 0 : timeLeft(block.until, now, block.lengthMs)
  if (blocked > 0) return blocked
  if (!memory.routes.has(route.key)) return route.auth === 'bot' ? scoutWait(memory, route, now) : 0
  const bucket = bucketOf(memory, route)
  if (bucket === undefined) return 0
  bucket.pending = bucket.pending.filter((since) => Math.abs(now - since) < PENDING_MS)
  const untilReset = timeLeft(bucket.resetAt, now, bucket.windowMs)
  const free = (untilReset > 0 ? bucket.remaining : bucket.limit) - bucket.pending.length
  if (free > 0) return 0
  return untilReset > 0 ? untilReset : POLL_MS
}

/** Call it when `bucketWait` was 0 and the call goes out. */
export function enterBucket(memory: BucketMemory, route: Route, now: number): BucketTicket {
  const known = memory.routes.get(route.key)
  if (!memory.routes.has(route.key)) remember(memory.scouts, route.key, now)
  if (known === undefined) return { startedAt: now, bucket: undefined }
  const key = `${known.bucket}|${route.major}`
  const bucket = memory.buckets.get(key) ?? freshBucket(known.limit)
  bucket.pending.push(now)
  remember(memory.buckets, key, bucket)
  return { startedAt: now, bucket: key }
}

export interface BucketAnswer {
  route: Route
  ticket: BucketTicket
  /** Whether Discord's API answered at all, and not the network or Cloudflare in front of it. */
  answered: boolean
  limits: LimitHeaders | undefined
  now: number
}

/** Gives the ticket back and learns from the headers. */
export function leaveBucket(memory: BucketMemory, { route, ticket, answered, limits, now }: BucketAnswer): void {
  memory.scouts.delete(route.key)
  const held = ticket.bucket === undefined ? undefined : memory.buckets.get(ticket.bucket)
  const index = held?.pending.indexOf(ticket.startedAt) ?? -1
  if (index >= 0) held?.pending.splice(index, 1)
  if (held !== undefined && limits === undefined) held.remaining = Math.max(0, held.remaining - 1)
  if (!answered) return
  if (limits === undefined) {
    if (!memory.routes.has(route.key)) remember(memory.routes, route.key, undefined)
    return
  }
  remember(memory.routes, route.key, { bucket: limits.bucket, limit: limits.limit })
  const key = `${limits.bucket}|${route.major}`
  const bucket = memory.buckets.get(key) ?? freshBucket(limits.limit)
  learn(bucket, limits, now)
  remember(memory.buckets, key, bucket)
}

/** After a 429: this route stays closed for this resource, whatever the bucket's headers say. */
export function blockRoute(memory: BucketMemory, route: Route, { until, lengthMs }: Block): void {
  remember(memory.blocks, blockKey(route), { until, lengthMs })
}

/** Answers overtake each other: an older window is ignored, and within one window the count only goes down. */
function learn(bucket: Bucket, limits: LimitHeaders, now: number): void {
  if (limits.reset < bucket.reset - JITTER_S) return
  const sameWindow = limits.reset <= bucket.reset + JITTER_S
  bucket.remaining = sameWindow ? Math.min(bucket.remaining, limits.remaining) : limits.remaining
  bucket.limit = limits.limit
  bucket.reset = Math.max(bucket.reset, limits.reset)
  bucket.resetAt = now + limits.resetAfterMs
  bucket.windowMs = limits.resetAfterMs
}

function freshBucket(limit: number): Bucket {
  return { limit, remaining: limit, reset: 0, resetAt: 0, windowMs: 0, pending: [] }
}

function bucketOf(memory: BucketMemory, route: Route): Bucket | undefined {
  const known = memory.routes.get(route.key)
  return known === undefined ? undefined : memory.buckets.get(`${known.bucket}|${route.major}`)
}

function scoutWait(memory: BucketMemory, route: Route, now: number): number {
  const since = memory.scouts.get(route.key)
  return since !== undefined && timeLeft(since + SCOUT_MS, now, SCOUT_MS) > 0 ? POLL_MS : 0
}

function blockKey(route: Route): string {
  return `${route.key}|${route.major}`
}
