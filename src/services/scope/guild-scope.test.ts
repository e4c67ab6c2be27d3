import { sql as raw } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type DataWorld, startDataWorld } from '../../../test/properties/data-world.ts'
import type { Sql } from '../../core/db.ts'
import { AppError } from '../../core/errors.ts'
import { constraintOf, sqlState } from '../../core/sql-error.ts'
import { guilds, inbox } from './schema.ts'

let world: DataWorld
beforeAll(async () => {
  world = await startDataWorld()
})
afterEach(() => world.neon.setFault('none'))
afterAll(() => world.stop())

const rename = (name: string) => (sql: Sql) =>
  [sql.update(guilds).set({ name }).returning({ name: guilds.name })] as const
const nothing = (sql: Sql) => [sql.execute(raw`select 1`)] as const

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason) => reason,
  )
  return error instanceof AppError ? error.code : `not an AppError: ${error}`
}

describe('commit', () => {
  it('answers the results of the statements, typed and in order', async () => {
    const { guild } = world.ctx()
    const [updated, [row]] = await guild.db.commit((sql) => [
      sql.update(guilds).set({ name: 'Guildhall' }),
      sql.select().from(guilds),
    ])
    expect(updated.rowCount).toBe(1)
    expect(row).toMatchObject({ id: guild.id, name: 'Guildhall', settingsRevision: 0 })
    expect(row?.createdAt).toBeInstanceOf(Date)
  })

  it('lets one event take effect once, also when the same event arrives twice at a time', async () => {
    const guildId = world.newGuild()
    const event = { source: 'interaction', id: 'once' } as const
    const deliveries = Array.from({ length: 8 }, (_, n) =>
      world.ctx({ guildId, event }).guild.db.commit(rename(`${n}`)),
    )
    const settled = await Promise.allSettled(deliveries)
    const refused = settled.filter((one) => one.status === 'rejected')
    expect(refused).toHaveLength(7)
    for (const one of refused) expect(one.reason).toMatchObject({ code: 'duplicate' })
  })

  it('lets one request commit more than once', async () => {
    const { guild } = world.ctx({ event: { source: 'gateway', id: 'two steps' } })
    await guild.db.commit(rename('first'))
    const [[row]] = await guild.db.commit(rename('second'))
    expect(row?.name).toBe('second')
  })

  it('records the event only together with its effect', async () => {
    const event = { source: 'api', id: 'fails first' } as const
    const { guild } = world.ctx({ event })
    await expect(guild.db.commit((sql) => [sql.execute(raw`select 1 / 0`)])).rejects.toSatisfy(
      (error) => sqlState(error) === '22012',
    )
    await guild.db.commit(rename('now it works'))
    expect(await codeOf(world.ctx({ guildId: guild.id, event }).guild.db.commit(nothing))).toBe('duplicate')
  })

  it('stores a job with the change and announces it once, however often it is asked for', async () => {
    const ctx = world.ctx()
    const job = { kind: 'test.job', key: 'k', payload: { a: 1 }, runAt: new Date() }
    await ctx.guild.db.commit(nothing, { jobs: [job, { ...job, key: 'other' }] })
    await ctx.guild.db.commit(nothing, { jobs: [job] })
    expect(ctx.announced.map(({ key, attempts }) => [key, attempts])).toEqual([
      ['k', 0],
      ['other', 0],
    ])
    const failing = world.ctx()
    await expect(failing.guild.db.commit((sql) => [sql.execute(raw`select 1 / 0`)], { jobs: [job] })).rejects.toThrow()
    expect(failing.announced).toEqual([])
  })

  it('leaves other violations to the caller, with their constraint', async () => {
    const { guild } = world.ctx()
    const row = { source: 'x', eventId: 'y', guildId: world.newGuild(), createdAt: new Date() }
    const error = await guild.db.commit((sql) => [sql.insert(inbox).values(row)]).catch((reason: unknown) => reason)
    expect(sqlState(error)).toBe('42501')
    const twice = { id: guild.id }
    const second = await guild.db.commit((sql) => [sql.insert(guilds).values(twice)]).catch((reason: unknown) => reason)
    expect([sqlState(second), constraintOf(second)]).toEqual(['23505', 'guilds_pkey'])
  })
})

describe('read', () => {
  it('cannot write', async () => {
    const error = await world
      .ctx()
      .guild.db.read(rename('no'))
      .catch((reason: unknown) => reason)
    expect(sqlState(error)).toBe('25006')
  })

  it('is one request', async () => {
    await world.neon.resetStats()
    await world.ctx().guild.db.read((sql) => [sql.select().from(guilds), sql.select().from(inbox)])
    expect(await world.neon.stats()).toMatchObject({ batches: 1, queries: 0 })
  })
})

describe('when the database is away', () => {
  it('says that nothing was changed when it cannot be reached', async () => {
    await world.neon.setFault('down')
    expect(await codeOf(world.ctx().guild.db.read(nothing))).toBe('unavailable')
    expect(await codeOf(world.ctx({ event: { source: 'api', id: 'down' } }).guild.db.commit(nothing))).toBe(
      'unavailable',
    )
    await world.neon.setFault('error')
    expect(await codeOf(world.ctx().guild.db.commit(nothing))).toBe('unavailable')
  })

  it('gets over a connection that breaks before the commit', async () => {
    const { guild } = world.ctx({ event: { source: 'api', id: 'broken before' } })
    await world.neon.setFault('down', 1)
    const [[row]] = await guild.db.commit(rename('saved'))
    expect(row?.name).toBe('saved')
  })

  it.each([{ source: 'api', id: 'broken after' } as const, undefined])(
    'changes once when the connection breaks after the commit, and says that it was saved (event: %j)',
    async (event) => {
      const ctx = world.ctx(event === undefined ? {} : { event })
      await world.neon.setFault('cut-after-commit', 1)
      const count = (sql: Sql) =>
        [sql.update(guilds).set({ settingsRevision: raw`${guilds.settingsRevision} + 1` })] as const
      await expect(ctx.guild.db.commit(count)).rejects.toMatchObject({
        code: 'uncertain',
        message: expect.stringContaining('was saved'),
      })
      const [[row]] = await ctx.guild.db.read((sql) => [sql.select().from(guilds)])
      expect(row?.settingsRevision).toBe(1)
    },
  )
})
