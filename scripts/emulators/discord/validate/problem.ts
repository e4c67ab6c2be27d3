/**
 * One thing that is wrong with a body. `path` leads to the field; `code` is the name that Discord uses inside the
 * nested `errors` of a 50035, or, when it is all digits, a JSON error code that replaces 50035 as a whole.
 */
export interface Problem {
  path: string[]
  code: string
  message: string
}

export type Path = readonly (string | number)[]
export type Json = Record<string, unknown>

export const problem = (path: Path, code: string, message: string): Problem => ({
  path: path.map(String),
  code,
  message,
})

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The objects of an array, each with its index; anything else counts as empty because the schema reports it. */
export const objects = (value: unknown): [number, Json][] =>
  Array.isArray(value) ? [...value.entries()].filter((entry): entry is [number, Json] => isObject(entry[1])) : []

export const text = (value: unknown): string => (typeof value === 'string' ? value : '')

export const present = (value: unknown): boolean => value !== undefined && value !== null

export const filled = (value: unknown): boolean =>
  present(value) && value !== '' && !(Array.isArray(value) && value.length === 0)

/** `title 52 of 45`: what was sent beside what is allowed. */
export const tooMany = (path: Path, code: string, size: { subject: string; got: number; max: number; unit?: string }) =>
  problem(
    path,
    code,
    `${size.subject} ${size.got} of ${size.max}: must be ${size.max} or fewer${size.unit ? ` ${size.unit}` : ''}.`,
  )

/** Calls back for each value that came before; `key` undefined is skipped. */
export const duplicates = <T>(entries: Iterable<{ key: T | undefined; path: Path }>): Path[] => {
  const seen = new Set<T>()
  const repeated: Path[] = []
  for (const { key, path } of entries) {
    if (key === undefined) continue
    if (seen.has(key)) repeated.push(path)
    seen.add(key)
  }
  return repeated
}

/** The JSON error code that answers these problems: 50035, or the one that a problem of digits asks for. */
export const jsonCodeOf = (problems: readonly Problem[]): number => {
  const own = problems.length > 0 && problems.every((entry) => /^\d+$/.test(entry.code))
  return own ? Number(problems[0]?.code) : 50035
}
