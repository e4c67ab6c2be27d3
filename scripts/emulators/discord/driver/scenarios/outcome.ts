import { diff } from 'node:util'
import { isObject, type Json } from '../types.ts'
import type { Outcome } from './format.ts'
import type { Names } from './names.ts'
import { controlsOf } from './reading.ts'

const words = (value: unknown): string => (typeof value === 'string' ? value : '')

const formOf = (data: Json, names: Names, at: number): Outcome['form'] => ({
  title: names.readable(words(data['title']), at),
  fields: controlsOf(data['components']).map(({ label, id }) => names.readable(label || id, at)),
})

/** What the answer of the driver itself says: refusal, failure, form, choices. Messages are seen in the world. */
export const readAnswer = (answer: unknown, names: Names, at: number): Outcome => {
  if (!isObject(answer)) return {}
  const { error, response, interaction } = answer
  const readable = (text: unknown): string => names.readable(words(text), at)
  if (isObject(error) && !isObject(interaction)) return { refused: words(error['code']) }
  const data = isObject(response) && isObject(response['data']) ? response['data'] : {}
  const type = isObject(response) ? response['type'] : undefined
  return {
    ...(isObject(error) && { failure: `${words(error['code'])}: ${withoutNumbers(readable(error['message']))}` }),
    ...(type === 9 && { form: formOf(data, names, at) }),
    ...(type === 8 && {
      choices: (Array.isArray(data['choices']) ? data['choices'] : [])
        .filter(isObject)
        .map(({ name }) => readable(name)),
    }),
  }
}

/** How long something took is no part of what happened. */
const withoutNumbers = (text: string): string => text.replace(/\d+(?:\.\d+)? ms/g, 'N ms')

const context = 2

/** The lines that differ, `-` as recorded and `+` as seen now, with two lines around each. */
export const readableDiff = (expected: unknown, seen: unknown): string => {
  const linesOf = (value: unknown): string[] => (JSON.stringify(value, null, 2) ?? '(nothing)').split('\n')
  // Node's diff gives 1 to lines of its first argument alone, -1 to those of its second.
  const entries = diff(linesOf(seen), linesOf(expected)).map(([operation, text]) => ({ operation, text }))
  const near = entries.map((_, index) =>
    entries.slice(Math.max(0, index - context), index + context + 1).some(({ operation }) => operation !== 0),
  )
  return entries
    .flatMap(({ operation, text }, index) => {
      if (!near[index]) return near[index - 1] ? ['  …'] : []
      return [`${operation === 0 ? ' ' : marks[operation > 0 ? 'up' : 'down']} ${text}`]
    })
    .join('\n')
}

const marks = { up: '+', down: '-' } as const

/** Equal in all that can be seen; the order of keys does not matter. */
export const isEqual = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b)

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, entry: unknown) =>
    isObject(entry) ? Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1))) : entry,
  ) ?? ''
