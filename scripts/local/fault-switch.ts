import * as z from 'zod'

export type FaultSwitch<Mode extends string> = {
  /** Turns a fault on for the next `times` requests (for good when absent); 'none' turns it off. */
  set(mode: Mode | 'none', times?: number): void
  /** The fault for the request at hand; counts it. */
  take(): Mode | 'none'
  /** The fault in force, without counting. */
  current(): { mode: Mode | 'none'; timesLeft: number | null }
  /** Resolves when the fault in force is changed: what a hanging request waits for. */
  changed(): Promise<void>
  /** Zod schema of `POST /faults`. */
  schema: z.ZodType<{ mode: Mode | 'none'; times?: number | undefined }>
}

/** A switch that lets a test break a service for a number of requests or until it is turned off. */
export function createFaultSwitch<const Mode extends string>(modes: readonly Mode[]): FaultSwitch<Mode> {
  let mode: Mode | 'none' = 'none'
  let timesLeft: number | null = null
  let waiting: (() => void)[] = []
  const set = (next: Mode | 'none', times?: number) => {
    mode = next
    timesLeft = next === 'none' ? null : (times ?? null)
    for (const wake of waiting) wake()
    waiting = []
  }
  return {
    set,
    take() {
      const taken = mode
      if (timesLeft !== null && --timesLeft <= 0) {
        mode = 'none'
        timesLeft = null
      }
      return taken
    },
    current: () => ({ mode, timesLeft }),
    changed: () => new Promise((resolve) => waiting.push(resolve)),
    schema: z.object({ mode: z.enum([...modes, 'none']), times: z.int().positive().optional() }),
  }
}
