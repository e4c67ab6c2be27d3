import { Redis } from '@upstash/redis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startUpstashEmulator, type UpstashEmulator } from './index.ts'

let emulator: UpstashEmulator
let redis: Redis

beforeAll(async () => {
  emulator = await startUpstashEmulator({ port: 0, token: 'secret', redisUrl: process.env['TEST_REDIS_URL'] ?? null })
  redis = new Redis({ url: emulator.url, token: 'secret', enableTelemetry: false, retry: false })
})
beforeEach(() => emulator.flush())
afterEach(() => emulator.setFault('none'))
afterAll(() => emulator.stop())

describe('the official client against the Upstash emulator', () => {
  it('round-trips text, JSON, numbers and binary-looking text', async () => {
    for (const value of ['héllo ✓', 'abcd', 'OK', '', { a: [1, null] }, 42]) {
      await redis.set('key', value)
      expect(await redis.get('key')).toEqual(value)
    }
  })

  it('sets with NX and EX, and counts down a time to live', async () => {
    expect(await redis.set('lock', 'a', { nx: true, ex: 60 })).toBe('OK')
    expect(await redis.set('lock', 'b', { nx: true, ex: 60 })).toBeNull()
    expect(await redis.ttl('lock')).toBeGreaterThan(55)
  })

  it('answers hashes, sorted sets, sets and lists in the shapes the client expects', async () => {
    await redis.hset('h', { a: 1, b: 'x' })
    expect(await redis.hgetall('h')).toEqual({ a: 1, b: 'x' })
    await redis.zadd('z', { score: 1, member: 'one' }, { score: 2, member: 'two' })
    expect(await redis.zrange('z', 0, -1, { rev: true, withScores: true })).toEqual(['two', 2, 'one', 1])
    await redis.sadd('s', 'm')
    expect(await redis.smembers('s')).toEqual(['m'])
    await redis.rpush('l', 'a', 'b')
    expect(await redis.lrange('l', 0, -1)).toEqual(['a', 'b'])
  })

  it('runs scripts by text and by hash, also with the flag line only Upstash knows', async () => {
    const script = '#!lua flags=allow-key-locking\nreturn redis.call("INCRBY", KEYS[1], ARGV[1])'
    expect(await redis.eval(script, ['n'], ['2'])).toBe(2)
    const hash = await redis.scriptLoad(script)
    expect(await redis.evalsha(hash, ['n'], ['3'])).toBe(5)
    await expect(redis.evalsha('f'.repeat(40), [], [])).rejects.toThrow(/NOSCRIPT/)
  })

  it('answers each command of a pipeline by itself', async () => {
    await redis.set('text', 'x')
    const replies = await redis.pipeline().incr('n').lpush('text', 'y').get('text').exec({ keepErrors: true })
    expect(replies.map((reply) => reply.error ?? reply.result)).toEqual([1, expect.stringMatching(/WRONGTYPE/), 'x'])
  })

  it('runs a transaction without letting others in between', async () => {
    const transactions = Array.from({ length: 20 }, () => redis.multi().incr('n').incr('n').exec<[number, number]>())
    const pairs = await Promise.all(transactions)
    expect(pairs.every(([first, second]) => second === first + 1)).toBe(true)
    expect(await redis.get('n')).toBe(40)
  })

  it('streams published messages to a subscriber', async () => {
    const subscription = redis.subscribe<string>('news')
    const received = new Promise((resolve) => subscription.on('message', ({ message }) => resolve(message)))
    await new Promise<void>((resolve) => subscription.on('subscribe', () => resolve()))
    await redis.publish('news', 'hello')
    expect(await received).toBe('hello')
    await subscription.unsubscribe()
  })

  it('reports a wrong type as an error with the words of Redis', async () => {
    await redis.set('text', 'x')
    await expect(redis.lpush('text', 'y')).rejects.toThrow(/WRONGTYPE/)
  })
})

describe('access and bad input', () => {
  it('refuses a request without the bearer token', async () => {
    const stranger = new Redis({ url: emulator.url, token: 'wrong', enableTelemetry: false, retry: false })
    await expect(stranger.get('key')).rejects.toThrow(/Unauthorized/)
  })

  it.each([['{"no":"array"}'], ['[]'], ['not json']])('refuses the body %s with words', async (body) => {
    const response = await fetch(emulator.url, { method: 'POST', body, headers: { authorization: 'Bearer secret' } })
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ error: expect.stringContaining('JSON array') })
  })

  it('refuses commands that would take the shared connection over', async () => {
    const headers = { authorization: 'Bearer secret' }
    const response = await fetch(emulator.url, { method: 'POST', body: '["BLPOP","l","0"]', headers })
    expect(await response.json()).toEqual({ error: expect.stringContaining('not available') })
  })
})

describe('test controls', () => {
  it('lists keys by pattern and counts commands', async () => {
    emulator.resetStats()
    await redis.mset({ 'g:1:a': 1, 'g:1:b': 2, other: 3 })
    expect(await emulator.keys('g:1:*')).toEqual(['g:1:a', 'g:1:b'])
    expect(emulator.stats()).toEqual({ requests: 1, commands: 1, byCommand: { MSET: 1 } })
  })

  it('expires keys when the local clock moves past their time to live', async () => {
    await redis.set('short', 1, { ex: 60 })
    await redis.set('long', 1, { ex: 3600 })
    await redis.set('forever', 1)
    await emulator.advance(120_000)
    expect(await emulator.keys()).toEqual(['forever', 'long'])
    expect(await redis.ttl('long')).toBeLessThanOrEqual(3480)
  })

  it('"down" cuts connections, "error" answers 500, "hang" waits, each until turned off', async () => {
    emulator.setFault('down')
    await expect(redis.get('key')).rejects.toThrow(/fetch failed/)
    emulator.setFault('error', 1)
    await expect(redis.get('key')).rejects.toThrow(/injected fault/)
    expect(await redis.get('key')).toBeNull()
    emulator.setFault('hang')
    const headers = { authorization: 'Bearer secret' }
    const hanging = fetch(`${emulator.url}/get/key`, { headers, signal: AbortSignal.timeout(100) })
    await expect(hanging).rejects.toThrow(/timeout/)
  })
})
