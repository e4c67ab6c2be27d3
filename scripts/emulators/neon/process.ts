import { createGuardian } from './guardian.ts'
import { parentMessageSchema, processOptionsSchema } from './messages.ts'
import { startNeonServer } from './server.ts'

// Runs in its own process because PGlite blocks its thread. The parent's end, however sudden, closes the IPC channel.
const options = processOptionsSchema.parse(JSON.parse(process.argv[2] ?? '{}'))
const guardian = createGuardian()
let stopping = false

// Ctrl-C reaches the whole process group; only the parent decides when the database stops.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})

try {
  const server = await startNeonServer(options)
  const stop = async () => {
    if (stopping) return
    stopping = true
    guardian.killAll()
    await server.close()
    process.exit(0)
  }
  process.on('disconnect', () => void stop())
  process.on('message', (raw) => {
    const message = parentMessageSchema.parse(raw)
    if (message.type === 'stop') void stop()
    else if (message.type === 'guard') guardian.add(message.pid, message.marker)
    else guardian.remove(message.pid)
  })
  if (!process.connected) await stop()
  // The callback receives a broken channel's error, which 'disconnect' has already handled.
  process.send?.({ type: 'ready', port: server.port }, () => {})
} catch (error) {
  const message = error instanceof Error ? error.message : String(error)
  process.send?.({ type: 'failed', message }, () => process.exit(1))
}
