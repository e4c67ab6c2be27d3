import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseDuration } from '../../core/duration.ts'
import { setting } from '../../core/settings.ts'
import { snowflake } from '../../core/snowflake.ts'
import { locales, verbatim } from '../../core/text.ts'
import { formatPlain, formatValue, isChanged, isEqual, typedDuration } from './format.ts'

const about = { label: verbatim('Label') }

it('a duration is written so that it reads back as the same one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40_000_000 }), (seconds) => {
      expect(parseDuration(typedDuration(seconds * 1000), { mostMs: Number.MAX_SAFE_INTEGER })).toBe(seconds * 1000)
    }),
    { numRuns: 200 },
  )
  expect(typedDuration(0)).toBe('0')
})

it('whatever is stored is shown without failing, in every language', () => {
  const controls = [
    setting.toggle(false, about),
    setting.number(1, { ...about, least: 1, most: 2 }),
    setting.text('', { ...about, maxLength: 9 }),
    setting.duration(0, { ...about, mostMs: 9 }),
    setting.choice('a', { ...about, choices: [{ value: 'a', label: verbatim('A') }] }),
    setting.channel(about),
    setting.role(about),
    setting.roles(about),
    setting.channels(about),
  ]
  fc.assert(
    fc.property(fc.constantFrom(...controls), fc.jsonValue(), fc.constantFrom(...locales), (one, value, locale) => {
      expect(formatValue(one.control, value)(locale).length).toBeGreaterThan(0)
      expect(typeof formatPlain(one.control, value)(locale)).toBe('string')
    }),
  )
})

it('a long list is cut and says how much is missing', () => {
  const ids = Array.from({ length: 9 }, (_, i) => snowflake(`30000000000000000${i}`))
  expect(formatValue(setting.roles(about).control, ids)('en')).toMatch(/^<@&.*> and 3 more$/)
})

it('text is shown as it was written, on one line, and never too long', () => {
  const { control } = setting.text('', { ...about, maxLength: 4000 })
  expect(formatValue(control, 'a\n**b** @everyone')('en')).toBe('a \\*\\*b\\*\\* \\@everyone')
  expect(formatValue(control, 'x'.repeat(4000))('en').length).toBeLessThan(330)
})

it('a number that has a unit is shown in words, others as they are', () => {
  const limits = { ...about, least: 0, most: 9 }
  const unit = (count: number) => verbatim(count === 0 ? 'none' : `${count} days`)
  const { control } = setting.number(1, { ...limits, unit })
  expect([formatValue(control, 3)('en'), formatPlain(control, 0)('en')]).toEqual(['3 days', 'none'])
  expect(formatValue(setting.number(1, limits).control, 3)('en')).toBe('`3`')
})

it('knows a value from its default', () => {
  expect(isChanged(setting.roles(about), [])).toBe(false)
  expect(isChanged(setting.roles(about), ['1'])).toBe(true)
  expect(isEqual(['1', '2'], ['2', '1'])).toBe(false)
  expect(isEqual(null, [])).toBe(false)
})
