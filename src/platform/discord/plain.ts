/**
 * Milliseconds from `now` until `until`, never negative. More than `longest` cannot be: the clock was moved back
 * (local stack, clients with different offsets), so the mark counts as over.
 */
export function timeLeft(until: number, now: number, longest: number): number {
  const left = until - now
  return left > longest ? 0 : Math.max(0, left)
}

/** Puts an entry last and forgets the longest unused ones, so that memory stays bounded. */
export function remember<T>(map: Map<string, T>, key: string, value: T, most = 5_000): void {
  map.delete(key)
  map.set(key, value)
  for (const oldest of map.keys()) {
    if (map.size <= most) return
    map.delete(oldest)
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
