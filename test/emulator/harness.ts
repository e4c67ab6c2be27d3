import { startDiscordEmulator } from '../../scripts/emulators/discord/server.ts'
import { createStandaloneClock } from '../../scripts/emulators/discord/world/create.ts'
import type { RequestEntry, Violation, World } from '../../scripts/emulators/discord/world/types.ts'
import { listen } from '../../scripts/local/http-server.ts'

export type Json = Record<string, unknown>

export interface RestOptions {
  /** Strings and forms go out as they are, anything else as JSON. */
  body?: unknown
  headers?: Record<string, string>
}

export interface RestAnswer {
  status: number
  /** Discord's JSON error code, or null. */
  code: number | null
  body: Json
  /** The log entry and the violations that this call left. */
  entry: RequestEntry
  violations: Violation[]
}

export interface Emulator {
  world: World
  /** A call of the bot with good headers, which `options` may spoil (an empty header is left out). */
  rest(method: string, path: string, options?: RestOptions): Promise<RestAnswer>
  driver(method: string, path: string, body?: unknown): Promise<Json>
  /** What the small bot behind the emulator answers to the next interactions: JSON, a status, or a function to them. */
  answerWith(answer: unknown): void
  close(): Promise<void>
}

/** Guarantee: both interfaces answer JSON objects or lists; a list is wrapped. */
const asJson = (value: unknown): Json => (Array.isArray(value) ? { list: value } : (value as Json))

const goodHeaders = (world: World): Record<string, string> => ({
  authorization: `Bot ${world.application.token}`,
  'user-agent': 'DiscordBot (https://example.org/guildhall, 1.0)',
  'content-type': 'application/json',
})

/** A form brings its own content type with the boundary. */
const encode = (world: World, call: RestOptions) => {
  const all = { ...goodHeaders(world), ...(call.body instanceof FormData && { 'content-type': '' }), ...call.headers }
  const headers = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''))
  if (call.body === undefined) return { headers, body: null }
  if (typeof call.body === 'string' || call.body instanceof FormData) return { headers, body: call.body }
  return { headers, body: JSON.stringify(call.body) }
}

/** Answers of JSON are never functions, so a function is a handler of interactions. */
const isHandler = (answer: unknown): answer is (interaction: Json) => unknown => typeof answer === 'function'

const answerOf = (answer: unknown): Response =>
  typeof answer === 'number' ? new Response(null, { status: answer }) : Response.json(answer)

/** The emulator on a free port, with a bot that answers what it is told to. */
export const startEmulator = async (): Promise<Emulator> => {
  let answer: unknown = { type: 5 }
  const bot = await listen({
    port: 0,
    name: 'test bot',
    fetch: async (request) => answerOf(isHandler(answer) ? await answer(asJson(await request.json())) : answer),
  })
  const emulator = await startDiscordEmulator({ port: 0, clock: createStandaloneClock(), workerUrl: bot.url })
  emulator.world.ready = true
  return {
    world: emulator.world,
    rest: (method, path, options) => rest(emulator, { method, path, ...options }),
    async driver(method, path, body) {
      const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
      const response = await fetch(`${emulator.url}/emulator/${path}`, init)
      return asJson(await response.json())
    },
    answerWith: (next) => {
      answer = next
    },
    close: async () => {
      await emulator.close()
      await bot.close()
    },
  }
}

const rest = async (
  emulator: { url: string; world: World },
  call: RestOptions & { method: string; path: string },
): Promise<RestAnswer> => {
  const { world } = emulator
  const since = world.nextNumber()
  const { body, headers } = encode(world, call)
  const response = await fetch(`${emulator.url}/api/v10${call.path}`, { method: call.method, headers, body })
  const text = await response.text()
  const parsed = text === '' ? {} : asJson(JSON.parse(text))
  const entry = world.requests.entries.findLast((candidate) => candidate.id > since)
  if (!entry) throw new Error(`${call.method} ${call.path} left no entry in the request log`)
  return {
    status: response.status,
    code: response.status >= 400 && typeof parsed['code'] === 'number' ? parsed['code'] : null,
    body: parsed,
    entry,
    violations: world.violations.entries.filter((violation) => violation.id > since),
  }
}

/** The object under that key; fails the test when there is none. */
export const part = (body: Json, key: string): Json => {
  const value = body[key]
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`No object "${key}" in ${JSON.stringify(body)}`)
  return { ...value }
}
