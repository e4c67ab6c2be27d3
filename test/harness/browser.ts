import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const macPath = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'

/** The browser of the system: `CHROMIUM_PATH`, else the first of the usual names. */
function installed(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const candidates = [...names.flatMap((name) => folders.map((folder) => join(folder, name))), macPath]
  return process.env['CHROMIUM_PATH'] ?? candidates.find((path) => existsSync(path))
}

interface Executable {
  path: string
  args: string[]
  env: Record<string, string>
}

/** A Chromium out of npm with the libraries that it needs, for a Linux that has neither; it unpacks itself once. */
async function packaged(): Promise<Executable> {
  // The package unpacks its libraries only where it believes to be on the platform that it is made for.
  process.env['AWS_LAMBDA_JS_RUNTIME'] = 'nodejs24.x'
  const before = process.env['LD_LIBRARY_PATH']
  const { default: archive } = await import('@sparticuz/chromium')
  const path = await archive.executablePath()
  const libraries = process.env['LD_LIBRARY_PATH'] ?? ''
  delete process.env['AWS_LAMBDA_JS_RUNTIME']
  if (before === undefined) delete process.env['LD_LIBRARY_PATH']
  // Its own arguments are for short runs in one process, which ends with the first page that is closed.
  return { path, args: ['--no-zygote', '--disable-gpu'], env: { LD_LIBRARY_PATH: libraries } }
}

function launch({ path, args, env }: Executable): Promise<Browser> {
  return chromium.launch({ executablePath: path, args, chromiumSandbox: false, env: { ...definedEnv(), ...env } })
}

/**
 * Starts a real Chromium without a window: `CHROMIUM_PATH`, else the system's, else the packaged one.
 * Rejects with the one command that mends it where there is none.
 */
export async function startBrowser(): Promise<Browser> {
  const path = installed()
  if (path !== undefined) return launch({ path, args: [], env: {} })
  if (process.platform === 'linux' && process.arch === 'x64') return launch(await packaged())
  throw new Error('There is no Chromium on this machine.\nMend it with: apt-get install -y chromium')
}

function definedEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
