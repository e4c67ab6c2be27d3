import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { neon, neonConfig } from '@neondatabase/serverless'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type NeonEmulator, startNeonEmulator } from '../emulators/neon/index.ts'
import { migrate } from './migrate.ts'

const folder = mkdtempSync(join(tmpdir(), 'migrate-'))
const databaseUrl = 'postgres://postgres@127.0.0.1/guildhall'
let emulator: NeonEmulator

function write(migrations: Record<string, string>): void {
  rmSync(folder, { recursive: true })
  mkdirSync(join(folder, 'meta'), { recursive: true })
  const entries = Object.keys(migrations).map((tag, idx) => ({
    idx,
    version: '7',
    when: 1000 + idx,
    tag,
    breakpoints: true,
  }))
  writeFileSync(join(folder, 'meta/_journal.json'), JSON.stringify({ version: '7', dialect: 'postgresql', entries }))
  for (const [tag, sql] of Object.entries(migrations)) writeFileSync(join(folder, `${tag}.sql`), sql)
}

const run = () => migrate({ databaseUrl, fetchEndpoint: emulator.sqlEndpoint, folder })
const query = (text: string) => {
  neonConfig.fetchEndpoint = emulator.sqlEndpoint
  return neon(databaseUrl).query(text)
}

beforeAll(async () => {
  emulator = await startNeonEmulator({ port: 0, localDir: folder, memory: true })
})
afterAll(async () => {
  await emulator.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('migrate', () => {
  it('applies each migration once, in order, and only new ones later', async () => {
    write({ '0000_a': 'CREATE TABLE a (n int);\n--> statement-breakpoint\nINSERT INTO a VALUES (1);' })
    expect(await run()).toBe(1)
    expect(await run()).toBe(0)
    write({
      '0000_a': 'CREATE TABLE a (n int);\n--> statement-breakpoint\nINSERT INTO a VALUES (1);',
      '0001_b': 'UPDATE a SET n = n + 1',
    })
    expect(await run()).toBe(1)
    expect(await query('SELECT n FROM a')).toEqual([{ n: 2 }])
  })

  it('leaves nothing of a migration that fails, and names it', async () => {
    const before = {
      '0000_a': 'CREATE TABLE a (n int);\n--> statement-breakpoint\nINSERT INTO a VALUES (1);',
      '0001_b': 'UPDATE a SET n = n + 1',
    }
    write({ ...before, '0002_c': 'CREATE TABLE c (n int);\n--> statement-breakpoint\nSELECT 1/0' })
    await expect(run()).rejects.toThrow(/Migration 0002_c failed: division by zero/)
    expect(await query("SELECT to_regclass('c') AS found")).toEqual([{ found: null }])
    write({ ...before, '0002_c': 'CREATE TABLE c (n int)' })
    expect(await run()).toBe(1)
  })

  it('refuses a migration that was changed after it was applied', async () => {
    write({ '0000_a': 'CREATE TABLE a (n bigint)' })
    await expect(run()).rejects.toThrow(/0000_a was changed/)
  })

  it('refuses a file that the journal does not know', async () => {
    writeFileSync(join(folder, '0009_forgotten.sql'), 'SELECT 1')
    await expect(run()).rejects.toThrow(/0009_forgotten.sql is not in/)
  })
})
