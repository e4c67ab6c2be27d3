import { describe, expect, it } from 'vitest'
import { validateInteractionResponse } from './index.ts'
import { button, codes, label, modal, row, textDisplay } from './test-bodies.ts'

describe('interaction responses', () => {
  it('a modal title of 52 is named in words', () => {
    const problems = validateInteractionResponse('command', modal({ title: 'x'.repeat(52) }))
    expect(problems[0]).toMatchObject({ path: ['data', 'title'], code: 'BASE_TYPE_MAX_LENGTH' })
    expect(problems[0]?.message).toContain('modal title 52 of 45')
  })

  const bad: [string, Parameters<typeof validateInteractionResponse>[0], unknown, string][] = [
    ['a modal after a modal', 'modal-from-component', modal(), 'BASE_TYPE_CHOICES'],
    ['an update for a command', 'command', { type: 7, data: { content: 'x' } }, 'BASE_TYPE_CHOICES'],
    ['an update after a modal from a command', 'modal-from-command', { type: 6 }, 'BASE_TYPE_CHOICES'],
    ['a message for autocomplete', 'autocomplete', { type: 4, data: { content: 'x' } }, 'BASE_TYPE_CHOICES'],
    ['no object', 'command', 'hello', 'DICT_TYPE_CONVERT'],
    ['an empty answer', 'command', { type: 4, data: {} }, '50006'],
    [
      '26 choices',
      'autocomplete',
      { type: 8, data: { choices: Array.from({ length: 26 }, (_, i) => ({ name: `${i}`, value: 'x' })) } },
      'BASE_TYPE_BAD_LENGTH',
    ],
    [
      'a choice name of 101',
      'autocomplete',
      { type: 8, data: { choices: [{ name: 'x'.repeat(101), value: 'x' }] } },
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      'six modal components',
      'command',
      modal({ components: Array.from({ length: 6 }, (_, i) => label({ type: 4, style: 1, custom_id: `${i}` })) }),
      'BASE_TYPE_BAD_LENGTH',
    ],
    [
      'a label of 46',
      'command',
      modal({ components: [{ ...label({ type: 4, style: 1, custom_id: 'a' }), label: 'x'.repeat(46) }] }),
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a text input with its own label',
      'command',
      modal({ components: [label({ type: 4, style: 1, custom_id: 'a', label: 'x' })] }),
      'COMPONENT_FIELD_NOT_ALLOWED',
    ],
    ['a button in a modal', 'command', modal({ components: [row(button('a'))] }), 'BASE_TYPE_CHOICES'],
    [
      'a disabled select',
      'command',
      modal({ components: [label({ type: 5, custom_id: 'a', disabled: true })] }),
      'COMPONENT_FIELD_NOT_ALLOWED',
    ],
    [
      'min 0 while required',
      'command',
      modal({ components: [label({ type: 5, custom_id: 'a', min_values: 0 })] }),
      'COMPONENT_REQUIRED_MIN_VALUES',
    ],
    [
      'one radio option',
      'command',
      modal({ components: [label({ type: 21, custom_id: 'a', options: [{ label: 'a', value: 'a' }] })] }),
      'BASE_TYPE_BAD_LENGTH',
    ],
  ]
  it.each(bad)('%s is refused', (_name, kind, response, code) => {
    expect(codes(validateInteractionResponse(kind, response))).toContain(code)
  })

  it('good answers pass', () => {
    expect(validateInteractionResponse('ping', { type: 1 })).toEqual([])
    expect(validateInteractionResponse('command', modal())).toEqual([])
    expect(validateInteractionResponse('command', { type: 5, data: { flags: 64 } })).toEqual([])
    expect(validateInteractionResponse('component', { type: 6 })).toEqual([])
    expect(validateInteractionResponse('component', { type: 7, data: { components: [textDisplay('x')] } })).toEqual([])
    expect(validateInteractionResponse('autocomplete', { type: 8, data: { choices: [] } })).toEqual([])
    expect(
      validateInteractionResponse('autocomplete', { type: 8, data: { choices: [{ name: 'a', value: 1 }] } }),
    ).toEqual([])
  })
})
