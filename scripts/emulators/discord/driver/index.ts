import { type Context, Hono } from 'hono'
import * as z from 'zod'
import type { World } from '../world/types.ts'
import {
  changeMember,
  memberInput,
  messageInput,
  react,
  reactionInput,
  readChannel,
  speak,
  voiceInput,
  writeMessage,
} from './actions.ts'
import {
  advance,
  advanceInput,
  clearFaults,
  clearViolations,
  faultInput,
  guildInput,
  listRequests,
  listViolations,
  makeFault,
  makeGuild,
  reset,
  resetInput,
} from './control.ts'
import { changeInterest, eventInterestInput } from './event-interest.ts'
import { addGatewayRoutes } from './gateway.ts'
import { createInspector } from './inspector.ts'
import { describeInteraction, listInteractions } from './inspector-detail.ts'
import {
  autocompleteInput,
  commandInput,
  componentInput,
  modalInput,
  runAutocomplete,
  runCommand,
  runComponent,
  runModal,
} from './interactions.ts'
import { addPlatformRoutes } from './platform.ts'
import { servePlayground } from './playground-page.ts'
import { addPlaygroundRoutes } from './playground-routes.ts'
import { pollVoteInput, votePoll } from './polls.ts'
import { addScenarioRoutes } from './scenarios/routes.ts'
import { describeState } from './state.ts'
import { describeSwitches, slowBotInput, slowDown, switchesInput, turnSwitches } from './switches.ts'
import { type Driver, type DriverDeps, DriverError, type Switches } from './types.ts'

export { prepareCommand } from './interactions.ts'
export { findPlace } from './lookup.ts'
export { type NewInteraction, pingBody, prepareInteraction } from './payload.ts'
export { responseProblems } from './response-problems.ts'
export { interactionHeaders, signatureTimestamp, signInteraction } from './signer.ts'
export { type DriverDeps, DriverError, type InteractionResult } from './types.ts'

/** A few milliseconds: what Discord itself takes to process the HTTP reply. */
const defaultSwitches: Switches = { ackRaceMs: 5 }

const readJson = async (c: Context): Promise<unknown> => {
  const text = await c.req.text()
  if (text === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    throw new DriverError('invalid_json', 'The body is not JSON.')
  }
}

const parse = async <T>(c: Context, schema: z.ZodType<T>): Promise<T> => schema.parse(await readJson(c))

const inWords = (error: z.ZodError): string =>
  error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`).join('; ')

const answerError = (error: Error, c: Context): Response => {
  if (error instanceof DriverError) return c.json({ error: { code: error.code, message: error.message } }, error.status)
  if (error instanceof z.ZodError) return c.json({ error: { code: 'invalid_request', message: inWords(error) } }, 400)
  return c.json({ error: { code: 'emulator', message: error.stack ?? error.message } }, 500)
}

const addInteractionRoutes = (app: Hono, driver: Driver): void => {
  app.post('/emulator/commands', async (c) => c.json(await runCommand(driver, await parse(c, commandInput))))
  app.post('/emulator/autocomplete', async (c) =>
    c.json(await runAutocomplete(driver, await parse(c, autocompleteInput))),
  )
  app.post('/emulator/components', async (c) => c.json(await runComponent(driver, await parse(c, componentInput))))
  app.post('/emulator/modals', async (c) => c.json(await runModal(driver, await parse(c, modalInput))))
}

const messagesQuery = z.object({
  guild: z.string().optional(),
  channel: z.string().min(1),
  user: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
})

const addActionRoutes = (app: Hono, { world }: Driver): void => {
  app.get('/emulator/messages', (c) => c.json(readChannel(world, messagesQuery.parse(c.req.query()))))
  app.post('/emulator/messages', async (c) => c.json(writeMessage(world, await parse(c, messageInput))))
  app.post('/emulator/reactions', async (c) => c.json(react(world, await parse(c, reactionInput))))
  app.post('/emulator/voice', async (c) => c.json(speak(world, await parse(c, voiceInput))))
  app.post('/emulator/members', async (c) => c.json(changeMember(world, await parse(c, memberInput))))
  app.post('/emulator/poll-votes', async (c) => c.json(votePoll(world, await parse(c, pollVoteInput))))
  app.post('/emulator/event-interest', async (c) => c.json(changeInterest(world, await parse(c, eventInterestInput))))
  app.post('/emulator/guilds', async (c) => c.json(makeGuild(world, await parse(c, guildInput))))
}

const addControlRoutes = (app: Hono, driver: Driver): void => {
  const { world } = driver
  app.get('/emulator/state', (c) => c.json(describeState(driver)))
  app.get('/emulator/requests', (c) => c.json(listRequests(world, c.req.query())))
  app.get('/emulator/violations', (c) => c.json(listViolations(world)))
  app.delete('/emulator/violations', (c) => {
    clearViolations(world)
    return c.json(listViolations(world))
  })
  app.get('/emulator/faults', (c) => c.json({ faults: world.faults }))
  app.post('/emulator/faults', async (c) => c.json(makeFault(world, await parse(c, faultInput))))
  app.delete('/emulator/faults', (c) => {
    clearFaults(world, c.req.query('id'))
    return c.json({ faults: world.faults })
  })
  app.post('/emulator/advance', async (c) => c.json(await advance(driver, await parse(c, advanceInput))))
  app.post('/emulator/reset', async (c) => {
    await reset(driver, defaultSwitches, await parse(c, resetInput))
    return c.json({ ok: true })
  })
  app.get('/emulator/switches', (c) => c.json(describeSwitches(driver)))
  app.post('/emulator/slow-bot', async (c) => c.json(slowDown(driver, await parse(c, slowBotInput))))
  app.get('/emulator/interactions', (c) => c.json(listInteractions(driver)))
  app.get('/emulator/interactions/:id', async (c) => c.json(await describeInteraction(driver, c.req.param('id'))))
  app.post('/emulator/switches', async (c) => c.json(turnSwitches(driver, await parse(c, switchesInput))))
}

/**
 * The `/emulator/*` interface: what people at Discord clients do, as JSON, and the playground page at `/`.
 * Whatever a client would refuse is answered 400 `{ error: { code, message } }`; `/emulator/state` is 503 until
 * `world.ready`.
 */
export const createDriverApp = (world: World, deps: DriverDeps): Hono => {
  const driver: Driver = {
    world,
    deps,
    switches: { ...defaultSwitches },
    inspector: createInspector(() => world.now()),
  }
  const app = new Hono()
  app.onError(answerError)
  servePlayground(app)
  addScenarioRoutes(app, driver, parse)
  addInteractionRoutes(app, driver)
  addActionRoutes(app, driver)
  addControlRoutes(app, driver)
  addPlaygroundRoutes(app, driver, parse)
  addGatewayRoutes(app, driver, parse)
  addPlatformRoutes(app, driver, parse)
  app.all('/emulator/*', (c) =>
    c.json({ error: { code: 'unknown_route', message: `There is no ${c.req.method} ${c.req.path}.` } }, 404),
  )
  return app
}
