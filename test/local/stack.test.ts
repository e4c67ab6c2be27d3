import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { neon, neonConfig } from '@neondatabase/serverless'
import { Client } from '@upstash/qstash'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { buildBundle } from '../../scripts/local/bundle.ts'
import { isPortFree } from '../../scripts/local/ports.ts'
import { type Stack, startStack } from '../../scripts/local/stack.ts'

const localDir = mkdtempSync(join(tmpdir(), 'stack-'))
const projectDir = fileURLToPath(new URL('./fixture', import.meta.url))
const reportSchema = z.object({
  env: z.record(z.string(), z.string()),
  crons: z.array(z.object({ cron: z.string(), scheduledTime: z.number() })),
})
let stack: Stack

async function report() {
  return reportSchema.parse(await (await fetch(stack.urls.worker)).json())
}

beforeAll(async () => {
  const bundle = await buildBundle({
    projectDir,
    sources: ['workers', 'wrangler.toml'],
    cacheDir: join(localDir, 'bundles'),
  })
  stack = await startStack({ localDir, memoryDb: true, quiet: true, cron: 'manual', bundle, register: async () => {} })
})
afterAll(async () => {
  await stack.stop()
  const free = await Promise.all(Object.values(stack.ports).map(isPortFree))
  expect(free).toEqual([true, true, true, true, true])
  rmSync(localDir, { recursive: true, force: true })
})

describe('startStack', () => {
  it('gives the Worker the addresses and secrets of its own emulators', async () => {
    const { env } = await report()
    expect(env).toEqual(stack.env)
    expect(env['NEON_FETCH_ENDPOINT']).toBe(stack.neon.sqlEndpoint)
    expect(env['DISCORD_PUBLIC_KEY']).toBe(stack.discord.world.application.publicKeyHex)
    expect(env['LOCAL_CLOCK']).toBe('1')
  })

  it('has applied the migrations, so that the app role exists', async () => {
    neonConfig.fetchEndpoint = stack.neon.sqlEndpoint
    expect(await neon(stack.env['DATABASE_URL'] ?? '')`SELECT current_user AS role`).toEqual([
      { role: 'guildhall_app' },
    ])
  })

  it('moves time on request: jobs are delivered, Redis ages, the cron runs at the new time', async () => {
    const client = new Client({ baseUrl: stack.urls.qstash, token: stack.env['QSTASH_TOKEN'] ?? '', retry: false })
    await client.publish({ url: stack.urls.worker, delay: '1h' })
    const before = stack.clock.now()
    const response = await fetch(`${stack.urls.discord}/emulator/advance`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"seconds":7200}',
    })
    expect(response.status).toBe(200)
    expect(stack.clock.now() - before).toBeGreaterThanOrEqual(7200_000)
    expect(stack.qstash.stats().delivered).toBe(1)
    const { crons } = await report()
    expect(crons.at(-1)?.scheduledTime).toBeGreaterThanOrEqual(before + 7200_000)
  })

  it('goes on while the Worker is dead, and with it again after its restart', async () => {
    await stack.worker?.kill('SIGKILL')
    await stack.advance(60)
    await stack.worker?.restart()
    await stack.advance(60)
    expect((await report()).crons.length).toBe(1)
  })

  it('stops what it has started when one part cannot start', async () => {
    const second = startStack({ localDir, portBase: stack.ports.worker, worker: 'none', memoryDb: true })
    await expect(second).rejects.toThrow(/Port \d+ .* in use/)
  })
})
