export interface QueueOptions {
  /** Transactions under way at the same time, per isolate. */
  most?: number
  /** How long the database may finish nothing before those in line give up, in milliseconds. */
  stallMs: number
  /** Nobody stays in line longer than this, in milliseconds. */
  patienceMs?: number
  now?(): number
  sleep?(ms: number): Promise<void>
}

export interface Queue {
  /** Resolves with what gives the place back (tell whether an answer came), or `undefined` when there was none in time. */
  enter(): Promise<((answered: boolean) => void) | undefined>
}

const SHORTEST_NAP_MS = 10
const LONGEST_NAP_MS = 400

/**
 * Keeps a rush from timing out as a whole: the database gets as many transactions as it can answer in time, the others
 * wait here, and longer only while it makes progress. Holds times, no promises or timers of other requests; a place whose
 * request was cut off is free again after twice `stallMs`.
 */
export function createQueue(options: QueueOptions): Queue {
  const { most = 24, stallMs, patienceMs = 15_000, now = Date.now, sleep = pause } = options
  const places = new Map<symbol, number>()
  let waiting = 0
  let answeredAt = Number.NEGATIVE_INFINITY

  const hasPlace = () => {
    if (places.size < most) return true
    for (const [place, since] of places) if (now() - since > 2 * stallMs) places.delete(place)
    return places.size < most
  }
  const isWorthIt = (since: number) => now() - since < patienceMs && now() - Math.max(since, answeredAt) < stallMs

  const waitForPlace = async () => {
    const since = now()
    waiting += 1
    try {
      while (!hasPlace()) {
        if (!isWorthIt(since)) return false
        await sleep(napMs(waiting))
      }
      return true
    } finally {
      waiting -= 1
    }
  }

  return {
    async enter() {
      if (!hasPlace() && !(await waitForPlace())) return undefined
      const place = Symbol('place')
      places.set(place, now())
      return (answered) => {
        places.delete(place)
        if (answered) answeredAt = now()
      }
    },
  }
}

/** The longer the line, the less often each one looks, so that looking does not cost more than the work. */
function napMs(waiting: number): number {
  return Math.min(LONGEST_NAP_MS, SHORTEST_NAP_MS + waiting) * (0.5 + Math.random())
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
