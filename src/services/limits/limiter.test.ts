import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startUpstashEmulator, type UpstashEmulator } from '../../../scripts/emulators/upstash/index.ts'
import { silent, stillClock } from '../../../test/properties/data-world.ts'
import { snowflake } from '../../core/snowflake.ts'
import { createCache } from '../../platform/redis.ts'
import { hit } from './limiter.ts'
import { createLocalWindows } from './local-windows.ts'

const ANY_PORT = 0
const guildId = snowflake('100000000000000001')
let redis: UpstashEmulator
beforeAll(async () => {
  redis = await startUpstashEmulator({ port: ANY_PORT, token: 't' })
})
afterEach(async () => {
  redis.setFault('none')
  await redis.flush()
})
afterAll(() => redis.stop())

function setUp({ timeoutMs = 5000 } = {}) {
  const clock = stillClock()
  const isolate = () => {
    const cache = createCache({ url: redis.url, token: redis.token, log: silent, timeoutMs })
    return (subject = 'a', limit = 2) =>
      hit({ cache, now: clock.now }, { guildId, name: 'test', subject, limit, windowMs: 10_000 })
  }
  return { clock, isolate, use: isolate() }
}

describe.each(['none', 'down'] as const)('hit (fault of Redis: %s)', (fault) => {
  it('allows so many uses per window, which opens with the first use', async () => {
    redis.setFault(fault)
    const { clock, use } = setUp()
    expect(await use()).toEqual({ allowed: true, remaining: 1, retryAfterMs: 0 })
    clock.advance(4000)
    expect(await use()).toEqual({ allowed: true, remaining: 0, retryAfterMs: 0 })
    clock.advance(1000)
    expect(await use()).toEqual({ allowed: false, remaining: 0, retryAfterMs: 5000 })
    expect(await use('b')).toMatchObject({ allowed: true })
    clock.advance(4999)
    expect(await use()).toEqual({ allowed: false, remaining: 0, retryAfterMs: 1 })
    clock.advance(1)
    expect(await use()).toEqual({ allowed: true, remaining: 1, retryAfterMs: 0 })
  })

  it('starts anew when the clock is set back', async () => {
    redis.setFault(fault)
    const { clock, use } = setUp()
    await use('a', 1)
    clock.advance(-60_000)
    expect(await use('a', 1)).toMatchObject({ allowed: true })
  })

  it('Property 21: Rate Limiting Enforcement - never more than the limit in one window, for any pattern of uses', async () => {
    redis.setFault(fault)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(4000), { maxLength: 12 }),
        fc.integer({ min: 1, max: 4 }),
        async (gaps, limit) => {
          const { clock, use } = setUp()
          await redis.flush()
          const granted: number[] = []
          for (const gap of gaps) {
            clock.advance(gap)
            if ((await use('a', limit)).allowed) granted.push(clock.now().getTime())
          }
          let start = Number.NEGATIVE_INFINITY
          let count = 0
          for (const time of granted) {
            if (time >= start + 10_000) [start, count] = [time, 0]
            count += 1
            expect(count).toBeLessThanOrEqual(limit)
          }
        },
      ),
      { numRuns: 100 },
    )
  })
})

describe('hit over several isolates', () => {
  it('counts them together while Redis is there, also at once', async () => {
    const { isolate } = setUp()
    const results = await Promise.all(Array.from({ length: 12 }, () => isolate()('a', 5)))
    expect(results.filter((result) => result.allowed)).toHaveLength(5)
  })

  it('counts them apart while it is not', async () => {
    redis.setFault('down')
    const { isolate } = setUp()
    const [one, two] = [isolate(), isolate()]
    expect([await one('a', 1), await one('a', 1), await two('a', 1)].map((result) => result.allowed)).toEqual([
      true,
      false,
      true,
    ])
  })
})

describe('the windows of an isolate', () => {
  it('stay within their capacity', () => {
    const windows = createLocalWindows(2)
    const use = (key: string) => windows.hit(key, { now: 0, limit: 1, windowMs: 10 }).allowed
    expect(['a', 'b', 'c', 'c', 'a'].map(use)).toEqual([true, true, true, false, true])
  })
})
