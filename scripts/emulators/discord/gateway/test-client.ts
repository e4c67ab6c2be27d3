import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'vitest'
import { WebSocket } from 'ws'
import { demo, seedWorld } from '../seed.ts'
import { createStandaloneClock, createWorld } from '../world/create.ts'
import { createMessage } from '../world/messages.ts'
import type { World } from '../world/types.ts'
import { createGateway, type Gateway } from './index.ts'

export interface Payload {
  op: number
  s: number | null
  t: string | null
  d: Record<string, unknown>
}

/** Every intent that Discord documents. */
export const allIntents = 53_608_447

export interface TestGateway {
  world: World
  gateway: Gateway
  url: string
  /** Opens a raw client; `decode` turns a message into JSON text (plain by default). */
  open(query?: string, decode?: Decode): Promise<TestClient>
  /** Opens, waits for HELLO and identifies with these changes. */
  identify(change?: Record<string, unknown>, query?: string): Promise<TestClient>
  close(): Promise<void>
}

export type Decode = (data: Buffer, isBinary: boolean) => string | null | Promise<string>

export interface TestClient {
  ws: WebSocket
  received: Payload[]
  /** The dispatches of that kind, oldest first. */
  events(type: string): Payload[]
  send(op: number, d: unknown): void
  /** The code of the close frame (1006 without one), or null while open. */
  closeCode: number | null
  closeReason: string
}

/** Guarantee: the gateway sends JSON objects of this form, which the tests then look into. */
const asPayload = (text: string): Payload => JSON.parse(text) as Payload

/** Guarantee: a server that listens on a TCP port has an address of this form. */
const portOf = (address: unknown): number => (address as AddressInfo).port

const plain: Decode = (data) => data.toString()

const openClient = (url: string, decode: Decode): Promise<TestClient> => {
  const ws = new WebSocket(url)
  const client: TestClient = {
    ws,
    received: [],
    events: (type) => client.received.filter(({ t }) => t === type),
    send: (op, d) => ws.send(JSON.stringify({ op, d })),
    closeCode: null,
    closeReason: '',
  }
  let reading = Promise.resolve()
  ws.on('message', (data, isBinary) => {
    const buffer = Buffer.isBuffer(data) ? data : Buffer.alloc(0)
    reading = reading.then(async () => {
      const text = await decode(buffer, isBinary)
      if (text !== null) client.received.push(asPayload(text))
    })
  })
  ws.on('close', (code, reason) => {
    client.closeCode = code
    client.closeReason = reason.toString()
  })
  return new Promise((resolve, reject) => {
    ws.once('error', reject)
    ws.once('open', () => resolve(client))
  })
}

/** The gateway over a seeded world on a free port, without REST and driver; identifies never wait. */
export const startTestGateway = async (): Promise<TestGateway> => {
  const world = createWorld({ clock: createStandaloneClock() })
  seedWorld(world)
  world.gateway.settings.identifyWindowMs = 0
  const gateway = createGateway(world)
  const server = createServer()
  server.on('upgrade', (request, socket, head) => {
    if (!gateway.handleUpgrade(request, socket, head)) socket.end('HTTP/1.1 404 Not Found\r\n\r\n')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  world.publicUrl = `http://127.0.0.1:${portOf(server.address())}`
  const url = world.publicUrl.replace('http', 'ws')
  const open = (query = '/gateway?v=10&encoding=json', decode: Decode = plain) => openClient(`${url}${query}`, decode)
  return {
    world,
    gateway,
    url,
    open,
    identify: async (change = {}, query) => {
      const client = await open(query)
      client.send(2, identifyBody(world, change))
      return client
    },
    close: async () => {
      gateway.close()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A good IDENTIFY with some fields replaced. */
export const identifyBody = (world: World, change: Record<string, unknown> = {}) => ({
  token: world.application.token,
  properties: { os: 'linux', browser: 'test', device: 'test' },
  intents: allIntents,
  ...change,
})

/** A client that has identified and has been told READY. */
export const identifiedClient = async (emulator: TestGateway, intents = allIntents): Promise<TestClient> => {
  const client = await emulator.identify({ intents })
  await expect.poll(() => client.events('READY').length, { timeout: 10_000 }).toBe(1)
  return client
}

/** alan writes in #general. */
export const writeAsAlan = ({ world }: TestGateway, content: string): void => {
  const channel = world.channels.get(demo.channels.general)
  const author = world.users.get(demo.users.alan)?.data
  if (!channel || !author) throw new Error('the demo guild is not there')
  createMessage(world, { channel, author, origin: 'user', content })
}
