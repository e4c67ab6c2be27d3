import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fixtureContext, message, plainMessages, richMessages, systemMessages } from './fixtures.ts'
import { renderTranscript } from './transcript.tsx'
import { rendererCss } from './transcript-css.ts'

const here = new URL('./', import.meta.url)

const specifiers = (file: URL): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^(?:import|export)\s(?!type)[^;]*?from '([^']+)'/gms)].map(
    (match) => match[1] ?? '',
  )

/** Every bare import that is reached from a file, and every file reached. */
const reach = (
  file: URL,
  seen = new Set<string>(),
  bare = new Set<string>(),
): { bare: Set<string>; seen: Set<string> } => {
  if (seen.has(file.href)) return { bare, seen }
  seen.add(file.href)
  for (const name of specifiers(file)) {
    if (name.startsWith('.')) reach(new URL(name, file), seen, bare)
    else bare.add(name)
  }
  return { bare, seen }
}

const sources = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter(
  (path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path),
)

const all = [...plainMessages, ...richMessages, ...systemMessages]
const context = { ...fixtureContext, css: rendererCss() }

describe('renderTranscript', () => {
  it('gives a page of its own: no script, no file beside it', () => {
    const page = renderTranscript(all, context)
    expect(page.startsWith('<!doctype html><html lang="en-GB">')).toBe(true)
    expect(page.match(/<script|<link|<iframe|<object|@import|<[^>]* on\w+="/i)?.[0]).toBeUndefined()
    expect(page.includes('default-src &#x27;none&#x27;')).toBe(true)
    expect(page.includes('.dm-message {')).toBe(true)
    expect(page.match(/<article/g)).toHaveLength(all.length)
  })

  it('offers nothing that would need a script: every control is disabled, but for the spoilers', () => {
    const page = renderTranscript(all, context)
    for (const button of page.match(/<(?:button|input)[^>]*>/g) ?? [])
      expect(button).toMatch(/disabled=""|class="dm-hidden" aria-label="Show spoiler"/)
  })

  it('holds what was written, its title too, to be text only', () => {
    const hostile = '</title></style></head><script>alert(1)</script>$&'
    const page = renderTranscript([message({ content: hostile })], { ...context, title: hostile })
    expect(page.includes('<script>')).toBe(false)
    expect(page.match(/<\/head>/g)).toHaveLength(1)
    expect(page.includes('&lt;script&gt;alert(1)')).toBe(true)
  })
})

describe('the module', () => {
  it('draws a transcript without a library for the browser', () => {
    const { bare } = reach(new URL('transcript.tsx', here))
    const allowed = [
      'clsx',
      'discord-api-types/v10',
      'discord-markdown-parser',
      'lucide-react',
      'react',
      'react-dom/server',
    ]
    expect([...bare].toSorted()).toEqual(allowed)
  })

  it('has no tie to any page: it imports its own files and its few libraries only', () => {
    const libraries =
      /^(?:react|react-dom\/server|discord-api-types\/v10|discord-markdown-parser|lucide-react|clsx|@base-ui\/react\/\w+|node:fs)$/
    for (const path of sources) {
      const { bare, seen } = reach(new URL(path, here))
      for (const name of bare) expect(name, path).toMatch(libraries)
      for (const file of seen) expect(file.startsWith(here.href), `${path} reaches ${file}`).toBe(true)
    }
  })

  it('never hands markup to the page as text', () => {
    for (const path of sources)
      expect(readFileSync(new URL(path, here), 'utf8'), path).not.toMatch(/dangerouslySet|innerHTML/)
  })

  it('styles only its own elements', () => {
    const rules = rendererCss().replace(/\/\*[\s\S]*?\*\//g, '')
    const selectors = [...rules.matchAll(/(?:^|\})\s*([^{}@]+)\{/g)].map((match) => match[1]?.trim() ?? '')
    const foreign = selectors.filter(
      (selector) => !selector.includes('.dm-') && !/^(?:from|to|[\d%,\s]+)$/.test(selector),
    )
    expect(foreign).toEqual([])
  })
})
