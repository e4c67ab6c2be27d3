import { fieldError } from '../errors.ts'
import { compareIds, isSnowflake } from '../world/snowflake.ts'
import type { Snowflake } from '../world/types.ts'

/** An integer of the query within its bounds, or the default; 50035 otherwise. */
export const intParam = (
  query: URLSearchParams,
  name: string,
  bounds: { min: number; max: number; fallback: number },
): number => {
  const text = query.get(name)
  if (text === null) return bounds.fallback
  if (!/^-?\d+$/.test(text)) throw fieldError(name, 'NUMBER_TYPE_COERCE', `Value "${text}" is not int.`)
  const value = Number(text)
  if (value < bounds.min) {
    throw fieldError(name, 'NUMBER_TYPE_MIN', `int value should be greater than or equal to ${bounds.min}.`)
  }
  if (value > bounds.max) {
    throw fieldError(name, 'NUMBER_TYPE_MAX', `int value should be less than or equal to ${bounds.max}.`)
  }
  return value
}

/** An id of the query, or null when it is absent; 50035 when it is no id. */
export const idParam = (query: URLSearchParams, name: string): Snowflake | null => {
  const text = query.get(name)
  if (text === null || isSnowflake(text)) return text
  throw fieldError(name, 'NUMBER_TYPE_COERCE', `Value "${text}" is not snowflake.`)
}

export const boolParam = (query: URLSearchParams, name: string): boolean =>
  query.get(name) === 'true' || query.get(name) === '1'

/** Those of the items (any order) whose ids lie after `after` and before `before`; ascending. */
export const between = <T>(items: Iterable<T>, idOf: (item: T) => Snowflake, query: URLSearchParams): T[] => {
  const before = idParam(query, 'before')
  const after = idParam(query, 'after')
  return [...items]
    .filter(
      (item) =>
        (before === null || compareIds(idOf(item), before) < 0) &&
        (after === null || compareIds(idOf(item), after) > 0),
    )
    .sort((a, b) => compareIds(idOf(a), idOf(b)))
}
