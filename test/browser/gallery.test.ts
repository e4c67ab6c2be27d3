import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { build, type PreviewServer, preview } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { startBrowser } from '../harness/browser.ts'
import { seriousIssues } from './axe.ts'
import { collectTroubles, expectFocus, patience } from './playground.ts'

const source = fileURLToPath(new URL('../../dashboard/gallery', import.meta.url))
const outDir = mkdtempSync(join(tmpdir(), 'guildhall-gallery-'))
const ids = { ada: '100000000000000101', ben: '100000000000000102' }

let server: PreviewServer
let browser: Browser
let page: Page
let troubles: string[]

beforeAll(async () => {
  const shared = { root: source, configFile: false, logLevel: 'error' } as const
  await build({ ...shared, build: { outDir, emptyOutDir: true, chunkSizeWarningLimit: 2000 } })
  server = await preview({ ...shared, build: { outDir }, preview: { host: '127.0.0.1', port: 0 } })
  browser = await startBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.close()
  rmSync(outDir, { recursive: true, force: true })
})

async function openGallery(theme: 'dark' | 'light'): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1000, height: 900 } })
  context.setDefaultTimeout(patience)
  page = await context.newPage()
  // The fixtures name files on hosts that do not exist; a picture stands in for each.
  await page.route(/^https:/, (route) =>
    route.fulfill({ contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg"/>' }),
  )
  troubles = collectTroubles(page)
  await page.goto(`${server.resolvedUrls?.local[0]}?theme=${theme}`)
  await page.getByRole('form', { name: 'Proof and people' }).waitFor()
}

beforeEach(() => openGallery('dark'))
afterEach(async () => {
  await page.context().close()
  expect(troubles).toEqual([])
})

/** What the gallery says was used, a line for each time. */
async function uses(): Promise<string[]> {
  const text = await page.getByRole('status', { name: 'What was used' }).innerText()
  return text.split('\n').filter((line) => line !== '')
}

const lastUse = async (): Promise<string> => (await uses()).at(-1) ?? ''

/** The fields of the form that was sent last, by custom id. */
async function lastSubmission(): Promise<Record<string, unknown>> {
  const sent: { fields: Record<string, unknown> } = JSON.parse((await lastUse()).replace(/^submit /, ''))
  return sent.fields
}

const expectUse = (words: string) => expect.poll(lastUse, { timeout: patience }).toContain(words)

const message = (words: string) => page.getByRole('article').filter({ hasText: words }).last()

const select = (label: string) => message('All selects').getByRole('combobox', { name: label, exact: true })

it('a list of several values ticks them by keyboard, and sends them once when it closes', async () => {
  const topic = select('Pick a topic')
  await topic.focus()
  await page.keyboard.press('Enter')
  const list = page.getByRole('listbox')
  await expectFocus(list.getByRole('option', { name: 'Roles', selected: true }))
  await page.keyboard.press('ArrowDown')
  await expectFocus(list.getByRole('option', { name: 'Other' }))
  await page.keyboard.press('Enter')
  await list.getByRole('option', { name: 'Other', selected: true }).waitFor()
  expect(await lastUse()).toBe('')
  await page.keyboard.press('Escape')
  await list.waitFor({ state: 'hidden' })
  await expectUse('"values":["roles","other"]')
  expect((await uses()).length).toBe(1)
  await expectFocus(topic)
})

it('Esc without a change sends nothing', async () => {
  await select('Pick a topic').press('Enter')
  await page.getByRole('option', { name: 'Roles', selected: true }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('listbox').waitFor({ state: 'hidden' })
  expect(await uses()).toEqual([])
})

it('a list of people is searched by typing, and the one found is sent', async () => {
  await select('Select a user').press('Enter')
  const search = page.getByRole('combobox', { name: 'Search' })
  await expectFocus(search)
  await page.keyboard.type('nobody of that name')
  await page.getByText('Nothing found').waitFor()
  await search.fill('ben')
  await page.getByRole('option', { name: 'Ben' }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expectUse(`"values":["${ids.ben}"]`)
})

it('channels are offered by their types only, and a disabled list does not open', async () => {
  await select('Select a channel').press('Enter')
  await page.getByRole('option', { name: '#Lounge' }).waitFor()
  expect(await page.getByRole('option').allInnerTexts()).toEqual(['#Lounge'])
  await page.keyboard.press('Escape')
  expect(await select('Select a user or role').isDisabled()).toBe(true)
})

it('a form is checked before it is sent, and the cursor goes to what is wrong', async () => {
  const form = page.getByRole('form', { name: 'Report a message' })
  const reason = form.getByRole('textbox', { name: /^Reason/ })
  await form.getByRole('button', { name: 'Submit' }).press('Enter')
  await form.getByRole('alert').filter({ hasText: '1 field needs your attention' }).waitFor()
  await expectFocus(reason)
  expect(await uses()).toEqual([])
  await page.keyboard.type('Spam in every channel')
  await form.getByRole('radio', { name: /^Can wait/ }).focus()
  await page.keyboard.press('ArrowDown')
  await form.getByRole('checkbox', { name: 'No spam' }).press('Space')
  await form.getByRole('checkbox', { name: 'No advertising' }).press('Space')
  await form.getByRole('button', { name: 'Submit' }).press('Enter')
  await expectUse('submit')
  expect(await lastSubmission()).toEqual({
    reason: 'Spam in every channel',
    urgency: 'high',
    rules: ['2', '3'],
    tell: false,
  })
})

it('a form with a file, a person and a list is filled in by keyboard and sent with what was chosen', async () => {
  const form = page.getByRole('form', { name: 'Proof and people' })
  const proof = { name: 'proof.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') }
  await form.getByLabel('Proof').setInputFiles(proof)
  await form.getByText('proof.pdf · 8 B').waitFor()
  await form.getByRole('combobox', { name: 'Member' }).press('Enter')
  await expectFocus(page.getByRole('combobox', { name: 'Search' }))
  await page.keyboard.type('ada')
  await page.getByRole('option', { name: 'Ada (owner)' }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await form.getByRole('combobox', { name: 'Member' }).filter({ hasText: 'Ada (owner)' }).waitFor()
  await form.getByRole('combobox', { name: 'Topic' }).press('Enter')
  await page.getByRole('option', { name: 'Voice' }).waitFor()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await form.getByRole('button', { name: 'Submit' }).press('Enter')
  await expectUse('submit')
  expect(await lastSubmission()).toEqual({ proof: ['proof.pdf'], member: [ids.ada], topic: ['voice'], old: 'Preset' })
})

it.each(['dark', 'light'] as const)('axe finds nothing serious in the %s theme, a list being open', async (theme) => {
  await page.context().close()
  await openGallery(theme)
  await select('Pick a topic').press('Enter')
  await page.getByRole('option', { name: 'Roles', selected: true }).waitFor()
  expect(await seriousIssues(page)).toEqual([])
})
