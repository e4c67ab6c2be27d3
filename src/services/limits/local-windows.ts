import type { HitResult } from './limiter.ts'

export interface LocalWindows {
  hit(key: string, limits: { now: number; limit: number; windowMs: number }): HitResult
}

/** Fixed windows in this isolate's memory, `capacity` at most: the one that was opened longest ago goes first. */
export function createLocalWindows(capacity = 10_000): LocalWindows {
  const windows = new Map<string, { start: number; count: number }>()
  return {
    hit(key, { now, limit, windowMs }) {
      const known = windows.get(key)
      const isOpen = known !== undefined && now >= known.start && now < known.start + windowMs
      const { start, count } = isOpen ? known : { start: now, count: 0 }
      if (count >= limit) return { allowed: false, remaining: 0, retryAfterMs: start + windowMs - now }
      if (!isOpen) windows.delete(key)
      windows.set(key, { start, count: count + 1 })
      const [oldest] = windows.keys()
      if (windows.size > capacity && oldest !== undefined) windows.delete(oldest)
      return { allowed: true, remaining: limit - count - 1, retryAfterMs: 0 }
    },
  }
}
