import { defineSettings, setting, type Unit } from '../../core/settings.ts'
import { isRising, type Thresholds } from '../../services/cases/index.ts'
import { settingTexts as texts } from './texts/settings.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** Discord docs: resources/guild, "Modify Guild Member". */
export const MAX_TIMEOUT_MS = 28 * DAY_MS

const warnings: Unit = (count) => (count === 0 ? texts('noLevel') : texts('warnings', { count }))
const deletedDays: Unit = (count) => (count === 0 ? texts('noDays') : texts('days', { count }))
const decayDays: Unit = (count) => (count === 0 ? texts('noDecay') : texts('days', { count }))

const level = (fallback: number, label: ReturnType<typeof texts>) =>
  setting.number(fallback, { least: 0, most: 100, unit: warnings, label, help: texts('levelHelp') })

export const moderationSettings = defineSettings(
  'moderation',
  {
    log_channel_id: setting.channel({ label: texts('logChannel'), help: texts('logChannelHelp') }),
    dm_on_action: setting.toggle(true, { label: texts('dm'), help: texts('dmHelp') }),
    dm_appeal_text: setting.text('', { maxLength: 500, label: texts('appeal'), help: texts('appealHelp') }),
    public_replies: setting.toggle(true, { label: texts('publicReplies'), help: texts('publicRepliesHelp') }),
    require_reason: setting.toggle(false, { label: texts('requireReason'), help: texts('requireReasonHelp') }),
    default_timeout: setting.duration(60 * MINUTE_MS, {
      mostMs: MAX_TIMEOUT_MS,
      label: texts('defaultTimeout'),
      help: texts('defaultTimeoutHelp'),
    }),
    ban_delete_days: setting.number(0, { least: 0, most: 7, unit: deletedDays, label: texts('banDeleteDays') }),
    escalation_warn_threshold: level(3, texts('warnLevel')),
    escalation_timeout_threshold: level(5, texts('timeoutLevel')),
    escalation_kick_threshold: level(7, texts('kickLevel')),
    escalation_ban_threshold: level(10, texts('banLevel')),
    escalation_timeout_duration: setting.duration(DAY_MS, {
      mostMs: MAX_TIMEOUT_MS,
      label: texts('escalationTimeout'),
    }),
    warning_decay_days: setting.number(30, {
      least: 0,
      most: 3650,
      unit: decayDays,
      label: texts('decay'),
      help: texts('decayHelp'),
    }),
  },
  (values) => {
    if (!isRising(thresholdsOf(values))) return texts('notRising')
    const shortest = Math.min(values.default_timeout, values.escalation_timeout_duration)
    return shortest < MINUTE_MS ? texts('noLength') : undefined
  },
)

export type ModerationSettings = ReturnType<typeof moderationSettings.parse>

type Steps = `escalation_${'warn' | 'timeout' | 'kick' | 'ban'}_threshold`

export function thresholdsOf(values: Readonly<Record<Steps, number>>): Thresholds {
  return {
    warn: values.escalation_warn_threshold,
    timeout: values.escalation_timeout_threshold,
    kick: values.escalation_kick_threshold,
    ban: values.escalation_ban_threshold,
  }
}
