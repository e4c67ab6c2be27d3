import type * as z from 'zod'
import type { LocalClock } from '../../local/clock.ts'
import { listen } from '../../local/http-server.ts'
import { createQstashApp, type QstashKeys } from './app.ts'
import { createEngine } from './engine.ts'
import { createFaultSource, type qstashFaultsSchema } from './faults.ts'
import { createState, type DlqEntry, emptyStats, type Message, type QstashEvent, type QstashStats } from './state.ts'

export type { QstashKeys } from './app.ts'
export type QstashEmulator = {
  url: string
  port: number
  stats(): QstashStats
  resetStats(): void
  /** Replaces the faults in force; `{}` turns all of them off. */
  setFaults(faults: z.input<typeof qstashFaultsSchema>): void
  messages(): Message[]
  deadLetters(): DlqEntry[]
  events(): QstashEvent[]
  /** Delivers everything that is due now, with what follows from it, and waits for the answers. */
  settle(): Promise<void>
  /** The next moment after now at which something is due, in ms of the local clock. */
  nextDue(): number | null
  stop(): Promise<void>
}
export type QstashEmulatorOptions = {
  port: number
  host?: string
  clock: LocalClock
  keys: QstashKeys
  /** Where messages, schedules and dead letters are kept between starts; null keeps nothing. */
  stateFile: string | null
}

/** QStash's REST API with real signatures, timed by the shared clock. Throws PortBusyError. */
export async function startQstashEmulator(options: QstashEmulatorOptions): Promise<QstashEmulator> {
  const { port, host = '127.0.0.1', clock, keys, stateFile } = options
  const state = createState(stateFile)
  const faults = createFaultSource()
  const engine = createEngine({ state, clock, faults, signingKey: keys.currentSigningKey })
  const app = createQstashApp({ state, engine, clock, faults, keys })
  const server = await listen({ fetch: app.fetch, port, host, name: 'QStash emulator' })
  engine.pump()
  return {
    url: server.url,
    port: server.port,
    stats: () => ({ ...state.stats }),
    resetStats: () => Object.assign(state.stats, emptyStats()),
    setFaults(next) {
      faults.set(next)
      engine.pump()
    },
    messages: () => [...state.messages.values()],
    deadLetters: () => [...state.dlq.values()],
    events: () => [...state.events],
    settle: engine.settle,
    nextDue: engine.nextDue,
    async stop() {
      engine.stop()
      await server.close()
    },
  }
}
