import { existsSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { reapOrphans } from './local/orphans.ts'
import { acquirePidLock, LockHeldError } from './local/pid-lock.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const localDir = resolve(process.env['LOCAL_DIR'] || join(root, '.local'))
/** Everything the local cloud writes. Other files in the folder are not ours to delete. */
const ownEntries = [
  'postgres',
  'postgres.lock',
  'qstash.json',
  'config.json',
  'discord-key.json',
  'logs',
  'worker.capnp',
  'worker.pid',
]

try {
  const lock = acquirePidLock(join(localDir, 'start.lock'), 'scripts/start.ts')
  await reapOrphans(localDir)
  const found = ownEntries.filter((entry) => existsSync(join(localDir, entry)))
  for (const entry of found) rmSync(join(localDir, entry), { recursive: true, force: true })
  lock.release()
  console.log(found.length === 0 ? `Nothing to wipe in ${localDir}.` : `Wiped ${localDir}: ${found.join(', ')}.`)
} catch (error) {
  if (!(error instanceof LockHeldError)) throw error
  console.error(`Guildhall still runs on ${localDir} (process ${error.pid}). Stop it first: kill ${error.pid}`)
  process.exitCode = 1
}
