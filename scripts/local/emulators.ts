import { join } from 'node:path'
import type { Surroundings } from '../emulators/discord/driver/types.ts'
import { startDiscordEmulator } from '../emulators/discord/server.ts'
import type { HouseRules } from '../emulators/discord/world/types.ts'
import { type NeonEmulator, startNeonEmulator } from '../emulators/neon/index.ts'
import { type QstashEmulator, startQstashEmulator } from '../emulators/qstash/index.ts'
import { startUpstashEmulator, type UpstashEmulator } from '../emulators/upstash/index.ts'
import type { LocalClock } from './clock.ts'
import type { LocalConfig } from './config.ts'
import { portBusy } from './http-server.ts'
import type { Ports } from './ports.ts'
import type { TimeTravel } from './time-travel.ts'

export type DiscordEmulator = Awaited<ReturnType<typeof startDiscordEmulator>>
export type Emulators = {
  discord: DiscordEmulator
  neon: NeonEmulator
  upstash: UpstashEmulator
  qstash: QstashEmulator
}
export type EmulatorContext = {
  options: {
    localDir: string
    memoryDb?: boolean
    databaseUrl?: string | null
    redisUrl?: string | null
    rules?: Partial<HouseRules>
  }
  ports: Ports
  clock: LocalClock
  config: LocalConfig
  /** Filled once everything runs; the Discord emulator's `/emulator/advance` uses it. */
  travel: { current: TimeTravel | null }
  /** What the Discord emulator may ask of the stack around it; filled once everything runs. */
  surroundings: Surroundings
}

/** Starts all emulators at once and pushes what stops each; when one fails, it waits for the others before it throws. */
export async function startEmulators(context: EmulatorContext, started: (() => Promise<void>)[]): Promise<Emulators> {
  const { options, ports, clock, config, travel, surroundings } = context
  const { localDir, memoryDb = false, redisUrl = null } = options
  const register = <T>(emulator: T, stop: () => Promise<void>): T => {
    started.push(stop)
    return emulator
  }
  const starting = [
    startNeonEmulator({ port: ports.neon, localDir, memory: memoryDb, databaseUrl: options.databaseUrl ?? null }),
    startUpstashEmulator({ port: ports.upstash, token: config.redisToken, redisUrl }),
    startQstashEmulator({
      port: ports.qstash,
      clock,
      stateFile: memoryDb ? null : join(localDir, 'qstash.json'),
      keys: {
        token: config.qstashToken,
        currentSigningKey: config.qstashCurrentSigningKey,
        nextSigningKey: config.qstashNextSigningKey,
      },
    }),
    startDiscordEmulator({
      port: ports.discord,
      host: '127.0.0.1',
      localDir,
      clock: { ...clock, advance: (ms) => travel.current?.request(ms) },
      workerUrl: `http://127.0.0.1:${ports.worker}`,
      onAdvance: async () => travel.current?.carryOut(),
      surroundings,
      rules: options.rules ?? {},
      ports,
    }).catch((error: unknown) => {
      const isBusy = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
      throw isBusy ? portBusy('Discord emulator', ports.discord) : error
    }),
  ] as const
  const [neon, upstash, qstash, discord] = await Promise.all([
    starting[0].then((one) => register(one, one.stop)),
    starting[1].then((one) => register(one, one.stop)),
    starting[2].then((one) => register(one, one.stop)),
    starting[3].then((one) => register(one, async () => void (await one.close()))),
  ]).catch(async (error) => {
    await Promise.allSettled(starting)
    throw error
  })
  return { neon, upstash, qstash, discord }
}
