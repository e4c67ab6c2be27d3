import { GatewayOpcodes as Op } from 'discord-api-types/v10'
import * as z from 'zod'
import { recordViolation } from '../request-log.ts'
import type { World } from '../world/types.ts'
import { setBotPresence, setBotVoice } from './activity.ts'
import type { Connection } from './connection.ts'
import type { Hub } from './hub.ts'
import { isBotToken, type Refusal, readyData, refusalOf, startSession } from './identify.ts'
import * as shapes from './payloads.ts'
import { sendChannelInfo, sendSounds } from './requests.ts'
import { canReplay, replay, type Session } from './session.ts'

/** What the connections of one emulator share. */
export interface Protocol {
  world: World
  hub: Hub
  /** True when that shard may identify now (`max_concurrency`). */
  mayIdentify(shardId: number): boolean
  requestMembers(session: Session, request: shapes.MembersPayload): void
}

/** Discord docs: events/gateway#sending-events. */
const maxPayloadBytes = 4_096

/** Codes that a correct client never brings about. */
const faultCodes = new Set([4001, 4002, 4003, 4004, 4005, 4008, 4010, 4011, 4012, 4013, 4014])

const fault = (code: number, reason: string): Refusal => ({ code, reason })

/** Closes with a code of Discord's; what is the client's mistake is listed as a violation. */
export const refuse = (world: World, connection: Connection, { code, reason }: Refusal): void => {
  if (faultCodes.has(code))
    recordViolation(world, { rule: 'gateway', explanation: `closed with ${code}: ${reason}`, code })
  connection.close(code, reason)
}

const send = (connection: Connection, op: number, d: unknown): void =>
  connection.send(JSON.stringify({ op, d, s: null, t: null }))

/** Op 10. */
export const sendHello = (world: World, connection: Connection): void =>
  send(connection, Op.Hello, {
    heartbeat_interval: world.gateway.settings.heartbeatIntervalMs,
    _trace: ['guildhall-emulator'],
  })

/** Op 9; `canResume`: the same session may be resumed on this connection. */
export const sendInvalidSession = (connection: Connection, canResume: boolean): void =>
  send(connection, Op.InvalidSession, canResume)

/** Op 7. */
export const sendReconnect = (connection: Connection): void => send(connection, Op.Reconnect, null)

/** Op 1 from the server: the client must send a heartbeat at once. */
export const askHeartbeat = (connection: Connection): void => send(connection, Op.Heartbeat, null)

/** The client has sent something: false when that is more than 120 in 60 s. */
const takeSend = (world: World, connection: Connection): boolean => {
  const { requests, seconds } = world.gateway.settings.sends
  const { sends } = connection
  if (performance.now() - sends.startedAt >= seconds * 1000) {
    sends.startedAt = performance.now()
    sends.count = 0
  }
  sends.count += 1
  return sends.count <= requests
}

type Handler = (protocol: Protocol, connection: Connection, data: unknown) => void

const identify: Handler = (protocol, connection, input) => {
  const { world, hub } = protocol
  if (connection.session) return refuse(world, connection, fault(4005, 'Already authenticated.'))
  const data = shapes.identifyPayload.parse(input)
  const refusal = refusalOf(world, data)
  if (refusal) return refuse(world, connection, refusal)
  const [shardId] = shapes.shardPair.parse(data.shard ?? [0, 1])
  if (!protocol.mayIdentify(shardId)) return sendInvalidSession(connection, false)
  const session = startSession(world, hub, data)
  if (!session) return connection.close(4004, 'Authentication failed: the session start limit was exceeded.')
  if (data.compress === true) connection.outlet.compressLarge()
  hub.attach(session, connection)
  if (data.presence) setBotPresence(world, data.presence)
  hub.tell(session, 'READY', readyData(world, session))
  hub.announceGuilds(session)
}

const resume: Handler = ({ world, hub }, connection, input) => {
  if (connection.session) return refuse(world, connection, fault(4005, 'Already authenticated.'))
  const data = shapes.resumePayload.parse(input)
  if (!isBotToken(world, data.token)) return refuse(world, connection, fault(4004, 'Authentication failed.'))
  const session = hub.sessions.get(data.session_id)
  if (!session) return sendInvalidSession(connection, false)
  if (data.seq > session.sequence) {
    hub.end(session)
    return refuse(world, connection, fault(4007, 'Invalid seq.'))
  }
  if (!canReplay(session, data.seq)) {
    hub.end(session)
    return sendInvalidSession(connection, false)
  }
  hub.attach(session, connection)
  replay(session, data.seq)
}

const heartbeat: Handler = (_protocol, connection, input) => {
  shapes.heartbeatPayload.parse(input)
  connection.lastBeat = performance.now()
  send(connection, Op.HeartbeatAck, null)
}

type SessionHandler = (protocol: Protocol, session: Session, data: unknown) => void

/** What only an identified client may send. */
const sessionHandlers = new Map<number, SessionHandler>([
  [Op.PresenceUpdate, ({ world }, _session, data) => setBotPresence(world, shapes.presencePayload.parse(data))],
  [Op.VoiceStateUpdate, (protocol, session, data) => setBotVoice(protocol, session, shapes.voicePayload.parse(data))],
  [
    Op.RequestGuildMembers,
    (protocol, session, data) => protocol.requestMembers(session, shapes.membersPayload.parse(data)),
  ],
  [
    Op.RequestSoundboardSounds,
    (protocol, session, data) => sendSounds(protocol, session, shapes.soundsPayload.parse(data).guild_ids),
  ],
  [43, (protocol, session, data) => sendChannelInfo(protocol, session, shapes.channelInfoPayload.parse(data))],
])

const handlers = new Map<number, Handler>([
  [Op.Identify, identify],
  [Op.Resume, resume],
  [Op.Heartbeat, heartbeat],
  ...[...sessionHandlers].map(([op, handle]): [number, Handler] => [
    op,
    (protocol, connection, data) => {
      if (connection.session) return handle(protocol, connection.session, data)
      refuse(protocol.world, connection, fault(4003, 'Not authenticated.'))
    },
  ]),
])

const parse = (text: string): z.infer<typeof shapes.anyPayload> | null => {
  try {
    return shapes.anyPayload.parse(JSON.parse(text))
  } catch {
    return null
  }
}

const inWords = (error: z.ZodError): string =>
  error.issues.map((issue) => `${['d', ...issue.path].join('.')}: ${issue.message}`).join('; ')

/** What is wrong with a message before its op is looked at, or null. */
const faultOf = (world: World, connection: Connection, message: Buffer): Refusal | null => {
  if (!takeSend(world, connection)) return fault(4008, 'Rate limited: more than 120 sends in 60 s.')
  if (message.byteLength <= maxPayloadBytes) return null
  return fault(4002, `Decode error: ${message.byteLength} bytes of at most ${maxPayloadBytes}.`)
}

/** Carries a message out, or returns why the connection is closed. */
const carryOut = (protocol: Protocol, connection: Connection, message: Buffer): Refusal | null => {
  const payload = parse(message.toString())
  if (!payload) return fault(4002, 'Decode error: not a JSON payload with an op.')
  const handle = handlers.get(payload.op)
  if (!handle) return fault(4001, `Unknown opcode ${payload.op}.`)
  try {
    handle(protocol, connection, payload.d)
    return null
  } catch (error) {
    if (error instanceof z.ZodError) return fault(4002, `Decode error: op ${payload.op}, ${inWords(error)}.`)
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error)
    recordViolation(protocol.world, {
      rule: 'emulator',
      explanation: `the gateway failed at op ${payload.op}: ${words}`,
    })
    return fault(4000, 'Unknown error.')
  }
}

/** One message of a client. Wrong ones close the connection. Discord docs: topics/opcodes-and-status-codes#gateway. */
export const receive = (protocol: Protocol, connection: Connection, message: Buffer): void => {
  if (!connection.isOpen()) return
  const refusal = faultOf(protocol.world, connection, message) ?? carryOut(protocol, connection, message)
  if (refusal) refuse(protocol.world, connection, refusal)
}
