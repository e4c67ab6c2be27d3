import parse from 'parse-duration'
import { AppError } from './errors.ts'
import { defineTexts, type Localised } from './text.ts'

const SECOND = 1000
const UNITS = [
  ['day', 86_400 * SECOND],
  ['hour', 3600 * SECOND],
  ['minute', 60 * SECOND],
  ['second', SECOND],
] as const

const texts = defineTexts({
  en: {
    day: { one: '{count} day', other: '{count} days' },
    hour: { one: '{count} hour', other: '{count} hours' },
    minute: { one: '{count} minute', other: '{count} minutes' },
    second: { one: '{count} second', other: '{count} seconds' },
    unreadable: '`{given}` is not a duration. Write a number with a unit, such as `10m`, `2h`, `7d` or `1d12h`.',
    noUnit: '`{given}` has no unit. Did you mean `{given}m` or `{given}h`?',
    tooShort: 'That is too short: the least is {least}.',
    tooLong: 'That is too long: the most is {most}.',
  },
  de: {
    day: { one: '{count} Tag', other: '{count} Tage' },
    hour: { one: '{count} Stunde', other: '{count} Stunden' },
    minute: { one: '{count} Minute', other: '{count} Minuten' },
    second: { one: '{count} Sekunde', other: '{count} Sekunden' },
    unreadable:
      '`{given}` ist keine Dauer. Schreibe eine Zahl mit Einheit, zum Beispiel `10m`, `2h`, `7d` oder `1d12h`.',
    noUnit: '`{given}` hat keine Einheit. Meinst du `{given}m` oder `{given}h`?',
    tooShort: 'Das ist zu kurz: mindestens {least}.',
    tooLong: 'Das ist zu lang: höchstens {most}.',
  },
  fr: {
    day: { one: '{count} jour', other: '{count} jours' },
    hour: { one: '{count} heure', other: '{count} heures' },
    minute: { one: '{count} minute', other: '{count} minutes' },
    second: { one: '{count} seconde', other: '{count} secondes' },
    unreadable:
      "`{given}` n'est pas une durée. Écris un nombre avec une unité, par exemple `10m`, `2h`, `7d` ou `1d12h`.",
    noUnit: "`{given}` n'a pas d'unité. Voulais-tu dire `{given}m` ou `{given}h` ?",
    tooShort: "C'est trop court : au moins {least}.",
    tooLong: "C'est trop long : au plus {most}.",
  },
})

const PATTERN = /^(?:\s*\d{1,9}(?:\.\d{1,3})?\s*[a-zµ]+\s*)+$/i

export interface DurationLimits {
  leastMs?: number
  mostMs: number
}

/**
 * Reads what people type (`10m`, `1d12h`, `1.5 h`) into milliseconds.
 * Throws `AppError('invalid_input')` for a bare number, a sign, a comma, an unknown unit, or a value outside the limits.
 */
export function parseDuration(given: string, { leastMs = SECOND, mostMs }: DurationLimits): number {
  const shown = given.trim().replaceAll('`', "'").slice(0, 40)
  if (/^\d{1,9}$/.test(shown)) throw new AppError('invalid_input', texts('noUnit', { given: shown }))
  const ms = PATTERN.test(given) ? parse(given) : null
  if (ms === null || !Number.isFinite(ms)) throw new AppError('invalid_input', texts('unreadable', { given: shown }))
  if (ms < leastMs) throw new AppError('invalid_input', texts('tooShort', { least: formatDuration(leastMs) }))
  if (ms > mostMs) throw new AppError('invalid_input', texts('tooLong', { most: formatDuration(mostMs) }))
  return Math.round(ms)
}

/** `90_061_000` -> `1 day 1 hour 1 minute 1 second`; the two largest units are enough for a reader. */
export function formatDuration(ms: number): Localised {
  const parts: Localised[] = []
  let left = Math.max(0, Math.round(ms / SECOND) * SECOND)
  for (const [unit, size] of UNITS) {
    const count = Math.floor(left / size)
    if (count > 0 && parts.length < 2) parts.push(texts(unit, { count }))
    left -= count * size
  }
  if (parts.length === 0) parts.push(texts('second', { count: 0 }))
  return (locale) => parts.map((part) => part(locale)).join(' ')
}
