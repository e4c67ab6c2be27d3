import { describe, expect, test } from 'vitest'
import { createTestClient } from './rest/test-client.ts'
import { demo } from './seed.ts'

const message = { body: { content: 'x', allowed_mentions: { parse: [] } } }
const messages = (channel: string) => `/channels/${channel}/messages`
const route = 'POST /channels/{channel_id}/messages'
const twoAMinute = { routes: { [route]: { requests: 2, seconds: 60 } } }
const { general, art } = demo.channels

describe('buckets', () => {
  test('count down in the headers, refuse the next call, and open again after the window', async () => {
    const client = createTestClient({ limits: twoAMinute })
    const post = () => client.call('POST', messages(general), message)
    const first = await post()
    expect(first.headers.get('x-ratelimit-limit')).toBe('2')
    expect(first.headers.get('x-ratelimit-remaining')).toBe('1')
    expect(Number(first.headers.get('x-ratelimit-reset-after'))).toBeGreaterThan(58)
    expect((await post()).headers.get('x-ratelimit-remaining')).toBe('0')
    const refused = await post()
    expect(refused.status).toBe(429)
    expect(refused.headers.get('x-ratelimit-scope')).toBe('user')
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(58)
    expect(refused.body).toMatchObject({ message: 'You are being rate limited.', global: false })
    expect(client.last().verdict).toBe('outcome')
    client.clock.advance(60_000)
    expect((await post()).status).toBe(200)
    expect(client.world.violations.entries).toEqual([])
  })

  test('belong to a channel each and share a name', async () => {
    const client = createTestClient({ limits: twoAMinute })
    const one = await client.call('POST', messages(general), message)
    await client.call('POST', messages(general), message)
    const other = await client.call('POST', messages(art), message)
    expect(other.headers.get('x-ratelimit-remaining')).toBe('1')
    expect(other.headers.get('x-ratelimit-bucket')).toBe(one.headers.get('x-ratelimit-bucket'))
  })

  test('calling inside Retry-After is a violation, but not while the answer may still be under way', async () => {
    const client = createTestClient({ limits: twoAMinute })
    const post = () => client.call('POST', messages(general), message)
    for (let n = 0; n < 4; n += 1) await post()
    expect(client.last()).toMatchObject({ status: 429, verdict: 'outcome' })
    client.clock.advance(5_000)
    await post()
    expect(client.last()).toMatchObject({ status: 429, verdict: 'violation' })
    expect(client.world.violations.entries[0]?.rule).toBe('retry-after')
  })

  test('calling again and again inside Retry-After is a violation, however short the pauses', async () => {
    const client = createTestClient({ limits: twoAMinute })
    const verdicts: string[] = []
    for (let n = 0; n < 6; n += 1) {
      await client.call('POST', messages(general), message)
      verdicts.push(client.last().verdict)
      client.clock.advance(400)
    }
    expect(verdicts).toEqual(['ok', 'ok', 'outcome', 'outcome', 'outcome', 'violation'])
  })
})

describe('the global limit', () => {
  test('counts all bot routes together, and not webhooks', async () => {
    const client = createTestClient({ limits: { globalPerSecond: 3 } })
    for (let n = 0; n < 3; n += 1) expect((await client.call('GET', '/users/@me')).status).toBe(200)
    const refused = await client.call('GET', `/guilds/${demo.guildId}`)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('x-ratelimit-global')).toBe('true')
    expect(refused.headers.get('x-ratelimit-scope')).toBe('global')
    expect(refused.body['global']).toBe(true)
    const hook = await client.call('POST', `/webhooks/${demo.applicationId}/nope`, message)
    expect(hook.status).toBe(404)
    client.clock.advance(1000)
    expect((await client.call('GET', '/users/@me')).status).toBe(200)
  })
})

describe('unwritten limits', () => {
  test('a channel is renamed twice in ten minutes; the third waits long, other changes do not', async () => {
    const client = createTestClient()
    const patch = (body: object) => client.call('PATCH', `/channels/${general}`, { body })
    expect((await patch({ name: 'one' })).status).toBe(200)
    expect((await patch({ topic: 'two' })).status).toBe(200)
    const third = await patch({ name: 'three' })
    expect(third.status).toBe(429)
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(590)
    expect((await patch({ rate_limit_per_user: 5 })).status).toBe(200)
    expect(client.world.violations.entries).toEqual([])
    client.clock.advance(5_000)
    expect((await patch({ name: 'four' })).status).toBe(429)
    expect(client.world.violations.entries).toMatchObject([{ rule: 'retry-after' }])
    client.clock.advance(601_000)
    expect((await patch({ name: 'three' })).status).toBe(200)
  })

  test('too many 401, 403 and 429 answers get the address banned with a text that is not JSON', async () => {
    const client = createTestClient({ limits: { invalidRequests: 2 } })
    const wrong = () => client.call('GET', '/users/@me', { headers: { authorization: 'Bot no' } })
    expect((await wrong()).status).toBe(401)
    await expect(wrong()).rejects.toThrow(SyntaxError)
    await expect(client.call('GET', '/users/@me')).rejects.toThrow(SyntaxError)
    client.clock.advance(600_000)
    expect((await client.call('GET', '/users/@me')).status).toBe(200)
  })
})
