import { startDiscordEmulator } from '../emulators/discord/server.ts'
import { createStandaloneClock } from '../emulators/discord/world/create.ts'

/** Discord alone in a process of its own, with the limits that a benchmark of the emulator itself must not meet. */
const emulator = await startDiscordEmulator({
  port: 0,
  clock: createStandaloneClock(),
  workerUrl: 'http://127.0.0.1:9',
  rules: { validateAnswers: 'off' },
  limits: { globalPerSecond: 1_000_000, route: { requests: 1_000_000, seconds: 1 } },
})
emulator.world.ready = true
process.send?.({ url: emulator.url, token: emulator.world.application.token })
process.on('message', (question) => {
  if (question === 'memory') {
    globalThis.gc?.()
    const { heapUsed, rss } = process.memoryUsage()
    process.send?.({ heapUsed, rss })
  }
})
process.on('disconnect', () => process.exit(0))
