import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDuration, parseDuration } from './duration.ts'
import { AppError } from './errors.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const limits = { leastMs: 1000, mostMs: 365 * DAY }

describe('durations', () => {
  it.each([
    ['10m', 10 * MINUTE],
    ['2h', 120 * MINUTE],
    ['1d12h', 36 * 60 * MINUTE],
    ['1.5h', 90 * MINUTE],
    ['1 day 2 hours', 26 * 60 * MINUTE],
    ['90 sec', 90_000],
    ['  7d ', 7 * DAY],
  ])('reads %j', (given, ms) => {
    expect(parseDuration(given, limits)).toBe(ms)
  })

  it.each([
    '90',
    '-5m',
    '1,5h',
    '',
    'soon',
    '5',
    '1e9h',
    'm',
    '10 parsecs',
    '١٠m',
    '10m; drop table',
    '1000y',
    '0s',
    '0.0001s',
  ])('refuses %j in words', (given) => {
    expect(() => parseDuration(given, limits)).toThrow(AppError)
  })

  it('asks for the unit that a bare number lacks', () => {
    expect(() => parseDuration('90', limits)).toThrow('`90` has no unit. Did you mean `90m` or `90h`?')
  })

  it('never accepts anything outside the limits', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (given) => {
        let ms: number
        try {
          ms = parseDuration(given, limits)
        } catch (error) {
          expect(error).toBeInstanceOf(AppError)
          return
        }
        expect(ms).toBeGreaterThanOrEqual(limits.leastMs)
        expect(ms).toBeLessThanOrEqual(limits.mostMs)
      }),
      { numRuns: 500 },
    )
  })

  it('shows the two largest units in the language of the reader', () => {
    expect(formatDuration(90_061_000)('en')).toBe('1 day 1 hour')
    expect(formatDuration(2 * DAY)('de')).toBe('2 Tage')
    expect(formatDuration(0)('fr')).toBe('0 seconde')
  })

  it('reads back what it shows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 59 }), fc.constantFrom('s', 'm', 'h', 'd'), (count, unit) => {
        const ms = parseDuration(`${count}${unit}`, { mostMs: 400 * DAY })
        expect(parseDuration(formatDuration(ms)('en'), { mostMs: 400 * DAY })).toBe(ms)
      }),
    )
  })
})
