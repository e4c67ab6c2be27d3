import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, Receiver } from '@upstash/qstash'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { clockOffsetHeader, createLocalClock, type LocalClock } from '../../local/clock.ts'
import { type HttpServer, listen } from '../../local/http-server.ts'
import { type QstashEmulator, startQstashEmulator } from './index.ts'

type Delivery = { path: string; body: string; headers: Headers; at: number }

const keys = { token: 'token', currentSigningKey: 'sig_current', nextSigningKey: 'sig_next' }
const minute = 60_000
let destination: HttpServer
let deliveries: Delivery[] = []
let respond: (delivery: Delivery) => Response | Promise<Response>
let clock: LocalClock
let qstash: QstashEmulator
let client: Client

beforeAll(async () => {
  destination = await listen({
    name: 'destination',
    port: 0,
    fetch: async (request) => {
      const { pathname, search } = new URL(request.url)
      const delivery = {
        path: pathname + search,
        body: await request.text(),
        headers: request.headers,
        at: clock.now(),
      }
      deliveries.push(delivery)
      return respond(delivery)
    },
  })
})
beforeEach(async () => {
  // The official client prints every refusal, and refusals are what many of these tests provoke.
  vi.spyOn(console, 'error').mockImplementation(() => {})
  deliveries = []
  respond = () => new Response('ok')
  clock = createLocalClock()
  await start(null)
})
afterEach(() => qstash.stop())
afterAll(() => destination.close())

async function start(stateFile: string | null): Promise<void> {
  qstash = await startQstashEmulator({ port: 0, clock, keys, stateFile })
  client = new Client({ baseUrl: qstash.url, token: 'token', retry: false, enableTelemetry: false })
}

/** Moves the clock step by step, as the stack does, so that each delivery happens at its own time. */
async function advance(ms: number): Promise<void> {
  const target = clock.now() + ms
  await qstash.settle()
  for (let due = qstash.nextDue(); due !== null && due <= target; due = qstash.nextDue()) {
    clock.advance(Math.max(0, due - clock.now()))
    await qstash.settle()
  }
  clock.advance(Math.max(0, target - clock.now()))
  await qstash.settle()
}

describe('publishing with the official client', () => {
  it('delivers body, query and forwarded headers, signed for exactly that url and body', async () => {
    const url = `${destination.url}/jobs?x=1&y=a%20b`
    await client.publishJSON({ url, body: { n: 1 }, headers: { 'x-mine': 'yes' } })
    await qstash.settle()
    const [delivery] = deliveries
    expect(delivery?.path).toBe('/jobs?x=1&y=a%20b')
    expect(delivery?.headers.get('x-mine')).toBe('yes')
    expect(delivery?.headers.get('content-type')).toBe('application/json')
    const receiver = new Receiver({ currentSigningKey: 'sig_current', nextSigningKey: 'sig_next' })
    const signature = delivery?.headers.get('upstash-signature') ?? ''
    expect(await receiver.verify({ signature, body: '{"n":1}', url })).toBe(true)
    await expect(receiver.verify({ signature, body: '{"n":2}', url })).rejects.toThrow()
    await expect(receiver.verify({ signature, body: '{"n":1}', url: `${url}0` })).rejects.toThrow()
    const stranger = new Receiver({ currentSigningKey: 'a', nextSigningKey: 'b' })
    await expect(stranger.verify({ signature, body: '{"n":1}', url })).rejects.toThrow()
  })

  it('signs with the shifted clock and tells the Worker the offset', async () => {
    await client.publish({ url: destination.url, body: 'x', delay: 3600 })
    await advance(2 * 3600_000)
    const claims = JSON.parse(
      Buffer.from(deliveries[0]?.headers.get('upstash-signature')?.split('.')[1] ?? '', 'base64url').toString(),
    )
    expect(claims.iat - Date.now() / 1000).toBeGreaterThan(3500)
    expect(Number(deliveries[0]?.headers.get(clockOffsetHeader))).toBeGreaterThan(3500_000)
  })

  it('delivers delayed and not-before messages in the order of their times, each at its time', async () => {
    const startedAt = clock.now()
    await client.publish({ url: `${destination.url}/late`, delay: '30m' })
    await client.publish({ url: `${destination.url}/soon`, delay: '10m' })
    await client.publish({ url: `${destination.url}/middle`, notBefore: Math.floor(startedAt / 1000) + 20 * 60 })
    await advance(9 * minute)
    expect(deliveries).toEqual([])
    await advance(22 * minute)
    expect(deliveries.map(({ path }) => path)).toEqual(['/soon', '/middle', '/late'])
    expect(deliveries.map(({ at }) => Math.round((at - startedAt) / minute))).toEqual([10, 20, 30])
  })

  it('delivers by the real clock too', async () => {
    await client.publish({ url: destination.url, delay: '1s' })
    await expect.poll(() => deliveries.length, { timeout: 3000 }).toBe(1)
  })

  it('drops a duplicate within ten minutes and answers with the first id', async () => {
    const request = { url: destination.url, body: 'x', deduplicationId: 'once' }
    const first = await client.publish(request)
    const second = await client.publish(request)
    expect(second).toMatchObject({ messageId: first.messageId, deduplicated: true })
    await client.publish({ url: destination.url, body: 'y', contentBasedDeduplication: true })
    await client.publish({ url: destination.url, body: 'y', contentBasedDeduplication: true })
    await advance(11 * minute)
    expect(deliveries.length).toBe(2)
    await client.publish(request)
    await qstash.settle()
    expect(deliveries.length).toBe(3)
  })

  it('takes a batch, and an enqueued series first in, first out although the first needs a retry', async () => {
    await client.batchJSON([
      { url: `${destination.url}/a`, body: 1 },
      { url: `${destination.url}/b`, body: 2, delay: 60 },
    ])
    await advance(minute)
    expect(deliveries.map(({ path }) => path)).toEqual(['/a', '/b'])
    deliveries = []
    respond = ({ headers }) => new Response('', { status: headers.get('upstash-retried') === '0' ? 500 : 200 })
    const queue = client.queue({ queueName: 'line' })
    for (const path of ['/1', '/2', '/3']) await queue.enqueue({ url: destination.url + path, retryDelay: '1000' })
    await advance(10_000)
    expect(deliveries.map(({ path }) => path)).toEqual(['/1', '/1', '/2', '/2', '/3', '/3'])
  })

  it.each([
    [{ url: 'ftp://x' }, /invalid scheme/],
    [{ url: 'http://127.0.0.1/', body: 'x'.repeat(2 ** 20 + 1) }, /larger than 1 MB/],
    [{ url: 'http://127.0.0.1/', retryDelay: 'boom(1)' }, /boom/],
    [{ url: 'http://127.0.0.1/', callback: 'nowhere' }, /Upstash-Callback/],
  ])('refuses wrong request %# with words', async (request, words) => {
    await expect(client.publish(request)).rejects.toThrow(words)
  })

  it('refuses a wrong token', async () => {
    const stranger = new Client({ baseUrl: qstash.url, token: 'wrong', retry: false })
    await expect(stranger.publish({ url: destination.url })).rejects.toThrow(/token/)
  })
})

describe('retries, dead letters and callbacks', () => {
  it('retries with the documented backoff, then keeps a dead letter that can be retried', async () => {
    const startedAt = clock.now()
    respond = () => new Response('broken', { status: 500 })
    const { messageId } = await client.publishJSON({ url: `${destination.url}/job`, body: { id: 7 } })
    await advance(40 * minute)
    expect(deliveries.map(({ headers }) => headers.get('upstash-retried'))).toEqual(['0', '1', '2', '3'])
    expect(deliveries.map(({ at }) => Math.round((at - startedAt) / 1000))).toEqual([0, 12, 161, 1969])
    const { messages } = await client.dlq.listMessages()
    expect(messages).toMatchObject([{ messageId, responseStatus: 500, responseBody: 'broken', body: '{"id":7}' }])
    respond = () => new Response('ok')
    await client.dlq.retry(messages.map(({ dlqId }) => dlqId))
    await qstash.settle()
    expect(deliveries.at(-1)?.body).toBe('{"id":7}')
    expect((await client.dlq.listMessages()).messages).toEqual([])
  })

  it('honours retries, retry-delay, Retry-After and 489', async () => {
    respond = () => new Response('', { status: 500 })
    const startedAt = clock.now()
    await client.publish({ url: `${destination.url}/own`, retries: 2, retryDelay: 'pow(2, retried) * 1000' })
    await advance(minute)
    expect(deliveries.map(({ at }) => Math.round((at - startedAt) / 1000))).toEqual([0, 1, 3])
    deliveries = []
    respond = ({ headers }) =>
      new Response('', { status: headers.get('upstash-retried') === '0' ? 429 : 489, headers: { 'retry-after': '5' } })
    const before = clock.now()
    await client.publish({ url: `${destination.url}/asked` })
    await advance(60 * minute)
    expect(deliveries.map(({ at }) => Math.round((at - before) / 1000))).toEqual([0, 5])
    expect(qstash.deadLetters().length).toBe(2)
  })

  it('calls back after success, and after the last failure with the dead letter id', async () => {
    respond = ({ path }) => new Response('answer', { status: path === '/bad' ? 500 : 200 })
    const callbacks = { callback: `${destination.url}/done`, failureCallback: `${destination.url}/failed` }
    await client.publish({ url: `${destination.url}/good`, body: 'in', ...callbacks })
    await client.publish({ url: `${destination.url}/bad`, retries: 0, ...callbacks })
    await qstash.settle()
    const bodyOf = (path: string) => JSON.parse(deliveries.find((one) => one.path === path)?.body ?? '{}')
    expect(bodyOf('/done')).toMatchObject({ status: 200, body: btoa('answer'), sourceBody: btoa('in') })
    expect(bodyOf('/failed')).toMatchObject({ status: 500, maxRetries: 0, dlqId: qstash.deadLetters()[0]?.dlqId })
  })

  it('treats a destination that is not there as a failed attempt', async () => {
    await client.publish({ url: 'http://127.0.0.1:1/', retries: 0 })
    await qstash.settle()
    expect(qstash.deadLetters()[0]?.responseStatus).toBe(0)
  })
})

describe('schedules and messages', () => {
  it('fires a schedule at each of its times, in its zone, and stops while paused', async () => {
    const scheduleId = 'every-hour'
    await client.schedules.create({ destination: destination.url, cron: '0 * * * *', scheduleId, body: 'tick' })
    await advance(3 * 60 * minute)
    expect(deliveries.map(({ headers, body }) => [headers.get('upstash-schedule-id'), body])).toEqual(
      Array.from({ length: 3 }, () => ['every-hour', 'tick']),
    )
    await client.schedules.pause({ schedule: scheduleId })
    expect((await client.schedules.get(scheduleId)).isPaused).toBe(true)
    await advance(3 * 60 * minute)
    expect(deliveries.length).toBe(3)
    await client.schedules.resume({ schedule: scheduleId })
    await advance(60 * minute)
    expect(deliveries.length).toBe(4)
    await client.schedules.delete(scheduleId)
    expect(await client.schedules.list()).toEqual([])
    await client.schedules.create({
      destination: destination.url,
      cron: 'CRON_TZ=Asia/Tokyo 0 9 * * *',
      scheduleId: 'tokyo',
    })
    const next = new Date((await client.schedules.get('tokyo')).nextScheduleTime ?? 0)
    expect([next.getUTCHours(), next.getUTCMinutes()]).toEqual([0, 0])
    await expect(client.schedules.create({ destination: destination.url, cron: 'nonsense' })).rejects.toThrow(
      /Upstash-Cron/,
    )
  })

  it('shows and cancels a waiting message, and forgets a delivered one', async () => {
    const { messageId } = await client.publish({ url: destination.url, body: 'x', delay: 60 })
    expect(await client.messages.get(messageId)).toMatchObject({ messageId, url: destination.url, body: 'x' })
    expect(await client.messages.cancel(messageId)).toEqual({ cancelled: 1 })
    const done = await client.publish({ url: destination.url })
    await advance(2 * minute)
    expect(deliveries.length).toBe(1)
    await expect(client.messages.get(done.messageId)).rejects.toThrow(/not found/)
    const { logs } = await client.logs({ messageIds: [done.messageId] })
    expect(logs.map(({ state }) => state).sort()).toEqual(['ACTIVE', 'CREATED', 'DELIVERED'])
  })

  it('keeps waiting messages and schedules over a restart', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'qstash-'))
    await qstash.stop()
    await start(join(dir, 'qstash.json'))
    await client.publish({ url: `${destination.url}/kept`, delay: '5m' })
    await client.schedules.create({ destination: destination.url, cron: '0 0 1 1 *', scheduleId: 'kept' })
    await qstash.stop()
    await start(join(dir, 'qstash.json'))
    expect((await client.schedules.list()).map(({ scheduleId }) => scheduleId)).toEqual(['kept'])
    await advance(6 * minute)
    expect(deliveries.map(({ path }) => path)).toEqual(['/kept'])
    rmSync(dir, { recursive: true })
  })
})

describe('faults', () => {
  it('"down" refuses calls with 503 and delivers nothing until it ends', async () => {
    await client.publish({ url: destination.url, delay: 60 })
    qstash.setFaults({ down: true })
    await expect(client.publish({ url: destination.url })).rejects.toMatchObject({ status: 503 })
    await advance(60 * minute)
    expect(deliveries.length).toBe(0)
    qstash.setFaults({})
    await qstash.settle()
    expect(deliveries.length).toBe(1)
  })

  it('duplicates, drops and reorders deliveries on demand, the same way for the same seed', async () => {
    const publishTen = async () => {
      const notBefore = Math.ceil(clock.now() / 1000) + 60
      for (let n = 0; n < 10; n++) await client.publish({ url: `${destination.url}/${n}`, notBefore })
      await advance(2 * minute)
    }
    qstash.setFaults({ duplicate: 1 })
    await publishTen()
    expect(deliveries.length).toBe(20)
    deliveries = []
    qstash.setFaults({ drop: 1 })
    await publishTen()
    expect(deliveries.length).toBe(0)
    expect(qstash.stats()).toMatchObject({ dropped: 10, duplicated: 10 })
    const orderOf = async (seed: number) => {
      deliveries = []
      qstash.setFaults({ reorder: true, seed })
      await publishTen()
      return deliveries.map(({ path }) => path)
    }
    const shuffled = await orderOf(5)
    expect([...shuffled].sort()).toEqual(Array.from({ length: 10 }, (_, n) => `/${n}`))
    expect(shuffled).not.toEqual([...shuffled].sort())
    expect(await orderOf(5)).toEqual(shuffled)
  })
})
