/** How often the process is seen to be awake, and the most that one step may count, in ms. */
const STEP_MS = 50
const MOST_MS = 100

let [awakeMs, lastSeen] = [0, performance.now()]
let ticker: ReturnType<typeof setInterval> | undefined
let waiting = 0

const look = (): void => {
  const now = performance.now()
  awakeMs += Math.min(now - lastSeen, MOST_MS)
  lastSeen = now
}

const start = (): void => {
  if (waiting === 0) {
    lastSeen = performance.now()
    ticker = setInterval(look, STEP_MS)
    ticker.unref()
  }
  waiting += 1
}

const stop = (): void => {
  waiting -= 1
  if (waiting === 0) clearInterval(ticker)
}

/**
 * Aborts `signal` after `ms` in which this process could have read an answer. Time in which its own event loop stood
 * still is not the application's: an answer that lay in the socket meanwhile would count as late.
 * `end` must be called when the answer is there.
 */
export const awakeTimeout = (ms: number): { signal: AbortSignal; end(): void } => {
  const controller = new AbortController()
  start()
  const begun = awakeMs
  let timer: ReturnType<typeof setTimeout>
  const arm = (left: number): void => {
    timer = setTimeout(() => {
      look()
      const rest = ms - (awakeMs - begun)
      if (rest > 1) return arm(rest)
      controller.abort(new DOMException(`no answer within ${ms} ms`, 'TimeoutError'))
    }, left)
  }
  arm(ms)
  let ended = false
  const end = (): void => {
    if (ended) return
    ended = true
    clearTimeout(timer)
    stop()
  }
  return { signal: controller.signal, end }
}
