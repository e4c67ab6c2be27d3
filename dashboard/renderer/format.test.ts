import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contrast, readableOn } from './colors.ts'
import { cssColor, formatMessageTime, formatRelative, formatSize, formatTimestamp, safeLink } from './format.ts'

const now = Date.parse('2026-11-21T12:00:00Z')
const zone = { locale: 'en-GB', timeZone: 'UTC', nowMs: now }
const hour = 3_600_000

describe('formatRelative', () => {
  it.each([
    [-90_000, '1 minute ago'],
    [-59_000, '59 seconds ago'],
    [25 * hour, 'in 1 day'],
    [0, 'in 0 seconds'],
    [-400 * 24 * hour, '1 year ago'],
  ])('cuts %d ms off to its largest unit', (distance, expected) => {
    expect(formatRelative(now + distance, now, 'en-GB')).toBe(expected)
  })
})

describe('formatMessageTime', () => {
  it.each([
    [now, '12:00'],
    [now - 13 * hour, 'Yesterday, 23:00'],
    [now - 48 * hour, '19/11/2026, 12:00'],
  ])('says as much of the date as is needed', (time, expected) => {
    expect(formatMessageTime(time, zone)).toBe(expected)
  })

  it('counts days where the reader is', () => {
    expect(formatMessageTime(now - 13 * hour, { ...zone, timeZone: 'Asia/Tokyo' })).toBe('08:00')
  })
})

describe('formatTimestamp', () => {
  it('refuses times that no date can hold', () => {
    expect(formatTimestamp(8.64e15 + 1, 'F', zone)).toBeUndefined()
    expect(formatTimestamp(Number.NaN, 'R', zone)).toBeUndefined()
  })
})

describe('formatSize', () => {
  it.each([
    [0, '0 bytes'],
    [1023, '1,023 bytes'],
    [1024, '1 KB'],
    [1_572_864, '1.5 MB'],
    [5e12, '4,656.61 GB'],
  ])('writes %d in the unit that fits', (bytes, expected) => {
    expect(formatSize(bytes, 'en-GB')).toBe(expected)
  })
})

describe('safeLink', () => {
  it.each(['https://a.example', 'http://a.example', 'discord://-/app'])('lets %s through', (url) => {
    expect(safeLink(url)).toBe(url)
  })

  it.each(['javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'data:text/html,x', '/a', '', 'file:///etc/passwd'])(
    'refuses %j',
    (url) => {
      expect(safeLink(url)).toBeUndefined()
    },
  )
})

describe('colours', () => {
  it('writes the colour of the API with six digits, and none for 0', () => {
    expect(cssColor(0xff)).toBe('#0000ff')
    expect(cssColor(0)).toBeUndefined()
  })

  it('makes any role colour readable (4.5:1) on any ground', () => {
    const color = fc.integer({ min: 0, max: 0xffffff })
    const ground = fc.constantFrom(0x2b2d31, 0x3b3d44, 0xffffff, 0xe9eaee)
    fc.assert(
      fc.property(color, ground, (role, background) => {
        expect(contrast(readableOn(role, background), background)).toBeGreaterThanOrEqual(4.5)
      }),
    )
  })

  it('leaves a colour alone that can be read already', () => {
    expect(readableOn(0xffffff, 0x2b2d31)).toBe(0xffffff)
  })
})
