import { seedWorld } from '../seed.ts'
import { createEmulatorApp } from '../server.ts'
import { createStandaloneClock, createWorld, type WorldOptions } from '../world/create.ts'
import type { Clock, RequestEntry, World } from '../world/types.ts'

export interface Answer {
  status: number
  /** Parsed JSON, or null for an empty answer. */
  body: Record<string, unknown> & { code?: number; message?: string }
  headers: Headers
}

export interface CallOptions {
  body?: unknown
  reason?: string
  /** Replaces or (undefined) removes headers. */
  headers?: Record<string, string | undefined>
  raw?: string | FormData
}

export interface TestClient {
  world: World
  clock: Clock
  call(method: string, path: string, options?: CallOptions): Promise<Answer>
  /** The log entry of the last call. */
  last(): RequestEntry
}

/** Answers are read as loose JSON, so that tests can look at any field. */
const asAnswerBody = (value: unknown): Answer['body'] => value as Answer['body']

const headersOf = (world: World, options: CallOptions): Headers => {
  const headers = new Headers({
    authorization: `Bot ${world.application.token}`,
    'user-agent': 'DiscordBot (https://example.com, 1.0)',
  })
  if (options.body !== undefined) headers.set('content-type', 'application/json')
  if (options.reason !== undefined) headers.set('x-audit-log-reason', encodeURIComponent(options.reason))
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    if (value === undefined) headers.delete(name)
    else headers.set(name, value)
  }
  return headers
}

/** A seeded world behind the real application, without a port, and a client that calls its API as the bot does. */
export const createTestClient = (options: Partial<WorldOptions> = {}): TestClient => {
  const clock = options.clock ?? createStandaloneClock()
  const limits = { globalPerSecond: 100_000, ...options.limits }
  const world = createWorld({ ...options, limits, clock })
  seedWorld(world)
  const app = createEmulatorApp(world, { workerUrl: 'http://127.0.0.1:1' })
  return {
    world,
    clock,
    call: async (method, path, call = {}) => {
      const body = call.raw ?? (call.body === undefined ? undefined : JSON.stringify(call.body))
      const init: RequestInit = { method, headers: headersOf(world, call), ...(body !== undefined && { body }) }
      const response = await app.request(`http://localhost/api/v10${path}`, init)
      const text = await response.text()
      return { status: response.status, body: asAnswerBody(text ? JSON.parse(text) : null), headers: response.headers }
    },
    last: () => {
      const entry = world.requests.entries.at(-1)
      if (!entry) throw new Error('no request was made')
      return entry
    },
  }
}
