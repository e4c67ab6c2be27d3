import { timeLeft } from './plain.ts'

const MOST = 50
/** A little over the second, because calls need unequally long on their way. */
const WINDOW_MS = 1_050
const LONGEST_BLOCK_MS = 3_600_000

/** Start times of the last 50 calls, and until when Discord told us to be silent. */
export interface GlobalMemory {
  sent: number[]
  blockedUntil: number
}

export function createGlobalMemory(): GlobalMemory {
  return { sent: [], blockedUntil: 0 }
}

/** How long until one more call keeps the bot at 50 in any second (Discord docs: topics/rate-limits, "Global"). */
export function globalWait(memory: GlobalMemory, now: number): number {
  const blocked = timeLeft(memory.blockedUntil, now, LONGEST_BLOCK_MS)
  const first = memory.sent.length < MOST ? undefined : memory.sent[memory.sent.length - MOST]
  return Math.max(blocked, first === undefined ? 0 : timeLeft(first + WINDOW_MS, now, WINDOW_MS))
}

export function countGlobal(memory: GlobalMemory, now: number): void {
  memory.sent.push(now)
  if (memory.sent.length > MOST) memory.sent.shift()
}

/** After a 429 with the scope `global`. */
export function blockGlobal(memory: GlobalMemory, until: number): void {
  memory.blockedUntil = Math.max(memory.blockedUntil, until)
}
