import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { type Bundle, buildBundle } from '../../scripts/local/bundle.ts'
import { listen } from '../../scripts/local/http-server.ts'
import { isPortFree } from '../../scripts/local/ports.ts'
import { startWorkerd, type WorkerdHandle } from '../../scripts/local/workerd.ts'

const localDir = mkdtempSync(join(tmpdir(), 'workerd-'))
const projectDir = fileURLToPath(new URL('./fixture', import.meta.url))
const bundleOptions = { projectDir, sources: ['workers', 'wrangler.toml'], cacheDir: join(localDir, 'bundles') }
const awkward = 'a"b\\c\nd\té✓'
const reportSchema = z.object({
  env: z.record(z.string(), z.string()),
  crons: z.array(z.object({ cron: z.string(), scheduledTime: z.number() })),
})
const lines: string[] = []
const pids: number[] = []
let bundle: Bundle
let worker: WorkerdHandle

async function report(path = '/') {
  return reportSchema.parse(await (await fetch(worker.url + path)).json())
}

beforeAll(async () => {
  bundle = await buildBundle(bundleOptions)
  worker = await startWorkerd({
    name: 'worker',
    bundle,
    env: { AWKWARD: awkward },
    port: 0,
    localDir,
    onLog: (line) => lines.push(line),
    onSpawn: (pid) => pids.push(pid),
  })
})
afterAll(async () => {
  await worker.stop()
  rmSync(localDir, { recursive: true, force: true })
})

describe('startWorkerd', () => {
  it('hands every env value over unchanged', async () => {
    expect((await report()).env).toEqual({ AWKWARD: awkward })
  })

  it('lets the Worker fetch from 127.0.0.1', async () => {
    const target = await listen({ name: 'target', port: 0, fetch: () => new Response('reached') })
    const response = await fetch(`${worker.url}/?fetch=${encodeURIComponent(target.url)}`)
    expect(await response.text()).toBe('reached')
    await target.close()
  })

  it('runs the scheduled handler with cron and time, and reports its failure', async () => {
    expect(await worker.fireCron('* * * * *', 1_700_000_000_000)).toMatchObject({ outcome: 'ok' })
    expect((await report()).crons).toEqual([{ cron: '* * * * *', scheduledTime: 1_700_000_000_000 }])
    expect(await worker.fireCron('fail', 0)).toMatchObject({ outcome: 'exception' })
  })

  it('passes log lines to the callback and the log file', async () => {
    await report('/log')
    await expect.poll(() => lines).toContain('a line of the Worker')
    await expect.poll(() => readFileSync(join(localDir, 'logs/worker.log'), 'utf8')).toContain('a line of the Worker')
  })

  it('survives ten kills with -9 on the same port, each restart a new process within a second', async () => {
    for (let round = 0; round < 10; round++) {
      await worker.kill('SIGKILL')
      expect(worker.isRunning()).toBe(false)
      const startedAt = performance.now()
      await worker.restart()
      expect(performance.now() - startedAt).toBeLessThan(1000)
      expect((await report()).crons).toEqual([])
    }
    expect(new Set(pids).size).toBe(11)
  })

  it('restarts with another env', async () => {
    await worker.restart({ env: { CHANGED: 'yes' } })
    expect((await report()).env).toEqual({ CHANGED: 'yes' })
  })

  it('names the port when it is busy', async () => {
    const second = startWorkerd({ name: 'second', bundle, env: {}, port: worker.port, localDir })
    await expect(second).rejects.toThrow(new RegExp(`Port ${worker.port} .*process ${worker.pid()}`))
  })

  it('frees its port when stopped', async () => {
    const other = await startWorkerd({ name: 'other', bundle, env: {}, port: 0, localDir })
    await other.stop()
    expect(await isPortFree(other.port)).toBe(true)
  })
})

describe('buildBundle', () => {
  it('builds the same sources once', async () => {
    const startedAt = performance.now()
    expect(await buildBundle(bundleOptions)).toEqual(bundle)
    expect(performance.now() - startedAt).toBeLessThan(500)
  })

  it("reports sources that do not build with the bundler's words", async () => {
    const missing = buildBundle({
      ...bundleOptions,
      sources: ['wrangler.toml'],
      projectDir: join(projectDir, 'missing'),
    })
    await expect(missing).rejects.toThrow(/wrangler.toml/)
  })
})
