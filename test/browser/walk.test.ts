import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import {
  actAs,
  addOption,
  composer,
  expectFocus,
  messages,
  messageWith,
  openPanel,
  type Playground,
  pickOption,
  say,
  setSpeed,
  startCommand,
  startPlayground,
} from './playground.ts'

let playground: Playground
beforeAll(async () => {
  playground = await startPlayground()
})
afterAll(() => playground.stop())
afterEach(async () => expect(await playground.closePages()).toEqual([]))

async function warnAndSeeTheCase(page: Page): Promise<void> {
  await startCommand(page, 'warn')
  await pickOption(page, 'user', 'Dennis')
  await addOption(page, 'reason', 'Sold gold in the chat')
  await page.keyboard.press('Enter')
  await messageWith(page, 'Case #1 · Warning', 'was warned', 'Sold gold in the chat').waitFor()
  await startCommand(page, 'case view')
  await pickOption(page, 'number', '#1')
  await page.keyboard.press('Enter')
  await messageWith(page, 'Case #1 · Warning', 'Moderator', 'Only you can see this').waitFor()
}

/** Narrows the history to warnings with the keys of the list. */
async function filterHistory(page: Page): Promise<void> {
  await startCommand(page, 'history')
  await pickOption(page, 'user', 'Dennis')
  await page.keyboard.press('Enter')
  const type = messageWith(page, 'Cases of dennis', '#1 · Warning').getByRole('combobox')
  await type.press('Enter')
  await page.getByRole('option', { name: 'All types' }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await type.filter({ hasText: /^Warning/ }).waitFor()
}

async function timeOutByPanel(page: Page): Promise<void> {
  const panel = await openPanel(page, 'Dennis')
  await panel.getByRole('button', { name: 'Timeout' }).click()
  const form = page.getByRole('dialog', { name: /Timeout/ })
  await form.getByRole('textbox', { name: /Reason/ }).fill('Again, after a warning')
  await form.getByRole('button', { name: 'Submit' }).click()
  await form.waitFor({ state: 'hidden' })
  await messageWith(page, 'Again, after a warning').waitFor()
  await page.getByRole('button', { name: /^Dennis.*timed out/i }).waitFor()
}

async function changeAndUndo(page: Page): Promise<void> {
  await startCommand(page, 'config set')
  await pickOption(page, 'feature', 'Moderation')
  await pickOption(page, 'setting', 'Default timeout')
  await page.keyboard.type('2h')
  await page.keyboard.press('Enter')
  await messageWith(page, '1 hour → 2 hours').getByRole('button', { name: 'Undo' }).click()
  await messageWith(page, 'Undone', '2 hours → 1 hour').waitFor()
}

it('a warning becomes a case and history, the panel opens a form, and a setting is taken back', async () => {
  const { page } = await playground.open()
  await warnAndSeeTheCase(page)
  await filterHistory(page)
  await timeOutByPanel(page)
  await actAs(page, 'Ada')
  await changeAndUndo(page)
})

it('a channel is found and chosen in a list of the bot’s with the keyboard', async () => {
  const { page } = await playground.open()
  await actAs(page, 'Ada')
  await startCommand(page, 'config edit')
  await pickOption(page, 'feature', 'Moderation')
  await pickOption(page, 'setting', 'Log channel')
  await page.keyboard.press('Enter')
  await messageWith(page, 'Log channel').getByRole('combobox').press('Enter')
  await expectFocus(page.getByRole('combobox', { name: 'Search' }))
  await page.keyboard.type('mod')
  await page.getByRole('option', { name: '#mod-log' }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await messageWith(page, 'Saved', 'Log channel', 'mod-log').waitFor()
})

it('options are completed by the bot as one types, with arrows and Tab, and Esc leaves the command', async () => {
  const { page } = await playground.open()
  await actAs(page, 'Ada')
  await startCommand(page, 'config set')
  await page.keyboard.type('mod')
  await page.getByRole('option', { name: 'Moderation', selected: true }).waitFor()
  await page.keyboard.press('Tab')
  const setting = page.getByRole('combobox', { name: 'setting, required' })
  await expectFocus(setting)
  await page.keyboard.type('escalation')
  const lines = page.getByRole('listbox', { name: 'The setting' }).getByRole('option', { name: /^Escalation/ })
  await lines.nth(1).waitFor()
  const second = await lines.nth(1).innerText()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'setting, required' }).waitFor()
  expect(await page.getByRole('textbox', { name: 'setting, required' }).inputValue()).toBe(second)
  await page.keyboard.press('Enter')
  await page.getByRole('group', { name: 'Command /config set' }).getByText('This option is required.').first().waitFor()
  await page.keyboard.press('Escape')
  await expectFocus(composer(page))
  expect(await composer(page).inputValue()).toBe('/config set')
})

it('an ephemeral answer is seen by the one who acted only, until they dismiss it', async () => {
  const { page } = await playground.open()
  await startCommand(page, 'note')
  await pickOption(page, 'user', 'Edsger')
  await page.keyboard.type('Asked twice where the rules are')
  await page.keyboard.press('Enter')
  const note = messageWith(page, 'Asked twice where the rules are', 'Only you can see this')
  await note.waitFor()
  await actAs(page, 'Linus')
  await say(page, 'Linus is here')
  expect(await note.count()).toBe(0)
  await actAs(page, 'Grace')
  await note.getByRole('button', { name: 'Dismiss message' }).click()
  await note.waitFor({ state: 'detached' })
})

it('a member is told which permission a command needs, sees no staff channel, and a higher role is out of reach', async () => {
  const { page } = await playground.open()
  await page.getByRole('button', { name: 'mod-log, text channel' }).waitFor()
  await actAs(page, 'Alan')
  await page.getByRole('button', { name: 'mod-log, text channel' }).waitFor({ state: 'detached' })
  await composer(page).click()
  await page.keyboard.type('/warn')
  await page.getByText(/^\/warn is hidden here: it needs Moderate ?Members/).waitFor()
  await page.keyboard.press('Escape')
  await composer(page).fill('')
  await actAs(page, 'Grace')
  await startCommand(page, 'warn')
  await pickOption(page, 'user', 'Linus')
  await page.keyboard.press('Enter')
  await messageWith(page, 'Only you can see this', 'role').waitFor()
})

it('a slow handler shows “thinking…” and fills the answer in', async () => {
  const { page } = await playground.open()
  await setSpeed(page, 'thinking')
  await startCommand(page, 'kick')
  await pickOption(page, 'user', 'Frances')
  await page.keyboard.press('Enter')
  await messages(page).getByText('is thinking…').waitFor()
  await messageWith(page, 'frances', 'was kicked').waitFor()
  await messages(page).getByText('is thinking…').waitFor({ state: 'detached' })
  await setSpeed(page, 'off')
})

it('an answer after 3.1 s comes too late: the application did not respond, and the inspector says why', async () => {
  const { page } = await playground.open()
  await setSpeed(page, 'silent')
  await startCommand(page, 'history')
  await pickOption(page, 'user', 'Hedy')
  await page.keyboard.press('Enter')
  await messages(page).getByRole('alert').filter({ hasText: 'The application did not respond' }).waitFor()
  await setSpeed(page, 'off')
  await page.getByRole('button', { name: /^Tools: / }).click()
  await page.getByRole('list', { name: 'Interactions, newest first' }).getByRole('button').first().click()
  await page.getByText('A fault on purpose').waitFor()
  await page.getByRole('tab', { name: 'Response' }).waitFor()
})

it('people react, reply, open threads and write to the bot', async () => {
  const { page } = await playground.open()
  await say(page, 'Who brings the cake?')
  const cake = messageWith(page, 'Who brings the cake?')
  await cake.hover()
  await page.getByRole('toolbar').getByRole('button', { name: 'Add reaction' }).click()
  await page.getByRole('menuitem', { name: '🎉 tada' }).click()
  const reaction = cake.getByRole('button', { name: '🎉, 1 reaction', pressed: true })
  await reaction.click()
  await reaction.waitFor({ state: 'detached' })

  await cake.hover()
  await page.getByRole('toolbar').getByRole('button', { name: 'Reply' }).click()
  await expectFocus(composer(page))
  await page.keyboard.type('I do, on Sunday')
  await page.keyboard.press('Enter')
  await messageWith(page, 'I do, on Sunday', 'In reply to', 'Who brings the cake?').waitFor()

  await cake.click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Create thread' }).click()
  const dialog = page.getByRole('dialog', { name: 'Create a thread' })
  await dialog.getByRole('textbox', { name: 'Thread name' }).fill('Cake on Sunday')
  await dialog.getByRole('button', { name: 'Create thread' }).click()
  await page.getByRole('heading', { name: 'Cake on Sunday', exact: true }).waitFor()
  await say(page, 'Two kinds, please')
  await page.getByRole('button', { name: 'general, text channel' }).click()
  await messages(page)
    .getByRole('button', { name: /Cake on Sunday/ })
    .waitFor()

  await page.getByRole('button', { name: 'Direct messages' }).click()
  await page.getByRole('combobox', { name: 'Message @Guildhall' }).waitFor()
  await say(page, 'hello, bot')
})

it('the app’s own entries stand in the menus of messages and members, by right click and by keyboard', async () => {
  const { page } = await playground.open()
  await actAs(page, 'Ivan')
  await say(page, 'cheap gold, best prices')
  await actAs(page, 'Grace')
  const spam = messageWith(page, 'cheap gold, best prices')
  await spam.click({ button: 'right' })
  await page.getByRole('menuitem', { name: /^Warn for message/ }).click()
  const form = page.getByRole('dialog')
  await form.getByRole('button', { name: 'Cancel' }).click()
  await form.waitFor({ state: 'detached' })

  await spam.focus()
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menu').waitFor()
  await page.keyboard.press('ArrowDown')
  await expectFocus(page.getByRole('menuitem', { name: /^Warn for message/ }))
  await page.keyboard.press('Enter')
  await form.getByRole('textbox', { name: /Reason/ }).fill('Advertising')
  await form.getByRole('button', { name: 'Submit' }).press('Enter')
  await messageWith(page, 'ivan', 'was warned', 'Advertising').waitFor()

  const barbara = page.getByRole('button', { name: /^Barbara/ })
  await barbara.click({ button: 'right' })
  await page.getByRole('menuitem', { name: /^Cases/ }).click()
  await messageWith(page, 'Cases of barbara').waitFor()
  await barbara.press('Enter')
  await page.getByRole('menuitem', { name: /^Warn/ }).press('Enter')
  await page.getByRole('dialog', { name: /barbara/ }).waitFor()
  await page.keyboard.press('Escape')
  await form.waitFor({ state: 'detached' })
})

it('the six steps of the first screen take one click each and are ticked', async () => {
  const { page } = await playground.open()
  const path = page.getByRole('region', { name: 'Try next' })
  for (const number of [1, 2, 3, 4, 5, 6]) {
    await path.getByRole('button', { name: new RegExp(`^Step ${number} ?:`) }).click()
    await path.getByRole('button', { name: new RegExp(`^Step ${number}.*\\bdone\\b`) }).waitFor()
  }
  await path.getByText('6 of 6').waitFor()
})

it('a spoiler is hidden until it is asked for', async () => {
  const { page } = await playground.open()
  await composer(page).fill('The butler did it: ||with a spoon||')
  await composer(page).press('Enter')
  const cover = messageWith(page, 'The butler did it').getByRole('checkbox', { name: 'Show spoiler' })
  await cover.focus()
  expect(await cover.isChecked()).toBe(false)
  await page.keyboard.press('Space')
  expect(await cover.isChecked()).toBe(true)
})

it('on a phone one column shows, and servers, members and tools slide over it', async () => {
  const { page } = await playground.open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  const drawer = page.getByRole('dialog')
  await page.getByRole('button', { name: 'Servers and channels' }).tap()
  await drawer.getByRole('button', { name: 'art, text channel' }).tap()
  await drawer.waitFor({ state: 'detached' })
  await say(page, 'From a phone')
  await page.getByRole('button', { name: 'Member list' }).tap()
  await drawer.getByRole('button', { name: /^Barbara/ }).waitFor()
  await drawer.getByRole('button', { name: 'Close' }).tap()
  await drawer.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: /^Tools: / }).tap()
  await drawer.getByRole('tab', { name: 'Scenarios' }).waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
})

it('the emulator found nothing wrong with what the bot sent', async () => {
  expect(await playground.violations()).toEqual([])
})
