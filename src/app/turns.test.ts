import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

const now = () => new Date()
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** A cache in front of something slow, as requests use it. */
function slowSource() {
  const calls: string[] = []
  const cache = new Map<string, string>()
  return {
    calls,
    async read(key: string) {
      const known = cache.get(key)
      if (known !== undefined) return known
      calls.push(key)
      await sleep(30)
      cache.set(key, `value of ${key}`)
      return `value of ${key}`
    },
  }
}

test('of many who want the same thing one fetches it, and different things are fetched side by side', async () => {
  const turns = createTurns({ pollMs: 5 })
  const { calls, read } = slowSource()
  const keys = Array.from({ length: 60 }, (_, i) => `k${i % 3}`)
  const values = await Promise.all(keys.map((key) => turns.take(key, now, () => read(key))))
  expect(values).toEqual(keys.map((key) => `value of ${key}`))
  expect(calls.toSorted()).toEqual(['k0', 'k1', 'k2'])
})

test('a failure is given to the one who met it, and the next one tries again', async () => {
  const turns = createTurns({ pollMs: 5 })
  const failing = turns.take('k', now, async () => {
    await sleep(10)
    throw new Error('down')
  })
  const second = turns.take('k', now, async () => 'up')
  await expect(failing).rejects.toThrow('down')
  expect(await second).toBe('up')
})

test('nobody waits longer than the patience for one that never comes back', async () => {
  const turns = createTurns({ patienceMs: 50, pollMs: 5 })
  void turns.take('k', now, () => new Promise(() => {}))
  const start = performance.now()
  expect(await turns.take('k', now, async () => 'mine')).toBe('mine')
  expect(performance.now() - start).toBeLessThan(1000)
})
