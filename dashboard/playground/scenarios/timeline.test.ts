import { describe, expect, it } from 'vitest'
import { besides, nameFrom, outcomesOf, placesAfter, readableTimes, stepWords } from './timeline.ts'
import type { MessageOutcome, Outcome, Step } from './types.ts'

const message = (
  id: string,
  place: string,
  text: string,
  change: MessageOutcome['change'] = 'new',
): MessageOutcome => ({
  id,
  in: place,
  by: 'bot',
  change,
  text: [text],
})
const outcomes: Outcome[] = [
  { messages: [message('m1', '#general', 'one'), message('m2', '#log', 'two')] },
  { messages: [message('m1', '#general', 'one, edited', 'edited')] },
  { deleted: ['m2'], messages: [message('m3', '#general', 'three')] },
]
const shown = (count: number) =>
  placesAfter(outcomes, count).map(({ place, messages }) => [
    place,
    messages.map(({ text, fresh }) => `${text[0]}${fresh ? ' *' : ''}`),
  ])

describe('placesAfter', () => {
  it('shows the channels as they were after any step', () => {
    expect(shown(0)).toEqual([])
    expect(shown(1)).toEqual([
      ['#general', ['one *']],
      ['#log', ['two *']],
    ])
    expect(shown(2)).toEqual([
      ['#general', ['one, edited *']],
      ['#log', ['two']],
    ])
    expect(shown(3)).toEqual([['#general', ['one, edited', 'three *']]])
  })
})

it('outcomesOf prefers what a replay saw', () => {
  const steps: Step[] = [{ do: 'message', expect: { refused: 'a' } }, { do: 'message' }]
  expect(outcomesOf(steps, [])).toEqual([{ refused: 'a' }, {}])
  const result = { step: 1, do: 'message', equal: false, diff: '', outcome: { refused: 'b' } }
  expect(outcomesOf(steps, [result])).toEqual([{ refused: 'b' }, {}])
})

it.each<[Step, string]>([
  [
    { do: 'command', as: 'grace', in: 'general', name: 'warn', options: { user: 'dennis' } },
    'grace uses /warn user: dennis in #general',
  ],
  [{ do: 'component', as: 'ada', message: 'm1', control: 'Undo' }, 'ada presses "Undo" of m1'],
  [{ do: 'component', as: 'ada', message: 'm1', control: 'Type', values: ['warn'] }, 'ada picks warn in "Type" of m1'],
  [{ do: 'advance', seconds: 60 }, 'The clock moves 60 s forward'],
  [{ do: 'switch', dmsClosed: { a: true } }, 'switch dmsClosed: {"a":true}'],
])('stepWords tells %j', (step, words) => {
  expect(stepWords(step)).toBe(words)
})

it('besides tells what is no message', () => {
  expect(besides({ refused: 'not_allowed', people: ['dennis in A: gone'], deleted: ['m2'] })).toEqual([
    'The client refused it: not_allowed',
    'dennis in A: gone',
    'Deleted: m2',
  ])
})

it('nameFrom makes a name that the emulator takes', () => {
  expect(nameFrom('  A warning, & its Case! ')).toBe('a-warning-its-case')
  expect(nameFrom(`${'ab-'.repeat(40)}`)).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
})

it('readableTimes shows times relative to the step', () => {
  expect(readableTimes('Ends <t:+1h:R>, seen <t:now>')).toBe('Ends +1h, seen now')
})
