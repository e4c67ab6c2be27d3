import { performance } from 'node:perf_hooks'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Block, type Inline, parseInline, parseMarkdown } from './markdown.js'

const text = (value: string): Inline => ({ kind: 'text', text: value })

const plainOf = (nodes: Inline[]): string =>
  nodes.map((node) => ('text' in node ? node.text : 'children' in node ? plainOf(node.children) : '')).join('')

describe('inline', () => {
  it.each<[string, Inline[]]>([
    ['**bold**', [{ kind: 'bold', children: [text('bold')] }]],
    [
      '*it* and _it_',
      [{ kind: 'italic', children: [text('it')] }, text(' and '), { kind: 'italic', children: [text('it')] }],
    ],
    ['__under__', [{ kind: 'underline', children: [text('under')] }]],
    ['~~gone~~', [{ kind: 'strike', children: [text('gone')] }]],
    ['***both***', [{ kind: 'bold', children: [{ kind: 'italic', children: [text('both')] }] }]],
    ['`**code**`', [{ kind: 'code', text: '**code**' }]],
    ['<@1> <@!2>', [{ kind: 'user', id: '1' }, text(' '), { kind: 'user', id: '2' }]],
    [
      '<@&3><#4>',
      [
        { kind: 'role', id: '3' },
        { kind: 'channel', id: '4' },
      ],
    ],
    ['</config view:12>', [{ kind: 'command', name: 'config view' }]],
    [
      '<t:60:R><t:61>',
      [
        { kind: 'time', seconds: 60, style: 'R' },
        { kind: 'time', seconds: 61, style: 'f' },
      ],
    ],
    ['<a:party:9> 🎉', [{ kind: 'emoji', name: 'party' }, text(' 🎉')]],
    ['[docs](https://a.example/b)', [{ kind: 'link', url: 'https://a.example/b', children: [text('docs')] }]],
    [
      'see https://a.example/b.',
      [text('see '), { kind: 'link', url: 'https://a.example/b', children: [text('https://a.example/b')] }, text('.')],
    ],
    ['@everyone', [{ kind: 'everyone', name: 'everyone' }]],
  ])('%s', (source, expected) => {
    expect(parseInline(source)).toEqual(expected)
  })

  it('an escaped character loses its meaning and its backslash', () => {
    expect(parseInline('Advertising in \\#general \\*\\*loud\\*\\* \\<@1>')).toEqual([
      text('Advertising in #general **loud** <@1>'),
    ])
  })

  it('underscores inside words and lone marks stay as they are', () => {
    for (const source of ['snake_case_name', '2 * 3 * 4', 'a ** b', '`open', '<@x>', 'C:\\temp'])
      expect(parseInline(source)).toEqual([text(source)])
  })

  it('only http links become links', () => {
    expect(parseInline('[x](javascript:alert(1))')).toEqual([text('[x](javascript:alert(1))')])
  })
})

describe('blocks', () => {
  it('reads a whole answer of the bot', () => {
    const source = '### Case #1\n**Reason** spam\n> first\n> second\n- one\n  - two\n-# DM delivered'
    expect(parseMarkdown(source)).toEqual<Block[]>([
      { kind: 'heading', level: 3, children: [text('Case #1')] },
      { kind: 'paragraph', children: [{ kind: 'bold', children: [text('Reason')] }, text(' spam')] },
      { kind: 'quote', children: [{ kind: 'paragraph', children: [text('first\nsecond')] }] },
      {
        kind: 'list',
        ordered: false,
        start: 1,
        items: [
          { depth: 0, children: [text('one')] },
          { depth: 1, children: [text('two')] },
        ],
      },
      { kind: 'subtext', children: [text('DM delivered')] },
    ])
  })

  it('nothing inside a code block means anything', () => {
    expect(parseMarkdown('a\n```ts\n# no\n**no**\n```\nb')).toEqual<Block[]>([
      { kind: 'paragraph', children: [text('a')] },
      { kind: 'codeblock', text: '# no\n**no**' },
      { kind: 'paragraph', children: [text('b')] },
    ])
  })

  it('numbered lists keep their first number, and >>> quotes all that follows', () => {
    expect(parseMarkdown('3. c\n4. d')).toMatchObject([{ kind: 'list', ordered: true, start: 3 }])
    expect(parseMarkdown('>>> a\n\nb')).toMatchObject([{ kind: 'quote', children: [{ children: [text('a\n\nb')] }] }])
  })
})

it('any words without marks come back unchanged', () => {
  const words = fc.string({ unit: fc.constantFrom('a', 'B', '7', ' ', ',', 'é', '🎉', '&', ';') })
  fc.assert(fc.property(words, (source) => plainOf(parseInline(source)) === source))
})

it('4000 marks in a row are read within two seconds', () => {
  for (const mark of ['*', '_', '**a', '~~', '`', '[', '<@', '> ', '- ', '\\']) {
    const start = performance.now()
    parseMarkdown(mark.repeat(4000 / mark.length))
    expect(performance.now() - start).toBeLessThan(2000)
  }
})
