import { createServer, type IncomingMessage } from 'node:http'
import type { Log } from '../../core/context.ts'
import { snowflake } from '../../core/snowflake.ts'
import { createDiscord, createDiscordMemory, type DiscordOptions } from '../discord.ts'

export interface SeenRequest {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: unknown
}

/** `hang` never answers, `cut` closes the connection. */
export type FakeReply = { status: number; headers?: Record<string, string>; body?: unknown } | 'hang' | 'cut'
export type FakeHandler = (request: SeenRequest) => FakeReply | Promise<FakeReply>

export interface FakeDiscord {
  url: string
  seen: SeenRequest[]
  close(): Promise<void>
}

/** A Discord on a free port of 127.0.0.1 that answers what the handler says; strings are sent as they are. */
export async function startFakeDiscord(handler: FakeHandler): Promise<FakeDiscord> {
  const seen: SeenRequest[] = []
  const server = createServer(async (incoming, outgoing) => {
    const text = await readAll(incoming)
    const request: SeenRequest = {
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      headers: incoming.headers,
      body: text === '' ? undefined : JSON.parse(text),
    }
    seen.push(request)
    const reply = await handler(request)
    if (reply === 'hang') return
    if (reply === 'cut') return incoming.socket.destroy()
    outgoing.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers })
    outgoing.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('no TCP port')
  return {
    url: `http://127.0.0.1:${address.port}/api/v10`,
    seen,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

async function readAll(incoming: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of incoming) text += String(chunk)
  return text
}

export interface VirtualClock {
  now(): number
  sleep(ms: number): Promise<void>
  advance(ms: number): void
  slept: number[]
}

/** Time that passes only by sleeping or `advance`; parallel sleepers sleep at the same time. */
export function createVirtualClock(start = 1_790_000_000_000): VirtualClock {
  let time = start
  const slept: number[] = []
  return {
    now: () => time,
    advance: (ms) => {
      time += ms
    },
    async sleep(ms) {
      slept.push(ms)
      const until = time + ms
      await new Promise((resolve) => setImmediate(resolve))
      time = Math.max(time, until)
    },
    slept,
  }
}

export interface LogLine {
  level: string
  message: string
  fields: Record<string, unknown> | undefined
}

export function createRecordingLog(): Log & { lines: LogLine[] } {
  const lines: LogLine[] = []
  const write = (level: string) => (message: string, fields?: Record<string, unknown>) => {
    lines.push({ level, message, fields })
  }
  return { lines, debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}

export const APPLICATION_ID = snowflake('100000000000000001')
export const CHANNEL = '200000000000000001'
export const GUILD = '300000000000000001'

/** A client with a virtual clock, its own memory and no jitter. */
export function createTestClient(overrides: Partial<DiscordOptions> & { apiUrl: string }) {
  const clock = createVirtualClock()
  const log = createRecordingLog()
  const memory = overrides.memory ?? createDiscordMemory()
  const ids = { applicationId: APPLICATION_ID, botId: APPLICATION_ID }
  const discord = createDiscord({
    ...ids,
    token: 'secret-token',
    now: clock.now,
    sleep: clock.sleep,
    random: () => 0,
    log,
    ...overrides,
    memory,
  })
  return { discord, clock, log, memory }
}

export function limitHeaders(limits: { remaining: number; resetAfter: number; reset?: number; limit?: number }) {
  return {
    'x-ratelimit-bucket': 'bucket-a',
    'x-ratelimit-limit': String(limits.limit ?? 5),
    'x-ratelimit-remaining': String(limits.remaining),
    'x-ratelimit-reset': String(limits.reset ?? 1_790_000_001),
    'x-ratelimit-reset-after': String(limits.resetAfter),
  }
}
