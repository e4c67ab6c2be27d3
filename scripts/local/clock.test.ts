import { expect, it } from 'vitest'
import { clockHeaders, clockOffsetHeader, createLocalClock } from './clock.ts'

it('runs with the machine until it is moved, and tells listeners after each move', () => {
  const clock = createLocalClock()
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(50)
  expect(clockHeaders(clock)).toEqual({})
  const seen: number[] = []
  const remove = clock.onAdvance(() => seen.push(clock.offsetMs()))
  clock.advance(1000)
  clock.advance(500)
  remove()
  clock.advance(1)
  expect(seen).toEqual([1000, 1500])
  expect(clockHeaders(clock)).toEqual({ [clockOffsetHeader]: '1501' })
  expect(clock.now() - Date.now()).toBeGreaterThan(1450)
})

it.each([[-1], [Number.NaN], [Number.POSITIVE_INFINITY]])('never moves by %s', (ms) => {
  expect(() => createLocalClock().advance(ms)).toThrow(RangeError)
})
