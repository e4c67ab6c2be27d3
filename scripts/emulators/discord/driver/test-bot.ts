import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import {
  type APIApplicationCommand,
  ApplicationCommandType,
  ApplicationCommandOptionType as Kind,
} from 'discord-api-types/v10'
import type { Hono } from 'hono'
import { listen } from '../../../local/http-server.ts'
import { seedWorld } from '../seed.ts'
import { createStandaloneClock, createWorld } from '../world/create.ts'
import type { World } from '../world/types.ts'
import { createDriverApp } from './index.ts'
import type { DriverDeps, Json } from './types.ts'

/** What a bot of these tests answers: JSON, a status alone, or a promise of either. */
export type BotHandler = (interaction: Json, request: Request) => unknown

export interface TestDriver {
  world: World
  app: Hono
  /** Interactions that arrived with a valid signature, parsed. */
  received: Json[]
  /** Sends JSON to the driver and gives status and parsed answer. */
  send(method: string, path: string, body?: unknown): Promise<{ status: number; body: Json }>
  close(): Promise<void>
}

const verifies = async (request: Request, privateKey: KeyObject, text: string): Promise<boolean> => {
  const timestamp = request.headers.get('x-signature-timestamp') ?? ''
  const signature = Buffer.from(request.headers.get('x-signature-ed25519') ?? '', 'hex')
  return verify(null, Buffer.from(timestamp + text), createPublicKey(privateKey), signature)
}

/** Guarantee: the driver answers JSON objects only. */
const asJson = (value: unknown): Json => value as Json

/** A seeded world, the driver over it, and a small bot behind a real HTTP server. */
export const startTestDriver = async (handler: BotHandler, deps: Partial<DriverDeps> = {}): Promise<TestDriver> => {
  const world = createWorld({ clock: createStandaloneClock() })
  seedWorld(world)
  world.ready = true
  const received: Json[] = []
  const bot = await listen({
    port: 0,
    name: 'test bot',
    fetch: async (request) => {
      const text = await request.text()
      if (!(await verifies(request, world.application.privateKey, text)))
        return new Response('bad signature', { status: 401 })
      const interaction = asJson(JSON.parse(text))
      received.push(interaction)
      const answer = await handler(interaction, request)
      return typeof answer === 'number' ? new Response(null, { status: answer }) : Response.json(answer)
    },
  })
  const app = createDriverApp(world, { workerUrl: bot.url, ...deps })
  return {
    world,
    app,
    received,
    async send(method, path, body) {
      const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
      const response = await app.request(path, init)
      return { status: response.status, body: asJson(await response.json()) }
    },
    close: bot.close,
  }
}

/** Registers a command as the bot's PUT would. */
export const register = (
  world: World,
  command: Pick<APIApplicationCommand, 'name' | 'type'> & Partial<APIApplicationCommand>,
): void => {
  const id = world.newId()
  world.commands.global.set(id, {
    id,
    application_id: world.application.id,
    version: '1',
    description: 'x',
    default_member_permissions: null,
    ...command,
  })
}

/** Commands that the tests of this folder use: options of several kinds, a sub-command, a context menu. */
export const registerSamples = (world: World): void => {
  register(world, {
    name: 'warn',
    type: ApplicationCommandType.ChatInput,
    default_member_permissions: (1n << 40n).toString(),
    options: [
      { type: Kind.User, name: 'user', description: 'x', required: true },
      { type: Kind.String, name: 'reason', description: 'x', max_length: 20, autocomplete: true },
      { type: Kind.Integer, name: 'points', description: 'x', min_value: 1, max_value: 5 },
    ],
  })
  register(world, {
    name: 'case',
    type: ApplicationCommandType.ChatInput,
    options: [
      {
        type: Kind.Subcommand,
        name: 'view',
        description: 'x',
        options: [{ type: Kind.Integer, name: 'number', description: 'x', required: true }],
      },
    ],
  })
  register(world, { name: 'Warn author', type: ApplicationCommandType.Message })
  register(world, { name: 'form', type: ApplicationCommandType.ChatInput })
}

export const allowed_mentions = { parse: [] }

/** A plain answer that names its mentions. */
export const say = (content: string, extra: Json = {}) => ({ type: 4, data: { content, allowed_mentions, ...extra } })

/** What the driver answered as error, or undefined. */
export const codeOf = (answer: { body: Json }): unknown => answer.body['error']

/** The object under that key; fails the test when there is none. */
export const part = (body: Json, key: string): Json => {
  const value = body[key]
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`No object "${key}" in ${JSON.stringify(body)}`)
  return { ...value }
}
