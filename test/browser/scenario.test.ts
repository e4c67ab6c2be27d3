import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import {
  messageWith,
  openTools,
  type Playground,
  pickOption,
  say,
  startCommand,
  startPlayground,
} from './playground.ts'

const scenariosDir = mkdtempSync(join(tmpdir(), 'guildhall-scenarios-'))
const file = join(scenariosDir, 'a-warning-and-a-word.json')
let playground: Playground
beforeAll(async () => {
  playground = await startPlayground({ scenariosDir })
})
afterAll(async () => {
  await playground.stop()
  rmSync(scenariosDir, { recursive: true, force: true })
})
afterEach(async () => expect(await playground.closePages()).toEqual([]))

const tools = (page: Page) => page.getByRole('complementary', { name: 'Tools' })

async function record(page: Page): Promise<void> {
  await openTools(page, 'Scenarios')
  await tools(page).getByRole('textbox', { name: 'What the scenario shows' }).fill('A warning and a word')
  await tools(page).getByRole('button', { name: 'Record' }).click()
  await tools(page).getByText('0 steps so far').waitFor()
}

interface Recorded {
  title: string
  steps: { do: string; as?: string; expect?: { messages?: { id: string; text: string[] }[] } }[]
}

/** Guarantee: the test has just seen the page save a scenario under this name, and the emulator checks its shape. */
const saved = (): Recorded => JSON.parse(readFileSync(file, 'utf8')) as Recorded

it('what one does is recorded, saved as a file, and equals itself when it is replayed', async () => {
  const { page } = await playground.open()
  await record(page)
  await say(page, 'Good morning everybody')
  await startCommand(page, 'warn')
  await pickOption(page, 'user', 'Dennis')
  await page.keyboard.press('Enter')
  await messageWith(page, 'dennis', 'was warned', 'DM delivered').waitFor()
  await tools(page).getByText('2 steps so far').waitFor()
  await tools(page).getByRole('button', { name: 'Stop' }).click()
  expect(await tools(page).getByRole('textbox', { name: 'Save as scenario' }).inputValue()).toBe('a-warning-and-a-word')
  await tools(page).getByRole('button', { name: 'Save' }).click()
  await tools(page).getByRole('heading', { name: 'a-warning-and-a-word' }).waitFor()
  expect(readdirSync(scenariosDir)).toEqual(['a-warning-and-a-word.json'])
  const recorded = saved()
  expect(recorded.steps.map((step) => [step.do, step.as])).toEqual([
    ['message', 'grace'],
    ['command', 'grace'],
  ])
  expect(recorded.steps[1]?.expect?.messages?.[0]?.text.join(' ')).toContain('was warned')

  await tools(page).getByRole('button', { name: 'Replay a-warning-and-a-word' }).click()
  await tools(page).getByText('Replayed: all 2 steps are equal.').waitFor()
  await messageWith(page, 'dennis', 'was warned', 'DM delivered').waitFor()
  expect(saved()).toEqual(recorded)
})

it('the scrubber goes through the steps, and shows the channels as they were', async () => {
  const { page } = await playground.open()
  await openTools(page, 'Scenarios')
  await tools(page).getByRole('button', { name: 'Show a-warning-and-a-word' }).click()
  const slider = tools(page).getByRole('slider', { name: 'Step' })
  const general = tools(page).getByRole('region', { name: '#general after this step' })
  await slider.press('Home')
  await tools(page).getByText('Nobody has written anything yet.').waitFor()
  await slider.press('ArrowRight')
  await general.getByText('Good morning everybody').waitFor()
  expect(await general.getByText('was warned').count()).toBe(0)
  await tools(page).getByRole('button', { name: 'One step on' }).click()
  await general.getByText('was warned').waitFor()
  await tools(page).getByRole('list', { name: 'Steps' }).getByRole('button').first().click()
  expect(await slider.inputValue()).toBe('1')
  await tools(page).getByRole('button', { name: 'Play', exact: true }).click()
  await tools(page).getByRole('heading', { name: 'After step 2' }).waitFor()
})

it('a replay that differs from the file says so, with the lines', async () => {
  const { page } = await playground.open()
  const original = readFileSync(file, 'utf8')
  writeFileSync(file, original.replace('was warned', 'was thanked'))
  await openTools(page, 'Scenarios')
  await tools(page).getByRole('button', { name: 'Replay a-warning-and-a-word' }).click()
  await tools(page).getByText('Replayed: 1 of 2 steps are different.').waitFor()
  const lines = await tools(page)
    .getByRole('textbox', { name: /^Different/ })
    .inputValue()
  expect(lines).toContain('was thanked')
  expect(lines).toContain('was warned')
  writeFileSync(file, original)
})

it('the emulator found nothing wrong with what the bot sent', async () => {
  expect(await playground.violations()).toEqual([])
})
