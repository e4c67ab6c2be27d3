import type { AppError, DiscordError } from '../../core/errors.ts'
import { breakerWait, enterBreaker } from './breaker.ts'
import { type BucketTicket, bucketWait, enterBucket } from './buckets.ts'
import { busy, paused, refusedTooOften, tokenDead } from './failures.ts'
import { countGlobal, globalWait } from './global-limit.ts'
import type { DiscordMemory } from './memory.ts'
import { isInvalidLimitReached, knownRefusal } from './refusals.ts'
import type { Route } from './route.ts'

/** Permission for one call, to be given back with `settle`. */
export interface Ticket {
  bucket: BucketTicket
  probe: boolean
}

export type Admission =
  | { kind: 'go'; ticket: Ticket }
  | { kind: 'wait'; ms: number }
  | { kind: 'refused'; error: AppError | DiscordError }

/**
 * Decides whether a call may go out now, and if so counts it everywhere at once. Synchronous, so that of many parallel
 * requests no two are given the same place.
 */
export function admit(memory: DiscordMemory, route: Route, now: number): Admission {
  const refused = refusalOf(memory, route, now)
  if (refused !== undefined) return { kind: 'refused', error: refused }
  const isBot = route.auth === 'bot'
  const ms = Math.max(isBot ? globalWait(memory.global, now) : 0, bucketWait(memory.buckets, route, now))
  if (ms > 0) return { kind: 'wait', ms }
  if (isBot) countGlobal(memory.global, now)
  const bucket = enterBucket(memory.buckets, route, now)
  return { kind: 'go', ticket: { bucket, probe: enterBreaker(memory.breakers[route.auth], now) } }
}

function refusalOf(memory: DiscordMemory, route: Route, now: number): AppError | DiscordError | undefined {
  if (memory.refusals.tokenDead && route.auth === 'bot') return tokenDead(route.name)
  if (isInvalidLimitReached(memory.refusals, now)) return refusedTooOften(route.name)
  const open = breakerWait(memory.breakers[route.auth], now)
  if (open > 0) return paused(route.name, open)
  return knownRefusal(memory.refusals, route, now)
}

export interface Patience {
  memory: DiscordMemory
  route: Route
  /** Milliseconds on the clock of `now` after which waiting makes no sense. */
  deadline: number
  now(): number
  sleep(ms: number): Promise<void>
  random(): number
}

const SPREAD_MS = 20

/** Waits for its place, each request by its own timer. Answers with an error when the deadline comes first. */
export async function waitForAdmission(patience: Patience): Promise<Exclude<Admission, { kind: 'wait' }>> {
  const { memory, route, deadline, now, sleep, random } = patience
  for (;;) {
    const admission = admit(memory, route, now())
    if (admission.kind !== 'wait') return admission
    if (now() + admission.ms > deadline) return { kind: 'refused', error: busy(route.name, admission.ms) }
    await sleep(admission.ms + Math.ceil(random() * SPREAD_MS))
  }
}
