import type { AddressInfo } from 'node:net'
import { createAdaptorServer, type HttpBindings, type ServerType } from '@hono/node-server'
import { describePortHolder } from './ports.ts'

export type FetchHandler = (request: Request, env: HttpBindings) => Response | Promise<Response>
export type HttpServer = { url: string; port: number; server: ServerType; close(): Promise<void> }
export type ListenOptions = { fetch: FetchHandler; port: number; host?: string; name: string }

/** A port that somebody else holds. The message names the port and, where Linux tells, the process. */
export class PortBusyError extends Error {
  override readonly name = 'PortBusyError'
  readonly port: number
  constructor(port: number, message: string) {
    super(message)
    this.port = port
  }
}

/** Listens with a Hono-style fetch handler on 127.0.0.1 (port 0 = any free port). Throws PortBusyError. */
export async function listen({ fetch, port, host = '127.0.0.1', name }: ListenOptions): Promise<HttpServer> {
  const server = createAdaptorServer({
    fetch: (request, env) => fetch(request, httpBindings(env)),
    overrideGlobalObjects: false,
  })
  // Node's own 5 s would close connections that a client is about to use again.
  if ('keepAliveTimeout' in server) server.keepAliveTimeout = 65_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? portBusy(name, port) : error)
    })
    server.listen(port, host, resolve)
  })
  const actual = listeningPort(server.address())
  return { url: `http://${host}:${actual}`, port: actual, server, close: () => closeServer(server) }
}

/** The error for a port in use, with the one thing to do about it. */
export function portBusy(name: string, port: number): PortBusyError {
  return new PortBusyError(
    port,
    `Port ${port} (${name}) is in use by ${describePortHolder(port)}. Stop it, or choose other ports with PORT_BASE=<number> npm start.`,
  )
}

/** Cuts the connection of a request without an answer, as a crashed server does. */
export function cutConnection(env: HttpBindings): Response {
  env.incoming.socket.destroy()
  return new Response(null, { status: 499 })
}

function closeServer(server: ServerType): Promise<void> {
  if ('closeAllConnections' in server) server.closeAllConnections()
  return new Promise((resolve) => {
    server.close(() => resolve())
  })
}

function listeningPort(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new TypeError('The server listens on no TCP port.')
  return address.port
}

/** Guarantee: `createAdaptorServer` was called without `createServer`, so requests come over HTTP/1. */
function httpBindings(env: unknown): HttpBindings {
  return env as HttpBindings
}
