import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import * as z from 'zod'
import { createFaultSwitch, type FaultSwitch } from '../../local/fault-switch.ts'
import { cutConnection } from '../../local/http-server.ts'
import type { RedisBackend, RedisReply } from './redis.ts'

export const upstashFaultModes = ['down', 'hang', 'error'] as const
export type UpstashFaultMode = (typeof upstashFaultModes)[number]
export type UpstashStats = { requests: number; commands: number; byCommand: Record<string, number> }
export type UpstashState = { stats: UpstashStats; faults: FaultSwitch<UpstashFaultMode> }
export type UpstashAppOptions = { redis: RedisBackend; token: string; state: UpstashState }

type Env = { Bindings: HttpBindings }

const commandSchema = z.array(z.union([z.string(), z.number(), z.boolean()]).transform(String)).min(1)
const commandsSchema = z.array(commandSchema)
/** Commands that would take the shared connection over; Upstash's REST API refuses them too. */
const refusedCommands = new Set([
  'SUBSCRIBE',
  'PSUBSCRIBE',
  'MONITOR',
  'BLPOP',
  'BRPOP',
  'BLMOVE',
  'BZPOPMIN',
  'WATCH',
  'MULTI',
  'EXEC',
])

export function createUpstashState(): UpstashState {
  return { stats: { requests: 0, commands: 0, byCommand: {} }, faults: createFaultSwitch(upstashFaultModes) }
}

/**
 * Upstash's REST API (docs: redis/features/restapi): one command as JSON array or path, `/pipeline`, `/multi-exec`,
 * `/subscribe/<channel>` as server-sent events, `Upstash-Encoding: base64`; and `GET /keys?pattern=` for tests.
 */
export function createUpstashApp({ redis, token, state }: UpstashAppOptions): Hono<Env> {
  const app = new Hono<Env>()
  app.get('/keys', async (c) => c.json({ keys: await redis.keys(c.req.query('pattern') ?? '*') }))
  app.use(async (c, next) => {
    const fault = state.faults.take()
    if (fault === 'hang') await state.faults.changed()
    if (fault === 'hang' || fault === 'down') return cutConnection(c.env)
    if (fault === 'error') return c.json({ error: 'ERR injected fault: Redis is not available' }, 500)
    const given = c.req.header('authorization')?.replace(/^Bearer /i, '') ?? c.req.query('_token')
    if (given !== token) return c.json({ error: 'Unauthorized: the bearer token is wrong or missing' }, 401)
    state.stats.requests += 1
    return next()
  })
  app.all('/subscribe/:channel', (c) => subscribe(c, redis))
  app.post('/pipeline', async (c) => {
    const commands = commandsSchema.safeParse(await c.req.json().catch(() => null))
    if (!commands.success) return badBody(c)
    const settled = await Promise.allSettled(commands.data.map((command) => runCounted(redis, state.stats, command)))
    return c.json(
      settled.map((one) => (one.status === 'fulfilled' ? item(c, one.value) : { error: words(one.reason) })),
    )
  })
  app.post('/multi-exec', async (c) => {
    const commands = commandsSchema.safeParse(await c.req.json().catch(() => null))
    if (!commands.success) return badBody(c)
    for (const command of commands.data) count(state.stats, command)
    try {
      const replies = await redis.transaction(commands.data)
      return c.json(Array.isArray(replies) ? replies.map((reply) => item(c, reply)) : { result: null })
    } catch (error) {
      return c.json({ error: words(error) }, 400)
    }
  })
  app.all('/*', async (c) => {
    const command = await readCommand(c)
    if (command === null) return badBody(c)
    try {
      return c.json(item(c, await runCounted(redis, state.stats, command)))
    } catch (error) {
      return c.json({ error: words(error) }, 400)
    }
  })
  return app
}

/** `POST /` carries the command as JSON array; `/set/key` carries it in the path, with a POST body as last argument. */
async function readCommand(c: Context<Env>): Promise<string[] | null> {
  const path = c.req.path.split('/').filter(Boolean).map(decodeURIComponent)
  if (path.length > 0) {
    const body = c.req.method === 'POST' ? await c.req.text() : ''
    return body === '' ? path : [...path, body]
  }
  const parsed = commandSchema.safeParse(await c.req.json().catch(() => null))
  return parsed.success ? parsed.data : null
}

async function runCounted(redis: RedisBackend, stats: UpstashStats, command: string[]): Promise<RedisReply> {
  const name = count(stats, command)
  if (refusedCommands.has(name)) throw new Error(`ERR Command is not available: '${name}'`)
  return redis.run(command)
}

function count(stats: UpstashStats, command: string[]): string {
  const name = (command[0] ?? '').toUpperCase()
  stats.commands += 1
  stats.byCommand[name] = (stats.byCommand[name] ?? 0) + 1
  return name
}

function subscribe(c: Context<Env>, redis: RedisBackend): Response {
  const channel = c.req.param('channel') ?? ''
  return streamSSE(c, async (stream) => {
    const { promise: aborted, resolve } = Promise.withResolvers<void>()
    stream.onAbort(() => resolve())
    const unsubscribe = await redis.subscribe(channel, (payload) => {
      void stream.writeSSE({ data: `message,${channel},${payload}` })
    })
    await stream.writeSSE({ data: `subscribe,${channel},1` })
    await aborted
    unsubscribe()
  })
}

function item(c: Context, reply: RedisReply): { result: unknown } | { error: string } {
  if (reply instanceof Error) return { error: reply.message }
  return { result: encode(reply, c.req.header('upstash-encoding') === 'base64') }
}

/** Clients decode every string but "OK" from base64 and leave numbers alone. */
function encode(reply: RedisReply, base64: boolean): unknown {
  if (Array.isArray(reply)) return reply.map((one) => encode(one, base64))
  if (reply === null || typeof reply === 'number') return reply
  if (reply instanceof Error) return reply.message
  const bytes = Buffer.from(reply)
  const isStatusOk = bytes.length === 2 && bytes.toString() === 'OK'
  return base64 && !isStatusOk ? bytes.toString('base64') : bytes.toString()
}

function badBody(c: Context): Response {
  return c.json({ error: 'ERR failed to parse the command: send a JSON array such as ["SET","key","value"]' }, 400)
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
