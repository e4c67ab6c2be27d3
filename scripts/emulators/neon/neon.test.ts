import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { neon, neonConfig, types } from '@neondatabase/serverless'
import { count, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/neon-http'
import { integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type NeonEmulator, startNeonEmulator } from './index.ts'

const notes = pgTable('notes', {
  id: integer().primaryKey(),
  guildId: text('guild_id').notNull(),
  body: jsonb(),
  at: timestamp({ withTimezone: true }).notNull().defaultNow(),
})

const localDir = mkdtempSync(join(tmpdir(), 'neon-'))
let emulator: NeonEmulator

function urlFor(role: string, target = emulator): string {
  return `postgres://${role}:secret@127.0.0.1:${target.port}/guildhall`
}

function connect(role: string) {
  return neon(urlFor(role), { fullResults: true })
}

beforeAll(async () => {
  neonConfig.fetchEndpoint = (host, port) => `http://${host}:${port}/sql`
  emulator = await startNeonEmulator({ port: 0, localDir, memory: true })
  const owner = connect('postgres')
  await owner`CREATE ROLE app NOLOGIN`
  await owner`CREATE TABLE notes (id int PRIMARY KEY, guild_id text NOT NULL, body jsonb, at timestamptz NOT NULL DEFAULT now())`
  await owner`ALTER TABLE notes ENABLE ROW LEVEL SECURITY`
  await owner`CREATE POLICY own_guild ON notes USING (guild_id = nullif(current_setting('app.guild_id', true), ''))`
  await owner`GRANT ALL ON notes TO app`
  await owner`INSERT INTO notes (id, guild_id, body) VALUES (1, 'g1', '{"a":1}'), (2, 'g2', null)`
}, 30_000)
afterEach(() => emulator.setFault('none'))
afterAll(async () => {
  await emulator.stop()
  rmSync(localDir, { recursive: true, force: true })
})

describe('the official driver against the Neon emulator', () => {
  it('returns rows, types and counts of a single query', async () => {
    const result = await connect(
      'postgres',
    )`SELECT id, body, ${'héllo'}::text AS t, now() AS at, 9007199254740993::bigint AS big FROM notes WHERE id = ${1}`
    expect(result.rows[0]).toMatchObject({ id: 1, body: { a: 1 }, t: 'héllo', big: '9007199254740993' })
    // A Date, or the text of Postgres where drizzle has set its parsers for this process.
    expect(new Date(String(result.rows[0]?.['at'])).getTime()).toBeGreaterThan(Date.now() - 60_000)
    expect(result.rowCount).toBe(1)
    expect(result.command).toBe('SELECT')
    expect(result.fields[0]?.dataTypeID).toBe(types.builtins.INT4)
  })

  it('steps down to the role of the connection string, so row level security holds', async () => {
    const app = connect('app')
    expect((await app`SELECT * FROM notes`).rows).toEqual([])
    const [, own] = await app.transaction([
      app`SELECT set_config('app.guild_id', 'g1', true)`,
      app`SELECT id FROM notes`,
    ])
    expect(own?.rows).toEqual([{ id: 1 }])
    await expect(
      app.transaction([app`SELECT set_config('app.guild_id', 'g1', true)`, app`INSERT INTO notes VALUES (3, 'g2')`]),
    ).rejects.toMatchObject({ code: '42501' })
  })

  it('forgets session settings between requests, as pooled connections do', async () => {
    const app = connect('app')
    await app`SELECT set_config('app.guild_id', 'g1', false)`
    expect((await app`SELECT * FROM notes`).rows).toEqual([])
  })

  it('rolls a whole batch back when one statement fails, and names the constraint', async () => {
    const owner = connect('postgres')
    const batch = owner.transaction([
      owner`INSERT INTO notes VALUES (10, 'g1')`,
      owner`INSERT INTO notes VALUES (1, 'g1')`,
      owner`INSERT INTO notes VALUES (11, 'g1')`,
    ])
    await expect(batch).rejects.toMatchObject({ code: '23505', constraint: 'notes_pkey', severity: 'ERROR' })
    expect((await owner`SELECT count(*) FROM notes WHERE id >= 10`).rows).toEqual([{ count: '0' }])
  })

  it('honours isolation level and read-only of a batch', async () => {
    const owner = connect('postgres')
    const [level] = await owner.transaction([owner`SHOW transaction_isolation`], { isolationLevel: 'Serializable' })
    expect(level?.rows).toEqual([{ transaction_isolation: 'serializable' }])
    const write = owner.transaction([owner`DELETE FROM notes`], { readOnly: true })
    await expect(write).rejects.toMatchObject({ code: '25006' })
  })

  it('refuses two statements in one text, as Neon does', async () => {
    await expect(connect('postgres').query('SELECT 1; SELECT 2')).rejects.toMatchObject({ code: '42601' })
  })

  it('serves drizzle: insert, returning, relational types, batch and pgvector', async () => {
    const db = drizzle(neon(urlFor('postgres')))
    const [row] = await db
      .insert(notes)
      .values({ id: 20, guildId: 'g1', body: ['x', null] })
      .returning()
    expect(row).toMatchObject({ id: 20, body: ['x', null] })
    expect(row?.at).toBeInstanceOf(Date)
    const [counted, removed] = await db.batch([
      db.select({ n: count() }).from(notes),
      db.delete(notes).where(sql`id = 20`),
    ])
    expect(counted).toEqual([{ n: 3 }])
    expect(removed.rowCount).toBe(1)
    await db.execute(sql`CREATE EXTENSION IF NOT EXISTS vector`)
    const near = await db.execute(sql`SELECT '[1,2,3]'::vector <-> '[1,2,5]'::vector AS distance`)
    expect(near.rows).toEqual([{ distance: 2 }])
  })

  it('keeps concurrent requests apart', async () => {
    const owner = connect('postgres')
    await owner`CREATE TABLE counter (n int)`
    await owner`INSERT INTO counter VALUES (0)`
    await Promise.all(Array.from({ length: 50 }, () => owner`UPDATE counter SET n = n + 1`))
    expect((await owner`SELECT n FROM counter`).rows).toEqual([{ n: 50 }])
  })
})

describe('test controls', () => {
  it('counts queries, batches and statements per role', async () => {
    await emulator.resetStats()
    const app = connect('app')
    await app`SELECT 1`
    await app.transaction([app`SELECT 1`, app`SELECT 2`])
    expect(await emulator.stats()).toEqual({ queries: 1, batches: 1, statements: 3, errors: 0, byRole: { app: 3 } })
  })

  it('"down" cuts requests without an answer for the given number of times', async () => {
    await emulator.setFault('down', 1)
    await expect(connect('app')`SELECT 1`).rejects.toThrow(/fetch failed/)
    expect((await connect('app')`SELECT 1 AS one`).rows).toEqual([{ one: 1 }])
  })

  it('"hang" answers nothing until it is turned off', async () => {
    await emulator.setFault('hang')
    const query = neon(urlFor('app'), { fetchOptions: { signal: AbortSignal.timeout(100) } })
    await expect(query`SELECT 1`).rejects.toThrow(/timeout/)
  })

  it('"cut-after-commit" keeps the effect and loses the answer', async () => {
    await emulator.setFault('cut-after-commit', 1)
    await expect(connect('postgres')`INSERT INTO notes VALUES (30, 'g1')`).rejects.toThrow()
    expect((await connect('postgres')`DELETE FROM notes WHERE id = 30 RETURNING id`).rows).toEqual([{ id: 30 }])
  })

  it('answers words to a request without connection string, a wrong body and an unknown fault', async () => {
    const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
      fetch(`${emulator.url}${path}`, { method: 'POST', body: JSON.stringify(body), headers })
    expect(await (await post('/sql', { query: 'SELECT 1' })).text()).toMatch(/Neon-Connection-String/)
    const wrongBody = await post('/sql', { sql: 'SELECT 1' }, { 'neon-connection-string': urlFor('app') })
    expect(wrongBody.status).toBe(400)
    expect((await post('/faults', { mode: 'burn' })).status).toBe(400)
  })
})

describe('the database process', { timeout: 30_000 }, () => {
  it("keeps data in its folder, refuses a second owner by name, and takes a dead owner's lock over", async () => {
    const dir = mkdtempSync(join(tmpdir(), 'neon-'))
    const first = await startNeonEmulator({ port: 0, localDir: dir })
    const at = (one: NeonEmulator) => neon(urlFor('postgres', one))
    await at(first)`CREATE TABLE kept (n int)`
    await expect(startNeonEmulator({ port: 0, localDir: dir })).rejects.toThrow(`held by process ${first.pid}`)
    process.kill(first.pid, 'SIGKILL')
    await expect
      .poll(() =>
        fetch(first.url).then(
          () => 'up',
          () => 'down',
        ),
      )
      .toBe('down')
    const second = await startNeonEmulator({ port: 0, localDir: dir })
    expect(await at(second)`SELECT count(*)::int AS n FROM kept`).toEqual([{ n: 0 }])
    await second.stop()
    rmSync(dir, { recursive: true, force: true })
  })

  it('names the port when it is busy', async () => {
    const busy = startNeonEmulator({ port: emulator.port, localDir, memory: true })
    await expect(busy).rejects.toThrow(new RegExp(`Port ${emulator.port} .*process ${emulator.pid}`))
  })
})
