import { expect, test } from 'vitest'
import { AppError } from '../../core/errors.ts'
import { isRecord } from './plain.ts'
import { CHANNEL, createTestClient, createVirtualClock } from './testing.ts'

const SENDS = 10_000
const STEP_MS = 180
const TEN_MINUTES = 600_000

/** The same numbers in every run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/**
 * Answers half of the calls with 429 and a tenth with 5xx, some of those after the message was posted; dedupes by
 * nonce.
 */
function createStorm(now: () => number, random: () => number) {
  const posted = new Map<unknown, number>()
  const refusedAt: number[] = []
  const post = (init: RequestInit | undefined) => {
    const body: unknown = JSON.parse(String(init?.body))
    const nonce = isRecord(body) ? body['nonce'] : undefined
    if (!posted.has(nonce)) posted.set(nonce, now())
  }
  const fetchStorm: typeof fetch = async (_input, init) => {
    const dice = random()
    if (dice < 0.5) {
      refusedAt.push(now())
      return Response.json({ message: 'slow down', retry_after: 0.05, global: false }, { status: 429 })
    }
    if (dice < 0.6) {
      if (dice < 0.55) post(init)
      return new Response('upstream', { status: 503 })
    }
    post(init)
    return Response.json({ id: '1' })
  }
  return { posted, refusedAt, fetch: fetchStorm }
}

function mostInWindow(times: readonly number[], windowMs: number): number {
  let most = 0
  let start = 0
  for (const [index, time] of times.entries()) {
    while ((times[start] ?? time) <= time - windowMs) start += 1
    most = Math.max(most, index - start + 1)
  }
  return most
}

test('10,000 sends through a storm are posted once each, below 2,000 invalid requests in any 10 minutes', async () => {
  const clock = createVirtualClock()
  const storm = createStorm(clock.now, seeded(7))
  const sleep = async (ms: number) => clock.advance(ms)
  const { discord } = createTestClient({ apiUrl: 'http://discord', now: clock.now, sleep, fetch: storm.fetch })
  let waiting = Array.from({ length: SENDS }, (_, index) => `job-${index}`)
  const confirmed = new Set<string>()
  let rounds = 0
  while (waiting.length > 0 && rounds < 20) {
    const later: string[] = []
    for (const key of waiting) {
      clock.advance(STEP_MS)
      try {
        const path = `/channels/${CHANNEL}/messages` as const
        await discord.request({ method: 'POST', path, body: { content: key }, idempotencyKey: key })
        confirmed.add(key)
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'unavailable') throw error
        later.push(key)
      }
    }
    waiting = later
    rounds += 1
  }
  expect(confirmed.size).toBe(SENDS)
  expect(storm.posted.size).toBe(SENDS)
  expect(storm.refusedAt.length).toBeGreaterThan(5_000)
  expect(mostInWindow(storm.refusedAt, TEN_MINUTES)).toBeLessThan(2_000)
}, 60_000)
