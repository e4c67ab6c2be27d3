import { expect, test } from 'vitest'
import { createQueue } from './queue.ts'

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

test('a rush is let through in turns, never more than `most` at once, and all get their turn', async () => {
  const queue = createQueue({ most: 4, stallMs: 500 })
  let underWay = 0
  let peak = 0
  const finished = await Promise.all(
    Array.from({ length: 60 }, async () => {
      const leave = await queue.enter()
      underWay += 1
      peak = Math.max(peak, underWay)
      await sleep(5)
      underWay -= 1
      leave?.(true)
      return leave !== undefined
    }),
  )
  expect(finished).toEqual(Array(60).fill(true))
  expect(peak).toBe(4)
})

test('who waits longer than the database may be silent gives up', async () => {
  const queue = createQueue({ most: 1, stallMs: 80 })
  await queue.enter()
  const start = performance.now()
  expect(await queue.enter()).toBeUndefined()
  expect(performance.now() - start).toBeLessThan(160)
})

test('answers keep those in line waiting, up to their patience', async () => {
  const queue = createQueue({ most: 2, stallMs: 60, patienceMs: 250 })
  await queue.enter()
  const second = await queue.enter()
  let leave = second
  const progress = setInterval(() => {
    leave?.(true)
    leave = undefined
    void queue.enter().then((next) => {
      leave = next
    })
  }, 20)
  const start = performance.now()
  const mine = await queue.enter()
  clearInterval(progress)
  expect(mine !== undefined || performance.now() - start >= 200).toBe(true)
})

test('a place that was never given back is free again after a while', async () => {
  let time = 0
  const queue = createQueue({ most: 1, stallMs: 100, now: () => time })
  await queue.enter()
  time = 201
  expect(await queue.enter()).toBeDefined()
})
