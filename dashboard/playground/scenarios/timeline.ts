import type { MessageOutcome, Outcome, Step, StepResult } from './types.ts'

export interface PlaceState {
  place: string
  messages: (MessageOutcome & { fresh: boolean })[]
}

/** What was seen after each step: of the replay where there is one, else as recorded. */
export const outcomesOf = (steps: readonly Step[], results: readonly StepResult[]): Outcome[] =>
  steps.map((step, index) => results[index]?.outcome ?? step.expect ?? {})

/**
 * The messages of every channel after the first `count` steps, channels in order of their first message. `fresh` marks
 * what the last of these steps wrote or changed.
 */
export const placesAfter = (outcomes: readonly Outcome[], count: number): PlaceState[] => {
  const messages = new Map<string, MessageOutcome & { fresh: boolean }>()
  for (const [index, outcome] of outcomes.slice(0, count).entries()) {
    for (const id of outcome.deleted ?? []) messages.delete(id)
    for (const message of outcome.messages ?? []) messages.set(message.id, { ...message, fresh: index === count - 1 })
  }
  const places = Map.groupBy(messages.values(), (message) => message.in)
  return [...places].map(([place, list]) => ({ place, messages: list }))
}

const plain = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value))

const listed = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map(([name, entry]) => `${name}: ${plain(entry)}`)
        .join(', ')
    : ''

const text = (value: unknown): string => (value === undefined ? '' : String(value))

type Teller = (step: Step) => string

const tellers: Readonly<Record<string, Teller>> = {
  command: ({ name, options, target }) =>
    [`uses /${text(name)}`, target === undefined ? '' : `on ${text(target)}`, listed(options)]
      .filter(Boolean)
      .join(' '),
  autocomplete: ({ name, focused, options }) => `types in "${text(focused)}" of /${text(name)} (${listed(options)})`,
  component: ({ control, message, values }) =>
    Array.isArray(values)
      ? `picks ${values.join(', ')} in "${text(control)}" of ${text(message)}`
      : `presses "${text(control)}" of ${text(message)}`,
  modal: ({ fields, from }) => `sends the form of step ${text(from)} (${listed(fields)})`,
  message: ({ content }) => `writes "${text(content)}"`,
  'edit-message': ({ message, content }) => `edits ${text(message)} to "${text(content)}"`,
  'delete-message': ({ message }) => `deletes ${text(message)}`,
  reaction: ({ emoji, message, remove }) =>
    `${remove === true ? 'takes back' : 'reacts with'} ${text(emoji)} at ${text(message)}`,
  member: ({ action }) => `${text(action)}s`,
  advance: ({ seconds }) => `The clock moves ${text(seconds)} s forward`,
}

/** `grace uses /warn user: dennis in #general`. */
export const stepWords = (step: Step): string => {
  const { do: act, as, in: where, guild: _guild, expect: _expect, ...rest } = step
  const told = tellers[act]?.(step) ?? [act, listed(rest)].filter(Boolean).join(' ')
  return [as, told, where === undefined ? undefined : `in #${where}`].filter((part) => part !== undefined).join(' ')
}

/** Everything a step brought besides messages, in words. */
export const besides = ({ refused, failure, form, choices, people, places, deleted }: Outcome): string[] => [
  ...(refused === undefined ? [] : [`The client refused it: ${refused}`]),
  ...(failure === undefined ? [] : [`The client shows a failure: ${failure}`]),
  ...(form ? [`A form opened: “${form.title}” (${form.fields.join(', ')})`] : []),
  ...(choices ? [`Suggestions: ${choices.join(', ') || 'none'}`] : []),
  ...(people ?? []),
  ...(places ?? []),
  ...(deleted ? [`Deleted: ${deleted.join(', ')}`] : []),
]

/** A name for a file, made of a title. */
export const nameFrom = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '')

/** `<t:+1h:R>`, as scenarios hold times, as a person reads it: `+1h`. */
export const readableTimes = (text: string): string => text.replace(/<t:([^:>]+)(?::\w)?>/g, '$1')
