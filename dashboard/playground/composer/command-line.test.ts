import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  addPill,
  type CommandDraft,
  draftProblems,
  draftRequest,
  focusPill,
  furtherOptions,
  pick,
  removePill,
  showProblems,
  startDraft,
  step,
  typeIn,
} from './command-line.ts'
import { form, points, reason, user } from './test-forms.ts'

const second = { ...user, name: 'second', label: 'second' }
const start = () => startDraft(form(user, second, reason, points))
const alan = { text: '@Alan', picked: '42' }

it('required options have their pills from the start, and the first one the cursor', () => {
  expect(start()).toMatchObject({ pills: ['user', 'second'], active: 'user' })
  expect(startDraft(form(reason))).toMatchObject({ pills: [], active: null })
})

it('choosing a value goes on to the next empty required pill, then behind the last one', () => {
  const first = pick(start(), 'user', alan)
  expect(first.active).toBe('second')
  expect(pick(first, 'second', alan).active).toBeNull()
})

it('typing into a pill takes back what was chosen in it', () => {
  const draft = typeIn(pick(start(), 'user', alan), 'user', '@Ala')
  expect(draft.values['user']).toEqual({ text: '@Ala' })
})

it('an optional pill comes with the cursor and goes with its value; a required one is only emptied', () => {
  const added = typeIn(addPill(start(), 'reason'), 'reason', 'spam')
  expect(added).toMatchObject({ pills: ['user', 'second', 'reason'], active: 'reason' })
  expect(furtherOptions(added).map(({ name }) => name)).toEqual(['points'])
  expect(removePill(added, 'reason')).toMatchObject({ pills: ['user', 'second'], values: {}, active: 'second' })
  expect(removePill(pick(start(), 'user', alan), 'user')).toMatchObject({ pills: ['user', 'second'], values: {} })
})

it('stepping ends at the first pill and behind the last one', () => {
  const draft = start()
  expect(step(draft, -1).active).toBe('user')
  expect(step(step(draft, 1), 1).active).toBeNull()
  expect(step(focusPill(draft, null), -1).active).toBe('second')
})

it('a first try to send shows what is wrong and puts the cursor there', () => {
  const draft = showProblems(typeIn(addPill(pick(start(), 'user', alan), 'reason'), 'reason', 'much too long'))
  expect(draft).toMatchObject({ tries: 1, active: 'second' })
  expect(Object.keys(draftProblems(draft))).toEqual(['second', 'reason'])
})

it('the request holds what is filled in, by the options’ own names and types', () => {
  const draft = typeIn(addPill(addPill(pick(start(), 'user', alan), 'points'), 'reason'), 'points', '3')
  expect(draftRequest(draft)).toEqual({ name: 'warn', options: { user: '42', points: 3 } })
})

type Move = (draft: CommandDraft) => CommandDraft
const names = fc.constantFrom('user', 'second', 'reason', 'points')
const moves = fc.oneof(
  names.map(
    (name): Move =>
      (draft) =>
        addPill(draft, name),
  ),
  names.map(
    (name): Move =>
      (draft) =>
        removePill(draft, name),
  ),
  fc.tuple(names, fc.string()).map(
    ([name, text]): Move =>
      (draft) =>
        typeIn(addPill(draft, name), name, text),
  ),
  names.map(
    (name): Move =>
      (draft) =>
        pick(addPill(draft, name), name, alan),
  ),
  fc.constantFrom<1 | -1>(1, -1).map(
    (by): Move =>
      (draft) =>
        step(draft, by),
  ),
)

it('whatever is typed, required pills stay, no pill is doubled, and the cursor stands in a pill or behind them', () => {
  fc.assert(
    fc.property(fc.array(moves, { maxLength: 30 }), (list) => {
      const draft = list.reduce((before, move) => move(before), start())
      expect(draft.pills).toEqual(expect.arrayContaining(['user', 'second']))
      expect(new Set(draft.pills).size).toBe(draft.pills.length)
      expect(draft.active === null || draft.pills.includes(draft.active)).toBe(true)
      expect(Object.keys(draftRequest(draft).options).every((name) => draft.pills.includes(name))).toBe(true)
    }),
  )
})
