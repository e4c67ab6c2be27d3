import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type DataWorld, startDataWorld, stillClock } from '../../../test/properties/data-world.ts'
import { addJob, countedJob, startRunner } from '../../../test/properties/job-world.ts'
import { AppError } from '../../core/errors.ts'
import { verbatim } from '../../core/text.ts'
import { jobs } from './schema.ts'
import { cancelJob } from './statements.ts'

let world: DataWorld
beforeAll(async () => {
  world = await startDataWorld()
})
beforeEach(() => world.system.transaction((sql) => [sql.delete(jobs), sql.execute('delete from inbox')]))
afterEach(() => world.neon.setFault('none'))
afterAll(() => world.stop())

async function row(id: string) {
  const [[found]] = await world.system.transaction((sql) => [sql.select().from(jobs).where(eq(jobs.id, id))])
  return found
}

async function prepare(onRun: Parameters<typeof countedJob>[0] = () => {}) {
  const { job, runs } = countedJob(onRun)
  const started = startRunner(world, { jobs: [job] })
  const id = await addJob(world, job.at(started.clock.now(), 'key', { name: 'a' }))
  return { ...started, job, runs, id }
}

describe('run', () => {
  it('runs a due job once, whoever calls', async () => {
    const { runner, runs, id } = await prepare()
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => runner.run(id)))
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1)
    expect(await runner.run(id)).toBe('skipped')
    expect(runs.get('a')).toBe(1)
    expect(await row(id)).toMatchObject({ state: 'done', attempts: 1, failures: 0, leaseUntil: null })
  })

  it('leaves a job alone that is not due, cancelled, unknown, or no job id at all', async () => {
    const { runner, job, runs, clock } = await prepare()
    const later = await addJob(world, job.at(new Date(clock.now().getTime() + 1), 'later', { name: 'later' }))
    expect(await runner.run(later)).toBe('skipped')
    const ctx = world.ctx()
    await ctx.guild.db.commit((sql) => [sql.execute('select 1')], { jobs: [job.at(clock.now(), 'c', { name: 'c' })] })
    const [[cancelled]] = await ctx.guild.db.commit((sql) => [
      cancelJob(sql, { kind: job.id, key: 'c', now: clock.now() }),
    ])
    expect(await runner.run(cancelled?.id ?? '')).toBe('skipped')
    expect(await runner.run(crypto.randomUUID())).toBe('skipped')
    expect(await runner.run("'; drop table jobs; --")).toBe('skipped')
    expect(runs.size).toBe(0)
  })

  it('cancels only in its own guild', async () => {
    const { job, clock, runner, id } = await prepare()
    const [cancelled] = await world
      .ctx()
      .guild.db.commit((sql) => [cancelJob(sql, { kind: job.id, key: 'key', now: clock.now() })])
    expect(cancelled).toEqual([])
    expect(await runner.run(id)).toBe('done')
  })

  it('takes a job over when its lease is over, and then the first run changes nothing more', async () => {
    const gate = Promise.withResolvers<void>()
    const { runner, clock, runs, id } = await prepare((_, run) => (run === 1 ? gate.promise : undefined))
    const first = runner.run(id)
    await expect.poll(() => runs.get('a')).toBe(1)
    clock.advance(59_999)
    expect(await runner.run(id)).toBe('skipped')
    clock.advance(1)
    expect(await runner.run(id)).toBe('done')
    gate.resolve()
    expect(await first).toBe('lost')
    expect(await row(id)).toMatchObject({ state: 'done', attempts: 2, crashes: 1 })
  })

  it.each(['invalid_input', 'not_found', 'forbidden'] as const)('does not try again what fails as %s', async (code) => {
    const { runner, id } = await prepare(() => {
      throw new AppError(code, verbatim('no use'))
    })
    expect(await runner.run(id)).toBe('dead')
    expect(await row(id)).toMatchObject({ state: 'dead', error: 'AppError: no use' })
  })

  it('does not try again a payload that does not fit, or a kind that nobody runs', async () => {
    const { runner, job, clock } = await prepare()
    const misfit = await addJob(world, { kind: job.id, key: 'misfit', payload: { name: 7 }, runAt: clock.now() })
    expect(await runner.run(misfit)).toBe('dead')
    const unknown = await addJob(world, { kind: 'test.gone', key: 'k', payload: {}, runAt: clock.now() })
    expect(await runner.run(unknown)).toBe('dead')
    expect((await row(unknown))?.error).toContain('test.gone')
  })

  it('counts an effect that has happened before as done', async () => {
    const { runner, id } = await prepare(() => {
      throw new AppError('duplicate', verbatim('again'))
    })
    expect(await runner.run(id)).toBe('done')
  })

  it('waits a minute at a time for a system that is down, and does not count that as failures', async () => {
    let isDown = true
    const { runner, id, clock } = await prepare(() => {
      if (isDown) throw new AppError('unavailable', verbatim('Discord is down'))
    })
    for (let minute = 0; minute < 10; minute += 1) {
      expect(await runner.run(id)).toBe('retry')
      clock.advance(60_000)
    }
    expect(await row(id)).toMatchObject({ state: 'due', failures: 0, attempts: 10 })
    isDown = false
    expect(await runner.run(id)).toBe('done')
  })

  it('tells the job the language of its guild', async () => {
    const { job } = countedJob()
    const clock = stillClock()
    const ctx = world.ctx()
    const seen: string[] = []
    const { runner } = startRunner(world, {
      jobs: [job],
      clock,
      contextFor: (claimed) => {
        seen.push(claimed.guildLocale)
        return ctx
      },
    })
    const id = await addJob(world, job.at(clock.now(), 'german', { name: 'a' }), {
      guildId: ctx.guild.id,
      guildLocale: 'de',
    })
    await runner.run(id)
    expect(seen).toEqual(['de'])
  })
})

describe('sweep', () => {
  it('runs everything that is due, and nothing else', async () => {
    const { job, runs } = countedJob()
    const { runner, clock } = startRunner(world, { jobs: [job] })
    for (let n = 0; n < 23; n += 1) await addJob(world, job.at(clock.now(), `${n}`, { name: `${n}` }))
    await addJob(world, job.at(new Date(clock.now().getTime() + 60_000), 'later', { name: 'later' }))
    expect(await runner.sweep(10_000)).toBe(23)
    expect([...runs.values()].every((count) => count === 1)).toBe(true)
    expect(runs.size).toBe(23)
  })

  it('stops when its time is over', async () => {
    const clock = stillClock()
    const { job } = countedJob(() => clock.advance(1000))
    const { runner } = startRunner(world, { jobs: [job], clock })
    for (let n = 0; n < 12; n += 1) await addJob(world, job.at(clock.now(), `${n}`, { name: `${n}` }))
    expect(await runner.sweep(5000)).toBe(10)
    expect(await runner.sweep(5000)).toBe(2)
  })

  it('gives up on a job that takes its Worker down every time', async () => {
    const { runner, clock, runs, id } = await prepare(() => new Promise<never>(() => {}))
    for (let n = 0; n < 9; n += 1) {
      void runner.run(id)
      await expect.poll(() => runs.get('a')).toBe(n + 1)
      clock.advance(60_000)
    }
    expect(await runner.run(id)).toBe('skipped')
    expect(await runner.sweep(1000)).toBe(0)
    expect(await row(id)).toMatchObject({ state: 'dead', crashes: 8 })
  })

  it('forgets finished jobs and events after 30 days, but never dead jobs', async () => {
    const { runner, job, clock, id } = await prepare()
    const dead = await addJob(world, { kind: 'test.gone', key: 'k', payload: {}, runAt: clock.now() })
    const ctx = world.ctx({ now: clock.now, event: { source: 'api', id: 'old' } })
    await ctx.guild.db.commit((sql) => [sql.execute('select 1')])
    await runner.sweep(1000)
    clock.advance(30 * 86_400_000)
    const kept = await addJob(world, job.at(new Date(clock.now().getTime() + 1000), 'kept', { name: 'kept' }))
    await runner.sweep(1000)
    expect(await row(id)).toBeDefined()
    clock.advance(1)
    await runner.sweep(1000)
    const [left, events] = await world.system.transaction((sql) => [
      sql.select({ id: jobs.id }).from(jobs),
      sql.execute(`select * from inbox where event_id = 'old'`),
    ])
    expect(left.map((one) => one.id).sort()).toEqual([dead, kept].sort())
    expect(events.rows).toEqual([])
  })
})

describe('dead jobs', () => {
  it('can be listed and given all their tries back', async () => {
    let works = false
    const { runner, alarm, clock, id } = await prepare(() => {
      if (!works) throw new AppError('forbidden', verbatim('the bot may not'))
    })
    expect(await runner.retryDead(id)).toBe(false)
    await runner.run(id)
    expect(await runner.deadJobs(10)).toMatchObject([
      { id, error: 'AppError: the bot may not', payload: { name: 'a' } },
    ])
    works = true
    clock.advance(5000)
    expect(await runner.retryDead(id)).toBe(true)
    expect(alarm.scheduled).toMatchObject([{ id, attempts: 1, runAt: clock.now() }])
    expect(await runner.run(id)).toBe('done')
    expect(await runner.deadJobs(10)).toEqual([])
    expect(await runner.retryDead('no id')).toBe(false)
  })
})
