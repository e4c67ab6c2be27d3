import type { MiddlewareHandler } from 'hono'
import { type Driver, DriverError, isObject, type Json } from '../types.ts'
import type { Scenario, Step } from './format.ts'
import { beginStep, freshWorld, noteAnswer, outcomeOf, type Run, startRun, whenQuiet } from './run.ts'
import { stepKindOf } from './steps.ts'

export interface Recorder {
  /** Null while nothing is recorded. */
  state(): { title: string; steps: number } | null
  /** Starts in a fresh demo guild. Throws `recording`. */
  start(title: string): Promise<void>
  /** Ends the recording and gives it. Throws `not_recording`. */
  stop(): Promise<Scenario>
  /** Notes what passes through the driver. */
  middleware: MiddlewareHandler
}

interface Recording {
  title: string
  run: Run
  steps: Step[]
  /** Steps are taken one after the other, each once the bot has finished the one before. */
  turn: Promise<void>
}

const mostSteps = 500

/** While somebody types, only the last suggestion is worth a step. */
const append = (steps: Step[], step: Step): void => {
  const last = steps.at(-1)
  const isTyping = last?.do === 'autocomplete' && step.do === 'autocomplete'
  const goesOn = isTyping && last['name'] === step['name'] && last['focused'] === step['focused'] && last.as === step.as
  // A step in between would move the numbers that forms are named by, but suggestions open none.
  if (goesOn) steps.pop()
  steps.push(step)
}

const bodyOf = async (request: Request): Promise<Json> => {
  const body: unknown = await request
    .clone()
    .json()
    .catch(() => ({}))
  return isObject(body) ? body : {}
}

export const createRecorder = (driver: Driver): Recorder => {
  const { world } = driver
  let current: Recording | undefined
  const takePart = async (recording: Recording, { method, path, request, act }: Passing): Promise<void> => {
    const kind = stepKindOf(method, path)
    if (kind === undefined) return void (await act())
    const before = recording.turn
    const { promise, resolve } = Promise.withResolvers<void>()
    recording.turn = promise
    await before
    const step = beginStep(world, recording.run, { kind, body: await bodyOf(request) })
    const answer = await act()
    noteAnswer(recording.run, answer)
    // The client has its answer already; only the next step waits for the bot to finish this one.
    void finish(recording, { step, answer })
      .catch((error: unknown) => console.error('A step could not be recorded:', error))
      .finally(resolve)
  }
  const finish = async (recording: Recording, { step, answer }: { step: Step; answer: unknown }): Promise<void> => {
    await whenQuiet(driver)
    const expect = outcomeOf(world, recording.run, { answer, accept: true })
    if (recording.steps.length < mostSteps) append(recording.steps, { ...step, expect })
    recording.run.count = recording.steps.length
  }
  return {
    state: () => (current ? { title: current.title, steps: current.steps.length } : null),
    async start(title) {
      if (current) throw new DriverError('recording', 'A recording is under way; stop it first.')
      await freshWorld(driver)
      current = { title, run: startRun(world), steps: [], turn: Promise.resolve() }
    },
    async stop() {
      const recording = current
      if (!recording) throw new DriverError('not_recording', 'Nothing is being recorded.')
      current = undefined
      await recording.turn
      return { version: 1, title: recording.title, steps: recording.steps }
    },
    async middleware(c, next) {
      if (!current) return next()
      const act = async (): Promise<unknown> => {
        await next()
        const answer: unknown = await c.res
          .clone()
          .json()
          .catch(() => null)
        return answer
      }
      await takePart(current, { method: c.req.method, path: c.req.path, request: c.req.raw, act })
    },
  }
}

interface Passing {
  method: string
  path: string
  request: Request
  act(): Promise<unknown>
}
