import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pingBody, prepareCommand, prepareInteraction } from '../../scripts/emulators/discord/driver/index.ts'
import { startWorkerd } from '../../scripts/local/workerd.ts'
import { startWorld, type World } from '../harness/world.ts'
import { alteredSignatures, wycheproof } from './ed25519-vectors.ts'
import { type Mutant, makeMutants, requestOf, type Signed, sign } from './mutants.ts'
import { createRandom } from './random.ts'
import { sendAll, sendOne, serialise } from './raw-http.ts'

const total = 100_000
const perChunk = 10_000
const connections = 24
const pong = '{"type":1}'

let world: World

beforeAll(async () => {
  world = await startWorld({ target: 'workerd' })
}, 120_000)
afterAll(() => world?.stop())

/** Everything the Worker can ask of others; its cron may run meanwhile, under a database role that users never get. */
async function callsMade() {
  const { neon, upstash, qstash, discord } = world.stack
  const { byRole } = await neon.stats()
  return {
    postgres: byRole['guildhall_app'] ?? 0,
    redis: upstash.stats().requests,
    qstash: qstash.stats().published + qstash.stats().refused,
    discord: discord.world.requests.entries.length + discord.world.requests.dropped,
  }
}

const ping = (): Signed => sign(world.stack.discord.world, pingBody(world.stack.discord.world))

/** Commands that would write, so that a single one let through shows. */
function warnings(count: number): Signed[] {
  const { world: discord } = world.stack.discord
  const place = { guild: 'Guildhall Demo', channel: 'general', user: 'grace' }
  return Array.from({ length: count }, () => {
    const prepared = prepareCommand({ world: discord }, { ...place, name: 'warn', options: { user: 'alan' } })
    return sign(discord, prepareInteraction(discord, prepared.place, prepared.input).body)
  })
}

const expectPong = async () =>
  expect(await sendOne(world.stack.ports.worker, requestOf(ping()))).toEqual({ status: 200, body: pong })

/** How often each status came. A valid PING goes along with every 500. */
async function attack(mutants: readonly Mutant[]) {
  const pings = Array.from({ length: Math.ceil(mutants.length / 500) }, () => serialise(requestOf(ping())))
  const accepted: string[] = []
  const statuses = new Map<number, number>()
  let pongs = 0
  await sendAll(world.stack.ports.worker, [...mutants.map(serialise), ...pings], {
    connections,
    onAnswer(index, { status, body }) {
      const mutant = mutants[index]
      if (mutant === undefined) pongs += body === pong ? 1 : 0
      else statuses.set(status, (statuses.get(status) ?? 0) + 1)
      if (mutant !== undefined && status !== 401) accepted.push(`${status} ${mutant.kind}`)
    },
  })
  return { statuses, accepted, pongs, pings: pings.length }
}

describe('interactions that Discord did not sign', () => {
  test(`of ${total} forged or altered ones none is accepted, and nobody is asked anything`, async () => {
    const random = createRandom(20_261_120)
    const before = await callsMade()
    const start = performance.now()
    const kinds = new Set<string>()
    const seen = { refused: 0, other: [] as string[], pongs: 0, pings: 0 }
    for (let sent = 0; sent < total; sent += perChunk) {
      const mutants = makeMutants(world.stack.discord.world, {
        valid: [...warnings(40), ping()],
        random,
        count: perChunk,
      })
      const { statuses, accepted, pongs, pings } = await attack(mutants)
      for (const { kind } of mutants) kinds.add(kind)
      seen.refused += statuses.get(401) ?? 0
      seen.other.push(...accepted)
      seen.pongs += pongs
      seen.pings += pings
    }
    const rate = Math.round((total / (performance.now() - start)) * 1000)
    console.info(`forged: ${seen.refused} of ${total} refused (${kinds.size} kinds), ${seen.pongs} PINGs, ${rate}/s`)
    expect(seen.other).toEqual([])
    expect(seen.refused).toBe(total)
    expect(seen.pongs).toBe(seen.pings)
    expect(await callsMade()).toEqual(before)
  })

  test('every re-encoding of a valid signature is refused, the signature itself in capitals is not', async () => {
    const valid = ping()
    const altered = alteredSignatures(valid.signature)
    for (const { name, signature } of altered) {
      const { status } = await sendOne(world.stack.ports.worker, requestOf({ ...valid, signature }))
      expect([name, status]).toEqual([name, 401])
    }
    const capitals = { ...valid, signature: valid.signature.toUpperCase() }
    expect(await sendOne(world.stack.ports.worker, requestOf(capitals))).toEqual({ status: 200, body: pong })
    console.info(`re-encodings: ${altered.length} refused`)
  })

  test('one that is larger than any interaction is turned away with 413, its length told or not', async () => {
    const large = requestOf(
      sign(world.stack.discord.world, JSON.stringify({ type: 1, padding: 'x'.repeat(1_000_000) })),
    )
    expect((await sendOne(world.stack.ports.worker, large)).status).toBe(413)
    expect((await sendOne(world.stack.ports.worker, { ...large, chunked: true })).status).toBe(413)
    await expectPong()
  })

  test('a valid one in chunks is accepted', async () => {
    expect(await sendOne(world.stack.ports.worker, { ...requestOf(ping()), chunked: true })).toEqual({
      status: 200,
      body: pong,
    })
  })
})

describe("Wycheproof's Ed25519 vectors", () => {
  const vectors = wycheproof()

  test('the runtime that verifies judges all of them right', async () => {
    const localDir = mkdtempSync(join(tmpdir(), 'guildhall-wycheproof-'))
    const dir = fileURLToPath(new URL('./fixture', import.meta.url))
    const bundle = { dir, compatibilityDate: '2026-01-01', compatibilityFlags: [] }
    const runtime = await startWorkerd({ name: 'verify', bundle, env: {}, port: 0, localDir })
    try {
      const body = JSON.stringify(vectors.map(({ key, message, signature }) => [key, message, signature]))
      const response = await fetch(runtime.url, { method: 'POST', body })
      expect(await response.json()).toEqual(vectors.map(({ isValid }) => isValid))
    } finally {
      await runtime.stop()
      rmSync(localDir, { recursive: true, force: true })
    }
    console.info(`wycheproof: ${vectors.length} judged right, ${vectors.filter((one) => !one.isValid).length} invalid`)
  })

  test('as interactions the invalid ones get 401, whatever key the bot has', async () => {
    const { worker, env, ports } = world.stack
    const figures = { refused: 0, verified: 0 }
    const sendable = vectors.flatMap((vector) => asInteraction(vector) ?? [])
    for (const key of new Set(sendable.map((one) => one.key))) {
      await worker?.restart({ env: { ...env, DISCORD_PUBLIC_KEY: key } })
      for (const { id, isValid, request } of sendable.filter((one) => one.key === key)) {
        const { status } = await sendOne(ports.worker, request)
        // Found genuine, they are still no interactions: their text is no JSON object.
        expect([id, status]).toEqual([id, isValid ? 400 : 401])
        figures[isValid ? 'verified' : 'refused'] += 1
      }
    }
    await worker?.restart({ env })
    await expectPong()
    console.info(`wycheproof as interactions: ${figures.refused} refused, ${figures.verified} found genuine`)
    expect(figures).toEqual({ refused: 22, verified: 5 })
  })
})

/** Messages that begin with digits can be cut into timestamp and body; the local clock makes them fresh. */
function asInteraction({ id, key, message, signature, isValid }: ReturnType<typeof wycheproof>[number]) {
  const bytes = Buffer.from(message, 'hex')
  const timestamp = /^\d{1,12}/.exec(bytes.toString('latin1'))?.[0]
  if (timestamp === undefined) return undefined
  const { headers } = requestOf({ signature, timestamp, body: '' })
  const offset: [string, string] = ['x-guildhall-clock-offset', String(Number(timestamp) * 1000 - Date.now())]
  const request = { headers: [...headers, offset], body: bytes.subarray(timestamp.length) }
  return { id, key, isValid, request }
}

describe('PING', () => {
  const faults = ['down', 'hang'] as const

  test.each(faults)('is answered while every dependency is away (%s)', async (mode) => {
    const { neon, upstash, qstash, worker, discord } = world.stack
    await worker?.restart()
    await neon.setFault(mode)
    upstash.setFault(mode)
    qstash.setFaults({ down: true })
    discord.world.faults.push({ id: -1, hits: 0, drop: true, ...(mode === 'hang' ? { delayMs: 60_000 } : {}) })
    try {
      const start = performance.now()
      await expectPong()
      console.info(
        `PING with all down (${mode}), the first of a new process: ${(performance.now() - start).toFixed(1)} ms`,
      )
    } finally {
      await neon.setFault('none')
      upstash.setFault('none')
      qstash.setFaults({})
      discord.world.faults = []
    }
  })
})
