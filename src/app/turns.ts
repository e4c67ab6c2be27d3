export interface Turns {
  /** Runs `work` while nobody else in this isolate runs work for `key`, or regardless once `patienceMs` are over. */
  take<T>(key: string, now: () => Date, work: () => Promise<T>): Promise<T>
}

export interface TurnsOptions {
  patienceMs?: number
  pollMs?: number
  sleep?(ms: number): Promise<void>
}

/**
 * Keeps many requests from fetching the same thing at once: the first fetches it into a cache, the others wait and find it
 * there. They share times, no promises, which in workerd would end with the request that made them; one that was cut off
 * holds its turn for `patienceMs` and no longer.
 */
export function createTurns({ patienceMs = 3000, pollMs = 40, sleep = pause }: TurnsOptions = {}): Turns {
  const since = new Map<string, number>()
  const isTaken = (key: string, now: number) => now - (since.get(key) ?? Number.NEGATIVE_INFINITY) < patienceMs
  return {
    async take(key, now, work) {
      for (let waited = 0; waited < patienceMs && isTaken(key, now().getTime()); waited += pollMs) await sleep(pollMs)
      const start = now().getTime()
      since.set(key, start)
      try {
        return await work()
      } finally {
        if (since.get(key) === start) since.delete(key)
      }
    },
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
