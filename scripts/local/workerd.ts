import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import type { Bundle } from './bundle.ts'
import { portBusy } from './http-server.ts'
import { isPortFree } from './ports.ts'
import { workerdConfig } from './workerd-config.ts'

export type CronResult = { outcome: string; noRetry: boolean }
export type WorkerdOptions = {
  /** Names the config and log files. */
  name: string
  bundle: Bundle
  env: Record<string, string>
  /** 0 = any free port; a restart keeps the port. */
  port: number
  cronPort?: number
  host?: string
  localDir: string
  onLog?: (line: string) => void
  /** A new process runs, also after each restart: whoever reaps orphans wants to know. */
  onSpawn?: (pid: number, marker: string) => void
}
export type WorkerdHandle = {
  url: string
  port: number
  pid(): number
  isRunning(): boolean
  /** Runs the Worker's `scheduled` handler to its end. */
  fireCron(cron: string, timeMs: number): Promise<CronResult>
  /** Sends the signal and waits until the process is gone. */
  kill(signal: NodeJS.Signals): Promise<void>
  /** Ends the process if it runs and starts it again on the same ports, with another bundle or env if given. */
  restart(changes?: { bundle?: Bundle; env?: Record<string, string> }): Promise<void>
  stop(): Promise<void>
}

type Sockets = { http: number; cron: number }
type Running = { child: ChildProcess; sockets: Sockets }

const listenEventSchema = z.object({ event: z.literal('listen'), socket: z.string(), port: z.int() })
const cronResultSchema = z.object({ outcome: z.string(), noRetry: z.boolean() })
const cronModule = fileURLToPath(new URL('./cron-worker.js', import.meta.url))
const startTimeoutMs = 15_000

/**
 * Runs a bundled Worker in bare workerd, the runtime that Cloudflare runs, without wrangler around it: it starts in
 * about 100 ms, so that a test can kill it many times. Ready means that this very process listens. Throws
 * PortBusyError, or workerd's own words when it does not start.
 */
export async function startWorkerd(options: WorkerdOptions): Promise<WorkerdHandle> {
  const { host = '127.0.0.1' } = options
  let { bundle, env } = options
  const log = openLog(options)
  const ports = { port: options.port, cronPort: options.cronPort ?? 0 }
  const launch = () => spawnWorkerd({ ...options, bundle, env, host, ...ports }, log.write)
  let running = await launch()
  ports.port = running.sockets.http
  ports.cronPort = running.sockets.cron

  const kill = (signal: NodeJS.Signals) => endProcess(running.child, signal)
  return {
    url: `http://${host}:${ports.port}`,
    port: ports.port,
    pid: () => running.child.pid ?? 0,
    isRunning: () => hasNotEnded(running.child),
    kill,
    async fireCron(cron, timeMs) {
      const query = new URLSearchParams({ cron, time: String(timeMs) })
      const response = await fetch(`http://${host}:${ports.cronPort}/cron?${query}`, { method: 'POST' })
      return cronResultSchema.parse(await response.json())
    },
    async restart(changes = {}) {
      await kill('SIGTERM')
      bundle = changes.bundle ?? bundle
      env = changes.env ?? env
      running = await launch()
    },
    async stop() {
      await kill('SIGTERM')
      log.close()
    },
  }
}

type SpawnOptions = WorkerdOptions & { host: string; cronPort: number }

async function spawnWorkerd(options: SpawnOptions, onLine: (line: string) => void): Promise<Running> {
  const { name, localDir, port, cronPort } = options
  if (port !== 0 && !(await isPortFree(port))) throw portBusy('the Worker', port)
  const configFile = resolve(localDir, `${name}.capnp`)
  mkdirSync(localDir, { recursive: true })
  writeFileSync(configFile, workerdConfig({ ...options, configFile, cronPort, cronModule }), { mode: 0o600 })
  const args = ['serve', configFile, '--experimental', '--control-fd=3']
  // Its own process group, so that Ctrl-C reaches the supervisor alone, which then stops things in order.
  const child = spawn(workerdBinary(), args, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], detached: true })
  const recent: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    readLines(stream, (line) => {
      recent.push(line)
      if (recent.length > 20) recent.shift()
      onLine(line)
    })
  }
  if (child.pid !== undefined) options.onSpawn?.(child.pid, configFile)
  const sockets = await waitForSockets(child, () => recent.join('\n'))
  return { child, sockets }
}

/** workerd names each port on the control descriptor once it listens, so no other process can feign readiness. */
async function waitForSockets(child: ChildProcess, recentOutput: () => string): Promise<Sockets> {
  const { promise, resolve, reject } = Promise.withResolvers<Sockets>()
  const found = new Map<string, number>()
  readLines(child.stdio[3], (line) => {
    const event = listenEventSchema.safeParse(JSON.parse(line))
    if (event.success) found.set(event.data.socket, event.data.port)
    const http = found.get('http')
    const cron = found.get('cron')
    if (http !== undefined && cron !== undefined) resolve({ http, cron })
  })
  child.once('error', (error) => reject(new Error(`workerd cannot run: ${error.message}`)))
  child.once('close', (code) => reject(new Error(`workerd ended with code ${code}:\n${recentOutput()}`)))
  const timer = setTimeout(() => {
    child.kill('SIGKILL')
    reject(new Error(`workerd was not ready after ${startTimeoutMs / 1000} s:\n${recentOutput()}`))
  }, startTimeoutMs)
  try {
    return await promise
  } finally {
    clearTimeout(timer)
  }
}

function openLog({ localDir, name, onLog }: WorkerdOptions): { write: (line: string) => void; close: () => void } {
  const dir = join(localDir, 'logs')
  mkdirSync(dir, { recursive: true })
  const file = createWriteStream(join(dir, `${name}.log`), { flags: 'a' })
  file.on('error', (error) => console.error(`The Worker's log cannot be written: ${error.message}`))
  return {
    write(line) {
      file.write(`${line}\n`)
      onLog?.(line)
    },
    close: () => file.end(),
  }
}

function readLines(stream: ChildProcess['stdio'][number] | undefined, onLine: (line: string) => void): void {
  if (isReadable(stream)) createInterface({ input: stream }).on('line', onLine)
}

function isReadable(stream: ChildProcess['stdio'][number] | undefined): stream is Readable {
  return stream !== null && stream !== undefined && 'read' in stream
}

async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (!hasNotEnded(child)) return
  const exited = once(child, 'exit')
  child.kill(signal)
  await exited
}

function hasNotEnded(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null
}

/** The path of the platform's binary, which the `workerd` package exports. */
function workerdBinary(): string {
  return z.object({ default: z.string() }).parse(createRequire(import.meta.url)('workerd')).default
}
