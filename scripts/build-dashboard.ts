import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('../', import.meta.url))
const dist = join(root, 'dashboard/dist')
const markFile = join(dist, '.built-from')

/** Every file that the pages are made of: the dashboard's own, and the versions of what it uses. */
function sources(): string[] {
  const own = readdirSync(join(root, 'dashboard'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.startsWith(dist) && !/\.test\.tsx?$/.test(path))
  return [...own.toSorted(), join(root, 'package-lock.json')]
}

function fingerprint(): string {
  const hash = createHash('sha256')
  for (const path of sources())
    hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0')
  return hash.digest('hex')
}

/** Builds the browser pages into `dashboard/dist` unless they are made of exactly these sources already. */
export async function buildDashboard(): Promise<void> {
  const wanted = fingerprint()
  if (existsSync(markFile) && readFileSync(markFile, 'utf8') === wanted) return
  console.log('Building the pages …')
  // Built beside the old ones and then put in their place, so that a page being looked at never lacks its files.
  const fresh = join(dist, `.building-${process.pid}`)
  await build({ configFile: join(root, 'dashboard/vite.config.ts'), logLevel: 'warn', build: { outDir: fresh } })
  rmSync(markFile, { force: true })
  rmSync(join(dist, 'playground'), { recursive: true, force: true })
  renameSync(fresh, join(dist, 'playground'))
  writeFileSync(markFile, wanted)
}

if (import.meta.main) await buildDashboard()
