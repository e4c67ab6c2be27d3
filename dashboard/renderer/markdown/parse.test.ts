import { describe, expect, it } from 'vitest'
import type { MarkdownNode } from './node.ts'
import { parseMarkdown } from './parse.ts'

const text = (content: string): MarkdownNode => ({ type: 'text', content })
const id = '100000000000000101'

const inline: [string, MarkdownNode[]][] = [
  ['**a**', [{ type: 'strong', content: [text('a')] }]],
  ['*a* _b_', [{ type: 'em', content: [text('a')] }, text(' '), { type: 'em', content: [text('b')] }]],
  ['__a__', [{ type: 'underline', content: [text('a')] }]],
  ['~~a~~', [{ type: 'strikethrough', content: [text('a')] }]],
  ['||a||', [{ type: 'spoiler', content: [text('a')] }]],
  ['***a***', [{ type: 'em', content: [{ type: 'strong', content: [text('a')] }] }]],
  ['`**a**`', [{ type: 'inlineCode', content: '**a**' }]],
  ['\\*a\\*', [text('*a*')]],
  ['snake_case_name', [text('snake_case_name')]],
  [`<@${id}> <@!${id}>`, [{ type: 'user', id }, text(' '), { type: 'user', id }]],
  [`<@&${id}>`, [{ type: 'role', id }]],
  [`<#${id}>`, [{ type: 'channel', id }]],
  ['@everyone @here', [{ type: 'everyone' }, text(' '), { type: 'here' }]],
  [`</config set:${id}>`, [{ type: 'command', id, name: 'config set' }]],
  [`<a:wave:${id}>`, [{ type: 'emoji', id, name: 'wave', animated: true }]],
  ['👍🏽', [{ type: 'unicodeEmoji', name: '👍🏽' }]],
  ['<t:60:s>', [{ type: 'timestamp', seconds: 60, style: 's', source: '<t:60:s>' }]],
  ['<t:-60>', [{ type: 'timestamp', seconds: -60, style: 'f', source: '<t:-60>' }]],
  ['<t:60:x>', [text('<t:60:x>')]],
  ['<id:customize>', [{ type: 'navigation', target: 'customize' }]],
  [`<id:linked-roles:${id}>`, [{ type: 'navigation', target: 'linked-roles' }]],
  ['¯\\_(ツ)_/¯', [text('¯\\_(ツ)_/¯')]],
]

const link = (url: string, label: string, title?: string): MarkdownNode => ({
  type: 'link',
  url,
  title,
  content: [text(label)],
})

const links: [string, MarkdownNode[]][] = [
  ['https://a.example/b.', [link('https://a.example/b', 'https://a.example/b'), text('.')]],
  ['<https://a.example>', [link('https://a.example', 'https://a.example')]],
  ['[a](https://a.example "t")', [link('https://a.example', 'a', 't')]],
  ['[a](discord://-/channels/1)', [link('discord://-/channels/1', 'a')]],
  ['[a](javascript:alert(1))', [text('[a](javascript:alert(1))')]],
  ['[a](/relative)', [text('[a](/relative)')]],
  ['[https://b.example](https://a.example)', [link('https://a.example', 'https://b.example')]],
]

const blocks: [string, MarkdownNode[]][] = [
  ['# a\nb', [{ type: 'heading', level: 1, content: [text('a')] }, text('b')]],
  ['### a', [{ type: 'heading', level: 3, content: [text('a')] }]],
  ['#### a', [text('#### a')]],
  ['a # b', [text('a # b')]],
  ['-# a', [{ type: 'subtext', content: [text('a')] }]],
  ['> a\nb', [{ type: 'blockQuote', content: [text('a'), { type: 'break' }] }, text('b')]],
  ['>>> a\nb', [{ type: 'blockQuote', content: [text('a'), { type: 'break' }, text('b')] }]],
  [
    '> a\n# b',
    [
      { type: 'blockQuote', content: [text('a'), { type: 'break' }] },
      { type: 'heading', level: 1, content: [text('b')] },
    ],
  ],
  ['```ts\na\n```', [{ type: 'codeBlock', language: 'ts', content: 'a' }]],
  ['```a```', [{ type: 'codeBlock', language: '', content: 'a' }]],
  ['```\n**a**\n```b', [{ type: 'codeBlock', language: '', content: '**a**' }, text('b')]],
  ['```a', [text('```a')]],
  [
    '2. a\n3. b',
    [{ type: 'list', ordered: true, start: 2, items: [{ content: [text('a')] }, { content: [text('b')] }] }],
  ],
  ['a - b', [text('a - b')]],
]

describe('parseMarkdown', () => {
  it.each(inline)('reads inline markup: %s', (source, expected) => {
    expect(parseMarkdown(source)).toEqual(expected)
  })

  it.each(links)('links only to http, https and discord: %s', (source, expected) => {
    expect(parseMarkdown(source)).toEqual(expected)
  })

  it.each(blocks)('reads blocks at the start of a line: %j', (source, expected) => {
    expect(parseMarkdown(source)).toEqual(expected)
  })

  it('nests lists by their indent, and begins a new one where numbers follow bullets', () => {
    const nested: MarkdownNode = { type: 'list', ordered: true, start: 1, items: [{ content: [text('b')] }] }
    expect(parseMarkdown('- a\n  1. b\n- c\n1. d')).toEqual([
      { type: 'list', ordered: false, start: 1, items: [{ content: [text('a'), nested] }, { content: [text('c')] }] },
      { type: 'list', ordered: true, start: 1, items: [{ content: [text('d')] }] },
    ])
  })

  it('keeps a code block of several lines within its list item', () => {
    const item = { content: [text('a '), { type: 'codeBlock', language: '', content: '- b' }] }
    expect(parseMarkdown('- a ```\n- b\n```')).toEqual([{ type: 'list', ordered: false, start: 1, items: [item] }])
  })

  it('stops nesting lists instead of running out of stack', () => {
    expect(JSON.stringify(parseMarkdown('- '.repeat(1999))).match(/"list"/g)).toHaveLength(11)
  })
})
