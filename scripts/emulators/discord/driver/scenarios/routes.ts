import type { Context, Hono } from 'hono'
import * as z from 'zod'
import { type Driver, DriverError } from '../types.ts'
import { scenarioNameSchema, scenarioSchema } from './format.ts'
import { createRecorder } from './recorder.ts'
import { replay } from './replay.ts'
import type { ReplayResult, ScenariosView } from './result-types.ts'
import { createScenarioStore } from './store.ts'

type Parse = <T>(c: Context, schema: z.ZodType<T>) => Promise<T>

const recordInput = z.strictObject({ title: z.string().max(200).optional() })
const stopInput = z.strictObject({ saveAs: scenarioNameSchema.optional() })
const replayInput = z.strictObject({ patienceMs: z.int().min(0).max(120_000).optional() })

const defaultPatienceMs = 10_000

/**
 * Scenarios: `POST /emulator/scenarios/record|stop`, `GET /emulator/scenarios`, `GET|PUT|DELETE …/{name}` and
 * `POST …/{name}/replay`. Recording and replaying begin in a fresh demo guild. Each step of a replay also goes out as
 * event `SCENARIO_PROGRESS`. Must be added before the routes that are to be recorded.
 */
export const addScenarioRoutes = (app: Hono, driver: Driver, parse: Parse): void => {
  const { world } = driver
  const recorder = createRecorder(driver)
  let last: ReplayResult | null = null
  const inMemory = createScenarioStore(undefined)
  // The folder is known once everything around the emulator has started.
  const scenarios = () => {
    const folder = driver.deps.surroundings?.scenariosDir
    return folder === undefined ? inMemory : createScenarioStore(folder)
  }
  const requireIdle = (): void => {
    if (last && !last.done) throw new DriverError('replaying', `"${last.name}" is being replayed; wait for its end.`)
  }

  app.use('/emulator/*', recorder.middleware)
  app.use('/emulator/reset', async (_c, next) => {
    if (recorder.state()) throw new DriverError('recording', 'A recording is under way; a reset would spoil it.')
    await next()
  })
  const view = (): ScenariosView => ({ scenarios: scenarios().list(), recording: recorder.state(), replay: last })
  app.get('/emulator/scenarios', (c) => c.json(view()))
  app.post('/emulator/scenarios/record', async (c) => {
    requireIdle()
    const { title = '' } = await parse(c, recordInput)
    await recorder.start(title)
    return c.json({ recording: recorder.state() })
  })
  app.post('/emulator/scenarios/stop', async (c) => {
    const { saveAs } = await parse(c, stopInput)
    const scenario = await recorder.stop()
    if (saveAs !== undefined) scenarios().write(saveAs, scenario)
    return c.json({ scenario })
  })
  app.get('/emulator/scenarios/:name', (c) => c.json({ scenario: scenarios().read(c.req.param('name')) }))
  app.put('/emulator/scenarios/:name', async (c) => {
    const scenario = await parse(c, scenarioSchema)
    scenarios().write(c.req.param('name'), scenario)
    return c.json({ scenario })
  })
  app.delete('/emulator/scenarios/:name', (c) => {
    scenarios().remove(c.req.param('name'))
    return c.json({ ok: true })
  })
  app.post('/emulator/scenarios/:name/replay', async (c) => {
    requireIdle()
    if (recorder.state()) throw new DriverError('recording', 'A recording is under way; stop it first.')
    const name = c.req.param('name')
    const scenario = scenarios().read(name)
    const { patienceMs = defaultPatienceMs } = await parse(c, replayInput)
    const onProgress = (result: ReplayResult): void => {
      last = result
      const payload = { name, step: result.steps.length, of: result.of, done: result.done, ok: result.ok }
      world.emit({ type: 'SCENARIO_PROGRESS', guildId: null, payload })
    }
    try {
      return c.json({ replay: await replay(driver, app, { name, scenario, patienceMs, onProgress }) })
    } finally {
      if (last && !last.done) last = { ...last, done: true, ok: false }
    }
  })
}
