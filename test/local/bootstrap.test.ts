import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const bootstrap = fileURLToPath(new URL('../../scripts/bootstrap.mjs', import.meta.url))
let project: string

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'bootstrap-'))
  mkdirSync(join(project, 'scripts'))
  cpSync(bootstrap, join(project, 'scripts/bootstrap.mjs'))
  writeFileSync(join(project, 'package-lock.json'), lockWith('1.0.0'))
  writeScript('reset.ts', 'const code: number = 7\nprocess.exit(code)')
  writeNpm('')
})
afterEach(() => rmSync(project, { recursive: true, force: true }))

function lockWith(version: string): string {
  return JSON.stringify({
    packages: { '': {}, 'node_modules/a': { version }, 'node_modules/b': { version, optional: true } },
  })
}

function writeScript(name: string, code: string): void {
  writeFileSync(join(project, 'scripts', name), code)
}

/** An npm that notes each call, writes npm's own record of what is installed, and then does `code`. */
function writeNpm(code: string): void {
  const installed = `fs.mkdirSync('node_modules', { recursive: true })
fs.copyFileSync('package-lock.json', 'node_modules/.package-lock.json')`
  writeFileSync(
    join(project, 'npm.js'),
    `const fs = require('node:fs'); fs.appendFileSync('npm.log', process.argv.slice(2).join(' ') + '\\n')\n${code || installed}`,
  )
}

function npmCalls(): string[] {
  const file = join(project, 'npm.log')
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []
}

function begin(...args: string[]): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [join(project, 'scripts/bootstrap.mjs'), ...args], {
    env: { ...process.env, npm_execpath: join(project, 'npm.js') },
  })
  let text = ''
  child.stdout.on('data', (chunk) => {
    text += chunk
  })
  child.stderr.on('data', (chunk) => {
    text += chunk
  })
  return { child, output: () => text }
}

async function run(...args: string[]): Promise<{ code: number | null; output: string }> {
  const { child, output } = begin(...args)
  await once(child, 'close')
  return { code: child.exitCode, output: output() }
}

describe('bootstrap', () => {
  it('installs once, runs TypeScript with the right Node and passes the exit code on', async () => {
    expect((await run('reset')).code).toBe(7)
    expect((await run('reset')).code).toBe(7)
    expect(npmCalls()).toEqual(['ci --no-audit --no-fund'])
  })

  it('installs again when the lock file changed', async () => {
    await run('reset')
    writeFileSync(join(project, 'package-lock.json'), lockWith('1.0.1'))
    await run('reset')
    expect(npmCalls().length).toBe(2)
  })

  it('accepts packages that somebody installed with npm itself, but not half of them', async () => {
    mkdirSync(join(project, 'node_modules'))
    writeFileSync(join(project, 'node_modules/.package-lock.json'), lockWith('1.0.0'))
    await run('reset')
    expect(npmCalls()).toEqual([])
    rmSync(join(project, 'node_modules'), { recursive: true })
    mkdirSync(join(project, 'node_modules'))
    await run('reset')
    expect(npmCalls().length).toBe(1)
  })

  it.each([
    ['getaddrinfo ENOTFOUND registry.npmjs.org', 'The npm registry cannot be reached', 'npm ping && npm run reset'],
    ['ENOSPC: no space left on device', 'too full', 'npm cache clean --force'],
    ["EROFS: read-only file system, mkdir 'node_modules'", 'cannot be written', 'sudo chown'],
    ['something else', 'npm could not install', 'npm ci && npm run reset'],
  ])('names what stands in the way of npm (%s) and the one command that mends it', async (message, problem, mend) => {
    writeNpm(`console.error(${JSON.stringify(message)}); process.exit(1)`)
    const { code, output } = await run('reset')
    expect(code).toBe(1)
    expect(output).toContain(problem)
    expect(output).toMatch(/Mend it with: \S/)
    expect(output).toContain(mend)
  })

  it('names a missing lock file and an unknown command', async () => {
    rmSync(join(project, 'package-lock.json'))
    expect((await run('reset')).output).toContain('Mend it with: git checkout package-lock.json')
    const unknown = await run('constructor')
    expect(unknown.code).toBe(2)
    expect(unknown.output).toContain('Commands: start,')
  })

  it('stops at the first failing step of check', async () => {
    for (const [path, exitCode] of [
      ['@biomejs/biome/bin/biome', 0],
      ['typescript/bin/tsc', 3],
    ] as const) {
      mkdirSync(join(project, 'node_modules', path, '..'), { recursive: true })
      writeFileSync(join(project, 'node_modules', path), `console.log('ran ${path}'); process.exit(${exitCode})`)
    }
    writeFileSync(join(project, 'node_modules/.package-lock.json'), lockWith('1.0.0'))
    writeScript('check-boundaries.ts', "console.log('ran boundaries')")
    const { code, output } = await run('check')
    expect(code).toBe(3)
    expect(output).toContain('ran @biomejs')
    expect(output).not.toContain('ran boundaries')
  })

  it('hands SIGINT and SIGTERM to the script and reports its exit code', async () => {
    writeScript('build-dashboard.ts', '')
    writeScript(
      'start.ts',
      "process.on('SIGTERM', () => process.exit(0)); console.log('up'); setInterval(() => {}, 1000)",
    )
    const { child, output } = begin('start')
    await expect.poll(output).toContain('up')
    child.kill('SIGTERM')
    await once(child, 'close')
    expect(child.exitCode).toBe(0)
  })
})
