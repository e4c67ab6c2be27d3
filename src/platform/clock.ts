/** Sent by the local cloud when its clock was moved forward. Ignored unless the environment says that the clock is local. */
export const CLOCK_OFFSET_HEADER = 'x-guildhall-clock-offset'

/** The time of one request: the real one, or the local cloud's. */
export type Clock = () => Date

const realClock: Clock = () => new Date()

export function clockOf(headers: Headers, isLocalClock: boolean): Clock {
  if (!isLocalClock) return realClock
  const offset = Number(headers.get(CLOCK_OFFSET_HEADER))
  return Number.isFinite(offset) && offset !== 0 ? () => new Date(Date.now() + offset) : realClock
}

/** For scheduled runs: the platform says what time the run is for, and locally that may be in the future. */
export function clockAt(scheduledTime: number, isLocalClock: boolean): Clock {
  if (!isLocalClock) return realClock
  const offset = Math.max(0, scheduledTime - Date.now())
  return () => new Date(Date.now() + offset)
}
