import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import type { NeonFaultMode, NeonStats } from './app.ts'
import { type Change, changeSchema } from './changes.ts'
import { childMessageSchema, type NeonProcessOptions, type ParentMessage } from './messages.ts'

export type NeonEmulator = {
  url: string
  port: number
  /** `NEON_FETCH_ENDPOINT` for the Worker and for scripts. */
  sqlEndpoint: string
  pid: number
  /** Lets the database process end `pid` too when this process dies, if its command line then contains `marker`. */
  guard(pid: number, marker: string): void
  unguard(pid: number): void
  stats(): Promise<NeonStats>
  resetStats(): Promise<void>
  /** What the transactions of that application (`application_name`, a request's id) changed. */
  changesOf(application: string): Promise<Change[]>
  setFault(mode: NeonFaultMode, times?: number): Promise<void>
  /** Resolves with the exit code when the process ends without having been stopped. */
  ended: Promise<number | null>
  stop(): Promise<void>
}
export type NeonEmulatorOptions = {
  port: number
  host?: string
  localDir: string
  /** Keep nothing on disk. */
  memory?: boolean
  /** A real Postgres server (owner's URL) instead of PGlite. */
  databaseUrl?: string | null
}

const statsSchema = z.object({
  queries: z.number(),
  batches: z.number(),
  statements: z.number(),
  errors: z.number(),
  byRole: z.record(z.string(), z.number()),
})
const stopTimeoutMs = 10_000

/** Starts Postgres behind Neon's protocol in a child process that ends with this one. Throws what the child reports. */
export async function startNeonEmulator(options: NeonEmulatorOptions): Promise<NeonEmulator> {
  const { port, host = '127.0.0.1', localDir, memory = false, databaseUrl = null } = options
  const processOptions: NeonProcessOptions = {
    port,
    host,
    databaseUrl,
    dataDir: memory ? null : join(localDir, 'postgres'),
  }
  const child = fork(fileURLToPath(new URL('./process.ts', import.meta.url)), [JSON.stringify(processOptions)], {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const actualPort = await waitUntilReady(child)
  const url = `http://${host}:${actualPort}`
  const tell = (message: ParentMessage) => {
    if (child.connected) child.send(message)
  }
  let stopping = false
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      if (!stopping) resolve(code)
    })
  })
  const control = (path: string, init: RequestInit) => fetch(`${url}${path}`, init)
  return {
    url,
    port: actualPort,
    sqlEndpoint: `${url}/sql`,
    pid: child.pid ?? 0,
    guard: (pid, marker) => tell({ type: 'guard', pid, marker }),
    unguard: (pid) => tell({ type: 'unguard', pid }),
    stats: async () => statsSchema.parse(await (await control('/stats', {})).json()),
    resetStats: async () => void (await control('/stats', { method: 'DELETE' })),
    changesOf: async (application) => {
      const query = new URLSearchParams({ application })
      return z.array(changeSchema).parse(await (await control(`/changes?${query}`, {})).json())
    },
    setFault: async (mode, times) => {
      const response = await control('/faults', { method: 'POST', body: JSON.stringify({ mode, times }) })
      if (!response.ok) throw new Error(`Neon emulator refused the fault: ${await response.text()}`)
    },
    ended,
    stop: () => {
      stopping = true
      return stopChild(child, tell)
    },
  }
}

async function waitUntilReady(child: ChildProcess): Promise<number> {
  const exited = once(child, 'exit').then(([code]) => {
    throw new Error(`The Postgres emulator ended with code ${code} before it was ready.`)
  })
  const ready = once(child, 'message').then(([raw]) => {
    const message = childMessageSchema.parse(raw)
    if (message.type === 'failed') throw new Error(message.message)
    return message.port
  })
  exited.catch(() => {})
  return Promise.race([ready, exited])
}

async function stopChild(child: ChildProcess, tell: (message: ParentMessage) => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  tell({ type: 'stop' })
  const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs)
  await exited
  clearTimeout(timer)
}
