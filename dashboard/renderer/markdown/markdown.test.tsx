import fc from 'fast-check'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { StaticProvider } from '../context.tsx'
import { fixtureContext, fixtureNow, ids } from '../fixtures.ts'
import type { RenderContext } from '../types.ts'
import { Markdown } from './markdown.tsx'

const render = (content: string, part: Partial<RenderContext> = {}): string =>
  renderToStaticMarkup(
    <StaticProvider value={{ ...fixtureContext, ...part }}>
      <Markdown content={content} jumbo />
    </StaticProvider>,
  )

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x27;': "'",
}

const textOf = (html: string): string =>
  html.replace(/<[^>]*>/g, '').replace(/&(?:amp|lt|gt|quot|#x27);/g, (entity) => entities[entity] ?? entity)

const seconds = fixtureNow / 1000

const shown: [string, string][] = [
  [`<@${ids.ada}>`, '@Ada (owner)'],
  [`<@${ids.wave}>`, '@unknown-user'],
  [`<@&${ids.moderator}>`, '@Moderator'],
  [`<@&${ids.ada}>`, '@deleted-role'],
  [`<#${ids.general}>`, '#general'],
  [`<#${ids.ada}>`, '#unknown-channel'],
  [`</config set:${ids.config}>`, '/config set'],
  ['<id:guide>', 'Server Guide'],
  [`<t:${seconds}:t>`, '12:00'],
  [`<t:${seconds}:d>`, '21/11/2026'],
  [`<t:${seconds}:s>`, '21/11/2026, 12:00'],
  [`<t:${seconds}:S>`, '21/11/2026, 12:00:00'],
  [`<t:${seconds - 7200}:R>`, '2 hours ago'],
  ['<t:99999999999999999:R>', '<t:99999999999999999:R>'],
]

describe('Markdown', () => {
  it.each(shown)('shows %s as a reader sees it', (source, expected) => {
    expect(textOf(render(source))).toBe(expected)
  })

  it('follows the locale of the reader', () => {
    expect(textOf(render(`<t:${seconds - 7200}:R>`, { locale: 'de' }))).toBe('vor 2 Stunden')
    expect(textOf(render(`<t:${seconds}:d>`, { locale: 'de' }))).toBe('21.11.26')
  })

  it('uses the elements that say what the markup means', () => {
    const html = render('# a\n**b** ~~c~~ `d`\n- e\n> f\n```ts\ng\n```')
    for (const tag of ['h3', 'strong', 's', 'code', 'ul', 'li', 'blockquote', 'pre']) expect(html).toContain(`<${tag}`)
    expect(html).toContain('<span class="dm-code-language">ts</span>')
  })

  it('hides a spoiler behind a check box that needs no script', () => {
    expect(render('||secret||')).toMatch(
      /<label class="dm-spoiler"><input type="checkbox"[^>]*aria-label="Show spoiler"\/>/,
    )
  })

  it('shows a custom emoji as a picture, or as its name where it has none', () => {
    expect(render(`<:wave:${ids.wave}>`)).toMatch(/<img[^>]* alt=":wave:"/)
    expect(textOf(render(`<:other:${ids.ada}>`))).toBe(':other:')
    expect(render(`<:other:${ids.ada}>`, { cdnBase: 'https://cdn.example' })).toContain(
      `https://cdn.example/emojis/${ids.ada}.webp`,
    )
  })

  it('shows up to thirty emojis large, but only where nothing else is written', () => {
    expect(render('🎉 🎉')).toContain('dm-jumbo')
    expect(render('🎉 a')).not.toContain('dm-jumbo')
    expect(render('🎉'.repeat(31))).not.toContain('dm-jumbo')
  })

  it('makes mentions buttons only where they do something', () => {
    const actions = { onUser: () => {}, onCommand: () => {} }
    expect(render(`<@${ids.ada}>`, { interactive: true, actions })).toContain(
      '<button type="button" class="dm-mention"',
    )
    expect(render(`<@${ids.ada}>`, { interactive: false, actions })).not.toContain('<button')
    expect(render(`</x:${ids.ada}>`, { interactive: true, actions })).not.toContain('<button')
  })
})

const markup = fc.constantFrom(
  ...[
    '**',
    '*',
    '__',
    '_',
    '~~',
    '||',
    '`',
    '```',
    '\n',
    '> ',
    '>>> ',
    '- ',
    '  - ',
    '# ',
    '-# ',
    '\\',
    '[',
    ']',
    '(',
    ')',
  ],
  ...['<', '>', '</', '&', '"', "'", '@', ':', '://', '=', '<script>', '<img src=x onerror=y>', '&lt;'],
)
const words = fc.stringMatching(/^\p{L}{1,4}$/u)
const source = fc.array(fc.oneof(markup, words, fc.constant(' ')), { maxLength: 40 }).map((parts) => parts.join(''))

const letters = (value: string): string => value.replace(/[^\p{L}]/gu, '')

const ownTags =
  /^<\/?(?:div|span|strong|em|u|s|small|h3|h4|h5|ul|ol|li|pre|code|blockquote|label|input|a|time|img|svg|path)(?: [a-z-]+="[^"<>]*")*\/?>$/i

describe('Markdown of any text', () => {
  it('keeps every letter, in order', () => {
    fc.assert(
      fc.property(source, (content) => {
        expect(letters(textOf(render(content)))).toBe(letters(content))
      }),
      { numRuns: 400 },
    )
  })

  it('never yields an element or attribute of the text', () => {
    const anyText = fc.oneof(
      source,
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.string({ unit: 'binary-ascii', maxLength: 60 }),
    )
    fc.assert(
      fc.property(anyText, (content) => {
        const html = render(content)
        for (const tag of html.match(/<[^>]*>?/g) ?? []) expect(tag).toMatch(ownTags)
        expect(html).not.toMatch(/<[^>]* on\w+=/i)
      }),
      { numRuns: 400 },
    )
  })
})
