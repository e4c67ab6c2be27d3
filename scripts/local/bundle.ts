import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export type Bundle = { dir: string; compatibilityDate: string; compatibilityFlags: string[] }
export type BundleOptions = {
  /** Folder of wrangler.toml; the project's own when absent. */
  projectDir?: string
  /** Folders and files whose content decides whether a cached bundle still holds. */
  sources?: string[]
  /** Where bundles are kept, one folder per source hash. */
  cacheDir?: string
}

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../', import.meta.url))
const keptBundles = 5

/** The source folders of the deployed Worker. */
export const workerSources = ['src', 'workers', 'wrangler.toml', 'package-lock.json']

/**
 * Builds the production bundle as `wrangler deploy` would, or finds the one already built from the same sources.
 * Throws with the bundler's own words when the sources do not build.
 */
export async function buildBundle(options: BundleOptions = {}): Promise<Bundle> {
  const { projectDir = root, sources = workerSources } = options
  const cacheDir = resolve(options.cacheDir ?? join(root, 'node_modules/.cache/guildhall/bundles'))
  const compatibility = readCompatibility(join(projectDir, 'wrangler.toml'))
  const dir = join(cacheDir, hashSources(projectDir, sources))
  if (existsSync(join(dir, 'index.js'))) return { dir, ...compatibility }
  const draft = `${dir}.${process.pid}`
  mkdirSync(cacheDir, { recursive: true })
  try {
    await runWrangler(['deploy', '--dry-run', '--outdir', draft], { projectDir, cacheDir })
    if (!existsSync(dir)) renameSync(draft, dir)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  pruneBundles(cacheDir)
  return { dir, ...compatibility }
}

async function runWrangler(args: string[], dirs: { projectDir: string; cacheDir: string }): Promise<void> {
  const state = join(dirs.cacheDir, 'wrangler')
  try {
    await run(process.execPath, [join(root, 'node_modules/wrangler/bin/wrangler.js'), ...args], {
      cwd: dirs.projectDir,
      env: {
        ...process.env,
        CI: '1',
        CLOUDFLARE_CF_FETCH_ENABLED: 'false',
        WRANGLER_SEND_METRICS: 'false',
        WRANGLER_SEND_ERROR_REPORTS: 'false',
        WRANGLER_HIDE_BANNER: 'true',
        WRANGLER_REGISTRY_PATH: join(state, 'registry'),
        WRANGLER_LOG_PATH: join(state, 'logs'),
        XDG_CONFIG_HOME: join(state, 'xdg'),
      },
    })
  } catch (error) {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error)
    throw new Error(`The Worker does not build:\n${output}`)
  }
}

function readCompatibility(file: string): Omit<Bundle, 'dir'> {
  const text = readFileSync(file, 'utf8')
  const date = text.match(/^compatibility_date\s*=\s*"([^"]+)"/m)?.[1]
  if (date === undefined) throw new Error(`${file} has no compatibility_date.`)
  const flags = text.match(/^compatibility_flags\s*=\s*\[([^\]]*)\]/m)?.[1] ?? ''
  return { compatibilityDate: date, compatibilityFlags: [...flags.matchAll(/"([^"]+)"/g)].map(([, flag = '']) => flag) }
}

function hashSources(projectDir: string, sources: string[]): string {
  const hash = createHash('sha256')
  for (const file of sources.flatMap((source) => listFiles(join(projectDir, source)))) {
    if (file.endsWith('.test.ts')) continue
    hash.update(relative(projectDir, file)).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex').slice(0, 20)
}

function listFiles(path: string): string[] {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  const entries = readdirSync(path, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

function pruneBundles(cacheDir: string): void {
  const bundles = readdirSync(cacheDir)
    .map((name) => join(cacheDir, name))
    .filter((path) => existsSync(join(path, 'index.js')))
    .map((path) => ({ path, builtAt: statSync(path).mtimeMs }))
    .sort((a, b) => b.builtAt - a.builtAt)
  for (const { path } of bundles.slice(keptBundles)) rmSync(path, { recursive: true, force: true })
}
