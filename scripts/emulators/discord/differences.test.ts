import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { differences } from './differences.ts'
import { differencesMarkdown } from './differences-view.ts'
import { unimplemented } from './rest/unimplemented.ts'
import { createEmulatorApp } from './server.ts'
import { createStandaloneClock, createWorld } from './world/create.ts'

const docs = readFileSync(new URL('../../../docs/emulator.md', import.meta.url), 'utf8')

const text = (html: string): string =>
  html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')

test('the documentation holds exactly the list of differences', () => {
  const [, section] = /<!-- differences -->\n([\s\S]*?)\n?<!-- \/differences -->/.exec(docs) ?? []
  expect(section?.trim()).toBe(differencesMarkdown())
})

test('the page shows every difference and every missing route, and runs no script', async () => {
  const world = createWorld({ clock: createStandaloneClock() })
  const response = await createEmulatorApp(world, { workerUrl: 'http://127.0.0.1:1' }).request('/emulator/differences')
  const html = await response.text()
  expect([response.status, html.includes('<script')]).toEqual([200, false])
  const words = text(html).replaceAll('&quot;', '"').replaceAll('&amp;', '&')
  for (const { here } of differences) expect(words).toContain(here.replaceAll('`', ''))
  for (const { template } of unimplemented) expect(words).toContain(template)
})

test('no row is empty, doubled, or breaks the table', () => {
  expect(new Set(differences.map(({ discord }) => discord)).size).toBe(differences.length)
  for (const { area, discord, here } of differences)
    for (const cell of [area, discord, here]) expect(cell).toMatch(/^[^|\n]{3,}$/)
})
