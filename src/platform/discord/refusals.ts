import { DiscordError } from '../../core/errors.ts'
import { remember, timeLeft } from './plain.ts'
import type { Route } from './route.ts'

/**
 * Discord locks an address out after 10,000 answers of 401, 403 or 429 in 10 minutes (Discord docs: topics/rate-limits,
 * "Invalid Request Limit"). We stop below 2,000; the margin is for calls that are already under way.
 */
const MOST_INVALID = 1_900
const MINUTE_MS = 60_000
const WINDOW_MINUTES = 10

const CHANNEL_MARK_MS = 30_000
const WEBHOOK_MARK_MS = 600_000
const REFUSALS_BEFORE_MARK = 3

interface Mark {
  refusals: number
  until: number
  lengthMs: number
  error: { status: number; code: number; message: string }
}

export interface RefusalMemory {
  /** Minute of the clock -> how many invalid requests. */
  invalid: Map<number, number>
  /** Route and resource that Discord keeps refusing. */
  broken: Map<string, Mark>
  /** Discord refused the bot's token; only a new isolate, started with another token, tries again. */
  tokenDead: boolean
}

export function createRefusalMemory(): RefusalMemory {
  return { invalid: new Map(), broken: new Map(), tokenDead: false }
}

/** Counts a 401, 403 or 429 (not `shared`). True when this one has just used up what we allow ourselves. */
export function countInvalid(memory: RefusalMemory, now: number): boolean {
  const minute = Math.floor(now / MINUTE_MS)
  memory.invalid.set(minute, (memory.invalid.get(minute) ?? 0) + 1)
  for (const old of memory.invalid.keys()) {
    if (Math.abs(minute - old) > WINDOW_MINUTES) memory.invalid.delete(old)
  }
  return invalidCount(memory, now) === MOST_INVALID
}

/** Whole minutes, so it looks back 10 to 11 of them: never too few. */
export function invalidCount(memory: RefusalMemory, now: number): number {
  const minute = Math.floor(now / MINUTE_MS)
  let count = 0
  for (const [at, invalid] of memory.invalid) if (at <= minute && minute - at <= WINDOW_MINUTES) count += invalid
  return count
}

export function isInvalidLimitReached(memory: RefusalMemory, now: number): boolean {
  return invalidCount(memory, now) >= MOST_INVALID
}

/** True for an answer after which no call with the bot's token makes sense any more. */
export function isTokenRefusal(route: Route, status: number, code: number): boolean {
  if (route.selfAuthorised) return false
  return status === 401 || code === 40001 || code === 50014
}

/**
 * Remembers resources that will refuse again: a webhook that is gone at once, a channel or guild without access after
 * three refusals in a row. A missing permission counts for sending only, because elsewhere it can depend on the target.
 */
export function markRefusal(
  memory: RefusalMemory,
  route: Route,
  { status, code, message, now }: { status: number; code: number; message: string; now: number },
): void {
  const webhookGone = route.selfAuthorised && route.auth === 'bot' && (code === 10015 || code === 50027)
  const noAccess = code === 50001 || (code === 50013 && route.name === 'POST /channels/:id/messages')
  if (!webhookGone && (!noAccess || route.major === '' || route.auth === 'interaction')) return
  const refusals = (memory.broken.get(markKey(route))?.refusals ?? 0) + 1
  const marked = webhookGone || refusals >= REFUSALS_BEFORE_MARK
  const lengthMs = webhookGone ? WEBHOOK_MARK_MS : CHANNEL_MARK_MS
  const until = marked ? now + lengthMs : 0
  remember(memory.broken, markKey(route), { refusals, until, lengthMs, error: { status, code, message } })
}

/** The refusal that Discord would repeat, or `undefined` when the call is worth making. */
export function knownRefusal(memory: RefusalMemory, route: Route, now: number): DiscordError | undefined {
  const mark = memory.broken.get(markKey(route))
  if (mark === undefined || timeLeft(mark.until, now, mark.lengthMs) === 0) return undefined
  return new DiscordError({ ...mark.error, route: route.name })
}

export function clearRefusal(memory: RefusalMemory, route: Route): void {
  memory.broken.delete(markKey(route))
}

/** A webhook is gone for every method, a channel only for what it refused. */
function markKey(route: Route): string {
  return route.selfAuthorised ? route.major : `${route.name}|${route.major}`
}
