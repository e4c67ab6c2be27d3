import type { InteractionLine } from './types.ts'

/** JSON with indentation; text that is no JSON as it is. */
export const pretty = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

export const headerLines = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')

/** `12:04:31`, of an ISO 8601 time. */
export const clockTime = (iso: string): string => iso.slice(11, 19)

export type Standing = 'good' | 'late' | 'bad' | 'waiting'

/** Half of the limit: where a bot should have promised an answer by now. */
const slowShare = 0.5

export const standingOf = ({
  failure,
  elapsedMs,
  limitMs,
}: Pick<InteractionLine, 'failure' | 'elapsedMs' | 'limitMs'>): Standing => {
  if (failure) return 'bad'
  if (elapsedMs === null) return 'waiting'
  return elapsedMs > limitMs * slowShare ? 'late' : 'good'
}

const standingWords: Record<Standing, string> = {
  good: 'answered in time',
  late: 'answered late, but in time',
  bad: 'failed',
  waiting: 'no answer yet',
}

export const wordsOfStanding = (standing: Standing): string => standingWords[standing]

/** `42 ms of 3,000 ms`. */
export const elapsedWords = (elapsedMs: number | null, limitMs: number): string =>
  elapsedMs === null
    ? `no answer yet of ${limitMs.toLocaleString('en')} ms`
    : `${Math.round(elapsedMs).toLocaleString('en')} ms of ${limitMs.toLocaleString('en')} ms`

/** Values put where `$1`, `$2`, … stand, to be read, not to be run. */
export const filledSql = (sql: string, parameters: readonly (string | null)[]): string =>
  sql.replace(/\$(\d+)/g, (whole, number: string) => {
    const value = parameters[Number(number) - 1]
    if (value === undefined) return whole
    return value === null ? 'null' : `'${value.replaceAll("'", "''")}'`
  })

/** The level and message of a log line of JSON, the rest beside them; other lines as they are. */
export const readLogLine = (line: string): { level: string; message: string; rest: string } => {
  try {
    const parsed: unknown = JSON.parse(line)
    if (typeof parsed !== 'object' || parsed === null) return { level: '', message: line, rest: '' }
    const { level = '', message = '', requestId: _requestId, ...rest } = Object.fromEntries(Object.entries(parsed))
    const others = Object.keys(rest).length === 0 ? '' : JSON.stringify(rest, null, 2)
    return { level: String(level), message: String(message), rest: others }
  } catch {
    return { level: '', message: line, rest: '' }
  }
}

/** Entries with their place as key: for lists that only ever grow at the end. */
export const withKeys = <T>(entries: readonly T[]): { key: string; entry: T }[] =>
  entries.map((entry, index) => ({ key: String(index), entry }))
