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
  return { path, args: archive.args, env: { LD_LIBRARY_PATH: libraries } }
}

/** Starts a real Chromium without a window. Rejects with the one command that mends it where there is none. */
export async function startBrowser(): Promise<Browser> {
  const own = installed()
  if (own === undefined && !(process.platform === 'linux' && process.arch === 'x64')) {
    throw new Error('There is no Chromium on this machine.\nMend it with: apt-get install -y chromium')
  }
  const { path, args, env } = own === undefined ? await packaged() : { path: own, args: [], env: {} }
  return chromium.launch({
    executablePath: path,
    args,
    chromiumSandbox: false,
    env: { ...definedEnv(), ...env },
  })
}

function definedEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
