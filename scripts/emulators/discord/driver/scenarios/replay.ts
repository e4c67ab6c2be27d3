import { setTimeout as sleep } from 'node:timers/promises'
import type { Hono } from 'hono'
import { type Driver, DriverError } from '../types.ts'
import { type Scenario, type Step, stepRoutes } from './format.ts'
import { isEqual, readableDiff } from './outcome.ts'
import type { ReplayResult } from './result-types.ts'
import { freshWorld, noteAnswer, outcomeOf, type Run, startRun, whenQuiet } from './run.ts'
import { toBody } from './steps.ts'

export interface ReplayOptions {
  name: string
  scenario: Scenario
  /** How long a step may take to come out as expected, in ms. */
  patienceMs: number
  onProgress(result: ReplayResult): void
}

const pollMs = 50

/** Does a step through the driver's own routes, as a client would. */
const perform = async (driver: Driver, app: Hono, { run, step }: { run: Run; step: Step }): Promise<unknown> => {
  const [method, path] = stepRoutes[step.do]
  try {
    const body = JSON.stringify(toBody(driver.world, run.names, step))
    const response = await app.request(`/emulator/${path}`, { method, body })
    const answer: unknown = await response.json()
    return answer
  } catch (error) {
    if (error instanceof DriverError) return { error: { code: error.code, message: error.message } }
    throw error
  }
}

/** Looks again until it is as expected, the bot being quiet, or patience ends: its work may be slower than when recorded. */
const settle = async (
  driver: Driver,
  { run, answer, step }: { run: Run; answer: unknown; step: Step },
  patienceMs: number,
) => {
  const { world } = driver
  const end = Date.now() + patienceMs
  for (;;) {
    await whenQuiet(driver)
    const seen = outcomeOf(world, run, { answer, accept: false })
    const isDone = step.expect === undefined || isEqual(seen, step.expect)
    if (isDone || Date.now() > end) return outcomeOf(world, run, { answer, accept: true })
    await sleep(pollMs)
  }
}

/** Plays a scenario in a fresh world and compares, step by step, what can be seen with what was recorded. */
export const replay = async (driver: Driver, app: Hono, options: ReplayOptions): Promise<ReplayResult> => {
  const { name, scenario, patienceMs, onProgress } = options
  const id = driver.world.nextNumber()
  const result: ReplayResult = { id, name, of: scenario.steps.length, done: false, ok: true, steps: [] }
  onProgress(result)
  await freshWorld(driver)
  const run = startRun(driver.world)
  for (const step of scenario.steps) {
    run.count += 1
    run.view.begin()
    const answer = await perform(driver, app, { run, step })
    noteAnswer(run, answer)
    const outcome = await settle(driver, { run, answer, step }, patienceMs)
    const equal = step.expect === undefined ? null : isEqual(outcome, step.expect)
    result.steps.push({
      step: run.count,
      do: step.do,
      equal,
      diff: equal === false ? readableDiff(step.expect, outcome) : '',
      outcome,
    })
    result.ok &&= equal !== false
    onProgress(result)
  }
  result.done = true
  onProgress(result)
  return result
}
