import { listen } from '../../local/http-server.ts'
import { createUpstashApp, createUpstashState, type UpstashFaultMode, type UpstashStats } from './app.ts'
import { createRedisBackend } from './redis.ts'

export type UpstashEmulator = {
  url: string
  port: number
  token: string
  /** Counters since the start or the last `resetStats`. */
  stats(): UpstashStats
  resetStats(): void
  setFault(mode: UpstashFaultMode | 'none', times?: number): void
  /** Every key that matches the glob, sorted. */
  keys(pattern?: string): Promise<string[]>
  flush(): Promise<void>
  /** Moves Redis's idea of time: every key gets `ms` older. */
  advance(ms: number): Promise<void>
  stop(): Promise<void>
}
export type UpstashEmulatorOptions = { port: number; host?: string; token: string; redisUrl?: string | null }

/** Upstash's REST API over Redis at `redisUrl`, or over a Redis in this process (memory only). Throws PortBusyError. */
export async function startUpstashEmulator(options: UpstashEmulatorOptions): Promise<UpstashEmulator> {
  const { port, host = '127.0.0.1', token, redisUrl = null } = options
  const redis = await createRedisBackend(redisUrl)
  const state = createUpstashState()
  const app = createUpstashApp({ redis, token, state })
  const server = await listen({ fetch: app.fetch, port, host, name: 'Upstash emulator' }).catch(async (error) => {
    await redis.close()
    throw error
  })
  return {
    url: server.url,
    port: server.port,
    token,
    stats: () => structuredClone(state.stats),
    resetStats: () => Object.assign(state.stats, createUpstashState().stats),
    setFault: state.faults.set,
    keys: (pattern = '*') => redis.keys(pattern),
    flush: async () => void (await redis.run(['FLUSHALL'])),
    advance: redis.age,
    async stop() {
      await server.close()
      await redis.close()
    },
  }
}
