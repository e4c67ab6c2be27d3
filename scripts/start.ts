import { watch } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { workerSources } from './local/bundle.ts'
import { reapOrphans } from './local/orphans.ts'
import { acquirePidLock, LockHeldError, type PidLock } from './local/pid-lock.ts'
import { portBaseFrom } from './local/ports.ts'
import { type Stack, startStack } from './local/stack.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const settleMs = 150

/** `npm start`: the local cloud on fixed ports, with its state in `.local` (LOCAL_DIR names another folder). */
async function main(): Promise<void> {
  const startedAt = performance.now()
  const localDir = resolve(process.env['LOCAL_DIR'] || join(root, '.local'))
  const lock = lockFolder(localDir)
  let stack: Stack | null = null
  let stopping: Promise<void> | null = null
  const shutDown = (code: number, reason: string) => {
    stopping ??= (async () => {
      console.log(reason)
      await stack?.stop()
      lock.release()
      process.exit(code)
    })()
    return stopping
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => void shutDown(0, '\nStopping …'))
  // The bootstrap holds an IPC channel; when it is killed, this process must not stay behind.
  process.on('disconnect', () => void shutDown(0, 'The starting process is gone. Stopping …'))
  try {
    await reapOrphans(localDir)
    stack = await startStack({
      rules: { validateAnswers: 'sampled' },
      portBase: portBaseFrom(process.env['PORT_BASE']),
      localDir,
      databaseUrl: process.env['DATABASE_URL'] || null,
      redisUrl: process.env['REDIS_URL'] || null,
    })
  } catch (error) {
    lock.release()
    console.error(`Guildhall did not start.\n${error instanceof Error ? error.message : error}`)
    process.exit(1)
  }
  if (stopping !== null) return stack.stop()
  void stack.neon.ended.then((code) => shutDown(1, `The database process ended by itself (code ${code}). Stopping …`))
  watchSources(stack)
  printReady(stack, { localDir, seconds: (performance.now() - startedAt) / 1000 })
}

function lockFolder(localDir: string): PidLock {
  try {
    return acquirePidLock(join(localDir, 'start.lock'), 'scripts/start.ts')
  } catch (error) {
    if (!(error instanceof LockHeldError)) throw error
    console.error(
      `Guildhall already runs on ${localDir}: process ${error.pid}.\nStop it with Ctrl-C in its terminal or with: kill ${error.pid}`,
    )
    process.exit(1)
  }
}

/** Bundles again and restarts the Worker when its sources change; a source that does not build keeps the old one. */
function watchSources(stack: Stack): void {
  let timer: NodeJS.Timeout | undefined
  let building = Promise.resolve()
  const rebuild = async () => {
    try {
      if (await stack.rebuild()) console.log('The Worker runs your changes.')
    } catch (error) {
      console.error(error instanceof Error ? error.message : error)
    }
  }
  const onChange = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      building = building.then(rebuild)
    }, settleMs)
  }
  for (const folder of workerSources.filter((source) => !source.includes('.'))) {
    watch(join(root, folder), { recursive: true }, onChange)
  }
}

function printReady({ urls }: Stack, { localDir, seconds }: { localDir: string; seconds: number }): void {
  const rows = [
    ['Worker', urls.worker, 'the bot itself, in workerd'],
    ['Discord', urls.discord, 'emulator: playground, REST API, /emulator/*'],
    ['Postgres', urls.neon, "over Neon's HTTP protocol"],
    ['Redis', urls.upstash, "over Upstash's REST protocol"],
    ['QStash', urls.qstash, 'delayed and scheduled jobs'],
  ]
  const warn = {
    guild: 'Guildhall Demo',
    channel: 'general',
    user: 'grace',
    name: 'warn',
    options: { user: 'alan', reason: 'spam' },
  }
  console.log(`
Guildhall is ready (${seconds.toFixed(1)} s).

${rows.map(([name = '', url = '', what = '']) => `  ${name.padEnd(10)}${url.padEnd(26)}${what}`).join('\n')}

Try this: open ${urls.discord} in a browser: a small Discord with the bot in it, and six first steps to click.
Without a browser:
  curl -s ${urls.discord}/emulator/commands -H 'content-type: application/json' -d '${JSON.stringify(warn)}'

State and logs: ${relative(process.cwd(), localDir) || localDir}   Stop: Ctrl-C
`)
}

await main()
