import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { neon, neonConfig } from '@neondatabase/serverless'
import { afterAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { databaseUrl } from '../../scripts/local/env.ts'
import { commandLine, isPortFree, type Ports, portsFrom } from '../../scripts/local/ports.ts'

type Run = { child: ChildProcess; output: () => string; exit: Promise<number | null> }

const bootstrap = fileURLToPath(new URL('../../scripts/bootstrap.mjs', import.meta.url))
const localDir = mkdtempSync(join(tmpdir(), 'start-'))
const maxRssBytes = 1.5 * 1024 ** 3
const readyWithinMs = 60_000
const portBase = await freePortBase()
const ports = portsFrom(portBase)
const runs: Run[] = []

neonConfig.fetchEndpoint = (host, port) => `http://${host}:${port}/sql`

async function freePortBase(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const base = 20_000 + Math.floor(Math.random() * 10_000)
    const free = await Promise.all(Object.values(portsFrom(base)).map(isPortFree))
    if (free.every(Boolean)) return base
  }
  throw new Error('No five free ports in a row.')
}

function start(env: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, [bootstrap, 'start'], {
    env: { ...process.env, PORT_BASE: String(portBase), LOCAL_DIR: localDir, DATABASE_URL: '', REDIS_URL: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      text += chunk
    })
  }
  const run = { child, output: () => text, exit: once(child, 'close').then(() => child.exitCode) }
  runs.push(run)
  return run
}

async function startReady(): Promise<Run> {
  const run = start()
  await expect.poll(run.output, { timeout: readyWithinMs, interval: 50 }).toContain('Guildhall is ready')
  return run
}

/** The supervisor that holds the folder, and every process whose command line names the folder. */
function processesOf(dir: string): number[] {
  const named = readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid !== process.pid && commandLine(pid).includes(dir))
  return existsSync(join(dir, 'start.lock')) ? [supervisorPid(), ...named] : named
}

function supervisorPid(): number {
  return z.object({ pid: z.int() }).parse(JSON.parse(readFileSync(join(localDir, 'start.lock'), 'utf8'))).pid
}

function rssBytes(pid: number): number {
  const kilobytes = readFileSync(`/proc/${pid}/status`, 'utf8').match(/^VmRSS:\s+(\d+)/m)?.[1]
  return Number(kilobytes) * 1024
}

async function expectNothingLeft(): Promise<void> {
  expect(processesOf(localDir)).toEqual([])
  const busy = await Promise.all(
    Object.entries(ports).map(async ([name, port]) => ((await isPortFree(port)) ? [] : [name])),
  )
  expect(busy.flat()).toEqual([])
}

const sql = neon(databaseUrl('postgres', ports))

afterAll(async () => {
  for (const { child, exit } of runs) {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await exit
  }
  rmSync(localDir, { recursive: true, force: true })
})

describe('npm start', { timeout: 120_000 }, () => {
  it('is ready with all parts, in bounded memory, tells a second start who runs, and leaves nothing after Ctrl-C', async () => {
    const first = await startReady()
    for (const port of Object.values(ports)) expect(first.output()).toContain(`http://127.0.0.1:${port}`)
    const health = await (await fetch(`http://127.0.0.1:${ports.worker}/health`)).json()
    expect(health).toMatchObject({ ok: true })
    expect((await fetch(`http://127.0.0.1:${ports.discord}/emulator/state`)).status).toBe(200)
    const pids = [first.child.pid ?? 0, ...processesOf(localDir)]
    expect(pids.length).toBeGreaterThanOrEqual(4)
    expect(pids.map(rssBytes).reduce((sum, rss) => sum + rss)).toBeLessThan(maxRssBytes)
    await sql`CREATE TABLE kept (n int)`

    const second = start()
    expect(await second.exit).toBe(1)
    expect(second.output()).toContain(`already runs on ${localDir}: process ${supervisorPid()}`)

    first.child.kill('SIGINT')
    expect(await first.exit).toBe(0)
    await expectNothingLeft()
  })

  it('keeps its data, and mends itself after kill -9 of every supervising process', async () => {
    const first = await startReady()
    expect(await sql`SELECT count(*)::int AS n FROM kept`).toEqual([{ n: 0 }])
    await sql`INSERT INTO kept VALUES (7)`
    process.kill(supervisorPid(), 'SIGKILL')
    first.child.kill('SIGKILL')
    await first.exit

    const second = await startReady()
    expect(await sql`SELECT n FROM kept`).toEqual([{ n: 7 }])
    second.child.kill('SIGTERM')
    expect(await second.exit).toBe(0)
    await expectNothingLeft()
  })

  it('leaves nothing behind when only the bootstrap is killed with -9', async () => {
    const run = await startReady()
    run.child.kill('SIGKILL')
    await expect.poll(() => processesOf(localDir), { timeout: 10_000 }).toEqual([])
    await expectNothingLeft()
  })

  it.each<[keyof Ports]>([['worker'], ['qstash']])('names the busy port of %s and who holds it', async (name) => {
    const blocker = createServer().listen(ports[name], '127.0.0.1')
    await once(blocker, 'listening')
    const run = start()
    expect(await run.exit).toBe(1)
    expect(run.output()).toMatch(new RegExp(`Port ${ports[name]} .*process ${process.pid} .*PORT_BASE=`))
    blocker.close()
    await expect.poll(() => processesOf(localDir)).toEqual([])
  })
})
