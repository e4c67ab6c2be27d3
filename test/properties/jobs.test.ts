import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AppError } from '../../src/core/errors.ts'
import { verbatim } from '../../src/core/text.ts'
import { type DataWorld, startDataWorld } from './data-world.ts'
import { addJob, countedJob, startRunner } from './job-world.ts'

const RUNS = 100
let world: DataWorld
beforeAll(async () => {
  world = await startDataWorld()
})
afterAll(() => world.stop())

async function deadErrors(id: string): Promise<unknown[]> {
  const [{ rows }] = await world.system.transaction((sql) => [
    sql.execute(`select state, failures, attempts, error from jobs where id = '${id}'`),
  ])
  return rows
}

/** What callers can do to a job, in any order and number. */
const call = fc.oneof(
  fc.record({ kind: fc.constant('callbacks' as const), atOnce: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constant('sweep' as const) }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 9000 }) }),
  fc.record({ kind: fc.constant('ask again' as const) }),
)

describe('jobs', () => {
  it('Property 23: Idempotent Job Execution', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(call, { maxLength: 6 }), fc.nat(2), async (calls, failures) => {
        const { job, runs } = countedJob((_, run) => {
          if (run <= failures) throw new Error('not yet')
        })
        const { runner, clock } = startRunner(world, { jobs: [job] })
        const guildId = world.newGuild()
        const request = job.at(clock.now(), 'key', { name: 'a' })
        const id = await addJob(world, request, { guildId })
        const outcomes: string[] = []
        const everything = [...calls, { kind: 'wait', ms: 9000 }, { kind: 'callbacks', atOnce: 5 }] as const
        for (const step of [...everything, ...everything, ...everything]) {
          if (step.kind === 'wait') clock.advance(step.ms)
          else if (step.kind === 'sweep') await runner.sweep(1000)
          else if (step.kind === 'callbacks') {
            outcomes.push(...(await Promise.all(Array.from({ length: step.atOnce }, () => runner.run(id)))))
          } else {
            const ctx = world.ctx({ guildId, now: clock.now })
            await ctx.guild.db.commit((sql) => [sql.execute('select 1')], { jobs: [request] })
            expect(ctx.announced).toEqual([])
          }
        }
        expect(runs.get('a')).toBe(failures + 1)
        expect(outcomes.filter((outcome) => outcome === 'done').length).toBeLessThanOrEqual(1)
        expect(await deadErrors(id)).toMatchObject([{ state: 'done', failures, attempts: failures + 1 }])
      }),
      { numRuns: RUNS },
    )
  })

  it('Property 29: Worker Job Retry with Exponential Backoff', { timeout: 240_000 }, async () => {
    const failure = fc.oneof(
      fc.string({ unit: 'binary' }).map((message) => new Error(message)),
      fc
        .constantFrom('uncertain', 'conflict', 'limit', 'discord' as const)
        .map((code) => new AppError(code, verbatim(code))),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(failure, { minLength: 1, maxLength: 6 }), async (failures) => {
        const { job, runs } = countedJob((_, run) => {
          const error = failures[run - 1]
          if (error !== undefined) throw error
        })
        const { runner, alarm, clock } = startRunner(world, { jobs: [job] })
        const id = await addJob(world, job.at(clock.now(), 'key', { name: 'a' }))
        const delays: number[] = []
        let outcome = await runner.run(id)
        while (outcome === 'retry') {
          const next = alarm.scheduled.at(-1)
          const delay = (next?.runAt.getTime() ?? 0) - clock.now().getTime()
          expect(next?.attempts).toBe(delays.length + 1)
          delays.push(delay)
          clock.advance(delay - 1)
          expect(await runner.run(id)).toBe('skipped')
          clock.advance(1)
          outcome = await runner.run(id)
        }
        const isDead = failures.length > 3
        expect(outcome).toBe(isDead ? 'dead' : 'done')
        expect(delays).toEqual([1000, 2000, 4000].slice(0, failures.length))
        expect(runs.get('a')).toBe(isDead ? 4 : failures.length + 1)
        clock.advance(86_400_000)
        expect(await runner.run(id)).toBe('skipped')
        expect(await runner.sweep(1000)).toBe(0)
        const dead = (await runner.deadJobs(1000)).find((one) => one.id === id)
        const words = `${failures[3]?.name}: ${failures[3]?.message}`.replaceAll('\0', '').toWellFormed()
        expect(dead?.error).toBe(isDead ? words : undefined)
      }),
      { numRuns: RUNS },
    )
  })
})
