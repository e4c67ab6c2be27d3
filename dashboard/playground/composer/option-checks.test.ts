import { ApplicationCommandOptionType as Kind } from 'discord-api-types/v10'
import { expect, it } from 'vitest'
import { optionProblem, optionValue } from './option-checks.ts'
import { option, points, reason, user } from './test-forms.ts'

const choice = option({ type: Kind.String, name: 'type', choices: [{ name: 'Warning', value: 'warn' }] })
const flag = option({ type: Kind.Boolean, name: 'silent' })
const text = option({ type: Kind.String, name: 'text', min_length: 2 })
const ratio = option({ type: Kind.Number, name: 'ratio' })

it.each([
  ['a required option that is empty', user, undefined, /required/],
  ['a required option of blanks', user, { text: '  ' }, /required/],
  ['a name that was typed and not chosen', user, { text: 'alan' }, /Choose a person/],
  ['a person who was chosen', user, { text: '@Alan', picked: '1' }, null],
  ['an optional option that is empty', reason, { text: '' }, null],
  ['a text of the greatest length', reason, { text: '12345' }, null],
  ['a text that is too long', reason, { text: '123456' }, /5 characters or fewer, has 6/],
  ['a text that is too short', text, { text: 'a' }, /2 characters or more/],
  ['a number in range', points, { text: '5' }, null],
  ['a number above the range', points, { text: '6' }, /5 or less/],
  ['a number below the range', points, { text: '0' }, /1 or more/],
  ['half a whole number', points, { text: '1.5' }, /whole number/],
  ['a fraction where fractions may be', ratio, { text: '1.5' }, null],
  ['words for a number', points, { text: 'five' }, /Must be a number/],
  ['a word that is no choice', choice, { text: 'Warning' }, /one of the list/],
  ['a choice', choice, { text: 'Warning', picked: 'warn' }, null],
  ['a typed truth', flag, { text: 'true' }, /True or False/],
  ['a chosen falsehood', flag, { text: 'False', picked: false }, null],
])('%s', (_what, about, value, expected) => {
  const problem = optionProblem(about, value)
  if (expected === null) expect(problem).toBeNull()
  else expect(problem).toMatch(expected)
})

it('values go out with the type of the option, and picked ones as they were picked', () => {
  expect(optionValue(points, { text: ' 3 ' })).toBe(3)
  expect(optionValue(ratio, { text: '0.5' })).toBe(0.5)
  expect(optionValue(reason, { text: 'spam' })).toBe('spam')
  expect(optionValue(user, { text: '@Alan', picked: '42' })).toBe('42')
  expect(optionValue(flag, { text: 'False', picked: false })).toBe(false)
  expect(optionValue(reason, { text: '' })).toBeUndefined()
})
