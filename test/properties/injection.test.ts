import { neon } from '@neondatabase/serverless'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defineSettings, setting } from '../../src/core/settings.ts'
import { verbatim } from '../../src/core/text.ts'
import { cancelJob } from '../../src/services/jobs/statements.ts'
import { changeSettings, resetSettings } from '../../src/services/settings/change.ts'
import { settingsHistory, undoSettings } from '../../src/services/settings/history.ts'
import { createSettingsMemory } from '../../src/services/settings/reader.ts'
import { type DataWorld, startDataWorld, stillClock } from './data-world.ts'
import { startRunner } from './job-world.ts'

const RUNS = 100
let world: DataWorld
beforeAll(async () => {
  world = await startDataWorld({ cacheTimeoutMs: 5000 })
})
afterAll(() => world.stop())

const classics = [
  `'; DROP TABLE guild_settings; --`,
  `'; DELETE FROM jobs WHERE 'a'='a`,
  `' OR '1'='1`,
  `" OR ""="`,
  `1; SELECT pg_sleep(10)`,
  `x') ON CONFLICT DO NOTHING; TRUNCATE inbox; --`,
  `$1`,
  `$$; DROP TABLE guilds; $$`,
  `\\'; DROP TABLE jobs; --`,
  `{"$ne": null}`,
  `'||(select value::text from guild_settings limit 1)||'`,
  `', true), set_config('app.guild_id', '100000000000000001`,
  `ʼ; DROP TABLE jobs; --`,
  `%27%20OR%201=1`,
  `/*`,
  `'`,
  `''`,
  `\\`,
  `null`,
  `\u0000'; DROP TABLE jobs; --`,
]
const hostile = fc.oneof(
  fc.constantFrom(...classics),
  fc.tuple(fc.string({ maxLength: 10 }), fc.constantFrom(...classics)).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 40 }),
)
/** What Postgres can store of a text. */
const stored = (text: string) => text.replaceAll('\0', '').toWellFormed()

/** Table and column names, policies, and the rows of a guild that nobody touches. */
async function foundation(): Promise<unknown> {
  const owner = neon(world.ownerUrl)
  return Promise.all([
    owner`select table_name, column_name from information_schema.columns where table_schema = 'public' order by 1, 2`,
    owner`select tablename, policyname, qual from pg_policies order by 1, 2`,
    owner`select * from guild_settings where guild_id = '999999999999999999'`,
  ])
}

describe('hostile text', () => {
  it('Property 32: SQL Injection Prevention', { timeout: 240_000 }, async () => {
    const bystander = world.ctx()
    await bystander.guild.db.commit((sql) => [sql.execute('select 1')])
    await neon(world.ownerUrl)`insert into guilds (id) values ('999999999999999999')`
    await neon(world.ownerUrl)`insert into guild_settings values ('999999999999999999', 'f', 1, '{"a":1}', now(), 'x')`
    const before = await foundation()
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (text, other) => {
        await throughSettings(text, stored(other.slice(0, 40)) || 'x')
        await throughJobs(text, stored(other.slice(0, 90)))
      }),
      { numRuns: RUNS },
    )
    expect(await foundation()).toEqual(before)
  })
})

async function throughSettings(text: string, feature: string): Promise<void> {
  const label = verbatim('Words')
  const settings = defineSettings(feature, { words: setting.text('', { label, maxLength: 4000 }) })
  const ctx = world.ctx()
  await changeSettings(ctx, { settings, patch: { words: 'before' }, surface: 'api' })
  await changeSettings(ctx, { settings, patch: { words: text }, surface: 'api' })
  const elsewhere = world.ctx({ guildId: ctx.guild.id, memory: createSettingsMemory() })
  expect((await elsewhere.guild.settings(settings)).words).toBe(stored(text))
  const [newest] = await settingsHistory(ctx, { settings, limit: 1 })
  expect(newest?.after).toEqual({ words: stored(text) })
  await undoSettings(ctx, { settings })
  expect((await ctx.guild.settings(settings)).words).toBe('before')
  const patch = { [`${text}!`]: 1 }
  await expect(changeSettings(ctx, { settings, patch, surface: 'api' })).rejects.toMatchObject({
    code: 'invalid_input',
  })
  await expect(resetSettings(ctx, { settings, field: `${text}!` })).rejects.toMatchObject({ code: 'invalid_input' })
}

async function throughJobs(text: string, key: string): Promise<void> {
  const clock = stillClock()
  const ran: unknown[] = []
  const kind = `kind ${key}`
  const run = async (_ctx: unknown, payload: unknown) => void ran.push(payload)
  const { runner } = startRunner(world, { jobs: [{ id: kind, run }], clock })
  const ctx = world.ctx({
    now: clock.now,
    event: { source: 'api', id: `${crypto.randomUUID()} ${stored(text)}`.slice(0, 100) },
  })
  const jobs = [{ kind, key, payload: { words: stored(text) }, runAt: clock.now() }]
  await ctx.guild.db.commit((sql) => [sql.execute('select 1')], { jobs })
  const [other] = await world.ctx().guild.db.commit((sql) => [cancelJob(sql, { kind, key, now: clock.now() })])
  expect(other).toEqual([])
  expect(await runner.run(text)).toBe('skipped')
  expect(await runner.retryDead(text)).toBe(false)
  expect(await runner.run(ctx.announced[0]?.id ?? '')).toBe('done')
  expect(ran).toEqual([{ words: stored(text) }])
}
