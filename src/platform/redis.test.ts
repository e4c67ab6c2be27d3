import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { startUpstashEmulator, type UpstashEmulator } from '../../scripts/emulators/upstash/index.ts'
import { cacheKey, NO_GUILD } from '../core/cache-key.ts'
import { createCache } from './redis.ts'

const ANY_PORT = 0
let redis: UpstashEmulator
beforeAll(async () => {
  redis = await startUpstashEmulator({ port: ANY_PORT, token: 'secret token' })
})
afterEach(async () => {
  redis.setFault('none')
  redis.resetStats()
  await redis.flush()
})
afterAll(() => redis.stop())

const key = cacheKey(NO_GUILD, 'test', 'key')

function setUp({ timeoutMs = 5000, url = redis.url } = {}) {
  let time = 0
  const warn = vi.fn()
  const log = { debug() {}, info() {}, warn, error() {} }
  const cache = createCache({ url, token: 'secret token', log, timeoutMs, clock: () => time })
  const advance = (ms: number) => {
    time += ms
  }
  return { cache, warn, advance }
}

describe('createCache', () => {
  it('keeps and deletes texts as they are', async () => {
    const { cache } = setUp()
    for (const text of ['plain', '{"a":1}', '12', 'true', '', 'ümlaut 🎉', 'OK']) {
      await cache.set(key, text, 60)
      expect(await cache.get(key)).toBe(text)
    }
    await cache.delete(key, cacheKey(NO_GUILD, 'test', 'other'))
    expect(await cache.get(key)).toBeUndefined()
    await cache.delete()
  })

  it('lets what it keeps expire', async () => {
    const { cache } = setUp()
    await cache.set(key, 'x', 60)
    await redis.advance(61_000)
    expect(await cache.get(key)).toBeUndefined()
  })

  it('sends a script once, then only its hash', async () => {
    const { cache } = setUp()
    const run = () => cache.script('return {KEYS[1], ARGV[1], tonumber(ARGV[2]) + 1}', [key], ['a', 41])
    expect(await run()).toEqual([key, 'a', 42])
    expect(await run()).toEqual([key, 'a', 42])
    expect(redis.stats().byCommand).toMatchObject({ EVALSHA: 2, EVAL: 1 })
  })

  it('answers nothing, and logs no content, when Redis refuses a command; and goes on using it', async () => {
    const { cache, warn } = setUp()
    await cache.script("redis.call('HSET', KEYS[1], 'a', 1) return 1", [key], [])
    expect(await cache.get(key)).toBeUndefined()
    expect(await cache.script('return redis.call("SET", KEYS[1])', [key], ['private words'])).toBeUndefined()
    expect(warn).toHaveBeenCalledOnce()
    expect(JSON.stringify(warn.mock.calls)).not.toContain('private words')
    await cache.set(key, 'works', 60)
    expect(await cache.get(key)).toBe('works')
  })

  it('gives up after its timeout', async () => {
    const { cache } = setUp({ timeoutMs: 250 })
    redis.setFault('hang')
    const start = performance.now()
    expect(await cache.get(key)).toBeUndefined()
    expect(performance.now() - start).toBeLessThan(600)
  })

  it('lets one request a second pay for a Redis that is away, and notices its return', async () => {
    const { cache, advance } = setUp({ timeoutMs: 250 })
    await cache.set(key, 'x', 60)
    redis.setFault('hang')
    await cache.get(key)
    const start = performance.now()
    for (let n = 0; n < 100; n += 1) expect(await cache.get(key)).toBeUndefined()
    expect(performance.now() - start).toBeLessThan(200)
    advance(1000)
    const waits = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const from = performance.now()
        await cache.get(key)
        return performance.now() - from
      }),
    )
    expect(waits.filter((ms) => ms > 200)).toHaveLength(1)
    redis.setFault('none')
    advance(1000)
    expect(await cache.get(key)).toBe('x')
    expect(await cache.get(key)).toBe('x')
  })

  it.each(['down', 'error'] as const)('never throws while Redis is %s, and complains once a minute', async (fault) => {
    const { cache, warn, advance } = setUp()
    redis.setFault(fault)
    for (let second = 0; second < 59; second += 1) {
      advance(1000)
      expect(await cache.get(key)).toBeUndefined()
      await cache.set(key, 'x', 60)
      await cache.delete(key)
      expect(await cache.script('return 1', [], [])).toBeUndefined()
    }
    expect(warn).toHaveBeenCalledOnce()
    advance(2000)
    await cache.get(key)
    expect(warn).toHaveBeenCalledTimes(2)
  })

  it('survives a server that is no Redis', async () => {
    const { cache } = setUp({ url: 'http://127.0.0.1:1' })
    expect(await cache.get(key)).toBeUndefined()
  })
})
