import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defineSettings, setting } from './settings.ts'
import { verbatim } from './text.ts'

const label = verbatim('label')
const settings = defineSettings(
  'demo',
  {
    enabled: setting.toggle(true, { label }),
    least: setting.number(3, { label, least: 0, most: 10 }),
    most: setting.number(5, { label, least: 0, most: 10 }),
    greeting: setting.text('hi', { label, maxLength: 10 }),
    wait: setting.duration(60_000, { label, mostMs: 3_600_000 }),
    mode: setting.choice('soft', {
      label,
      choices: [
        { value: 'soft', label },
        { value: 'hard', label },
      ],
    }),
    channel: setting.channel({ label, help: verbatim('help') }),
    role: setting.role({ label }),
    roles: setting.roles({ label, most: 2 }),
    channels: setting.channels({ label }),
  },
  (values) => (values.least > values.most ? verbatim('least is above most') : undefined),
)

describe('settings', () => {
  it('are complete without anything stored', () => {
    expect(settings.parse(undefined)).toEqual({
      enabled: true,
      least: 3,
      most: 5,
      greeting: 'hi',
      wait: 60_000,
      mode: 'soft',
      channel: null,
      role: null,
      roles: [],
      channels: [],
    })
  })

  it('survive whatever an older version stored', () => {
    fc.assert(
      fc.property(fc.anything(), (stored) => {
        const values = settings.parse(stored)
        for (const [name, field] of Object.entries(settings.fields)) {
          expect(field.schema.safeParse(values[name as keyof typeof values]).success).toBe(true)
        }
        expect(settings.parse(values)).toEqual(values)
      }),
    )
  })

  it('keep what is right and replace what is not, field by field', () => {
    expect(
      settings.parse({ least: 7, most: 99, mode: 'hard', roles: ['175928847299117063'], channel: 'x' }),
    ).toMatchObject({
      least: 7,
      most: 5,
      mode: 'hard',
      roles: ['175928847299117063'],
      channel: null,
    })
  })

  it('say what is wrong between fields', () => {
    expect(settings.check?.({ least: 9, most: 1 })?.('en')).toBe('least is above most')
    expect(settings.check?.({ least: 1, most: 9 })).toBeUndefined()
  })
})
