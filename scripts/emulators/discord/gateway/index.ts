import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import type { World } from '../world/types.ts'
import { type Protocol, receive, refuse, sendHello } from './client.ts'
import { type Connection, createConnection } from './connection.ts'
import { createGatewayControl, type GatewayControl } from './control.ts'
import { createHub, type Hub } from './hub.ts'
import { createIdentifyLimit, type Refusal } from './identify.ts'
import type { Transport } from './outlet.ts'
import { createMemberRequests } from './requests.ts'

export type { GatewayControl } from './control.ts'
export { gatewayUrl, sessionStartLimit } from './identify.ts'

/** Discord's gateway over a world. */
export interface Gateway extends GatewayControl {
  /** Takes over a WebSocket upgrade at `/` or `/gateway`; false for other addresses. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
  close(): void
}

const paths = new Set(['/', '/gateway', '/gateway/'])

/** Larger messages are closed by the WebSocket library itself. */
const maxMessageBytes = 1024 * 1024

const transports: Record<string, Transport> = { 'zlib-stream': 'zlib-stream', 'zstd-stream': 'zstd-stream' }

/** Why an address is refused after the upgrade, or null. Discord docs: events/gateway#connecting. */
const addressProblem = (query: URLSearchParams): Refusal | null => {
  const version = query.get('v') ?? '10'
  if (version !== '10' && version !== '9') return { code: 4012, reason: `Invalid API version ${version}: use v=10.` }
  const encoding = query.get('encoding') ?? 'json'
  if (encoding !== 'json')
    return { code: 4002, reason: `Decode error: encoding ${encoding} is not emulated, use encoding=json.` }
  const compress = query.get('compress')
  if (compress !== null && !Object.hasOwn(transports, compress))
    return { code: 4002, reason: `Decode error: compress is zlib-stream or zstd-stream, not ${compress}.` }
  return null
}

/** Guarantee: the sockets of a WebSocketServer hand over one Buffer per message, since `binaryType` is not changed. */
const asBuffer = (data: RawData): Buffer => data as Buffer

/** Closes with 4009 a client that has not sent a heartbeat in one and a half intervals of real time. */
const watchHeartbeat = (world: World, connection: Connection, onSilence: () => void): (() => void) => {
  const intervalMs = world.gateway.settings.heartbeatIntervalMs
  const isSilent = () => performance.now() - connection.lastBeat > intervalMs * 1.5
  const timer = setInterval(() => {
    // After a busy moment of this process a heartbeat may lie unread: that is read before the second look.
    if (isSilent()) setImmediate(() => isSilent() && onSilence())
  }, intervalMs / 4)
  timer.unref()
  return () => clearInterval(timer)
}

/** The codes with which a client gives its session up. Discord docs: events/gateway#initiating-a-disconnect. */
const isFarewell = (code: number): boolean => code === 1000 || code === 1001

/** Serves one connection until it closes. */
const serve = (protocol: Protocol, ws: WebSocket, connection: Connection): void => {
  const { world, hub } = protocol
  const stopWatching = watchHeartbeat(world, connection, () => {
    if (connection.session) hub.end(connection.session)
    connection.close(4009, 'Session timed out: no heartbeat.')
  })
  ws.on('message', (data) => receive(protocol, connection, asBuffer(data)))
  ws.on('close', (code) => {
    stopWatching()
    connection.outlet.end()
    if (!connection.session) return
    if (isFarewell(code)) hub.end(connection.session)
    else hub.detach(connection.session)
  })
  sendHello(world, connection)
}

/** When the world starts over, nothing of it can be resumed. */
const endOnReset = (world: World, { act }: GatewayControl, hub: Hub): (() => void) =>
  world.onEvent(({ type }) => {
    if (type !== 'WORLD_RESET') return
    act({ action: 'invalidate', resumable: false })
    for (const session of [...hub.sessions.values()]) hub.end(session)
  })

/** The gateway of a world: sessions, and the events that they get. `handleUpgrade` connects it to a server. */
export const createGateway = (world: World): Gateway => {
  const hub = createHub(world)
  const control = createGatewayControl(world, hub)
  const stopListening = endOnReset(world, control, hub)
  const server = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, perMessageDeflate: false })
  const protocol: Protocol = {
    world,
    hub,
    mayIdentify: createIdentifyLimit(world),
    requestMembers: createMemberRequests(world, hub),
  }

  const handleUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): boolean => {
    const url = URL.parse(request.url ?? '/', 'ws://gateway')
    if (!url || !paths.has(url.pathname)) return false
    const problem = addressProblem(url.searchParams)
    const transport = transports[url.searchParams.get('compress') ?? ''] ?? 'plain'
    server.handleUpgrade(request, socket, head, (ws) => {
      ws.on('error', () => ws.terminate())
      const connection = createConnection(ws, socket, problem ? 'plain' : transport)
      if (problem) refuse(world, connection, problem)
      else serve(protocol, ws, connection)
    })
    return true
  }

  return {
    ...control,
    handleUpgrade,
    close: () => {
      stopListening()
      hub.close()
      for (const ws of server.clients) ws.terminate()
      server.close()
    },
  }
}
