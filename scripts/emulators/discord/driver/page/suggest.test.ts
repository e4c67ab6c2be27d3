import { describe, expect, it } from 'vitest'
import { commandForms, parseCommand, suggest } from './suggest.js'

const forms = commandForms([
  {
    name: 'warn',
    description: 'Warn a member',
    options: [
      { type: 3, name: 'reason', description: 'Why' },
      { type: 6, name: 'user', description: 'Who', required: true },
      { type: 5, name: 'silent', description: 'Quietly' },
    ],
  },
  {
    name: 'case',
    description: 'Cases',
    options: [
      {
        type: 1,
        name: 'view',
        description: 'Show one',
        options: [{ type: 4, name: 'number', description: 'Its number' }],
      },
    ],
  },
  { type: 2, name: 'Warn', description: '' },
])
const guild = {
  members: ['alan', 'ada', 'grace'].map((username) => ({ user: { username } })),
  channels: [{ name: 'general' }],
  roles: [{ name: 'Member' }],
}
const labels = (line: string) => suggest(line, { forms, guild }).map((entry) => entry.label)
const lines = (line: string) => suggest(line, { forms, guild }).map((entry) => entry.line)

describe('reading a line', () => {
  it('takes names, subcommands and quoted values', () => {
    expect(parseCommand('/warn user:alan reason:"two words"', forms)).toEqual({
      name: 'warn',
      options: { user: 'alan', reason: 'two words' },
    })
    expect(parseCommand('/case view number:7', forms)).toEqual({ name: 'case view', options: { number: '7' } })
  })

  it('a colon inside a value is no option', () => {
    const line = '/warn user:alan reason:see https://a.example and note: this silent:true'
    expect(parseCommand(line, forms).options).toEqual({
      user: 'alan',
      reason: 'see https://a.example and note: this',
      silent: 'true',
    })
  })

  it('an unknown command or option is passed on, so that the emulator says what is wrong', () => {
    expect(parseCommand('/nope a:b', forms)).toEqual({ name: 'nope', options: {} })
    expect(parseCommand('/warn wrong:1', forms).options).toEqual({ wrong: '1' })
  })
})

describe('completing a line', () => {
  it('lists slash commands and subcommands, those with the typed beginning first', () => {
    expect(labels('/')).toEqual(['/case view', '/warn'])
    expect(labels('/a')).toEqual(['/case view', '/warn'])
    expect(labels('/w')).toEqual(['/warn', '/case view'])
    expect(labels('hello')).toEqual([])
  })

  it('after the name the options follow, required ones first and none twice', () => {
    expect(labels('/warn ')).toEqual(['user:', 'reason:', 'silent:'])
    expect(labels('/warn user:alan ')).toEqual(['reason:', 'silent:'])
    expect(lines('/warn user:alan re')).toEqual(['/warn user:alan reason:'])
  })

  it('offers members and truth values, and only a hint where words are free', () => {
    expect(lines('/warn user:a')).toEqual(['/warn user:alan ', '/warn user:ada '])
    expect(labels('/warn silent:')).toEqual(['true', 'false'])
    expect(lines('/warn reason:sp')).toEqual([null])
  })
})
