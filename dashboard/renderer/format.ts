import type { RenderContext } from './types.ts'

export type TimestampStyle = 't' | 'T' | 'd' | 'D' | 'f' | 'F' | 's' | 'S' | 'R'

type Zone = Pick<RenderContext, 'locale' | 'timeZone'>

const styles: Record<Exclude<TimestampStyle, 'R'>, Intl.DateTimeFormatOptions> = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
  s: { dateStyle: 'short', timeStyle: 'short' },
  S: { dateStyle: 'short', timeStyle: 'medium' },
}

const units = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

/** The furthest a JavaScript date reaches, in milliseconds on either side of 1970. */
const furthest = 8.64e15

/* Making a formatter takes far longer than using it, and a channel needs hundreds of the same. */
const once = <Made>() => {
  const known = new Map<string, Made>()
  return (key: string, make: () => Made): Made => {
    const made = known.get(key) ?? make()
    known.set(key, made)
    return made
  }
}

const dates = once<Intl.DateTimeFormat>()
const distances = once<Intl.RelativeTimeFormat>()
const numbers = once<Intl.NumberFormat>()

const formatter = (options: Intl.DateTimeFormatOptions, { locale, timeZone }: Zone): Intl.DateTimeFormat =>
  dates(
    [locale, timeZone, options.dateStyle, options.timeStyle].join(),
    () => new Intl.DateTimeFormat(locale, timeZone === undefined ? options : { ...options, timeZone }),
  )

const distance = (locale: string, numeric: 'always' | 'auto'): Intl.RelativeTimeFormat =>
  distances(`${locale},${numeric}`, () => new Intl.RelativeTimeFormat(locale, { numeric }))

/** "2 minutes ago", "in 3 days": the largest unit that fits, cut off rather than rounded. */
export const formatRelative = (timeMs: number, nowMs: number, locale: string): string => {
  const seconds = Math.trunc((timeMs - nowMs) / 1000)
  const words = distance(locale, 'always')
  const unit = units.find(([, length]) => Math.abs(seconds) >= length)
  return unit ? words.format(Math.trunc(seconds / unit[1]), unit[0]) : words.format(seconds, 'second')
}

/** A time that Discord cannot show either is undefined. Discord docs: reference#message-formatting-timestamp-styles. */
export const formatTimestamp = (
  timeMs: number,
  style: TimestampStyle,
  context: Zone & { nowMs: number },
): string | undefined => {
  if (!(Math.abs(timeMs) <= furthest)) return undefined
  if (style === 'R') return formatRelative(timeMs, context.nowMs, context.locale)
  return formatter(styles[style], context).format(timeMs)
}

/** The calendar day as `2026-11-21` where the reader is. */
export const dayOf = (timeMs: number, zone: Zone): string =>
  formatter(styles.d, { ...zone, locale: 'en-CA' }).format(timeMs)

const dayLength = 86_400_000

/** The time beside a name: only the clock today, "yesterday" before, else the date as well. */
export const formatMessageTime = (timeMs: number, context: Zone & { nowMs: number }): string => {
  const clock = formatter(styles.t, context).format(timeMs)
  const day = dayOf(timeMs, context)
  if (day === dayOf(context.nowMs, context)) return clock
  if (day !== dayOf(context.nowMs - dayLength, context)) return formatTimestamp(timeMs, 's', context) ?? clock
  const yesterday = distance(context.locale, 'auto').format(-1, 'day')
  return `${yesterday.charAt(0).toLocaleUpperCase(context.locale)}${yesterday.slice(1)}, ${clock}`
}

const sizes = ['bytes', 'KB', 'MB', 'GB'] as const

/** "1.5 MB", in steps of 1024 as Discord counts. */
export const formatSize = (bytes: number, locale: string): string => {
  const step = Math.min(sizes.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)))
  const amounts = numbers(locale, () => new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }))
  return `${amounts.format(bytes / 1024 ** step)} ${sizes[step]}`
}

/** The API's colour number as CSS; 0 stands for "no colour". */
export const cssColor = (color: number | null | undefined): string | undefined =>
  color ? `#${color.toString(16).padStart(6, '0')}` : undefined

const schemes = ['http:', 'https:', 'discord:']

/** The address if a link may lead there, else undefined. */
export const safeLink = (url: string): string | undefined => {
  if (!URL.canParse(url)) return undefined
  return schemes.includes(new URL(url).protocol) ? url : undefined
}
