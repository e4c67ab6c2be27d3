import { timeLeft } from './plain.ts'

const FAILURES = 5
const OPEN_MS = 60_000
/** A probe that was cancelled together with its request never reports back; after this another one may try. */
const PROBE_MS = 15_000

/** An interaction's webhook has a person waiting behind it, and each is a resource of its own: a short rest is enough. */
export const INTERACTION_OPEN_MS = 2_000

/**
 * closed (calls pass) -> 5 failures in a row -> open for `openMs` (calls are refused) -> half-open (one probe passes)
 * -> closed, or open again.
 */
export interface BreakerMemory {
  failures: number
  openUntil: number | undefined
  probeSince: number | undefined
  openMs: number
}

export function createBreakerMemory(openMs = OPEN_MS): BreakerMemory {
  return { failures: 0, openUntil: undefined, probeSince: undefined, openMs }
}

/** 0 when a call may pass now, otherwise how long until it is worth asking again, in milliseconds. */
export function breakerWait(memory: BreakerMemory, now: number): number {
  if (memory.openUntil === undefined) return 0
  const open = timeLeft(memory.openUntil, now, memory.openMs)
  if (open > 0 || memory.probeSince === undefined) return open
  return timeLeft(memory.probeSince + PROBE_MS, now, PROBE_MS)
}

/** Call it when `breakerWait` was 0 and the call goes out. True when this call is the probe. */
export function enterBreaker(memory: BreakerMemory, now: number): boolean {
  if (memory.openUntil === undefined) return false
  memory.probeSince = now
  return true
}

export interface BreakerResult {
  /** False for 5xx, a lost connection or a timeout; any other answer shows that Discord works. */
  answered: boolean
  probe: boolean
  now: number
}

/** Takes note of how a call went. True when this has just opened the breaker. */
export function recordBreaker(memory: BreakerMemory, { answered, probe, now }: BreakerResult): boolean {
  if (answered) {
    Object.assign(memory, createBreakerMemory(memory.openMs))
    return false
  }
  if (memory.openUntil === undefined) {
    memory.failures += 1
    if (memory.failures < FAILURES) return false
  } else if (!probe) {
    return false
  }
  memory.openUntil = now + memory.openMs
  memory.probeSince = undefined
  return true
}
