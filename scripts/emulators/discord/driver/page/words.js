/* Small texts for the page: times, paths, pictures. Nothing here touches the page. */

const timeStyles = {
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
  ['second', 1],
]

const relative = (difference, locale) => {
  const [unit, size] = units.find(([, seconds]) => Math.abs(difference) >= seconds) ?? units.at(-1)
  const count = Math.round(difference / size)
  return new Intl.RelativeTimeFormat(locale, { numeric: 'always' }).format(count === 0 ? -0 : count, unit)
}

/* What Discord shows for <t:seconds:style>; nowMs is the local clock. Discord docs: reference#message-formatting. */
export const formatTimestamp = ({ seconds, style }, { nowMs, locale, timeZone }) => {
  const date = new Date(seconds * 1000)
  if (Number.isNaN(date.getTime())) return 'Invalid date'
  if (style === 'R') return relative(seconds - Math.floor(nowMs / 1000), locale)
  return new Intl.DateTimeFormat(locale, { ...(timeStyles[style] ?? timeStyles.f), timeZone }).format(date)
}

/* The page may show a picture only when this machine serves it. */
export const isLocalPicture = (url) => {
  const parsed = URL.parse(url)
  return parsed !== null && parsed.hostname === '127.0.0.1' && /^https?:$/.test(parsed.protocol)
}

export const safeLink = (url) => (/^https?:\/\//i.test(url ?? '') ? url : null)

export const initialOf = (name) => ([...(name ?? '').replace(/^[^\p{L}\p{N}]+/u, '')][0] ?? '?').toUpperCase()

/* The template names no ids or tokens; an unknown route shows its path with anything long cut out. */
export const routeOf = ({ route, path }) => route ?? hideTokens(path)

export const hideTokens = (path) => path.replace(/[^/]{40,}/g, '…')
