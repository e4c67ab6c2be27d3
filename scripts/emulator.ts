import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type DiscordEmulator, startDiscordEmulator } from './emulators/discord/server.ts'
import type { HouseRules } from './emulators/discord/world/types.ts'
import { createLocalClock } from './local/clock.ts'
import { describePortHolder } from './local/ports.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const defaultPort = 8788

const usage = `npm run emulator -- [options]

  --port <number>             where it listens (PORT; default ${defaultPort}; 0 = any free port)
  --no-seed                   start without the demo servers
  --token <text>              take this bot token instead of the one made for you
  --interactions-url <url>    send interactions there over HTTP instead of the gateway
  --help                      show this

LOCAL_DIR names the folder that keeps the application's keys (default .local).`

interface Options {
  port: number
  seed: boolean
  token: string | undefined
  interactionsUrl: string | undefined
  localDir: string
}

/** An option that makes no sense; the message says which, and what would. */
class UsageError extends Error {
  override readonly name = 'UsageError'
}

const readPort = (text: string): number => {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new UsageError(`The port must be a whole number from 0 to 65535, not "${text}".`)
}

const readOptions = (args: string[], env: NodeJS.ProcessEnv): Options | 'help' => {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string' },
      'no-seed': { type: 'boolean' },
      token: { type: 'string' },
      'interactions-url': { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) return 'help'
  const interactionsUrl = values['interactions-url']
  if (interactionsUrl !== undefined && !URL.canParse(interactionsUrl))
    throw new UsageError(`--interactions-url must be a whole address, not "${interactionsUrl}".`)
  if (values.token !== undefined && values.token.trim() === '') throw new UsageError('--token must not be empty.')
  return {
    port: readPort(values.port ?? (env['PORT'] || String(defaultPort))),
    seed: values['no-seed'] !== true,
    token: values.token,
    interactionsUrl,
    localDir: resolve(env['LOCAL_DIR'] || join(root, '.local')),
  }
}

/** Rules of this project that Discord does not have, off; `POST /emulator/switches` turns each on. */
const lenient: Partial<HouseRules> = {
  explicitAllowedMentions: false,
  userAgent: false,
  unknownFields: false,
  validateAnswers: 'sampled',
}

const start = async (options: Options): Promise<DiscordEmulator> => {
  const emulator = await startDiscordEmulator({
    port: options.port,
    localDir: options.localDir,
    seed: options.seed,
    clock: createLocalClock(),
    workerUrl: 'http://127.0.0.1:8787',
    rules: lenient,
  })
  const { world } = emulator
  if (options.token !== undefined) world.application.token = options.token
  if (options.interactionsUrl !== undefined) {
    world.application.presetInteractionsUrl = options.interactionsUrl
    world.application.interactionsEndpointUrl = options.interactionsUrl
  }
  world.ready = true
  return emulator
}

const table = ({ url, world }: DiscordEmulator): string => {
  const { application } = world
  const rows = [
    ['API base', `${url}/api/v10`],
    ['Gateway', `${url.replace(/^http/, 'ws')}/gateway`],
    ['Bot token', application.token],
    ['Application id', application.id],
    ['Public key', application.publicKeyHex],
    ['Client secret', application.clientSecret],
    ['CDN', `${url}/cdn`],
    ['OAuth2', `${url}/oauth2/authorize`],
    ['Interactions', application.interactionsEndpointUrl ?? 'over the gateway'],
    ['Playground', `${url}/`],
    ['Differences', `${url}/emulator/differences`],
  ]
  return rows.map(([name = '', value = '']) => `  ${name.padEnd(16)}${value}`).join('\n')
}

const greet = (emulator: DiscordEmulator, options: Options): void =>
  console.log(`
The Discord emulator is ready. Nothing here reaches Discord.

${table(emulator)}

How to point a bot at it: docs/emulator.md
Keys: ${relative(process.cwd(), options.localDir) || options.localDir}   Stop: Ctrl-C
`)

const inWords = (error: unknown, port: number): string => {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
    return `Port ${port} is in use by ${describePortHolder(port)}. Stop it, or choose another: npm run emulator -- --port ${port + 10}`
  return error instanceof Error ? error.message : String(error)
}

const stopOnSignals = (emulator: DiscordEmulator): void => {
  let isStopping = false
  const stop = async (reason: string) => {
    if (isStopping) return
    isStopping = true
    console.log(reason)
    await emulator.close()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop('\nStopping …'))
  // The bootstrap holds an IPC channel; when it is killed, this process must not stay behind.
  process.on('disconnect', () => void stop('The starting process is gone. Stopping …'))
}

/** `npm run emulator`: Discord alone on one port, for any bot in any language. */
const main = async (): Promise<number | undefined> => {
  let port = defaultPort
  try {
    const options = readOptions(process.argv.slice(2), process.env)
    if (options === 'help') {
      console.log(usage)
      return 0
    }
    port = options.port
    const emulator = await start(options)
    stopOnSignals(emulator)
    greet(emulator, options)
    return undefined
  } catch (error) {
    console.error(`The emulator did not start.\n${inWords(error, port)}`)
    return 1
  }
}

const exitCode = await main()
if (exitCode !== undefined) process.exit(exitCode)
