import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { createOutlet, type Outlet, type Transport } from './outlet.ts'
import type { Session } from './session.ts'

/** One WebSocket of a client, identified or not. */
export interface Connection {
  readonly outlet: Outlet
  session: Session | null
  /** Real time in ms of the last heartbeat. */
  lastBeat: number
  /** What the client has sent in the current window. */
  sends: { startedAt: number; count: number }
  /** Sends a payload as JSON text. */
  send(text: string): void
  /** Closes in words, after what was sent before. */
  close(code: number, reason: string): void
  /** Cuts the line without a close frame: the client sees 1006. */
  drop(): void
  isOpen(): boolean
}

/** A client that reads nothing is cut off beyond this many unsent bytes. */
const maxUnsentBytes = 64 * 1024 * 1024

/** Gathers the frames of one turn of the event loop into one write. */
const createBatch = (socket: Duplex) => {
  let isCorked = false
  return (): void => {
    if (isCorked) return
    isCorked = true
    socket.cork()
    setImmediate(() => {
      isCorked = false
      socket.uncork()
    })
  }
}

/** Wraps an upgraded socket; the caller listens to the messages. */
export const createConnection = (ws: WebSocket, socket: Duplex, transport: Transport): Connection => {
  const batch = createBatch(socket)
  const isOpen = () => ws.readyState === ws.OPEN
  const outlet = createOutlet(transport, (data) => {
    if (!isOpen()) return
    batch()
    ws.send(data)
  })
  return {
    outlet,
    session: null,
    lastBeat: performance.now(),
    sends: { startedAt: performance.now(), count: 0 },
    send: (text) => {
      if (ws.bufferedAmount + outlet.backlog() > maxUnsentBytes) ws.terminate()
      else outlet.write(text)
    },
    close: (code, reason) => outlet.whenFlushed(() => ws.close(code, reason.slice(0, 120))),
    drop: () => ws.terminate(),
    isOpen,
  }
}
