import { type HttpServer, listen } from '../../local/http-server.ts'
import { acquirePidLock, type PidLock } from '../../local/pid-lock.ts'
import { createNeonApp } from './app.ts'
import type { NeonProcessOptions } from './messages.ts'
import { createPgBackend } from './pg-backend.ts'
import { createPgliteBackend } from './pglite-backend.ts'
import type { SqlBackend } from './sql.ts'
import { attachWebSocket } from './websocket.ts'

/**
 * Starts Neon's protocol in this process: over PGlite in `dataDir` (in memory when null), or over the real server
 * `databaseUrl`. PGlite does not lock its folder, and two writers would corrupt it: hence the lock file beside it.
 * Throws LockHeldError and PortBusyError.
 */
export async function startNeonServer(
  options: NeonProcessOptions,
): Promise<Pick<HttpServer, 'url' | 'port' | 'close'>> {
  const { databaseUrl, dataDir, port, host } = options
  const usesFolder = databaseUrl === null && dataDir !== null
  const lock: PidLock | null = usesFolder ? acquirePidLock(`${dataDir}.lock`, 'emulators/neon/process.ts') : null
  const { promise: app, resolve: serve } = Promise.withResolvers<ReturnType<typeof createNeonApp>>()
  let server: HttpServer | null = null
  try {
    // Listening first finds a busy port before the database spends its seconds; requests wait for it.
    server = await listen({
      fetch: async (request, env) => (await app).fetch(request, env),
      port,
      host,
      name: 'Neon emulator',
    })
    const { url, port: actualPort, close: closeServer } = server
    const backend = await openBackend(options, server)
    serve(createNeonApp(backend))
    const close = async () => {
      await closeServer()
      await backend.close()
      lock?.release()
    }
    return { url, port: actualPort, close }
  } catch (error) {
    await server?.close()
    lock?.release()
    throw error
  }
}

/** A real server is reached over HTTP only; its own port serves those who want the wire protocol. */
async function openBackend({ databaseUrl, dataDir }: NeonProcessOptions, { server }: HttpServer): Promise<SqlBackend> {
  if (databaseUrl !== null) return createPgBackend(databaseUrl)
  const backend = await createPgliteBackend(dataDir)
  attachWebSocket(server, backend)
  return backend
}
