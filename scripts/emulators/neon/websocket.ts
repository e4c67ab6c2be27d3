import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { protocol } from '@electric-sql/pglite'
import { type WebSocket, WebSocketServer } from 'ws'
import type { HttpServer } from '../../local/http-server.ts'
import { createFrontendReader, fatalError, greeting, readStartup, transactionState } from './frontend.ts'
import type { PgliteBackend } from './pglite-backend.ts'
import { quoteIdentifier } from './sql.ts'

const paths = new Set(['/v1', '/v2'])
/** One session serves everybody, so nobody may keep a transaction open for long. */
const idleInTransactionMs = 15_000

/** Neon's WebSocket endpoint, `/v1` and `/v2`: the Postgres wire protocol inside binary frames. */
export function attachWebSocket(server: HttpServer['server'], backend: PgliteBackend): void {
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    if (!paths.has(path)) {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, (accepted) => serve(accepted, backend))
  })
}

/** Handles one client's messages strictly one after the other. */
function serve(socket: WebSocket, backend: PgliteBackend): void {
  const session = createSession(backend, (bytes) => socket.send(bytes))
  const reader = createFrontendReader()
  let group: Buffer[] = []
  let queue = Promise.resolve()
  const enqueue = (task: () => Promise<void>) => {
    queue = queue.then(task).catch(() => socket.close(1011, 'internal error'))
  }
  socket.binaryType = 'nodebuffer'
  socket.on('message', (data) => {
    if (!Buffer.isBuffer(data)) return
    for (const { type, bytes } of reader.push(data)) {
      if (type === 'ssl') socket.send(Buffer.from('N'))
      else if (type === 'startup') session.start(readStartup(bytes).user)
      else if (type === 'X') socket.close()
      else if (type !== 'p') group.push(bytes)
      if (type !== 'S' && type !== 'Q') continue
      const complete = Buffer.concat(group)
      group = []
      enqueue(() => session.exchange(complete, () => socket.close()))
    }
  })
  socket.on('error', () => socket.close())
  socket.on('close', () => enqueue(session.end))
}

type Session = {
  start(user: string): void
  exchange(bytes: Uint8Array, cut: () => void): Promise<void>
  end(): Promise<void>
}

/** Holds the shared session from a client's first statement until no transaction of it is open. */
function createSession(backend: PgliteBackend, send: (bytes: Uint8Array) => void): Session {
  let role = ''
  let release: (() => void) | null = null
  let timer: NodeJS.Timeout | undefined
  const simple = (sql: string) => backend.exchange(protocol.serialize.query(sql))
  const end = async () => {
    clearTimeout(timer)
    if (release === null) return
    await simple('ROLLBACK')
    await simple('RESET ROLE; RESET ALL')
    release()
    release = null
  }
  return {
    start(user) {
      role = user
      send(greeting())
    },
    async exchange(bytes, cut) {
      clearTimeout(timer)
      if (release === null) {
        release = await backend.lock.acquire()
        await simple(`SET ROLE ${quoteIdentifier(role)}`)
      }
      const answer = await backend.exchange(bytes)
      const state = transactionState(answer)
      if (state === 'I') await end()
      else {
        timer = setTimeout(() => {
          send(fatalError('25P03', 'terminating connection due to idle-in-transaction timeout'))
          cut()
        }, idleInTransactionMs)
      }
      send(answer)
    },
    end,
  }
}
