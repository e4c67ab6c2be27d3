import { afterEach, describe, expect, test } from 'vitest'
import { AppError, DiscordError } from '../core/errors.ts'
import {
  APPLICATION_ID,
  CHANNEL,
  createRecordingLog,
  createTestClient,
  type FakeDiscord,
  type FakeHandler,
  GUILD,
  startFakeDiscord,
} from './discord/testing.ts'
import { createDiscord } from './discord.ts'

const open: FakeDiscord[] = []
afterEach(async () => {
  for (const fake of open.splice(0)) await fake.close()
})

async function setUp(handler: FakeHandler) {
  const fake = await startFakeDiscord(handler)
  open.push(fake)
  return { fake, ...createTestClient({ apiUrl: fake.url }) }
}

const ok: FakeHandler = () => ({ status: 200, body: { id: '1' } })
const messages = `/channels/${CHANNEL}/messages` as const
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('what is sent', () => {
  test('bot routes carry token, user agent, content type and reason', async () => {
    const { discord, fake } = await setUp(ok)
    await discord.request({
      method: 'PUT',
      path: `/guilds/${GUILD}/bans/${CHANNEL}`,
      body: {},
      reason: 'spam – naïve\n💥',
    })
    expect(fake.seen[0]?.headers).toMatchObject({
      authorization: 'Bot secret-token',
      'user-agent': 'DiscordBot (https://github.com/guildhall/guildhall, 0.1.0)',
      'content-type': 'application/json',
      'x-audit-log-reason': encodeURIComponent('spam – naïve 💥'),
    })
  })

  test('interaction routes go without the bot token', async () => {
    const { discord, fake } = await setUp(() => ({ status: 204 }))
    await discord.request({
      method: 'POST',
      path: '/interactions/1/tok/callback',
      body: { type: 5 },
      auth: 'interaction',
    })
    expect(fake.seen[0]?.headers.authorization).toBeUndefined()
  })

  test('query parameters are encoded and undefined ones left out', async () => {
    const { discord, fake } = await setUp(ok)
    await discord.request({ method: 'GET', path: messages, query: { limit: 5, before: undefined, q: 'a b' } })
    expect(fake.seen[0]?.path).toBe(`/api/v10${messages}?limit=5&q=a+b`)
  })

  test('a key becomes a nonce that Discord enforces', async () => {
    const { discord, fake } = await setUp(ok)
    await discord.request({ method: 'POST', path: messages, body: { content: 'x' }, idempotencyKey: 'job-1' })
    expect(fake.seen[0]?.body).toMatchObject({ enforce_nonce: true, nonce: expect.stringMatching(/^[\w-]{25}$/) })
  })
})

describe('answers', () => {
  test('204 is undefined', async () => {
    const { discord } = await setUp(() => ({ status: 204 }))
    expect(await discord.request({ method: 'DELETE', path: `${messages}/1` })).toBeUndefined()
  })

  test('a JSON error keeps status, code, field errors and the route without ids', async () => {
    const errors = { content: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'too long' }] } }
    const { discord } = await setUp(() => ({
      status: 400,
      body: { code: 50035, message: 'Invalid Form Body', errors },
    }))
    const error = await failure(discord.request({ method: 'POST', path: messages, body: {} }))
    expect(error).toMatchObject({ status: 400, code: 50035, route: 'POST /channels/:id/messages', errors })
    expect(error).toBeInstanceOf(DiscordError)
  })

  test('HTML in place of JSON is a refusal without code', async () => {
    const { discord } = await setUp(() => ({ status: 403, body: '<html>blocked</html>' }))
    expect(await failure(discord.request({ method: 'GET', path: messages }))).toMatchObject({ status: 403, code: 0 })
  })

  test('a redirect is a refusal: the token goes nowhere else', async () => {
    const { discord, fake } = await setUp(() => ({ status: 302, headers: { location: '/elsewhere' } }))
    expect(await failure(discord.request({ method: 'GET', path: messages }))).toMatchObject({ status: 302, code: 0 })
    expect(fake.seen).toHaveLength(1)
  })

  test('202 with a code (search index not ready) is a refusal', async () => {
    const { discord } = await setUp(() => ({ status: 202, body: { code: 110000, message: 'Index not yet available' } }))
    expect(await failure(discord.request({ method: 'GET', path: messages }))).toMatchObject({
      status: 202,
      code: 110000,
    })
  })

  test('an expired followup names the application route', async () => {
    const { discord } = await setUp(() => ({ status: 404, body: { code: 10015, message: 'Unknown Webhook' } }))
    const path = `/webhooks/${CHANNEL}/tok/messages/@original` as const
    const error = await failure(discord.request({ method: 'PATCH', path, body: {}, auth: 'interaction' }))
    expect(error).toMatchObject({ route: 'PATCH /webhooks/:application/:token/messages/@original' })
  })
})

describe('retries', () => {
  test.each(['GET', 'PUT', 'PATCH', 'DELETE'] as const)('%s is repeated after a 5xx', async (method) => {
    let calls = 0
    const { discord, clock } = await setUp(() => {
      calls += 1
      return calls < 3 ? { status: 502, body: 'bad gateway' } : { status: 200, body: { calls } }
    })
    expect(await discord.request({ method, path: `/channels/${CHANNEL}` })).toEqual({ calls: 3 })
    expect(clock.slept).toEqual([125, 250])
  })

  test('a post without key is not repeated: its outcome is uncertain', async () => {
    const { discord, fake } = await setUp(() => 'cut')
    const error = await failure(discord.request({ method: 'POST', path: messages, body: {} }))
    expect(error).toMatchObject({ code: 'uncertain' })
    expect(fake.seen).toHaveLength(1)
  })

  test('a post with a key is repeated with the same nonce', async () => {
    let calls = 0
    const { discord, fake } = await setUp(() => {
      calls += 1
      return calls === 1 ? 'cut' : { status: 200, body: {} }
    })
    await discord.request({ method: 'POST', path: messages, body: {}, idempotencyKey: 'job-1' })
    const nonces = fake.seen.map(({ body }) => body)
    expect(nonces).toHaveLength(2)
    expect(nonces[0]).toEqual(nonces[1])
  })

  test.each([
    ['DELETE', `/guilds/${GUILD}/members/1`, { status: 404, body: { code: 10007, message: 'Unknown Member' } }],
    ['POST', '/interactions/1/t/callback', { status: 400, body: { code: 40060, message: 'Already acknowledged' } }],
  ] as const)('%s %s: a repetition that finds its own first attempt done succeeds', async (method, path, second) => {
    let calls = 0
    const { discord } = await setUp(() => {
      calls += 1
      return calls % 2 === 1 ? 'cut' : second
    })
    const request = { method, path, body: {}, auth: method === 'POST' ? 'interaction' : 'bot' } as const
    expect(await discord.request(request)).toBeUndefined()
    calls = 1
    expect(await failure(discord.request(request))).toMatchObject({ status: second.status, code: second.body.code })
  })

  test('no answer at all gives up within the time given', async () => {
    const fake = await startFakeDiscord(() => 'hang')
    open.push(fake)
    const ids = { applicationId: APPLICATION_ID, botId: APPLICATION_ID, token: 't' }
    const discord = createDiscord({ ...ids, apiUrl: fake.url, now: Date.now, log: createRecordingLog() })
    const started = Date.now()
    const error = await failure(discord.request({ method: 'GET', path: messages, timeoutMs: 1000 }))
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({ code: 'unavailable' })
    expect(Date.now() - started).toBeLessThan(1500)
  })

  test('nobody listening is unavailable, in every language', async () => {
    const { discord } = createTestClient({ apiUrl: 'http://127.0.0.1:9/api/v10' })
    const error = await failure(discord.request({ method: 'GET', path: messages }))
    if (!(error instanceof AppError)) throw new TypeError('expected an AppError')
    expect(error.code).toBe('unavailable')
    expect(error.text('de')).toContain('Discord hat nicht geantwortet')
  })
})

test('neither errors nor logs hold a token', async () => {
  let calls = 0
  const { discord, log } = await setUp(() => {
    calls += 1
    if (calls === 1) return { status: 429, body: { message: 'slow', retry_after: 0.1, global: false } }
    return calls === 2 ? 'cut' : { status: 401, body: { code: 50027, message: 'Invalid Webhook Token' } }
  })
  const path = `/webhooks/${CHANNEL}/hook-secret/messages/@original` as const
  const error = await failure(discord.request({ method: 'PATCH', path, body: {} }))
  const written = JSON.stringify([log.lines, String(error), error])
  expect(log.lines.length).toBeGreaterThanOrEqual(2)
  expect(written).not.toMatch(/hook-secret|secret-token/)
})
