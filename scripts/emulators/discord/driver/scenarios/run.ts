import { setTimeout as sleep } from 'node:timers/promises'
import { resetWorld } from '../../seed.ts'
import type { World } from '../../world/types.ts'
import { type Driver, isObject, type Json } from '../types.ts'
import type { Outcome, Step, StepKind } from './format.ts'
import { createNames, type Names } from './names.ts'
import { readAnswer } from './outcome.ts'
import { toStep } from './steps.ts'
import { createView, type View } from './view.ts'

/** One run through a fresh world, recorded or replayed. */
export interface Run {
  names: Names
  view: View
  /** How many steps have begun. */
  count: number
}

export const startRun = (world: World): Run => {
  const names = createNames(world)
  return { names, view: createView(world, names), count: 0 }
}

/** What people did, as the next step of the run; call it before it is done. */
export const beginStep = (world: World, run: Run, done: { kind: StepKind; body: Json }): Step => {
  run.count += 1
  run.view.begin()
  return toStep(world, run.names, done)
}

/** Lets later steps name the form that this one opened. */
export const noteAnswer = (run: Run, answer: unknown): void => {
  const id = isObject(answer) && isObject(answer['interaction']) ? answer['interaction']['id'] : undefined
  if (typeof id === 'string') run.names.noteInteraction(id, run.count)
}

/** What can be seen now; with `accept` the next step is compared with it. */
export const outcomeOf = (
  world: World,
  run: Run,
  { answer, accept }: { answer: unknown; accept: boolean },
): Outcome => ({
  ...readAnswer(answer, run.names, world.now()),
  ...(accept ? run.view.accept() : run.view.changes()),
})

const quietMs = 150
const longestMs = 20_000

/** Without anybody who knows the bot: nothing has happened in the world for 150 ms. */
const untilNothingHappens = async (world: World): Promise<void> => {
  const end = Date.now() + longestMs
  let last = Date.now()
  const stop = world.onEvent(() => {
    last = Date.now()
  })
  while (Date.now() - last < quietMs && Date.now() < end) await sleep(quietMs / 5)
  stop()
}

export const whenQuiet = ({ world, deps }: Driver): Promise<void> =>
  deps.surroundings?.whenQuiet?.() ?? untilNothingHappens(world)

/** The demo guild as at the start, with a bot that remembers nothing but its registered commands. */
export const freshWorld = async ({ world, deps, inspector }: Driver): Promise<void> => {
  const resetDiscord = (): void => {
    resetWorld(world, { keepCommands: true })
    inspector?.clear()
  }
  const onReset = deps.surroundings?.onReset
  if (onReset) return onReset(resetDiscord)
  resetDiscord()
}
