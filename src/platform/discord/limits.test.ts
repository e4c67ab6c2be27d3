import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { breakerWait, createBreakerMemory, enterBreaker, recordBreaker } from './breaker.ts'
import { type BucketTicket, bucketWait, createBucketMemory, enterBucket, leaveBucket } from './buckets.ts'
import { countGlobal, createGlobalMemory, globalWait } from './global-limit.ts'
import { remember, timeLeft } from './plain.ts'
import { countInvalid, createRefusalMemory, isInvalidLimitReached } from './refusals.ts'
import { routeOf } from './route.ts'
import { CHANNEL } from './testing.ts'

const route = routeOf({ method: 'GET', path: `/channels/${CHANNEL}/messages` }, 0)
const START = 1_790_000_000_000

interface Traffic {
  limit: number
  windowMs: number
  calls: { gapMs: number; upMs: number; downMs: number }[]
}

/** Discord's side: fixed windows that start with the first call in them. */
function createServer({ limit, windowMs }: Traffic) {
  let endsAt = 0
  let used = 0
  let most = 0
  return {
    most: () => most,
    answer(now: number) {
      if (now >= endsAt) {
        endsAt = now + windowMs
        used = 0
      }
      used += 1
      most = Math.max(most, used)
      const remaining = Math.max(0, limit - used)
      return { bucket: 'b', limit, remaining, reset: endsAt / 1000, resetAfterMs: endsAt - now }
    },
  }
}

/**
 * Plays calls with any delays on the way there and back; answers how many there were at most in one window of the
 * server.
 */
function play(traffic: Traffic): { most: number; sent: number } {
  const memory = createBucketMemory()
  const server = createServer(traffic)
  const queue: { at: number; run(now: number): void }[] = []
  let sent = 0
  const ask = (call: Traffic['calls'][number]) => (now: number) => {
    const wait = bucketWait(memory, route, now)
    if (wait > 0) {
      queue.push({ at: now + wait, run: ask(call) })
      return
    }
    sent += 1
    const ticket = enterBucket(memory, route, now)
    queue.push({ at: now + call.upMs, run: (arrived) => arrive(call.downMs, ticket, arrived) })
  }
  const arrive = (downMs: number, ticket: BucketTicket, now: number) => {
    const limits = server.answer(now)
    const run = (back: number) => leaveBucket(memory, { route, ticket, answered: true, limits, now: back })
    queue.push({ at: now + downMs, run })
  }
  let at = START
  for (const call of traffic.calls) {
    at += call.gapMs
    queue.push({ at, run: ask(call) })
  }
  while (queue.length > 0) {
    queue.sort((a, b) => a.at - b.at)
    const next = queue.shift()
    next?.run(next.at)
  }
  return { most: server.most(), sent }
}

/** Together less than the second for which an unknown route waits for its first answer. */
const delay = fc.integer({ min: 0, max: 450 })
const traffic = fc.record({
  limit: fc.integer({ min: 1, max: 8 }),
  windowMs: fc.integer({ min: 50, max: 5_000 }),
  calls: fc.array(fc.record({ gapMs: fc.integer({ min: 0, max: 300 }), upMs: delay, downMs: delay }), {
    maxLength: 50,
  }),
})

describe('buckets', () => {
  test('never exceed the limit of a window, whatever the delays, and let every call through', () => {
    fc.assert(
      fc.property(traffic, (given) => {
        const { most, sent } = play(given)
        expect(most).toBeLessThanOrEqual(given.limit)
        expect(sent).toBe(given.calls.length)
      }),
      { numRuns: 300 },
    )
  })

  test('calls that were cancelled without a word hold their place for 15 s only', () => {
    const memory = createBucketMemory()
    const limits = { bucket: 'b', limit: 1, remaining: 0, reset: 1, resetAfterMs: 100 }
    const first = enterBucket(memory, route, START)
    leaveBucket(memory, { route, ticket: first, answered: true, limits, now: START })
    enterBucket(memory, route, START + 200)
    expect(bucketWait(memory, route, START + 10_000)).toBeGreaterThan(0)
    expect(bucketWait(memory, route, START + 15_200)).toBe(0)
  })

  test('a late answer of an older window changes nothing', () => {
    const memory = createBucketMemory()
    const limits = { bucket: 'b', limit: 2, remaining: 0, reset: 10, resetAfterMs: 1000 }
    const late = enterBucket(memory, route, START)
    const ticket = enterBucket(memory, route, START)
    leaveBucket(memory, { route, ticket, answered: true, limits, now: START })
    const older = { ...limits, remaining: 1, reset: 9, resetAfterMs: 10 }
    leaveBucket(memory, { route, ticket: late, answered: true, limits: older, now: START })
    expect(bucketWait(memory, route, START)).toBe(1000)
  })

  test('a call that failed counts as used', () => {
    const memory = createBucketMemory()
    const limits = { bucket: 'b', limit: 2, remaining: 1, reset: 1, resetAfterMs: 1000 }
    const first = enterBucket(memory, route, START)
    leaveBucket(memory, { route, ticket: first, answered: true, limits, now: START })
    const second = enterBucket(memory, route, START)
    leaveBucket(memory, { route, ticket: second, answered: false, limits: undefined, now: START })
    expect(bucketWait(memory, route, START)).toBe(1000)
  })

  test('routes without limit headers are not held up', () => {
    const memory = createBucketMemory()
    const ticket = enterBucket(memory, route, START)
    expect(bucketWait(memory, route, START)).toBeGreaterThan(0)
    leaveBucket(memory, { route, ticket, answered: true, limits: undefined, now: START })
    for (let i = 0; i < 100; i += 1) {
      expect(bucketWait(memory, route, START)).toBe(0)
      enterBucket(memory, route, START)
    }
  })
})

test('never more than 50 calls in any second, and 50 when they are wanted', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 60, maxLength: 300 }), (gaps) => {
      const memory = createGlobalMemory()
      const sent: number[] = []
      let now = START
      for (const gap of gaps) {
        now += gap
        now += globalWait(memory, now)
        countGlobal(memory, now)
        sent.push(now)
      }
      for (const [index, time] of sent.entries()) {
        const before = sent[index - 50]
        if (before !== undefined) expect(time - before).toBeGreaterThanOrEqual(1000)
      }
    }),
  )
})

describe('breaker', () => {
  const step = fc.record({ afterMs: fc.integer({ min: 0, max: 30_000 }), answered: fc.boolean(), lost: fc.boolean() })

  test('is open exactly for 60 s after the fifth failure in a row or a failed probe, with one probe at a time', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const memory = createBreakerMemory()
        let now = START
        let failures = 0
        let openedAt: number | undefined
        let probeAt: number | undefined
        for (const { afterMs, answered, lost } of steps) {
          now += afterMs
          const isOpen = openedAt !== undefined && now < openedAt + 60_000
          const isProbing = probeAt !== undefined && now < probeAt + 15_000
          expect(breakerWait(memory, now) === 0).toBe(!isOpen && !isProbing)
          if (isOpen || isProbing) continue
          const probe = enterBreaker(memory, now)
          expect(probe).toBe(openedAt !== undefined)
          probeAt = probe ? now : undefined
          if (lost) continue
          const opened = recordBreaker(memory, { answered, probe, now })
          failures = answered ? 0 : failures + 1
          expect(opened).toBe(!answered && (probe || failures === 5))
          if (opened) openedAt = now
          if (answered) openedAt = undefined
          probeAt = undefined
          if (openedAt === undefined && failures >= 5) throw new RangeError('stays closed after 5 failures')
        }
      }),
      { numRuns: 300 },
    )
  })

  test('failures of calls that were under way when it opened do not open it again', () => {
    const memory = createBreakerMemory()
    for (let i = 0; i < 5; i += 1) recordBreaker(memory, { answered: false, probe: false, now: START })
    expect(recordBreaker(memory, { answered: false, probe: false, now: START + 50_000 })).toBe(false)
    expect(breakerWait(memory, START + 60_000)).toBe(0)
  })
})

describe('invalid requests', () => {
  test('stop below 2,000 in 10 minutes and go on when they are over', () => {
    const memory = createRefusalMemory()
    let counted = 0
    while (!isInvalidLimitReached(memory, START)) {
      countInvalid(memory, START)
      counted += 1
    }
    expect(counted).toBe(1_900)
    expect(isInvalidLimitReached(memory, START + 599_000)).toBe(true)
    expect(isInvalidLimitReached(memory, START + 660_000)).toBe(false)
    countInvalid(memory, START + 900_000)
    expect(memory.invalid.size).toBe(1)
  })
})

describe('routes', () => {
  const name = (method: 'GET' | 'DELETE', path: `/${string}`) => routeOf({ method, path }, START).name

  test('hold neither ids nor tokens nor free text', () => {
    expect(name('GET', `/channels/${CHANNEL}/messages/1/reactions/%F0%9F%92%A5/@me`)).toBe(
      'GET /channels/:id/messages/:id/reactions/:emoji/@me',
    )
    expect(name('GET', '/webhooks/1/aW_x-9/messages/@original')).toBe('GET /webhooks/:id/:token/messages/@original')
    expect(name('GET', '/invites/abcdef?with_counts=true')).toBe('GET /invites/:code')
    expect(name('GET', '/oauth2/applications/@me')).toBe('GET /oauth2/applications/@me')
    expect(name('GET', '/guilds/1/Odd9')).toBe('GET /guilds/:id/:value')
  })

  test('messages older than two weeks are deleted under a limit of their own', () => {
    const keyOf = (id: string) => routeOf({ method: 'DELETE', path: `/channels/1/messages/${id}` }, START).key
    const idAt = (time: number) => String((BigInt(time) - 1_420_070_400_000n) << 22n)
    expect(keyOf(idAt(START - 15 * 86_400_000))).not.toBe(keyOf(idAt(START - 13 * 86_400_000)))
  })
})

describe('plain data', () => {
  test('a mark from a clock that was moved back counts as over', () => {
    expect(timeLeft(START + 60_000, START, 60_000)).toBe(60_000)
    expect(timeLeft(START + 60_000, START - 3_600_000, 60_000)).toBe(0)
    expect(timeLeft(START, START + 1, 60_000)).toBe(0)
  })

  test('memory forgets what was not used for longest', () => {
    const map = new Map<string, number>()
    for (const key of ['a', 'b', 'c', 'a', 'd']) remember(map, key, 1, 3)
    expect([...map.keys()]).toEqual(['c', 'a', 'd'])
  })
})
