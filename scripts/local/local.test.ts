import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { loadConfig } from './config.ts'
import { createFaultSwitch } from './fault-switch.ts'
import { listen } from './http-server.ts'
import { noteWorker, reapOrphans } from './orphans.ts'
import { acquirePidLock, isRunning, LockHeldError } from './pid-lock.ts'
import { freePorts, isPortFree, portBaseFrom, portsFrom } from './ports.ts'

const dir = mkdtempSync(join(tmpdir(), 'local-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** A process whose command line contains `marker`, for as long as nobody ends it. */
async function idleProcess(marker: string) {
  const child = spawn(process.execPath, ['-e', 'console.log("up"); setInterval(() => {}, 1000)', marker])
  await once(child.stdout, 'data')
  return { child, pid: child.pid ?? 0 }
}

describe('ports', () => {
  it('come from PORT_BASE, 8787 by default, and a wrong base is refused', () => {
    expect(portsFrom(portBaseFrom(undefined))).toEqual({
      worker: 8787,
      discord: 8788,
      neon: 8789,
      upstash: 8790,
      qstash: 8791,
    })
    expect(portBaseFrom('9000')).toBe(9000)
    for (const wrong of ['abc', '0', '65535', '80.5']) expect(() => portsFrom(portBaseFrom(wrong))).toThrow(/PORT_BASE/)
  })

  it('are five different free ones for tests', async () => {
    const ports = Object.values(await freePorts())
    expect(new Set(ports).size).toBe(5)
    expect(await Promise.all(ports.map(isPortFree))).toEqual([true, true, true, true, true])
  })

  it('a busy one is named with its holder and the way out', async () => {
    const server = await listen({ name: 'first', port: 0, fetch: () => new Response('ok') })
    const second = listen({ name: 'second', port: server.port, fetch: () => new Response('ok') })
    await expect(second).rejects.toThrow(
      new RegExp(`Port ${server.port} \\(second\\).*process ${process.pid} .*PORT_BASE`),
    )
    await server.close()
    expect(await isPortFree(server.port)).toBe(true)
  })
})

describe('the lock file', () => {
  it('is exclusive while its holder lives and is free after release', async () => {
    const path = join(dir, 'live.lock')
    const { child, pid } = await idleProcess('marker-live')
    writeFileSync(path, JSON.stringify({ pid }))
    expect(() => acquirePidLock(path, 'marker-live')).toThrow(LockHeldError)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const lock = acquirePidLock(path, 'marker-live')
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ pid: process.pid })
    lock.release()
    acquirePidLock(path, 'marker-live').release()
  })

  it('is taken over when its process id now belongs to another program, and when it is damaged', async () => {
    const path = join(dir, 'stale.lock')
    const { child, pid } = await idleProcess('something-else')
    writeFileSync(path, JSON.stringify({ pid }))
    acquirePidLock(path, 'marker-stale').release()
    writeFileSync(path, '{"pid":')
    acquirePidLock(path, 'marker-stale').release()
    child.kill('SIGKILL')
  })
})

describe('reaping orphans', { timeout: 20_000 }, () => {
  it('ends the noted process when its command line still fits', async () => {
    const { child, pid } = await idleProcess('orphan.capnp')
    noteWorker(dir, pid, 'orphan.capnp')
    const exited = once(child, 'exit')
    await reapOrphans(dir)
    expect((await exited)[1]).toBe('SIGKILL')
  })

  it('never touches a process that only inherited the number', async () => {
    const { child, pid } = await idleProcess('innocent')
    noteWorker(dir, pid, 'orphan.capnp')
    await reapOrphans(dir)
    expect(isRunning(pid, 'innocent')).toBe(true)
    child.kill('SIGKILL')
  })
})

describe('local secrets', () => {
  it('are made once, differ from each other, and are readable by the owner alone', () => {
    const config = loadConfig(dir)
    expect(loadConfig(dir)).toEqual(config)
    expect(new Set(Object.values(config)).size).toBe(5)
    expect(statSync(join(dir, 'config.json')).mode & 0o777).toBe(0o600)
  })

  it('are not silently replaced when the file is damaged', () => {
    const damaged = join(dir, 'damaged')
    mkdirSync(damaged)
    writeFileSync(join(damaged, 'config.json'), '{"redisToken":"x"}')
    expect(() => loadConfig(damaged)).toThrow(/damaged.*Delete it/)
  })
})

describe('the fault switch', () => {
  it('counts its requests down and wakes who waits for the end', async () => {
    const faults = createFaultSwitch(['down', 'hang'])
    faults.set('down', 2)
    expect([faults.take(), faults.take(), faults.take()]).toEqual(['down', 'down', 'none'])
    faults.set('hang')
    const changed = faults.changed()
    faults.set('none')
    await changed
    expect(faults.current()).toEqual({ mode: 'none', timesLeft: null })
    expect(faults.schema.safeParse({ mode: 'other' }).success).toBe(false)
  })
})
