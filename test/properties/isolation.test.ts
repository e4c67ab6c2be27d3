import { neon } from '@neondatabase/serverless'
import { sql as raw } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeSettings } from '../../src/services/settings/change.ts'
import { settingsHistory } from '../../src/services/settings/history.ts'
import { type DataCtx, type DataWorld, startDataWorld } from './data-world.ts'
import { sampleSettings as settings } from './sample-settings.ts'

const RUNS = 100
let world: DataWorld
let tables: string[]
beforeAll(async () => {
  world = await startDataWorld()
  const rows = await neon(world.ownerUrl)`
    select table_name from information_schema.columns where table_schema = 'public' and column_name = 'guild_id'`
  tables = rows.map((row) => String(row['table_name']))
})
afterAll(() => world.stop())

/** Leaves traces of a guild in the tables of the services, with `secret` in each. */
async function fill(ctx: DataCtx, secret: string) {
  await changeSettings(ctx, { settings, patch: { greeting: secret }, surface: 'command' })
  await ctx.guild.db.commit((sql) => [sql.execute(raw`update guilds set name = ${secret}`)], {
    jobs: [{ kind: 'test.job', key: 'key', payload: { secret }, runAt: ctx.now() }],
  })
}

/** Every row that the context can see of every table, as text. */
async function everythingSeen(ctx: DataCtx): Promise<string> {
  const selects = ['guilds', ...tables].map((table) => raw`select t::text as line from ${raw.identifier(table)} t`)
  const results = await ctx.guild.db.read((sql) => {
    const [first = raw`select 1`, ...rest] = selects
    return [sql.execute(first), ...rest.map((select) => sql.execute(select))]
  })
  return JSON.stringify(results.flatMap((result) => result.rows))
}

/**
 * Ways to reach into another guild with raw SQL, as the application's role; each as a list of statements. Changing the role
 * is not among them: the local database logs in as superuser and steps down, so that it could always step up again.
 */
function attacks(target: string): string[][] {
  const perTable = tables.flatMap((table) => [
    [`update ${table} set guild_id = guild_id where guild_id = '${target}'`],
    [`delete from ${table} where guild_id = '${target}'`],
    [`update ${table} set guild_id = '${target}'`],
    [`alter table ${table} disable row level security`],
    [`alter table ${table} no force row level security`],
    [`drop policy guild_isolation on ${table}`],
    [`drop table ${table}`],
    [`truncate ${table}`],
    [`create index stolen on ${table} (guild_id)`],
  ])
  return [
    ...perTable,
    [`insert into guild_settings values ('${target}', 'x', 1, '{}', now(), 'thief')`],
    [
      `insert into jobs (id, kind, key, guild_id, payload, run_at, created_at) values (gen_random_uuid(), 'a', 'b', '${target}', '{}', now(), now())`,
    ],
    [`insert into inbox values ('api', 'stolen', '${target}', now())`],
    [`update guilds set name = 'stolen' where id = '${target}'`],
    [`delete from guilds where id = '${target}'`],
    ['set local row_security = off', 'delete from guild_settings'],
    ['alter role guildhall_app superuser'],
    ['grant guildhall_system to guildhall_app'],
    [`create function public.leak() returns void language sql security definer as 'delete from guilds'`],
    [`select enable_guild_rls('jobs')`],
    ['create view public.leak as select * from guild_settings'],
    [`copy guild_settings to program 'cat'`],
  ]
}

describe('guilds', () => {
  it('Property 3: Guild Data Isolation', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.uuid(), fc.uuid(), fc.nat(), async (secretA, secretB, choice) => {
        const [a, b] = [world.ctx(), world.ctx()]
        await fill(a, secretA)
        await fill(b, secretB)

        expect(await everythingSeen(a)).toContain(secretA)
        expect(await everythingSeen(a)).not.toContain(secretB)
        expect((await a.guild.settings(settings)).greeting).toBe(secretA)
        expect(JSON.stringify(await settingsHistory(a, { settings, limit: 100 }))).not.toContain(secretB)

        const before = await everythingSeen(b)
        const list = attacks(b.guild.id)
        const attack = list[choice % list.length] ?? []
        await a.guild.db
          .commit((sql) => [sql.execute('select 1'), ...attack.map((statement) => sql.execute(statement))])
          .catch(() => undefined)
        expect(await everythingSeen(b)).toBe(before)
      }),
      { numRuns: RUNS },
    )
  })

  it('Property 3: Guild Data Isolation: no raw SQL of the application’s role reaches another guild', {
    timeout: 240_000,
  }, async () => {
    const [thief, victim] = [world.ctx(), world.ctx()]
    await fill(thief, 'own words')
    await fill(victim, 'words of the victim')
    const before = await everythingSeen(victim)
    for (const attack of attacks(victim.guild.id)) {
      const stolen = await thief.guild.db
        .commit((sql) => [sql.execute('select 1'), ...attack.map((statement) => sql.execute(statement))])
        .then(
          (results) => results.reduce((sum, result) => sum + (result.rowCount ?? 0), 0),
          () => 1,
        )
      // The harmless `select 1` counts for one row; nothing else may have touched any.
      expect(stolen, attack.join('; ')).toBeLessThanOrEqual(1)
      expect(await everythingSeen(victim), attack.join('; ')).toBe(before)
    }
  })

  it('Property 3: Guild Data Isolation: without a guild, the application’s role sees nothing', async () => {
    await fill(world.ctx(), 'someone')
    for (const table of ['guilds', ...tables]) {
      const { sql } = world.database
      const [result] = await world.database.transaction('app', [
        sql.select({ n: raw`count(*)`.mapWith(Number) }).from(raw`${raw.identifier(table)}`),
      ])
      expect(result, table).toEqual([{ n: 0 }])
    }
  })
})
