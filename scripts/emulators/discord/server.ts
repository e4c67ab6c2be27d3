import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { createCdnApp } from './cdn/app.ts'
import { watchProfiles } from './driver/auto-moderated.ts'
import { createDriverApp, type DriverDeps, responseProblems } from './driver/index.ts'
import { createGateway } from './gateway/index.ts'
import { createOAuth2App } from './oauth2/app.ts'
import { createRestApp } from './rest/app.ts'
import { seedAccounts, seedWorld } from './seed.ts'
import { answerProblems, validateRestBody } from './validate/index.ts'
import { redirectUrisBelow } from './world/application.ts'
import { createWorld } from './world/create.ts'
import { watchDue } from './world/due.ts'
import type { Clock, HouseRules, Limits, World } from './world/types.ts'

export interface DiscordEmulatorOptions extends DriverDeps {
  /** 0 for any free port. */
  port: number
  host?: string
  /** Folder that keeps the application's keys; in memory only without it. */
  localDir?: string
  clock: Clock
  limits?: Partial<Limits>
  rules?: Partial<HouseRules>
  /** False starts without the demo guilds. */
  seed?: boolean
}

export interface DiscordEmulator {
  /** e.g. `http://127.0.0.1:8788`; the API is below `/api/v10`, the driver below `/emulator`. */
  url: string
  world: World
  close(): Promise<void>
}

/** Discord's REST API, the driver interface and uploaded files as one fetch handler over a world. */
export const createEmulatorApp = (world: World, deps: DriverDeps): Hono => {
  const rest = createRestApp(world, {
    validateBody: validateRestBody,
    validateAnswer: answerProblems,
    validateCallback: (interaction, response) => responseProblems(world, interaction, response),
  })
  const app = new Hono()
  app.get('/attachments/:channel/:id/:name', (c) => {
    const upload = world.uploads.get(c.req.param('id'))
    if (!upload) return c.text('This content is no longer available.', 404)
    return c.body(new Uint8Array(upload.bytes), 200, { 'content-type': upload.contentType })
  })
  app.route('/', createCdnApp(world))
  app.route('/', createOAuth2App(world))
  app.all('/api/*', (c) => rest.fetch(c.req.raw, c.env))
  app.route('/', createDriverApp(world, deps))
  return app
}

/**
 * Starts the Discord emulator: REST API, gateway, driver and playground on one port, with the demo guilds.
 * `world.ready` stays false until the caller sets it. Rejects when the port is taken.
 */
export const startDiscordEmulator = async (options: DiscordEmulatorOptions): Promise<DiscordEmulator> => {
  const { port, host = '127.0.0.1', clock, localDir, limits, rules, seed = true, ...deps } = options
  const world = createWorld({ clock, localDir, limits, rules })
  if (typeof deps.workerUrl === 'string') world.application.redirectUris = redirectUrisBelow(deps.workerUrl)
  if (seed) seedWorld(world)
  else seedAccounts(world)
  const stopWatching = [watchDue(world), watchProfiles(world)]
  const gateway = createGateway(world)
  const server = createAdaptorServer({ fetch: createEmulatorApp(world, { ...deps, gateway }).fetch })
  // Node's own 5 s would close connections that a client is about to use again.
  if ('keepAliveTimeout' in server) server.keepAliveTimeout = 65_000
  server.on('upgrade', (request, socket, head) => {
    if (!gateway.handleUpgrade(request, socket, head)) socket.end('HTTP/1.1 404 Not Found\r\n\r\n')
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  world.publicUrl = `http://${host}:${portOf(server.address(), port)}`
  const close = () =>
    new Promise<void>((resolve) => {
      for (const stop of stopWatching) stop()
      gateway.close()
      server.close(() => resolve())
      if ('closeAllConnections' in server) server.closeAllConnections()
    })
  return { url: world.publicUrl, world, close }
}

const portOf = (address: AddressInfo | string | null, asked: number): number =>
  typeof address === 'object' && address !== null ? address.port : asked
