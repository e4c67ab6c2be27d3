import { expect, it } from 'vitest'
import { testGuild } from '../test-guild.ts'
import { insertWord, openWord, withTokens, wordSuggestions } from './mention-text.ts'

it.each([
  ['hi @al', 6, { sign: '@', typed: 'al', start: 3 }],
  ['#', 1, { sign: '#', typed: '', start: 0 }],
  ['so :tad', 7, { sign: ':', typed: 'tad', start: 3 }],
  ['at 10:30', 8, null],
  ['mail a@b', 8, null],
  ['hi @al and more', 15, null],
  [':a', 2, null],
])('in "%s" at %i the open word is %j', (text, cursor, expected) => {
  expect(openWord(text, cursor)).toEqual(expected)
})

const offers = (sign: '@' | '#' | ':', typed: string) =>
  wordSuggestions({ sign, typed, start: 0 }, testGuild()).map(({ insert, token }) => [insert, token])

it('people, roles, channels and emoji each become what Discord sends for them', () => {
  expect(offers('@', 'ala')).toEqual([['@Alan', '<@12>']])
  expect(offers('@', 'trus')).toEqual([['@Trusted', '<@&21>']])
  expect(offers('#', 'gen')).toEqual([['#general', '<#31>']])
  expect(offers(':', 'party')).toEqual([[':party:', '<a:party:90>']])
  expect(offers(':', 'tada')).toEqual([['🎉', '🎉']])
})

it('@everyone is no suggestion, and without a guild there are only emoji', () => {
  expect(offers('@', 'every')).toEqual([])
  expect(wordSuggestions({ sign: '@', typed: 'a', start: 0 }, null)).toEqual([])
})

it('a chosen word takes the place of what was typed, with one blank behind it', () => {
  const word = { sign: '@', typed: 'al', start: 3 } as const
  expect(insertWord('hi @al', word, '@Alan')).toEqual({ text: 'hi @Alan ', cursor: 9 })
  expect(insertWord('hi @al there', word, '@Alan')).toEqual({ text: 'hi @Alan there', cursor: 9 })
})

it('a name that begins another name does not hide it', () => {
  const picked = [
    { insert: '@Al', token: '<@1>' },
    { insert: '@Alan', token: '<@2>' },
  ]
  expect(withTokens('@Alan and @Al', picked)).toBe('<@2> and <@1>')
})
