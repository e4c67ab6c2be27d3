import { useEffect, useReducer } from 'react'

const second = 1000
const minute = 60_000

/** Renders again while words like "12 seconds ago" change: each second within the first two minutes, else each minute. */
export const useTick = (active: boolean, distanceMs: number): void => {
  const [, tick] = useReducer((count: number) => count + 1, 0)
  const period = distanceMs < 2 * minute ? second : minute
  useEffect(() => {
    if (!active) return undefined
    const timer = setInterval(tick, period)
    return () => clearInterval(timer)
  }, [active, period])
}
