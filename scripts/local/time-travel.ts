import type { QstashEmulator } from '../emulators/qstash/index.ts'
import type { UpstashEmulator } from '../emulators/upstash/index.ts'
import type { LocalClock } from './clock.ts'

export type TimeTravel = {
  /** Moves the clock and resolves when everything that came due has happened. */
  advance(seconds: number): Promise<void>
  /** Notes a wish to move the clock by `ms`, which `carryOut` fulfils. */
  request(ms: number): void
  carryOut(): Promise<void>
}
export type TimeTravelOptions = {
  clock: LocalClock
  qstash: Pick<QstashEmulator, 'settle' | 'nextDue'>
  upstash: Pick<UpstashEmulator, 'advance'>
  fireCron: () => Promise<void>
}

/**
 * Moves the local clock from one due moment to the next, so that each message is delivered at its own time and those
 * it leads to come in order; the cron runs once at the end. Two journeys never overlap.
 */
export function createTimeTravel({ clock, qstash, upstash, fireCron }: TimeTravelOptions): TimeTravel {
  let requestedMs = 0
  let journey: Promise<void> = Promise.resolve()
  const moveTo = async (time: number) => {
    const ms = Math.max(0, time - clock.now())
    await upstash.advance(ms)
    clock.advance(ms)
    await qstash.settle()
  }
  const travel = async (ms: number) => {
    const target = clock.now() + ms
    await qstash.settle()
    for (let due = qstash.nextDue(); due !== null && due <= target; due = qstash.nextDue()) await moveTo(due)
    await moveTo(target)
    await fireCron()
    await qstash.settle()
  }
  const begin = (ms: number) => {
    journey = journey.catch(() => {}).then(() => travel(ms))
    return journey
  }
  return {
    advance: (seconds) => begin(seconds * 1000),
    request(ms) {
      requestedMs += ms
    },
    carryOut() {
      const ms = requestedMs
      requestedMs = 0
      return begin(ms)
    },
  }
}
