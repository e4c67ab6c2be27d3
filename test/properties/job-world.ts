import * as z from 'zod'
import { type AnyJob, defineJob, type JobRequest } from '../../src/core/jobs.ts'
import { createJobRunner, type JobRunnerOptions } from '../../src/services/jobs/runner.ts'
import { type DataCtxOptions, type DataWorld, recordingAlarm, silent, stillClock } from './data-world.ts'

export type Clock = ReturnType<typeof stillClock>

/** A job whose runs are counted, and whose outcome the test decides. */
export function countedJob(onRun: (payload: { name: string }, run: number) => void | Promise<void> = () => {}) {
  const runs = new Map<string, number>()
  const job = defineJob({
    id: 'test.count',
    payload: z.object({ name: z.string() }),
    async run(_ctx, payload) {
      const run = (runs.get(payload.name) ?? 0) + 1
      runs.set(payload.name, run)
      await onRun(payload, run)
    },
  })
  return { job, runs }
}

interface RunnerSetup {
  jobs: AnyJob[]
  clock?: Clock
  contextFor?: JobRunnerOptions['contextFor']
}

/** A runner over the world's database, for `jobs` and a clock that the test moves. */
export function startRunner(world: DataWorld, { jobs, clock = stillClock(), contextFor }: RunnerSetup) {
  const alarm = recordingAlarm()
  const runner = createJobRunner({
    system: world.system,
    now: clock.now,
    jobs: new Map(jobs.map((job) => [job.id, job])),
    contextFor: contextFor ?? (({ guildId }) => world.ctx({ guildId, now: clock.now })),
    alarm,
    log: silent,
  })
  return { runner, alarm, clock }
}

/** Asks for a job due now and answers its id. */
export async function addJob(
  world: DataWorld,
  request: JobRequest,
  where: Pick<DataCtxOptions, 'guildId' | 'guildLocale'> = {},
): Promise<string> {
  const ctx = world.ctx({ now: () => request.runAt, ...where })
  await ctx.guild.db.commit((sql) => [sql.execute('select 1')], { jobs: [request] })
  const [added] = ctx.announced
  if (added === undefined) throw new Error(`there is a job ${request.kind} ${request.key} already`)
  return added.id
}
