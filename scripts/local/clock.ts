export type LocalClock = {
  /** The shifted time in milliseconds since the epoch. */
  now(): number
  /** How far the local clock runs ahead of the machine's, in milliseconds. */
  offsetMs(): number
  /** Moves the clock forward by `ms` and calls every listener once, after the move. */
  advance(ms: number): void
  /** Registers a listener for `advance`; the returned function removes it. */
  onAdvance(listener: () => void): () => void
}

/** Header that tells the Worker how far the local clock is ahead; absent when it is not. */
export const clockOffsetHeader = 'x-guildhall-clock-offset'

/**
 * One clock for all emulators. It follows the machine's clock plus an offset that only grows, so that timestamps
 * never go backwards.
 */
export function createLocalClock(): LocalClock {
  let offset = 0
  const listeners = new Set<() => void>()
  return {
    now: () => Date.now() + offset,
    offsetMs: () => offset,
    advance(ms) {
      if (!Number.isFinite(ms) || ms < 0) {
        throw new RangeError(`The local clock moves forward only: give 0 or more milliseconds, not ${ms}.`)
      }
      offset += ms
      for (const listener of listeners) listener()
    },
    onAdvance(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** The header an emulator adds to each request it sends to the Worker; empty while the clock is not shifted. */
export function clockHeaders(clock: LocalClock): Record<string, string> {
  const offset = clock.offsetMs()
  return offset === 0 ? {} : { [clockOffsetHeader]: String(offset) }
}
