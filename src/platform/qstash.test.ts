import { Receiver } from '@upstash/qstash'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type QstashEmulator, startQstashEmulator } from '../../scripts/emulators/qstash/index.ts'
import { signDelivery } from '../../scripts/emulators/qstash/signature.ts'
import { createLocalClock, type LocalClock } from '../../scripts/local/clock.ts'
import { type HttpServer, listen } from '../../scripts/local/http-server.ts'
import type { AnnouncedJob } from '../core/alarm.ts'
import { snowflake } from '../core/snowflake.ts'
import { createAlarm, createCallbackVerifier } from './qstash.ts'

const ANY_PORT = 0
const DAY = 86_400_000
const keys = { token: 'token', currentSigningKey: 'sig_current', nextSigningKey: 'sig_next' }
let worker: HttpServer
let qstash: QstashEmulator
let clock: LocalClock
let calls: { signature: string; body: string }[]

beforeAll(async () => {
  worker = await listen({
    name: 'worker',
    port: ANY_PORT,
    fetch: async (request) => {
      calls.push({ signature: request.headers.get('upstash-signature') ?? '', body: await request.text() })
      return new Response('ok')
    },
  })
})
beforeEach(async () => {
  calls = []
  clock = createLocalClock()
  qstash = await startQstashEmulator({ port: ANY_PORT, clock, keys, stateFile: null })
})
afterEach(() => qstash.stop())
afterAll(() => worker.close())

const jobsUrl = () => `${worker.url}/jobs`
const now = () => new Date(clock.now())
const verifier = () => createCallbackVerifier({ currentKey: 'sig_current', nextKey: 'sig_next', jobsUrl: jobsUrl() })

function setUp(url = qstash.url) {
  const warn = vi.fn()
  const log = { debug() {}, info() {}, warn, error() {} }
  return { warn, alarm: createAlarm({ url, token: 'token', jobsUrl: jobsUrl(), log, timeoutMs: 500 }) }
}
function jobIn(ms: number, fields: Partial<AnnouncedJob> = {}): AnnouncedJob {
  const guildId = snowflake('100000000000000001')
  const runAt = new Date(clock.now() + ms)
  return { id: crypto.randomUUID(), kind: 'test.job', key: 'key', guildId, runAt, attempts: 0, ...fields }
}

describe('createAlarm', () => {
  it('has each job called back when it is due, never earlier, with its id in the signed body', async () => {
    const { alarm } = setUp()
    const jobs = [jobIn(3_600_000), jobIn(7_200_000)]
    await alarm.schedule(jobs, now())
    clock.advance(3_599_000)
    await qstash.settle()
    expect(calls).toEqual([])
    clock.advance(2_000)
    await qstash.settle()
    expect(calls.map((call) => JSON.parse(call.body))).toEqual([{ id: jobs[0]?.id, kind: 'test.job', key: 'key' }])
    const [call] = calls
    expect(await verifier()(call?.signature ?? '', call?.body ?? '', now())).toBe(true)
  })

  it('sends one message per start of a job, in one request for many', async () => {
    const { alarm } = setUp()
    const job = jobIn(60_000)
    await alarm.schedule([job, jobIn(60_000)], now())
    await alarm.schedule([job], now())
    await alarm.schedule([{ ...job, attempts: 1 }], now())
    expect(qstash.messages()).toHaveLength(3)
  })

  it('leaves jobs that are too far away to the sweeper', async () => {
    const { alarm, warn } = setUp()
    await alarm.schedule([jobIn(7 * DAY + 1), jobIn(7 * DAY - 1000)], now())
    expect(qstash.messages()).toHaveLength(1)
    expect(warn).not.toHaveBeenCalled()
  })

  it('logs and goes on when QStash refuses, is away or hangs', async () => {
    // The official client prints what it then throws.
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {})
    const { alarm, warn } = setUp()
    qstash.setFaults({ down: true })
    await alarm.schedule([jobIn(1000)], now())
    await setUp('http://127.0.0.1:1').alarm.schedule([jobIn(1000)], now())
    const silent = await listen({ name: 'silent', port: ANY_PORT, fetch: () => new Promise(() => {}) })
    const hanging = setUp(silent.url)
    await hanging.alarm.schedule([jobIn(1000)], now())
    await silent.close()
    await vi.waitFor(() => expect(printed).toHaveBeenCalledTimes(3))
    expect(warn).toHaveBeenCalledOnce()
    expect(hanging.warn).toHaveBeenCalledOnce()
  })
})

describe('createCallbackVerifier', () => {
  const body = '{"id":"x"}'
  const sign = (input: Partial<Parameters<typeof signDelivery>[0]> = {}) =>
    signDelivery({ key: 'sig_current', url: jobsUrl(), body: Buffer.from(body), nowMs: Date.now(), ...input })

  it('accepts both keys', async () => {
    expect(await verifier()(sign(), body)).toBe(true)
    expect(await verifier()(sign({ key: 'sig_next' }), body)).toBe(true)
  })

  it('accepts nothing else', async () => {
    const verify = verifier()
    expect(await verify(sign({ key: 'wrong' }), body)).toBe(false)
    expect(await verify(sign(), `${body} `)).toBe(false)
    expect(await verify(sign({ url: `${worker.url}/other` }), body)).toBe(false)
    expect(await verify('', body)).toBe(false)
    expect(await verify('a.b.c', body)).toBe(false)
    expect(await verify(sign().replace(/\.[^.]+$/, '.'), body)).toBe(false)
  })

  it('allows 5 s of clock skew, not more', async () => {
    const verify = verifier()
    expect(await verify(sign({ nowMs: Date.now() + 4000 }), body)).toBe(true)
    expect(await verify(sign({ nowMs: Date.now() + 8000 }), body)).toBe(false)
    expect(await verify(sign({ nowMs: Date.now() - 304_000 }), body)).toBe(true)
    expect(await verify(sign({ nowMs: Date.now() - 308_000 }), body)).toBe(false)
  })

  it.each([DAY, -DAY])('goes by the local clock when that is shifted by %d ms', async (shift) => {
    const verify = verifier()
    const shifted = new Date(Date.now() + shift)
    expect(await verify(sign({ nowMs: shifted.getTime() }), body, shifted)).toBe(true)
    expect(await verify(sign({ nowMs: shifted.getTime() + 8000 }), body, shifted)).toBe(false)
    expect(await verify(sign({ nowMs: shifted.getTime() - 308_000 }), body, shifted)).toBe(false)
    expect(await verify(sign(), body, shifted)).toBe(false)
  })

  it('is what the official receiver says', async () => {
    const receiver = new Receiver({ currentSigningKey: 'sig_current', nextSigningKey: 'sig_next' })
    expect(await receiver.verify({ signature: sign(), body, url: jobsUrl() })).toBe(true)
  })
})
