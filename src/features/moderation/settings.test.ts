import { expect, it } from 'vitest'
import { moderationSettings, thresholdsOf } from './settings.ts'

const defaults = moderationSettings.parse({})

it('an empty store is a complete configuration with the ladder 3, 5, 7, 10 and 30 days', () => {
  expect(thresholdsOf(defaults)).toEqual({ warn: 3, timeout: 5, kick: 7, ban: 10 })
  expect(defaults).toMatchObject({ warning_decay_days: 30, log_channel_id: null, dm_on_action: true })
  expect(moderationSettings.check?.(defaults)).toBeUndefined()
})

it('a ladder that does not rise is refused, and levels that are off do not count', () => {
  const check = (change: Record<string, number>) => moderationSettings.check?.({ ...defaults, ...change })?.('en')
  expect(check({ escalation_kick_threshold: 4 })).toContain('must rise')
  expect(check({ escalation_timeout_threshold: 3 })).toContain('must rise')
  expect(check({ escalation_timeout_threshold: 0, escalation_kick_threshold: 4 })).toBeUndefined()
  expect(check({ escalation_warn_threshold: 0, escalation_ban_threshold: 0 })).toBeUndefined()
})

it('a timeout lasts at least a minute', () => {
  expect(moderationSettings.check?.({ ...defaults, default_timeout: 0 })?.('en')).toContain('one minute')
})
