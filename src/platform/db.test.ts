import { neon } from '@neondatabase/serverless'
import { sql as raw } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type DataWorld, startDataWorld } from '../../test/properties/data-world.ts'
import { AppError } from '../core/errors.ts'
import { sqlState } from '../core/sql-error.ts'
import { locales } from '../core/text.ts'

const TIMEOUT_MS = 900
let world: DataWorld

beforeAll(async () => {
  world = await startDataWorld({ timeoutMs: TIMEOUT_MS })
  const owner = neon(world.ownerUrl)
  await owner`create sequence tries`
  await owner`create function fail_until(n int, state text) returns bigint language plpgsql as $$
    begin
      if nextval('tries') < n then raise exception using errcode = state, message = 'injected'; end if;
      return currval('tries');
    end $$`
})
afterEach(async () => {
  await world.neon.setFault('none')
  await neon(world.ownerUrl)`alter sequence tries restart`
})
afterAll(() => world.stop())

function failUntil(n: number, state: string) {
  const { database } = world
  return database.transaction('app', [database.sql.execute(raw`select fail_until(${n}::int, ${state}) as tries`)])
}

const caught = (error: unknown) => error

describe('createDatabase', () => {
  it.each(['40001', '40P01'])('tries a transaction again that failed with %s', async (state) => {
    expect(await failUntil(4, state)).toMatchObject([{ rows: [{ tries: '4' }] }])
  })

  it('gives up after three retries and hands the reason on', async () => {
    expect(sqlState(await failUntil(5, '40001').catch(caught))).toBe('40001')
  })

  it.each(['57P01', '53300', '08006', '57014'])(
    'says that nothing was changed when Postgres answers %s',
    async (state) => {
      await expect(failUntil(2, state)).rejects.toMatchObject({ code: 'unavailable' })
    },
  )

  it.each(['23505', '42501', 'P0001'])('leaves %s to the caller', async (state) => {
    expect(sqlState(await failUntil(2, state).catch(caught))).toBe(state)
  })

  it('gives up in time when no answer comes, and does not claim to know', async () => {
    await world.neon.setFault('hang')
    const start = performance.now()
    await expect(failUntil(0, '40001')).rejects.toMatchObject({ code: 'uncertain' })
    expect(performance.now() - start).toBeLessThan(TIMEOUT_MS + 500)
  })

  it('waits less once it got no answer, until there is one again', async () => {
    await world.neon.setFault('hang')
    await failUntil(0, '40001').catch(caught)
    const start = performance.now()
    await failUntil(0, '40001').catch(caught)
    expect(performance.now() - start).toBeLessThan(TIMEOUT_MS)
    await world.neon.setFault('none')
    expect(await failUntil(0, '40001')).toHaveLength(1)
    await world.neon.setFault('hang')
    const patient = performance.now()
    await failUntil(0, '40001').catch(caught)
    expect(performance.now() - patient).toBeGreaterThanOrEqual(TIMEOUT_MS - 50)
  })

  it('knows that a read which got no answer changed nothing', async () => {
    await world.neon.setFault('hang')
    await expect(world.ctx().guild.db.read((sql) => [sql.execute(raw`select 1`)])).rejects.toMatchObject({
      code: 'unavailable',
    })
  })

  it('explains a character that Postgres cannot store', async () => {
    const { database } = world
    const work = database.transaction('app', [database.sql.execute(raw`select ${'a\0b'}::text`)])
    await expect(work).rejects.toMatchObject({ code: 'invalid_input' })
  })

  it('does not take a mistake in our code for an outage', async () => {
    const { database } = world
    const broken = {
      _prepare: () => {
        throw new TypeError('ours')
      },
    }
    const good = database.sql.execute(raw`select 1`)
    await expect(database.transaction('app', [Object.assign(good, broken)])).rejects.toThrow(new TypeError('ours'))
  })

  it('speaks every language', async () => {
    await world.neon.setFault('error')
    const error = await failUntil(0, '40001').catch(caught)
    const words = error instanceof AppError ? locales.map((locale) => error.text(locale)) : []
    expect(new Set(words).size).toBe(locales.length)
  })

  it('runs nothing outside a transaction', async () => {
    await expect(world.database.sql.execute(raw`select 1`).execute()).rejects.toThrow()
  })
})
