import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { seriousIssues } from './axe.ts'
import {
  composer,
  expectFocus,
  messageWith,
  openPanel,
  openTools,
  type Playground,
  pickOption,
  say,
  startCommand,
  startPlayground,
} from './playground.ts'

let playground: Playground
beforeAll(async () => {
  playground = await startPlayground()
})
afterAll(() => playground.stop())
afterEach(async () => expect(await playground.closePages()).toEqual([]))

const most = 80

/** Presses Tab until the focus stands on the control; rejects when a whole round has not reached it. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const passed: string[] = []
  for (let count = 0; count < most; count++) {
    await page.keyboard.press('Tab')
    const here = await nameOfFocus(page)
    if (name.test(here)) return
    passed.push(here)
  }
  throw new Error(`Tab does not reach ${name}; it passed: ${passed.join(' | ')}`)
}

/** Role and accessible name of what has the focus, as a screen reader says it; empty where nothing of the page has it. */
async function nameOfFocus(page: Page): Promise<string> {
  const focused = page.locator(':focus')
  if ((await focused.count()) === 0) return ''
  const snapshot = await focused.first().ariaSnapshot()
  return snapshot.split('\n')[0]?.replace(/^- '?/, '') ?? ''
}

/** True when a ring is drawn around the focused element, or around the box that it fills. */
const ringScript = `(() => {
  const drawn = (element) => {
    const style = getComputedStyle(element)
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== 'none'
  }
  let element = document.activeElement
  for (let up = 0; element && up < 3; up++, element = element.parentElement) if (drawn(element)) return true
  return false
})()`

it('the Tab key reaches every part of the page, and a ring shows where one stands', async () => {
  await say((await playground.open()).page, 'One message to stand on')
  const { page } = await playground.open()
  const stops: string[] = []
  const ringless: string[] = []
  for (let count = 0; count < most; count++) {
    await page.keyboard.press('Tab')
    const name = await nameOfFocus(page)
    // Between the last stop and the first one the browser's own window has the focus.
    if (name === '') continue
    if (name === stops[0]) break
    stops.push(name)
    if ((await page.evaluate(ringScript)) !== true) ringless.push(name)
  }
  expect(ringless).toEqual([])
  for (const part of [
    /^link "What differs"/,
    /^combobox "Act as"/,
    /^combobox "Language of the acting user"/,
    /^button "(Light|Dark) theme"/,
    /^button "Phone width"/,
    /^button "Tools/,
    /^button "Guildhall Demo"/,
    /^button "general, text channel"/,
    /^button "Step 1/,
    /^article "Message from /,
    /^combobox "Message #general"/,
    /^button "Send"/,
    /^button "(Linus|Grace|Ada)/,
  ])
    expect(stops).toContainEqual(expect.stringMatching(part))
})

it('a command is run, its panel used and a form filled in without a mouse, from the first Tab on', async () => {
  const { page } = await playground.open()
  await tabTo(page, /^combobox "Message #general"/)
  await page.keyboard.type('/modpanel')
  await page.getByRole('option', { name: /^\/modpanel/, selected: true }).waitFor()
  await page.keyboard.press('Enter')
  await pickOption(page, 'user', 'Barbara')
  await page.keyboard.press('Enter')
  const panel = messageWith(page, 'barbara (@Barbara)', 'Roles')
  await panel.waitFor()
  await expectFocus(composer(page))
  await panel.getByRole('button', { name: /Note/ }).focus()
  await page.keyboard.press('Enter')
  const form = page.getByRole('dialog', { name: /Note/ })
  await form.waitFor()
  await tabTo(page, /^textbox/)
  await page.keyboard.type('Helps newcomers')
  await tabTo(page, /^button "Submit"/)
  await page.keyboard.press('Enter')
  await form.waitFor({ state: 'hidden' })
  await messageWith(page, 'Helps newcomers').waitFor()
})

it('the focus goes back to where it was when a form, a menu or a dialog closes', async () => {
  const { page } = await playground.open()
  const warn = (await openPanel(page, 'Joan')).getByRole('button', { name: /Warn/ })
  await warn.press('Enter')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await expectFocus(warn)

  const joan = page.getByRole('button', { name: /^Joan/ })
  await joan.press('Enter')
  await page.getByRole('menu').waitFor()
  await page.keyboard.press('Escape')
  await expectFocus(joan)

  await openTools(page, 'Switches')
  const reset = page.getByRole('button', { name: /^Reset to the demo server/ })
  await reset.press('Enter')
  await page.getByRole('dialog', { name: /^Reset/ }).waitFor()
  await page.keyboard.press('Escape')
  await expectFocus(reset)
})

it('lists are one stop each: arrows move in them, Enter opens', async () => {
  const { page } = await playground.open()
  await tabTo(page, /^button "general, text channel"/)
  await page.keyboard.press('ArrowDown')
  await expectFocus(page.getByRole('button', { name: /^art, text channel/ }))
  await page.keyboard.press('Enter')
  await page.getByRole('combobox', { name: 'Message #art' }).waitFor()
  await page.getByRole('combobox', { name: 'Act as' }).focus()
  await page.keyboard.type('Linus')
  await page.getByRole('region', { name: 'You' }).getByText('Linus').waitFor()
})

const noIssues = async (page: Page, part?: string) => expect(await seriousIssues(page, part)).toEqual([])

it.each(['dark', 'light'] as const)(
  'axe finds nothing serious in the %s theme: page, menu, form',
  async (colorScheme) => {
    const { page } = await playground.open({ colorScheme })
    const note = (await openPanel(page, 'Katherine')).getByRole('button', { name: /Note/ })
    await page.getByRole('button', { name: /^Katherine/ }).click({ button: 'right' })
    await page.getByRole('menu').waitFor()
    await noIssues(page, '[role=menu]')
    await page.keyboard.press('Escape')
    await note.click()
    await page.getByRole('dialog').waitFor()
    await noIssues(page, '[role=dialog]')
    await page.keyboard.press('Escape')
    await startCommand(page, 'warn')
    await page.getByRole('listbox').waitFor()
    await noIssues(page)
  },
)

it('axe finds nothing serious in the tools', async () => {
  const { page } = await playground.open()
  const tools = 'aside[aria-label=Tools]'
  await page.getByRole('button', { name: /^Step 3/ }).click()
  await messageWith(page, 'Cases of').waitFor()
  await openTools(page, 'Inspector')
  const lines = page.getByRole('list', { name: 'Interactions, newest first' })
  await lines.getByRole('button').first().waitFor()
  await noIssues(page, tools)
  await lines.getByRole('button').first().click()
  await page.getByRole('tab', { name: 'Request' }).click()
  await page.getByRole('textbox', { name: /signature/ }).waitFor()
  await noIssues(page, tools)
  for (const [tab, words] of [
    ['Switches', 'Speed of the bot'],
    ['Scenarios', 'Saved scenarios'],
  ] as const) {
    await page.getByRole('tab', { name: tab }).click()
    await page.getByRole('heading', { name: words }).waitFor()
    await noIssues(page, tools)
  }
})

it('axe finds nothing serious at phone width, with a drawer open and closed', async () => {
  const { page } = await playground.open({ viewport: { width: 390, height: 844 }, hasTouch: true })
  await noIssues(page)
  await page.getByRole('button', { name: 'Servers and channels' }).tap()
  await page.getByRole('dialog').waitFor()
  await noIssues(page, '[role=dialog]')
})
