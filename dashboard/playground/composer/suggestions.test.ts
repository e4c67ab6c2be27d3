import { ApplicationCommandOptionType as Kind } from 'discord-api-types/v10'
import { expect, it } from 'vitest'
import { testGuild } from '../test-guild.ts'
import { localSuggestions } from './suggestions.ts'
import { option, reason, user } from './test-forms.ts'

const labels = (about: Parameters<typeof localSuggestions>[0], typed: string) =>
  localSuggestions(about, typed, testGuild()).map(({ label }) => label)

it('people are found by any of their names, and those that begin with it come first', () => {
  expect(labels(user, 'al')).toEqual(['Alan', 'Guildhall'])
  expect(labels(user, '@bar')).toEqual(['Barbara'])
  expect(localSuggestions(user, 'alan', testGuild())[0]?.value).toEqual({ text: '@Alan', picked: '12' })
})

it('roles come from the highest; a mentionable offers people and roles', () => {
  expect(labels(option({ type: Kind.Role, name: 'r' }), '')).toEqual(['Moderator', 'Trusted', '@everyone'])
  expect(labels(option({ type: Kind.Mentionable, name: 'm' }), 'ada')).toEqual(['Ada'])
})

it('channels keep to the kinds that the option takes', () => {
  expect(labels(option({ type: Kind.Channel, name: 'c', channel_types: [2] }), '')).toEqual(['#Lounge'])
  expect(labels(option({ type: Kind.Channel, name: 'c' }), '')).not.toContain('#Community')
})

it('fixed choices and truth values are offered with their values, free text is not', () => {
  const choice = option({ type: Kind.Integer, name: 'n', choices: [{ name: 'One day', value: 1 }] })
  expect(localSuggestions(choice, 'day', null)).toMatchObject([{ label: 'One day', value: { picked: 1 } }])
  expect(localSuggestions(option({ type: Kind.Boolean, name: 'b' }), 'f', null)).toMatchObject([
    { label: 'False', value: { picked: false } },
  ])
  expect(labels(reason, 'spam')).toEqual([])
})
