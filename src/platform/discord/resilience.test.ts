import { afterEach, describe, expect, test } from 'vitest'
import {
  CHANNEL,
  createTestClient,
  type FakeDiscord,
  type FakeHandler,
  GUILD,
  limitHeaders,
  startFakeDiscord,
} from './testing.ts'

const open: FakeDiscord[] = []
afterEach(async () => {
  for (const fake of open.splice(0)) await fake.close()
})

async function setUp(handler: FakeHandler) {
  const fake = await startFakeDiscord(handler)
  open.push(fake)
  return { fake, ...createTestClient({ apiUrl: fake.url }) }
}

const messages = `/channels/${CHANNEL}/messages` as const
const get = { method: 'GET', path: messages } as const
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )
const limited = (retryAfter: number, extra: Record<string, unknown> = {}, headers: Record<string, string> = {}) => ({
  status: 429,
  headers,
  body: { message: 'You are being rate limited.', retry_after: retryAfter, global: false, ...extra },
})
const ok = { status: 200, body: {} }

describe('rate limits', () => {
  test('waits for the reset instead of running into an empty bucket', async () => {
    const { discord, clock, fake } = await setUp(() => ({
      ...ok,
      headers: limitHeaders({ remaining: 0, resetAfter: 1.5 }),
    }))
    await discord.request(get)
    await discord.request(get)
    expect(clock.slept).toEqual([1500])
    expect(fake.seen).toHaveLength(2)
  })

  test('says how long when the reset is further away than the time given, without asking Discord', async () => {
    const { discord, fake } = await setUp(() => ({ ...ok, headers: limitHeaders({ remaining: 0, resetAfter: 30 }) }))
    await discord.request(get)
    const error = await failure(discord.request({ ...get, timeoutMs: 2000 }))
    expect(error).toMatchObject({ code: 'unavailable', details: { retryAfterMs: 30_000 } })
    expect(fake.seen).toHaveLength(1)
  })

  test('an empty bucket of one channel does not hold up another', async () => {
    const { discord, clock } = await setUp(() => ({ ...ok, headers: limitHeaders({ remaining: 0, resetAfter: 5 }) }))
    await discord.request(get)
    await discord.request({ method: 'GET', path: '/channels/200000000000000002/messages' })
    expect(clock.slept).toEqual([])
  })

  test.each(['user', 'shared'])(
    'a 429 of scope %s is repeated after retry_after, even for a post without key',
    async (scope) => {
      let calls = 0
      const { discord, clock, memory } = await setUp(() => {
        calls += 1
        return calls === 1 ? limited(0.75, {}, { 'x-ratelimit-scope': scope }) : ok
      })
      await discord.request({ method: 'POST', path: messages, body: {} })
      expect(clock.slept).toEqual([750])
      expect(memory.refusals.invalid.size).toBe(scope === 'shared' ? 0 : 1)
    },
  )

  test('a global 429 holds up every bot route but no interaction', async () => {
    let calls = 0
    const { discord, clock, fake } = await setUp(() => {
      calls += 1
      return calls === 1 ? limited(2, { global: true }) : ok
    })
    await failure(discord.request({ ...get, timeoutMs: 1000 }))
    await discord.request({ method: 'POST', path: '/interactions/1/t/callback', body: {}, auth: 'interaction' })
    expect(clock.slept).toEqual([])
    await discord.request({ method: 'GET', path: `/guilds/${GUILD}` })
    expect(clock.slept).toEqual([2000])
    expect(fake.seen).toHaveLength(3)
  })

  test("Cloudflare's plain 1015 is repeated and teaches no bucket", async () => {
    let calls = 0
    const { discord, clock, memory } = await setUp(() => {
      calls += 1
      const headers = limitHeaders({ remaining: 0, resetAfter: 99 })
      return calls === 1 ? { status: 429, headers, body: 'error code: 1015' } : ok
    })
    await discord.request(get)
    expect(clock.slept).toEqual([500])
    expect(memory.buckets.buckets.size).toBe(0)
  })

  test('a rename limit does not hold up slow mode in the same channel', async () => {
    const { discord, clock } = await setUp(({ body }) => (JSON.stringify(body).includes('name') ? limited(600) : ok))
    const path = `/channels/${CHANNEL}` as const
    const error = await failure(discord.request({ method: 'PATCH', path, body: { name: 'x' } }))
    expect(error).toMatchObject({ code: 'unavailable', details: { retryAfterMs: 600_000 } })
    await discord.request({ method: 'PATCH', path, body: { rate_limit_per_user: 5 } })
    expect(clock.slept).toEqual([])
  })
})

describe('parallel requests', () => {
  test('32 at once through a bucket of 5 all succeed, and none runs into a 429', async () => {
    const window = { endsAt: 0, used: 0 }
    const fake = await startFakeDiscord(async () => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      const now = Date.now()
      if (now >= window.endsAt) Object.assign(window, { endsAt: now + 300, used: 0 })
      window.used += 1
      const left = { remaining: Math.max(0, 5 - window.used), resetAfter: (window.endsAt - now) / 1000 }
      const headers = limitHeaders({ ...left, reset: window.endsAt / 1000 })
      return window.used > 5 ? limited(left.resetAfter, {}, headers) : { ...ok, headers }
    })
    open.push(fake)
    const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
    const { discord, log } = createTestClient({ apiUrl: fake.url, now: Date.now, sleep })
    const all = Array.from({ length: 32 }, () => discord.request(get))
    expect(await Promise.all(all)).toHaveLength(32)
    expect(log.lines).toEqual([])
    expect(fake.seen).toHaveLength(32)
  })

  test('32 answers to interactions at once never wait for each other', async () => {
    const { discord, clock } = await setUp(() => ({ status: 204 }))
    const answers = Array.from({ length: 32 }, (_, index) =>
      discord.request({ method: 'POST', path: `/interactions/${index}/t/callback`, body: {}, auth: 'interaction' }),
    )
    await Promise.all(answers)
    expect(clock.slept).toEqual([])
  })
})

describe('breaker', () => {
  test('opens after 5 failures, refuses for 60 s, lets one probe through and closes', async () => {
    let broken = true
    const { discord, clock, fake, log } = await setUp(() => (broken ? { status: 500 } : ok))
    await failure(discord.request(get))
    await failure(discord.request(get))
    expect(fake.seen).toHaveLength(5)
    expect(await failure(discord.request(get))).toMatchObject({
      code: 'unavailable',
      details: { retryAfterMs: 60_000 - 125 },
    })
    expect(fake.seen).toHaveLength(5)
    expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(1)

    clock.advance(60_000)
    await failure(discord.request(get))
    expect(fake.seen).toHaveLength(6)

    broken = false
    clock.advance(60_000)
    const after = await Promise.all([discord.request(get), failure(discord.request(get))])
    expect(after[1]).toMatchObject({ code: 'unavailable' })
    expect(fake.seen).toHaveLength(7)
    await discord.request(get)
  })

  test('failing bot routes do not stop answers to interactions', async () => {
    const { discord } = await setUp(({ path }) => (path.includes('/interactions/') ? { status: 204 } : { status: 500 }))
    for (let i = 0; i < 3; i += 1) await failure(discord.request(get))
    await discord.request({ method: 'POST', path: '/interactions/1/t/callback', body: {}, auth: 'interaction' })
  })
})

describe('refusals', () => {
  const unauthorised = { status: 401, body: { code: 0, message: '401: Unauthorized' } }

  test('a 401 on a bot route stops every bot call, loudly, but no interaction', async () => {
    const { discord, fake, log } = await setUp(({ path }) =>
      path.includes('/interactions/') ? { status: 204 } : unauthorised,
    )
    expect(await failure(discord.request(get))).toMatchObject({ status: 401 })
    for (let i = 0; i < 10; i += 1) expect(await failure(discord.request(get))).toMatchObject({ code: 'unavailable' })
    expect(fake.seen).toHaveLength(1)
    expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(1)
    await discord.request({ method: 'POST', path: '/interactions/1/t/callback', body: {}, auth: 'interaction' })
  })

  test('a 401 of a webhook token says nothing about the bot', async () => {
    const { discord } = await setUp(({ path }) => (path.includes('/webhooks/') ? unauthorised : ok))
    await failure(discord.request({ method: 'POST', path: '/webhooks/1/t', body: {} }))
    await failure(discord.request({ method: 'POST', path: '/webhooks/1/t', body: {}, auth: 'interaction' }))
    await discord.request(get)
  })

  test('a webhook that is gone is not asked again', async () => {
    const gone = { status: 404, body: { code: 10015, message: 'Unknown Webhook' } }
    const { discord, fake } = await setUp(() => gone)
    for (let i = 0; i < 5; i += 1)
      expect(await failure(discord.request({ method: 'POST', path: '/webhooks/1/t', body: {} }))).toMatchObject({
        code: 10015,
      })
    expect(fake.seen).toHaveLength(1)
  })

  test('a channel that refuses three messages is left alone for 30 s, other channels are not', async () => {
    const refused = { status: 403, body: { code: 50013, message: 'Missing Permissions' } }
    const { discord, clock, fake } = await setUp(({ path }) => (path.includes(CHANNEL) ? refused : ok))
    const send = () => failure(discord.request({ method: 'POST', path: messages, body: {} }))
    for (let i = 0; i < 5; i += 1) expect(await send()).toMatchObject({ status: 403, code: 50013 })
    expect(fake.seen).toHaveLength(3)
    await discord.request({ method: 'POST', path: '/channels/200000000000000002/messages', body: {} })
    clock.advance(30_000)
    await send()
    expect(fake.seen).toHaveLength(5)
  })

  test('a member above the bot does not stop changes of other members', async () => {
    const { discord, fake } = await setUp(() => ({
      status: 403,
      body: { code: 50013, message: 'Missing Permissions' },
    }))
    for (let i = 0; i < 5; i += 1)
      await failure(discord.request({ method: 'PUT', path: `/guilds/${GUILD}/bans/20000000000000000${i}`, body: {} }))
    expect(fake.seen).toHaveLength(5)
  })
})
