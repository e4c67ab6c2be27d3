import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { buildDashboard } from '../../scripts/build-dashboard.ts'
import { type Stack, startStack } from '../../scripts/local/stack.ts'
import { startBrowser } from '../harness/browser.ts'

/** A page of the playground, and everything that went wrong in it so far. */
export interface Client {
  page: Page
  troubles: string[]
}

export interface Playground {
  stack: Stack
  /** The page in a browser profile of its own, loaded and ready to type in. */
  open(options?: BrowserContextOptions): Promise<Client>
  /** What the emulator objected to, in words. */
  violations(): Promise<string[]>
  /** Closes all pages; answers the trouble they had: console errors, exceptions, failed requests. */
  closePages(): Promise<string[]>
  stop(): Promise<void>
}

export const patience = 30_000

/** Writes down what a person would see in red in the developer tools; policy reports are among the console errors. */
export function collectTroubles(page: Page): string[] {
  const troubles: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') troubles.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => troubles.push(`exception: ${error.message}`))
  page.on('requestfailed', (request) => troubles.push(`failed: ${request.url()} ${request.failure()?.errorText}`))
  page.on('response', (response) => {
    if (response.status() >= 400) troubles.push(`HTTP ${response.status()}: ${response.url()}`)
  })
  return troubles
}

async function openClient(browser: Browser, url: string, options: BrowserContextOptions): Promise<Client> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark', ...options })
  context.setDefaultTimeout(patience)
  const page = await context.newPage()
  const troubles = collectTroubles(page)
  await page.goto(url)
  await composer(page).waitFor()
  return { page, troubles }
}

/** Guarantee: the emulator's own answer, whose shape its driver declares; a wrong one fails the first test that reads it. */
async function readViolations(url: string): Promise<string[]> {
  const answer = (await (await fetch(`${url}/emulator/violations`)).json()) as { violations: { message: string }[] }
  return answer.violations.map(({ message }) => message)
}

/** The whole stack on free ports with the built page, and a browser; for one test file. */
export async function startPlayground(options: { scenariosDir?: string } = {}): Promise<Playground> {
  await buildDashboard()
  const localDir = mkdtempSync(join(tmpdir(), 'guildhall-browser-'))
  const [browser, stack] = await Promise.all([
    startBrowser(),
    startStack({ portBase: 'free', localDir, memoryDb: true, quiet: true, worker: 'workerd', ...options }),
  ])
  const url = stack.urls.discord
  const clients: Client[] = []
  return {
    stack,
    async open(contextOptions = {}) {
      const client = await openClient(browser, url, contextOptions)
      clients.push(client)
      return client
    },
    violations: () => readViolations(url),
    async closePages() {
      const open = clients.splice(0)
      const troubles = open.flatMap((client) => [...client.troubles])
      await Promise.all(open.map(({ page }) => page.context().close()))
      return troubles
    },
    async stop() {
      await browser.close()
      await stack.stop()
      rmSync(localDir, { recursive: true, force: true })
    },
  }
}

/** The text field, whatever channel is open; a filled-in command has fields of its own. */
export const composer = (page: Page): Locator =>
  page.getByRole('region', { name: 'Composer' }).getByRole('combobox', { name: /^Message / })

export const messages = (page: Page): Locator => page.getByRole('region', { name: /^Messages in / })

/** The newest message that holds all of these words. */
export const messageWith = (page: Page, ...words: string[]): Locator =>
  words.reduce((found, hasText) => found.filter({ hasText }), messages(page).getByRole('article')).last()

/** Looks through the eyes of the one with this display name. */
export async function actAs(page: Page, name: string): Promise<void> {
  const choice = page.getByRole('combobox', { name: 'Act as' })
  const option = choice.getByRole('option', { name: new RegExp(`^${name} \\(`), includeHidden: true })
  await choice.selectOption(await option.getAttribute('value'))
  await page
    .getByRole('combobox', { name: /^Message / })
    .or(page.getByRole('region', { name: 'Not a member' }))
    .waitFor()
}

export async function say(page: Page, words: string): Promise<void> {
  await composer(page).fill(words)
  await composer(page).press('Enter')
  await messageWith(page, words).waitFor()
}

/** Types a slash command up to its first option, and leaves the keys to the caller. */
export async function startCommand(page: Page, name: string): Promise<void> {
  await composer(page).click()
  await page.keyboard.type(`/${name}`)
  const list = page.getByRole('listbox')
  await list.getByRole('option', { name: new RegExp(`^/${name}\\b`), selected: true }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('group', { name: `Command /${name}` }).waitFor()
}

/** Types into the pill with the cursor and takes the first line that is offered for it. */
export async function pickOption(page: Page, option: string, typed: string): Promise<void> {
  const pill = page.getByRole('combobox', { name: new RegExp(`^${option}, `) })
  await expectFocus(pill)
  await page.keyboard.type(typed)
  await page.getByRole('listbox').getByRole('option', { name: typed, selected: true }).first().waitFor()
  await page.keyboard.press('Enter')
}

/** Adds an optional option by its name and types its value. */
export async function addOption(page: Page, option: string, typed: string): Promise<void> {
  await page.keyboard.type(option)
  await page.getByRole('listbox', { name: 'Optional' }).getByRole('option', { name: option, selected: true }).waitFor()
  await page.keyboard.press('Enter')
  await expectFocus(
    page
      .getByRole('combobox', { name: `${option}, optional` })
      .or(page.getByRole('textbox', { name: `${option}, optional` })),
  )
  await page.keyboard.type(typed)
}

/** Resolves when the element has the keyboard's focus. */
export const expectFocus = (locator: Locator): Promise<void> => locator.and(locator.page().locator(':focus')).waitFor()

/** Opens the moderation panel of a member; answers its message. */
export async function openPanel(page: Page, member: string): Promise<Locator> {
  await startCommand(page, 'modpanel')
  await pickOption(page, 'user', member)
  await page.keyboard.press('Enter')
  const panel = messageWith(page, `${member.toLowerCase()} (@${member})`, 'Roles')
  await panel.waitFor()
  return panel
}

export async function openTools(page: Page, tab: 'Inspector' | 'Switches' | 'Scenarios' | 'People'): Promise<void> {
  await page.getByRole('button', { name: /^Tools: / }).click()
  await page.getByRole('tab', { name: tab }).click()
}

/** How quick the bot is, by the switch in the page's tools. */
export async function setSpeed(page: Page, speed: 'off' | 'thinking' | 'silent'): Promise<void> {
  await openTools(page, 'Switches')
  const applied = page.waitForResponse((response) => response.url().endsWith('/emulator/slow-bot'))
  await page.getByRole('combobox', { name: 'The bot is' }).selectOption(speed)
  await applied
  await page.getByRole('button', { name: 'Close the tools' }).click()
}
