import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { GatewayDispatchEvents, GatewayIntentBits, GatewayOpcodes } from 'discord-api-types/v10'
import WebSocket from 'ws'
import * as z from 'zod'
import { quantile } from './load.ts'

const SHARDS = 4
const GUILDS_PER_SHARD = 2
const CONNECTIONS = 32
const REST_MS = Number(process.env['BENCH_REST_MS'] ?? 5000)
const EVENTS = Number(process.env['BENCH_EVENTS'] ?? 200_000)
const MESSAGES = Number(process.env['BENCH_MESSAGES'] ?? 1_000_000)
const BURST = 1000

const startedSchema = z.object({ url: z.string(), token: z.string() })
const memorySchema = z.object({ heapUsed: z.number(), rss: z.number() })

interface Bench {
  child: ChildProcess
  url: string
  token: string
  guilds: Place[]
}

interface Place {
  id: string
  channel: string
}

async function ask<T>(child: ChildProcess, question: string, schema: z.ZodType<T>): Promise<T> {
  child.send(question)
  const [answer] = await once(child, 'message')
  return schema.parse(answer)
}

const guildSchema = z.object({ guild: z.object({ id: z.string() }), channels: z.object({ general: z.string() }) })

async function drive(url: string, path: string, body: unknown): Promise<unknown> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(`${url}/emulator/${path}`, init)
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return response.json()
}

const shardOf = (guildId: string): number => Number((BigInt(guildId) >> 22n) % BigInt(SHARDS))

/** Guilds until every shard has its share; ids carry the time, so a shard's turn comes by waiting. */
async function makeGuilds(url: string): Promise<Place[]> {
  const places: Place[] = []
  const counts = Array.from({ length: SHARDS }, () => 0)
  for (let i = 0; places.length < SHARDS * GUILDS_PER_SHARD; i += 1) {
    const made = guildSchema.parse(await drive(url, 'guilds', { name: `bench ${i}`, moderators: 1, members: 20 }))
    const shard = shardOf(made.guild.id)
    if ((counts[shard] ?? 0) >= GUILDS_PER_SHARD) continue
    counts[shard] = (counts[shard] ?? 0) + 1
    places.push({ id: made.guild.id, channel: made.channels.general })
  }
  return places
}

async function start(): Promise<Bench> {
  const script = fileURLToPath(new URL('./emulator-process.ts', import.meta.url))
  const child = fork(script, { execArgv: ['--expose-gc'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const [message] = await once(child, 'message')
  const { url, token } = startedSchema.parse(message)
  return { child, url, token, guilds: await makeGuilds(url) }
}

interface Call {
  method: string
  path: string
  body?: unknown
}

/** What a bot does all day, in its usual proportions: it reads, writes and edits messages, looks up members, reacts. */
function mix({ guilds }: Bench): Call[] {
  return guilds.flatMap(({ id, channel }) => [
    { method: 'GET', path: `/channels/${channel}` },
    { method: 'GET', path: `/guilds/${id}/roles` },
    { method: 'GET', path: `/guilds/${id}/members?limit=10` },
    { method: 'GET', path: `/channels/${channel}/messages?limit=10` },
    {
      method: 'POST',
      path: `/channels/${channel}/messages`,
      body: { content: 'bench', allowed_mentions: { parse: [] } },
    },
    { method: 'POST', path: `/channels/${channel}/typing` },
  ])
}

function send(agent: Agent, { url, token }: Bench, call: Call): Promise<boolean> {
  const { hostname, port } = new URL(url)
  const body = call.body === undefined ? undefined : JSON.stringify(call.body)
  const headers: Record<string, string> = {
    authorization: `Bot ${token}`,
    'user-agent': 'DiscordBot (https://guildhall.invalid, 1.0)',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  }
  return new Promise((resolve, reject) => {
    const options = { agent, hostname, port, path: `/api/v10${call.path}`, method: call.method, headers }
    const outgoing = request(options, (incoming) => {
      incoming.resume()
      incoming.on('end', () => resolve((incoming.statusCode ?? 500) < 300))
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

async function benchRest(bench: Bench) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const calls = mix(bench)
  const latencies: number[] = []
  let [next, failed] = [0, 0]
  const begun = performance.now()
  const loop = async () => {
    while (performance.now() - begun < REST_MS) {
      const call = calls[next++ % calls.length]
      if (call === undefined) return
      const sent = performance.now()
      if (!(await send(agent, bench, call))) failed += 1
      latencies.push(performance.now() - sent)
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, loop))
  agent.destroy()
  const seconds = (performance.now() - begun) / 1000
  latencies.sort((a, b) => a - b)
  return {
    'requests/s': Math.round(latencies.length / seconds),
    'p50 ms': round(quantile(latencies, 0.5)),
    'p99 ms': round(quantile(latencies, 0.99)),
    failed,
  }
}

const round = (value: number): number => Math.round(value * 100) / 100
const packetSchema = z.object({ op: z.number(), t: z.string().nullish() })

/** A bare client of one shard: it reads every packet and counts the messages. */
async function connect({ url, token }: Bench, shard: number, onMessage: () => void): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/gateway?v=10&encoding=json`)
  const { Guilds, GuildMessages, MessageContent } = GatewayIntentBits
  const identify = {
    token,
    intents: Guilds | GuildMessages | MessageContent,
    properties: { os: 'linux', browser: 'bench', device: 'bench' },
    shard: [shard, SHARDS],
  }
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject)
    socket.on('close', (code, reason) => reject(new Error(`closed: ${code} ${String(reason)}`)))
    socket.on('message', (data) => {
      const { op, t } = packetSchema.parse(JSON.parse(String(data)))
      if (op === GatewayOpcodes.Hello) socket.send(JSON.stringify({ op: GatewayOpcodes.Identify, d: identify }))
      if (t === GatewayDispatchEvents.Ready) resolve()
      if (t === GatewayDispatchEvents.MessageCreate) onMessage()
    })
  })
  return socket
}

async function benchGateway(bench: Bench) {
  let received = 0
  await drive(bench.url, 'gateway', { action: 'configure', maxConcurrency: SHARDS })
  const sockets = await Promise.all(
    Array.from({ length: SHARDS }, (_, shard) =>
      connect(bench, shard, () => {
        received += 1
      }),
    ),
  )
  const begun = performance.now()
  await writeMessages(bench, EVENTS)
  while (received < EVENTS) await new Promise((resolve) => setTimeout(resolve, 5))
  const seconds = (performance.now() - begun) / 1000
  for (const socket of sockets) socket.terminate()
  return { shards: SHARDS, events: received, 'events/s': Math.round(received / seconds) }
}

async function writeMessages({ url, guilds }: Bench, total: number): Promise<void> {
  for (let written = 0; written < total; ) {
    const round = guilds.slice(0, Math.max(1, Math.min(guilds.length, (total - written) / BURST)))
    await Promise.all(round.map(({ id, channel }) => drive(url, 'bursts', { guild: id, channel, messages: BURST })))
    written += round.length * BURST
  }
}

/** Memory after each tenth of a million messages, garbage collected. */
async function benchMemory(bench: Bench) {
  const steps = []
  for (let step = 0; step <= 10; step += 1) {
    if (step > 0) await writeMessages(bench, MESSAGES / 10)
    const { heapUsed, rss } = await ask(bench.child, 'memory', memorySchema)
    const megabytes = (bytes: number) => Math.round(bytes / 1024 / 1024)
    steps.push({ messages: (MESSAGES / 10) * step, 'heap MiB': megabytes(heapUsed), 'rss MiB': megabytes(rss) })
  }
  return steps
}

/** The emulated Discord itself: REST calls, gateway events and memory. Load generator and emulator share the machine. */
export async function benchEmulator(): Promise<void> {
  const bench = await start()
  try {
    console.log(`\nREST: a mix of reads and writes, ${CONNECTIONS} connections`)
    console.table([await benchRest(bench)])
    console.log('\nGateway: messages of several users to bare clients in the process that writes them')
    console.table([await benchGateway(bench)])
    console.log('\nMemory: old messages are dropped')
    console.table(await benchMemory(bench))
  } finally {
    bench.child.disconnect()
    await once(bench.child, 'exit')
  }
}
