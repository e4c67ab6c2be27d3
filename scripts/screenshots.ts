import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { startBrowser } from '../test/harness/browser.ts'
import { buildDashboard } from './build-dashboard.ts'
import { startStack } from './local/stack.ts'

const docs = fileURLToPath(new URL('../docs/', import.meta.url))
const mostBytes = 400 * 1024
const place = { guild: 'Guildhall Demo', channel: 'general' }

type Send = (path: string, body: object) => Promise<void>

const sender =
  (base: string): Send =>
  async (path, body) => {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${base}/emulator/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${path} ${answer.status}: ${await answer.text()}`)
  }

const before: [user: string, content: string][] = [
  ['katherine', 'Morning! The **spring market** is on Saturday, who has a table?'],
  ['alan', 'Me, with honey and candles 🍯'],
  ['dennis', 'BUY CHEAP GOLD at my shop, best prices!!!'],
  ['barbara', 'Oh no, not again. <@320000000000000002>?'],
]
const after: [user: string, content: string][] = [
  ['dennis', 'sorry, I had not read the rules'],
  ['joan', 'I bring the apple cake:\n- two with nuts\n- one ||with chilli|| for the brave'],
]

async function say(send: Send, lines: [user: string, content: string][]): Promise<void> {
  for (const [user, content] of lines) await send('messages', { ...place, user, content })
}

/** A conversation that a moderator has to step into, and what the bot then wrote. */
async function tell(send: Send): Promise<void> {
  const log = { feature: 'moderation', setting: 'log_channel_id', value: '<#820000000000000005>' }
  await send('commands', { ...place, user: 'ada', name: 'config set', options: log })
  await say(send, before)
  const reason = 'Advertising; rule 4'
  await send('commands', { ...place, user: 'grace', name: 'warn', options: { user: 'dennis', reason } })
  await say(send, after)
}

interface Shot {
  name: string
  options: BrowserContextOptions
  pose: (page: Page) => Promise<unknown>
}

const desktop = { viewport: { width: 1440, height: 900 } }

const article = (page: Page, words: string) => page.getByRole('article').filter({ hasText: words }).last()

async function type(page: Page, command: string, member: string): Promise<void> {
  await page.getByRole('combobox', { name: /^Message #/ }).click()
  await page.keyboard.type(`/${command}`)
  await page.getByRole('option', { name: new RegExp(`^/${command}`), selected: true }).waitFor()
  await page.keyboard.press('Enter')
  await page.keyboard.type(member)
  await page.getByRole('option', { name: member, selected: true }).waitFor()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
}

const shots: Shot[] = [
  {
    name: 'playground-dark',
    options: { ...desktop, colorScheme: 'dark' },
    async pose(page) {
      await type(page, 'history', 'Dennis')
      await article(page, 'Cases of dennis').waitFor()
    },
  },
  {
    name: 'playground-phone',
    options: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, colorScheme: 'dark' },
    pose: (page) => article(page, 'was warned').waitFor(),
  },
  {
    name: 'playground-light',
    options: { ...desktop, colorScheme: 'light' },
    async pose(page) {
      await type(page, 'modpanel', 'Dennis')
      await article(page, 'Last cases')
        .getByRole('button', { name: /Timeout/ })
        .click()
      await page
        .getByRole('dialog')
        .getByRole('textbox', { name: /Reason/ })
        .fill('Second time this week')
    },
  },
  {
    name: 'playground-inspector',
    options: { ...desktop, colorScheme: 'dark' },
    async pose(page) {
      await page.getByRole('button', { name: /^Tools/ }).click()
      const lines = page.getByRole('list', { name: 'Interactions, newest first' })
      await lines.getByRole('button', { name: /warn/ }).first().click()
      await page.getByRole('tab', { name: /^REST/ }).click()
      await page.getByText('POST /users/@me/channels').waitFor()
    },
  },
]

async function take(browser: Browser, url: string, { name, options, pose }: Shot): Promise<void> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  await page.goto(url)
  await article(page, 'I bring the apple cake').waitFor()
  await pose(page)
  await page.mouse.move(0, 0)
  const path = join(docs, `${name}.png`)
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' })
  await context.close()
  const { size } = statSync(path)
  console.log(`docs/${name}.png  ${Math.round(size / 1024)} KB`)
  if (size > mostBytes) throw new Error(`docs/${name}.png is larger than ${mostBytes / 1024} KB.`)
}

/** Takes the pictures of the documentation from a stack of its own, in the same state each time. */
async function main(): Promise<void> {
  await buildDashboard()
  const localDir = mkdtempSync(join(tmpdir(), 'guildhall-screenshots-'))
  const stack = await startStack({ portBase: 'free', localDir, memoryDb: true, quiet: true, worker: 'workerd' })
  const browser = await startBrowser()
  try {
    await tell(sender(stack.urls.discord))
    for (const shot of shots) await take(browser, stack.urls.discord, shot)
  } finally {
    await browser.close()
    await stack.stop()
    rmSync(localDir, { recursive: true, force: true })
  }
}

await main()
