import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Cron } from 'croner'
import type { Surroundings } from '../emulators/discord/driver/types.ts'
import type { HouseRules } from '../emulators/discord/world/types.ts'
import type { NeonEmulator } from '../emulators/neon/index.ts'
import { type Bundle, buildBundle } from './bundle.ts'
import { createLocalClock, type LocalClock } from './clock.ts'
import { loadConfig } from './config.ts'
import { type Emulators, startEmulators } from './emulators.ts'
import { databaseUrl, workerEnv } from './env.ts'
import { createFreshStart, createQuiet, type RestartableWorker } from './fresh-start.ts'
import { portBusy } from './http-server.ts'
import { createLogRing, type LogRing } from './log-ring.ts'
import { migrate } from './migrate.ts'
import { forgetWorker, noteWorker } from './orphans.ts'
import { freePorts, isPortFree, type Ports, portsFrom } from './ports.ts'
import { createRebuild } from './rebuild.ts'
import { createTimeTravel, type TimeTravel } from './time-travel.ts'
import { startWorkerd, type WorkerdHandle } from './workerd.ts'

export type { DiscordEmulator } from './emulators.ts'
export type StackOptions = {
  /** First of the five ports, or 'free' for any five. */
  portBase?: number | 'free'
  localDir: string
  /** 'none' starts the emulators alone. */
  worker?: 'workerd' | 'none'
  /** 'manual' fires the cron only at `advance` and `fireCron`, for tests that count what the Worker does. */
  cron?: 'minutely' | 'manual'
  /** Keep the database in memory. */
  memoryDb?: boolean
  /** Print nothing of what the Worker logs. */
  quiet?: boolean
  /** A real Postgres server (owner's URL) or Redis instead of the built-in ones. */
  databaseUrl?: string | null
  redisUrl?: string | null
  /** Another Worker than the project's own, which then registers its commands with `register`. */
  bundle?: Bundle
  register?: (env: Record<string, string>) => Promise<unknown>
  /** The Worker that somebody else runs, where the stack has none, so that a reset can start it afresh. */
  outsideWorker?: RestartableWorker
  /** What the Discord emulator is strict about; in everything when absent. */
  rules?: Partial<HouseRules>
  /** Where scenarios are kept; `test/scenarios` when absent. */
  scenariosDir?: string
}
export type Stack = Emulators & {
  ports: Ports
  urls: Record<keyof Ports, string>
  /** The Worker's variables. */
  env: Record<string, string>
  clock: LocalClock
  worker: WorkerdHandle | null
  /** Moves the local clock; resolves when all that came due has been delivered and the sweeper has run. */
  advance(seconds: number): Promise<void>
  /** Runs the Worker's cron handler now, by the local clock; does nothing while the Worker is down. */
  fireCron(): Promise<void>
  /** Bundles the Worker again; if its sources changed, applies new migrations, restarts it and registers its commands. */
  rebuild(): Promise<boolean>
  stop(): Promise<void>
}

const everyMinute = '* * * * *'

/**
 * Starts the local cloud: emulators first (a Worker that cannot reach them would retry for seconds), then migrations,
 * the Worker and the registration of its commands. Resolves when all of it is ready; on an error everything already
 * started is stopped again.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const localDir = resolve(options.localDir)
  const started: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const stopOne of started.splice(0).reverse()) await stopOne()
  }
  try {
    return await startAll({ ...options, localDir }, { started, stop })
  } catch (error) {
    await stop()
    throw error
  }
}

type Lifecycle = { started: (() => Promise<void>)[]; stop: () => Promise<void> }

async function startAll(options: StackOptions, { started, stop }: Lifecycle): Promise<Stack> {
  const { localDir, portBase = 'free' } = options
  const ports = portBase === 'free' ? await freePorts() : portsFrom(portBase)
  await requireFree(ports)
  const clock = createLocalClock()
  const config = loadConfig(localDir)
  const bundle = options.worker === 'none' ? null : (options.bundle ?? buildBundle())
  // It fails loudly where it is awaited; until then another failure may be reported first.
  if (bundle instanceof Promise) bundle.catch(() => {})
  const travel: { current: TimeTravel | null } = { current: null }
  const surroundings: Surroundings = {}
  const emulators = await startEmulators({ options, ports, clock, config, travel, surroundings }, started)
  const { application } = emulators.discord.world
  const env = workerEnv({
    ports,
    config,
    discord: { applicationId: application.id, publicKey: application.publicKeyHex, token: application.token },
  })
  const applyMigrations = () =>
    migrate({ databaseUrl: ownerUrl(options, ports), fetchEndpoint: emulators.neon.sqlEndpoint })
  await applyMigrations()
  const log = createLogRing()
  const worker =
    bundle === null ? null : await startWorker({ options, ports, env, neon: emulators.neon, log, bundle: await bundle })
  if (worker !== null) {
    started.push(async () => {
      await worker.stop()
      forgetWorker(localDir)
    })
  }
  const fireCron = async () => {
    if (worker?.isRunning()) await worker.fireCron(everyMinute, clock.now()).catch(() => {})
  }
  travel.current = createTimeTravel({ clock, qstash: emulators.qstash, upstash: emulators.upstash, fireCron })
  if (options.cron !== 'manual') {
    const minutely = new Cron(everyMinute, { protect: true }, fireCron)
    started.push(async () => minutely.stop())
  }
  const register = () => (options.register ?? registerProjectCommands)(env)
  if (worker !== null) await register()
  Object.assign(surroundings, surroundingsOf({ options, ports, emulators, clock, log, worker, register }))
  emulators.discord.world.ready = true
  const { advance } = travel.current
  return {
    ...emulators,
    ports,
    urls: urlsOf(ports),
    env,
    clock,
    worker,
    advance,
    fireCron,
    rebuild: createRebuild({ worker, env, builtDir: (await bundle)?.dir ?? '', migrate: applyMigrations }),
    stop,
  }
}

type WorkerContext = {
  options: StackOptions
  ports: Ports
  env: Record<string, string>
  neon: NeonEmulator
  log: LogRing
  bundle: Bundle
}

async function startWorker({ options, ports, env, neon, log, bundle }: WorkerContext): Promise<WorkerdHandle> {
  const { localDir, quiet = false } = options
  let guarded = 0
  return startWorkerd({
    name: 'worker',
    bundle,
    env,
    port: ports.worker,
    localDir,
    onLog(line) {
      log.note(line)
      if (!quiet) console.log(`worker | ${line}`)
    },
    onSpawn(pid, marker) {
      if (guarded !== 0) neon.unguard(guarded)
      guarded = pid
      neon.guard(pid, marker)
      noteWorker(localDir, pid, marker)
    },
  })
}

type SurroundingsContext = {
  options: StackOptions
  ports: Ports
  emulators: Emulators
  clock: LocalClock
  log: LogRing
  worker: WorkerdHandle | null
  register: () => Promise<unknown>
}

const projectScenarios = fileURLToPath(new URL('../../test/scenarios', import.meta.url))

/** Somebody's own Postgres server is never emptied. */
function surroundingsOf({
  options,
  ports,
  emulators,
  clock,
  log,
  worker,
  register,
}: SurroundingsContext): Surroundings {
  const { neon, upstash, qstash, discord } = emulators
  const own = worker && { pause: () => worker.kill('SIGTERM'), resume: () => worker.restart() }
  const restartable = options.outsideWorker ?? own
  const canReset = restartable !== null && (options.databaseUrl ?? null) === null
  return {
    traces: { changes: neon.changesOf, log: log.of },
    whenQuiet: createQuiet({
      neon,
      qstash,
      clock,
      requests: () => discord.world.requests.entries.length + discord.world.requests.dropped,
    }),
    scenariosDir: options.scenariosDir ?? projectScenarios,
    ...(canReset && {
      onReset: createFreshStart({ worker: restartable, neon, upstash, ports, registerCommands: register }),
    }),
  }
}

/** A busy port is found before anything has cost seconds. */
async function requireFree(ports: Ports): Promise<void> {
  for (const [name, port] of Object.entries(ports)) {
    if (!(await isPortFree(port))) throw portBusy(name, port)
  }
}

/** Loaded when needed: it loads every feature, which the emulators alone do not need. */
async function registerProjectCommands(env: Record<string, string>): Promise<void> {
  const { registerCommands } = await import('../register-commands.ts')
  await registerCommands({ env })
}

function ownerUrl(options: StackOptions, ports: Ports): string {
  return options.databaseUrl ?? databaseUrl('postgres', ports)
}

function urlsOf(ports: Ports): Record<keyof Ports, string> {
  const url = (port: number) => `http://127.0.0.1:${port}`
  return {
    worker: url(ports.worker),
    discord: url(ports.discord),
    neon: url(ports.neon),
    upstash: url(ports.upstash),
    qstash: url(ports.qstash),
  }
}
