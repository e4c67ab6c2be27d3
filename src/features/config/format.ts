import { formatDuration } from '../../core/duration.ts'
import { escapeMarkdown, mentionChannel, mentionRole } from '../../core/markdown.ts'
import { cut } from '../../core/reply.ts'
import type { Control, Setting } from '../../core/settings.ts'
import { isSnowflake, type Snowflake } from '../../core/snowflake.ts'
import { type Localised, verbatim } from '../../core/text.ts'
import { texts } from './value-texts.ts'

const MAX_TEXT = 160
const MAX_MENTIONS = 6

/** A value in words for a message: mentions, durations, On and Off. Anything that does not fit its control reads as not set. */
export function formatValue(control: Control, value: unknown): Localised {
  const notSet = italic(texts('notSet'))
  switch (control.kind) {
    case 'switch':
      return typeof value === 'boolean' ? switchWord(value) : notSet
    case 'number':
      return typeof value === 'number' ? (control.unit?.(value) ?? verbatim(`\`${value}\``)) : notSet
    case 'duration':
      return typeof value === 'number' ? formatDuration(value) : notSet
    case 'text':
      return typeof value === 'string' && value !== '' ? verbatim(quote(value)) : italic(texts('empty'))
    case 'choice':
      return labelOf(control.choices, value) ?? notSet
    case 'channel':
      return isSnowflake(value) ? verbatim(mentionChannel(value)) : notSet
    case 'role':
      return isSnowflake(value) ? verbatim(mentionRole(value)) : notSet
    case 'channels':
      return mentions(value, mentionChannel)
    case 'roles':
      return mentions(value, mentionRole)
  }
}

/** The same without markdown and mentions, for labels of choices, which show neither. */
export function formatPlain(control: Control, value: unknown): Localised {
  if (control.kind === 'text') return typeof value === 'string' && value !== '' ? verbatim(value) : texts('empty')
  if (control.kind === 'number' && typeof value === 'number') return control.unit?.(value) ?? verbatim(String(value))
  const formatted = formatValue(control, value)
  return (locale) => formatted(locale).replace(/^_(.*)_$/, '$1')
}

export function switchWord(value: boolean): Localised {
  return texts(value ? 'on' : 'off')
}

function italic(text: Localised): Localised {
  return (locale) => `_${text(locale)}_`
}

function quote(value: string): string {
  return escapeMarkdown(cut(value.replace(/\s+/g, ' '), MAX_TEXT))
}

function labelOf(choices: readonly { value: string; label: Localised }[], value: unknown): Localised | undefined {
  return choices.find((choice) => choice.value === value)?.label
}

function mentions(value: unknown, mention: (id: Snowflake) => string): Localised {
  const ids = Array.isArray(value) ? value.filter(isSnowflake) : []
  if (ids.length === 0) return italic(texts('noneChosen'))
  const shown = ids.slice(0, MAX_MENTIONS).map(mention).join(' ')
  const count = ids.length - MAX_MENTIONS
  return count > 0 ? texts('andMore', { shown, count }) : verbatim(shown)
}

/** Whether a value is another than the default. */
export function isChanged({ fallback }: Setting, value: unknown): boolean {
  return !isEqual(fallback, value)
}

/** Settings hold single values and lists of ids, nothing deeper. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b
  return a.length === b.length && a.every((entry, i) => entry === b[i])
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const

/** `129_600_000` -> `1d12h`, which `parseDuration` reads back. */
export function typedDuration(ms: number): string {
  let left = ms
  const parts = UNITS.map(([unit, size]) => {
    const count = Math.floor(left / size)
    left -= count * size
    return count === 0 ? '' : `${count}${unit}`
  })
  return parts.join('') || '0'
}
