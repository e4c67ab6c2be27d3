import type { GatewaySettings } from '../world/gateway-types.ts'
import type { Snowflake, World } from '../world/types.ts'
import { askHeartbeat, sendInvalidSession, sendReconnect } from './client.ts'
import type { Hub } from './hub.ts'
import { sessionStartLimit } from './identify.ts'
import { bufferedCount, type Session } from './session.ts'

export interface GatewayAction {
  /** `reconnect`: op 7. `invalidate`: op 9. `drop`: the line is cut. `close`: a close frame. `heartbeat`: op 1. */
  action: 'reconnect' | 'invalidate' | 'drop' | 'close' | 'heartbeat'
  /** For `close`. */
  code?: number | undefined
  /** Only sessions of that shard; all when absent. */
  shard?: number | undefined
  /** Whether the session stays: default true, for `invalidate` false. */
  resumable?: boolean | undefined
}

/** What the driver and the rest of the emulator see of the gateway. */
export interface GatewayControl {
  /** Does something to the connected sessions and returns how many there were. */
  act(action: GatewayAction): number
  configure(change: Partial<GatewaySettings>): GatewaySettings
  describe(): { sessions: object[]; settings: GatewaySettings; sessionStartLimit: object }
  /** True when a connected session hears of that guild (null: of direct messages). */
  isHeard(guildId: Snowflake | null): boolean
}

/** Discord closes the old connection itself when a client does not follow op 7. */
const reconnectGraceMs = 5_000
/** Between the last event and op 9, so that a client has handled the one before it reads the other. */
const invalidateAfterMs = 25

const later = (ms: number, action: () => void): void => {
  setTimeout(action, ms).unref()
}

const reconnect = (session: Session): void => {
  const { connection } = session
  if (!connection) return
  sendReconnect(connection)
  later(reconnectGraceMs, () => connection.close(4000, 'Reconnect was not followed.'))
}

const invalidate = (hub: Hub, session: Session, isResumable: boolean): void => {
  const { connection } = session
  if (isResumable) hub.detach(session)
  else hub.end(session)
  if (connection) later(invalidateAfterMs, () => sendInvalidSession(connection, isResumable))
}

const disconnect = (hub: Hub, session: Session, action: GatewayAction): void => {
  const { connection } = session
  if (action.resumable === false) hub.end(session)
  else hub.detach(session)
  if (action.action === 'drop') connection?.drop()
  else connection?.close(action.code ?? 4000, 'Closed by the driver.')
}

const summary = (session: Session) => ({
  id: session.id,
  shard: session.shard,
  intents: session.intents,
  connected: session.connection?.isOpen() === true,
  sequence: session.sequence,
  buffered: bufferedCount(session),
  resumes: session.resumes,
  replayed: session.replayed,
  startedAt: new Date(session.startedAt).toISOString(),
})

/** The hand on the gateway. */
export const createGatewayControl = (world: World, hub: Hub): GatewayControl => ({
  act: (action) => {
    const all = [...hub.sessions.values()].filter(
      ({ shard, connection }) => connection !== null && (action.shard === undefined || shard[0] === action.shard),
    )
    for (const session of all) {
      if (action.action === 'reconnect') reconnect(session)
      else if (action.action === 'invalidate') invalidate(hub, session, action.resumable ?? false)
      else if (action.action === 'heartbeat' && session.connection) askHeartbeat(session.connection)
      else disconnect(hub, session, action)
    }
    return all.length
  },
  configure: (change) => Object.assign(world.gateway.settings, change),
  describe: () => ({
    sessions: [...hub.sessions.values()].map(summary),
    settings: world.gateway.settings,
    sessionStartLimit: sessionStartLimit(world),
  }),
  isHeard: hub.isHeard,
})
