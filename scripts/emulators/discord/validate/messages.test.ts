import { performance } from 'node:perf_hooks'
import { describe, expect, it } from 'vitest'
import { jsonCodeOf, messageProblems } from './index.ts'
import { button, codes, embed, row, send, textDisplay, v2 } from './test-bodies.ts'

describe('message rules', () => {
  const bad: [string, unknown, string][] = [
    ['content of 2001', { content: 'x'.repeat(2001) }, 'BASE_TYPE_MAX_LENGTH'],
    ['content of 5000', { content: 'x'.repeat(5000) }, 'BASE_TYPE_MAX_LENGTH'],
    ['content as a number', { content: 7 }, 'STRING_TYPE_CONVERT'],
    ['a misspelt key', { contnt: 'x', content: 'x' }, 'UNKNOWN_FIELD'],
    ['embeds of 6001 together', { embeds: [embed(4000), embed(2001)] }, 'MAX_EMBED_SIZE_EXCEEDED'],
    ['eleven embeds', { embeds: Array.from({ length: 11 }, () => embed(1)) }, 'BASE_TYPE_BAD_LENGTH'],
    ['an embed field without value', { embeds: [{ fields: [{ name: 'a', value: '' }] }] }, 'BASE_TYPE_REQUIRED'],
    ['a nonce of 26', { content: 'x', nonce: 'x'.repeat(26) }, 'BASE_TYPE_MAX_LENGTH'],
    [
      'parse users beside a user list',
      { content: 'x', allowed_mentions: { parse: ['users'], users: ['1'] } },
      'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
    ],
    ['an unknown mention type', { content: 'x', allowed_mentions: { parse: ['everybody'] } }, 'BASE_TYPE_CHOICES'],
    [
      'a poll answer of 56',
      { poll: { question: { text: 'q' }, answers: [{ poll_media: { text: 'x'.repeat(56) } }] } },
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a poll of 769 hours',
      { poll: { question: { text: 'q' }, duration: 769, answers: [{ poll_media: { text: 'x' } }] } },
      'NUMBER_TYPE_MAX',
    ],
    [
      'V2 with content',
      { content: 'x', ...v2(textDisplay('y')) },
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    ],
    [
      'V2 with embeds',
      { embeds: [embed(1)], ...v2(textDisplay('y')) },
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    ],
    [
      'V2 with a poll',
      { poll: { question: { text: 'q' }, answers: [{ poll_media: { text: 'a' } }] }, ...v2(textDisplay('y')) },
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    ],
    [
      'V2 with stickers',
      { sticker_ids: ['1'], ...v2(textDisplay('y')) },
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    ],
    ['a V2 component without the flag', { content: 'x', components: [textDisplay('y')] }, 'UNION_TYPE_CHOICES'],
    [
      '41 nested components',
      v2({ type: 17, components: Array.from({ length: 40 }, (_, i) => textDisplay(`${i}`)) }),
      'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
    ],
    [
      '4001 characters of text',
      v2(textDisplay('x'.repeat(2001)), textDisplay('x'.repeat(2000))),
      'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
    ],
    [
      'six legacy rows',
      { content: 'x', components: Array.from({ length: 6 }, (_, i) => row(button(`${i}`))) },
      'BASE_TYPE_BAD_LENGTH',
    ],
    [
      'a custom id twice',
      { content: 'x', components: [row(button('a'), button('a'))] },
      'COMPONENT_CUSTOM_ID_DUPLICATED',
    ],
    [
      'a component id twice',
      v2({ ...textDisplay('a'), id: 3 }, { ...textDisplay('b'), id: 3 }),
      'COMPONENT_ID_DUPLICATED',
    ],
    ['a custom id of 101', { content: 'x', components: [row(button('x'.repeat(101)))] }, 'BASE_TYPE_MAX_LENGTH'],
    [
      'a button without custom id',
      { content: 'x', components: [row({ type: 2, style: 1, label: 'x' })] },
      'BUTTON_COMPONENT_CUSTOM_ID_REQUIRED',
    ],
    [
      'a link with custom id',
      { content: 'x', components: [row({ type: 2, style: 5, label: 'x', url: 'https://a.b', custom_id: 'x' })] },
      'COMPONENT_FIELD_NOT_ALLOWED',
    ],
    [
      'a link without url',
      { content: 'x', components: [row({ type: 2, style: 5, label: 'x' })] },
      'BUTTON_COMPONENT_URL_REQUIRED',
    ],
    [
      'a link to javascript',
      { content: 'x', components: [row({ type: 2, style: 5, label: 'x', url: 'javascript:alert(1)' })] },
      'URL_TYPE_INVALID_SCHEME',
    ],
    ['a button style 9', { content: 'x', components: [row(button('a', { style: 9 }))] }, 'BASE_TYPE_CHOICES'],
    [
      'a button without label and emoji',
      { content: 'x', components: [row({ type: 2, style: 1, custom_id: 'a' })] },
      'BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED',
    ],
    [
      'six buttons in a row',
      { content: 'x', components: [row(...Array.from({ length: 6 }, (_, i) => button(`${i}`)))] },
      'BASE_TYPE_BAD_LENGTH',
    ],
    [
      'a select beside a button',
      { content: 'x', components: [row(button('a'), { type: 5, custom_id: 'b' })] },
      'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
    ],
    [
      'a select value twice',
      {
        content: 'x',
        components: [
          row({
            type: 3,
            custom_id: 'b',
            options: [
              { label: 'a', value: 'a' },
              { label: 'b', value: 'a' },
            ],
          }),
        ],
      },
      'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
    ],
    [
      'min above max values',
      { content: 'x', components: [row({ type: 5, custom_id: 'b', min_values: 3, max_values: 2 })] },
      'SELECT_COMPONENT_MIN_VALUES_TOO_LARGE',
    ],
    [
      '26 options',
      {
        content: 'x',
        components: [
          row({
            type: 3,
            custom_id: 'b',
            options: Array.from({ length: 26 }, (_, i) => ({ label: 'a', value: `${i}` })),
          }),
        ],
      },
      'BASE_TYPE_BAD_LENGTH',
    ],
    [
      'a container in a container',
      v2({ type: 17, components: [{ type: 17, components: [textDisplay('x')] }] }),
      'UNION_TYPE_CHOICES',
    ],
    ['a section without accessory', v2({ type: 9, components: [textDisplay('x')] }), 'BASE_TYPE_REQUIRED'],
    [
      'a premium button with label',
      { content: 'x', components: [row({ type: 2, style: 6, sku_id: '1', label: 'x' })] },
      'COMPONENT_FIELD_NOT_ALLOWED',
    ],
    [
      'a premium button without sku',
      { content: 'x', components: [row({ type: 2, style: 6 })] },
      'BUTTON_COMPONENT_SKU_ID_REQUIRED',
    ],
    [
      'a thumbnail by ftp',
      v2({ type: 9, components: [textDisplay('x')], accessory: { type: 11, media: { url: 'ftp://a.b/c' } } }),
      'URL_TYPE_INVALID_SCHEME',
    ],
    ['an empty gallery', v2({ type: 12, items: [] }), 'BASE_TYPE_BAD_LENGTH'],
    ['an embed image by file', { embeds: [{ image: { url: 'file:///etc/passwd' } }] }, 'URL_TYPE_INVALID_SCHEME'],
    ['an embed url that is none', { embeds: [{ url: 'nothing' }] }, 'URL_TYPE_INVALID_URL'],
    [
      'a poll without question',
      { poll: { question: {}, answers: [{ poll_media: { text: 'a' } }] } },
      'BASE_TYPE_REQUIRED',
    ],
    [
      'a poll answer without text',
      { poll: { question: { text: 'q' }, answers: [{ poll_media: {} }] } },
      'BASE_TYPE_REQUIRED',
    ],
    ['an attachment twice', { content: 'x', attachments: [{ id: 0 }, { id: '0' }] }, 'SET_TYPE_ALREADY_CONTAINS_VALUE'],
    [
      'three default users of two',
      {
        content: 'x',
        components: [
          row({
            type: 5,
            custom_id: 'b',
            max_values: 2,
            default_values: ['1', '2', '3'].map((id) => ({ id, type: 'user' })),
          }),
        ],
      },
      'SELECT_COMPONENT_INVALID_DEFAULT_VALUES',
    ],
    [
      'a section of four texts',
      v2({ type: 9, components: ['a', 'b', 'c', 'd'].map(textDisplay), accessory: button('a') }),
      'BASE_TYPE_BAD_LENGTH',
    ],
    ['a file by http', v2({ type: 13, file: { url: 'https://a.b/c' } }), 'URL_TYPE_INVALID_SCHEME'],
    [
      'a text input in a message',
      { content: 'x', components: [row({ type: 4, style: 1, custom_id: 'a', label: 'a' })] },
      'UNION_TYPE_CHOICES',
    ],
  ]
  it.each(bad)('%s is refused', (_name, body, code) => {
    const problems = send(body)
    expect(codes(problems)).toContain(code)
    expect(jsonCodeOf(problems)).toBe(50035)
  })

  it('an empty message is 50006, unless files may come along', () => {
    const context = { path: [], kind: 'create' } as const
    for (const body of [{}, { content: '' }, { embeds: [] }]) {
      expect(jsonCodeOf(messageProblems(body, context))).toBe(50006)
      expect(messageProblems(body, { ...context, mayBeEmpty: true })).toEqual([])
    }
  })

  it('a wrong member of a union is reported by its own fields only', () => {
    const problems = send({ content: 'x', components: [row({ type: 2, style: 1, label: 7, custom_id: 'a' })] })
    expect(problems).toEqual([
      {
        path: ['components', '0', 'components', '0', 'label'],
        code: 'STRING_TYPE_CONVERT',
        message: 'Must be a string.',
      },
    ])
  })
})

it('an ordinary message is checked in less than a millisecond', () => {
  const body = { content: 'hi', allowed_mentions: { parse: [] }, ...{ components: [row(button('a'), button('b'))] } }
  for (let i = 0; i < 50; i++) send(body)
  const start = performance.now()
  for (let i = 0; i < 200; i++) send(body)
  expect((performance.now() - start) / 200).toBeLessThan(1)
})
