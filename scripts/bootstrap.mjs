// Plain JavaScript for any Node from 20 on, without dependencies: it installs them, finds Node 24 and hands over.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, readFileSync, statfsSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))
const modules = join(root, 'node_modules')
const lockFile = join(root, 'package-lock.json')
const installedFile = join(modules, '.guildhall-lock')
const oldestNode = [20, 0]
const oldestNodeForTypeScript = [22, 18]
const neededBytes = 1_200_000_000

const buildDashboard = ['scripts/build-dashboard.ts']
const keepsRunning = ['scripts/start.ts', 'scripts/emulator.ts']

/** What each sub-command runs, one after the other, each with Node: [script, ...arguments]. */
const commands = {
  start: () => [buildDashboard, ['scripts/start.ts']],
  emulator: (args) => [buildDashboard, ['scripts/emulator.ts', ...args]],
  reset: () => [['scripts/reset.ts']],
  test: (args) => [buildDashboard, ['node_modules/vitest/vitest.mjs', 'run', '--coverage', ...args]],
  check: () => [
    ['node_modules/@biomejs/biome/bin/biome', 'check', '.'],
    ['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.'],
    ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'dashboard'],
    ['scripts/check-boundaries.ts'],
  ],
  bench: (args) => [['scripts/bench/index.ts', ...args]],
  'new-feature': (args) => [['scripts/new-feature.ts', ...args]],
  jobs: (args) => [['scripts/jobs.ts', ...args]],
}

/** A problem of the machine, with the one command that mends it. */
class SetupError extends Error {
  constructor(problem, mend) {
    super(`${problem}\nMend it with: ${mend}`)
  }
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof SetupError)) throw error
  console.error(error.message)
  process.exitCode = 1
}

async function main([name, ...args]) {
  const plan = Object.hasOwn(commands, name ?? '') ? commands[name] : undefined
  if (plan === undefined) {
    console.error(`Unknown command "${name ?? ''}". Commands: ${Object.keys(commands).join(', ')}.`)
    return 2
  }
  if (!isAtLeast(process.versions.node, oldestNode)) {
    throw new SetupError(
      `Guildhall needs Node 20 or newer; this is ${process.version}.`,
      'nvm install 24 && nvm use 24',
    )
  }
  await install(name)
  const node = findNode()
  for (const command of plan(args)) {
    const code = await run(node, command)
    if (code !== 0) return code
  }
  return 0
}

/** Installs the locked dependencies unless exactly these are there. */
async function install(commandName) {
  const again = `npm ${['start', 'test'].includes(commandName) ? commandName : `run ${commandName}`}`
  if (!existsSync(lockFile)) throw new SetupError('package-lock.json is missing.', 'git checkout package-lock.json')
  const wanted = createHash('sha256').update(readFileSync(lockFile)).digest('hex')
  if (existsSync(installedFile) && readFileSync(installedFile, 'utf8') === wanted) return
  if (!hasLockedPackages()) {
    requireRoom(again)
    console.log('Installing dependencies (once, about half a minute) …')
    await npmCi(again)
  }
  attempt(() => writeFileSync(installedFile, wanted), again)
}

/** True when npm's own record of node_modules names every required package of the lock in its version. */
function hasLockedPackages() {
  try {
    const present = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')).packages
    const locked = Object.entries(JSON.parse(readFileSync(lockFile, 'utf8')).packages)
    return locked.every(
      ([path, { version, optional }]) => path === '' || optional || present[path]?.version === version,
    )
  } catch {
    return false
  }
}

function requireRoom(again) {
  attempt(() => accessSync(root, constants.W_OK), again)
  const { bavail, bsize } = statfsSync(root)
  if (bavail * bsize < neededBytes) throw diskFull(again)
}

async function npmCi(again) {
  const npm = npmCommand()
  const child = spawn(npm.file, [...npm.args, 'ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'pipe'],
  })
  let output = ''
  child.stderr.on('data', (chunk) => {
    output += chunk
    process.stderr.write(chunk)
  })
  const code = await exitOf(child)
  if (code !== 0) throw explainInstall(output, again)
}

/** The npm that runs this script, else the one on the PATH. */
function npmCommand() {
  const running = process.env.npm_execpath
  if (running?.endsWith('.js')) return { file: process.execPath, args: [running] }
  const beside = join(dirname(process.execPath), 'npm')
  const file = existsSync(beside) ? beside : 'npm'
  if (spawnSync(file, ['--version']).status !== 0) {
    throw new SetupError('npm is not installed or does not run.', 'apt-get install -y npm')
  }
  return { file, args: [] }
}

function explainInstall(output, again) {
  if (/ENOSPC/.test(output)) return diskFull(again)
  if (/EACCES|EPERM|EROFS/.test(output)) return notWritable()
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT/.test(output)) {
    return new SetupError('The npm registry cannot be reached.', `npm ping && ${again}`)
  }
  return new SetupError('npm could not install the dependencies (its message is above).', `npm ci && ${again}`)
}

/** Runs a file operation and names what stands in its way. */
function attempt(operation, again) {
  try {
    operation()
  } catch (error) {
    if (error.code === 'ENOSPC') throw diskFull(again)
    if (['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw notWritable()
    throw error
  }
}

function diskFull(again) {
  return new SetupError(
    `The disk of ${root} is too full: the dependencies need 1.2 GB.`,
    `npm cache clean --force && ${again}`,
  )
}

function notWritable() {
  return new SetupError(`The folder ${root} cannot be written.`, `sudo chown -R "$(id -un)" ${root}`)
}

/** Node 24 from node_modules, or this Node where it can run TypeScript. */
function findNode() {
  const bundled = join(modules, `node-${process.platform}-${process.arch}`, 'bin', 'node')
  if (existsSync(bundled) && spawnSync(bundled, ['--version']).status === 0) return bundled
  if (isAtLeast(process.versions.node, oldestNodeForTypeScript)) return process.execPath
  throw new SetupError(
    `There is no packaged Node 24 for ${process.platform} ${process.arch}, and this is ${process.version}.`,
    'nvm install 24 && nvm use 24',
  )
}

/** Runs a script to its end. The IPC channel tells it when this process is killed. */
function run(node, args) {
  const path = [dirname(node), join(modules, '.bin'), process.env.PATH].join(delimiter)
  const child = spawn(node, args, {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', ...(keepsRunning.includes(args[0]) ? ['ipc'] : [])],
    env: { ...process.env, PATH: path },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  return exitOf(child)
}

/** The exit code as a shell gives it: 128 + n after signal n. */
function exitOf(child) {
  const signals = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signals[signal] ?? 0)))
  })
}

function isAtLeast(version, [major, minor]) {
  const [actualMajor = 0, actualMinor = 0] = version.split('.').map(Number)
  return actualMajor > major || (actualMajor === major && actualMinor >= minor)
}
