import type { Localised } from '../../../core/text.ts'
import { panelTexts as texts } from './texts.ts'

const MINUTE_S = 60
const HOUR_S = 3600
const DAY_S = 86_400

/** The lengths that the panel offers, in seconds as the values of the select. */
export const timeoutChoices: readonly { seconds: number; label: Localised; emoji: string }[] = [
  { seconds: 5 * MINUTE_S, label: texts('minutes', { count: 5 }), emoji: '⏱️' },
  { seconds: 10 * MINUTE_S, label: texts('minutes', { count: 10 }), emoji: '⏱️' },
  { seconds: 30 * MINUTE_S, label: texts('minutes', { count: 30 }), emoji: '⏱️' },
  { seconds: HOUR_S, label: texts('hours', { count: 1 }), emoji: '⏲️' },
  { seconds: DAY_S, label: texts('hours', { count: 24 }), emoji: '📅' },
  { seconds: 7 * DAY_S, label: texts('days', { count: 7 }), emoji: '📅' },
]

/** Milliseconds; `undefined` for a value that the panel does not offer. */
export function pickedDuration(value: string | undefined): number | undefined {
  const found = timeoutChoices.find(({ seconds }) => String(seconds) === value)
  return found === undefined ? undefined : found.seconds * 1000
}
