import { describe, expect, it } from 'vitest'
import { jsonCodeOf, validateCommands } from './index.ts'
import { codes, command, option } from './test-bodies.ts'

describe('command rules', () => {
  const bad: [string, unknown, string][] = [
    ['capital letters', command({ name: 'Warn' }), 'STRING_TYPE_REGEX'],
    ['a space', command({ name: 'warn me' }), 'STRING_TYPE_REGEX'],
    ['33 letters', command({ name: 'x'.repeat(33) }), 'BASE_TYPE_MAX_LENGTH'],
    ['no description', { name: 'warn' }, 'BASE_TYPE_REQUIRED'],
    [
      'a description on a user command',
      { name: 'Warn', type: 2, description: 'x' },
      'APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED',
    ],
    [
      'options on a user command',
      { name: 'Warn', type: 2, options: [option()] },
      'APPLICATION_COMMAND_OPTIONS_NOT_ALLOWED',
    ],
    [
      'required after optional',
      command({ options: [option(), option({ name: 'b', required: true })] }),
      'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
    ],
    [
      'the same option twice',
      command({ options: [option(), option()] }),
      'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS',
    ],
    [
      '26 options',
      command({ options: Array.from({ length: 26 }, (_, i) => option({ name: `o${i}` })) }),
      'BASE_TYPE_BAD_LENGTH',
    ],
    [
      '26 choices',
      command({
        options: [option({ choices: Array.from({ length: 26 }, (_, i) => ({ name: `${i}`, value: `${i}` })) })],
      }),
      'BASE_TYPE_BAD_LENGTH',
    ],
    [
      'autocomplete with choices',
      command({ options: [option({ autocomplete: true, choices: [{ name: 'a', value: 'a' }] })] }),
      'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES',
    ],
    ['autocomplete on a user option', command({ options: [option({ type: 6, autocomplete: true })] }), 'UNKNOWN_FIELD'],
    ['an unknown locale', command({ name_localizations: { xx: 'a' } }), 'BASE_TYPE_CHOICES'],
    ['a localised name with a space', command({ name_localizations: { de: 'a b' } }), 'STRING_TYPE_REGEX'],
    [
      'sub-command beside a string',
      command({ options: [option(), { type: 1, name: 's', description: 'd' }] }),
      'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
    ],
    [
      '8001 characters',
      command({
        options: Array.from({ length: 25 }, (_, i) =>
          option({
            name: `o${i}`,
            choices: Array.from({ length: 25 }, (_, c) => ({ name: `${c}-${'x'.repeat(8)}`, value: 'y'.repeat(9) })),
          }),
        ),
      }),
      'APPLICATION_COMMAND_TOO_LARGE',
    ],
    ['option type 99', command({ options: [option({ type: 99 })] }), 'UNION_TYPE_CHOICES'],
    [
      'a choice value of 101',
      command({ options: [option({ choices: [{ name: 'a', value: 'x'.repeat(101) }] })] }),
      'BASE_TYPE_MAX_LENGTH',
    ],
  ]
  it.each(bad)('%s is refused', (_name, body, code) => {
    expect(codes(validateCommands([body]))).toContain(code)
  })

  it('a good command of each type passes', () => {
    const full = command({
      default_member_permissions: '1099511627776',
      contexts: [0],
      integration_types: [0],
      nsfw: false,
      name_localizations: { de: 'verwarnen', fr: 'avertir' },
      options: [option({ type: 6, name: 'user', required: true }), option({ max_length: 512, autocomplete: true })],
    })
    expect(validateCommands([full, { name: 'Warn author', type: 3 }, { name: 'Warn', type: 2 }])).toEqual([])
  })

  it('a name twice is refused, but not over types', () => {
    expect(codes(validateCommands([command(), command()]))).toContain('APPLICATION_COMMANDS_DUPLICATE_NAME')
    expect(validateCommands([command(), { name: 'warn', type: 2 }])).toEqual([])
  })

  it('101 commands are 30032', () => {
    const many = Array.from({ length: 101 }, (_, i) => command({ name: `c${i}` }))
    expect(jsonCodeOf(validateCommands(many))).toBe(30032)
  })
})
