import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultBackoffMs, evaluateRetryDelay } from './retry-delay.ts'

describe('retry delays', () => {
  it('backs off as QStash documents: 12 s, 2 m 28 s, 30 m 8 s, at most a day', () => {
    expect([1, 2, 3, 9].map((n) => Math.floor(defaultBackoffMs(n) / 1000))).toEqual([12, 148, 1808, 86_400])
  })

  it.each([
    ['1000', 0, 1000],
    ['pow(2, retried) * 1000', 3, 8000],
    ['max(10, 2 + 3 * retried) - 1', 4, 13],
    ['-(5) + 1', 0, 0],
    ['ceil(1.2) / 4 * 1000', 0, 500],
  ])('evaluates %s', (expression, retried, expected) => {
    expect(evaluateRetryDelay(expression, retried)).toBe(expected)
  })

  it.each([[''], ['2 +'], ['evil(1)'], ['constructor(1)'], ['pow(2'], ['1 2'], ['1;2']])(
    'refuses "%s"',
    (expression) => {
      expect(() => evaluateRetryDelay(expression, 0)).toThrow(SyntaxError)
    },
  )

  it('respects operator precedence for any numbers', () => {
    const small = fc.integer({ min: 0, max: 99 })
    fc.assert(
      fc.property(small, small, small, (a, b, c) => {
        expect(evaluateRetryDelay(`${a}+${b}*${c}`, 0)).toBe(a + b * c)
        expect(evaluateRetryDelay(`(${a}+${b})*${c}`, 0)).toBe((a + b) * c)
      }),
    )
  })
})
