import * as z from 'zod'
import type { Alarm } from '../../core/alarm.ts'
import type { GuildCtx, Log } from '../../core/context.ts'
import { AppError, type ErrorCode } from '../../core/errors.ts'
import type { AnyJob } from '../../core/jobs.ts'
import { forgetEvents } from '../scope/inbox.ts'
import type { SystemScope } from '../scope/system-scope.ts'
import { buryCrashed, type ClaimedJob, claimOne, claimSome, forgetFinished, listDead, revive, settle } from './store.ts'

const MAX_RETRIES = 3
const FIRST_RETRY_MS = 1000
const OUTAGE_RETRY_MS = 60_000
const MAX_OUTAGE_ATTEMPTS = 1440
const BATCH = 10
const KEEP_MS = 30 * 24 * 3_600_000
const FORGET_PER_SWEEP = 1000
const MAX_ERROR_LENGTH = 1000
/** For guarded statements: sent twice, the second finds nothing left to change. */
const REPLAY = { replay: 'harmless' } as const
/** Running again would end the same way. */
const PERMANENT: ReadonlySet<ErrorCode> = new Set(['invalid_input', 'not_found', 'forbidden'])

export interface JobRunnerOptions {
  system: SystemScope
  now(): Date
  jobs: ReadonlyMap<string, AnyJob>
  contextFor(job: ClaimedJob): GuildCtx
  alarm: Alarm
  log: Log
}

/** `skipped`: not due, done already, or somebody else runs it. `lost`: it took so long that somebody else runs it now. */
export type JobOutcome = 'done' | 'retry' | 'dead' | 'skipped' | 'lost'
export type DeadJob = Awaited<ReturnType<typeof listDead>>[number]

export interface JobRunner {
  run(id: string): Promise<JobOutcome>
  /** Runs what is due until nothing is left or `budgetMs` are over. Answers how many runs there were. */
  sweep(budgetMs: number): Promise<number>
  deadJobs(limit: number): Promise<DeadJob[]>
  /** False when there is no dead job with this id. */
  retryDead(id: string): Promise<boolean>
}

/**
 * Runs jobs out of Postgres: a row is claimed with a lease, run, and settled under that lease, so that each job takes
 * effect once however often and by whomever it is called. A failed run is tried again after 1 s, 2 s and 4 s, then
 * waits as `dead` for an operator; an outage of Discord counts as no failure, it only delays. Throws only what the database throws.
 */
export function createJobRunner(options: JobRunnerOptions): JobRunner {
  const { system, now, alarm, log } = options

  return {
    async run(id) {
      if (!isJobId(id)) return 'skipped'
      const [[job]] = await system.transaction((sql) => [claimOne(sql, id, now())], REPLAY)
      return job === undefined ? 'skipped' : execute(options, job)
    },

    async sweep(budgetMs) {
      const deadline = now().getTime() + budgetMs
      await tidy(options)
      let runs = 0
      while (now().getTime() < deadline) {
        const [batch] = await system.transaction((sql) => [claimSome(sql, BATCH, now())])
        if (batch.length === 0) break
        const results = await Promise.allSettled(batch.map((job) => execute(options, job)))
        for (const result of results) {
          if (result.status === 'rejected') log.error('job could not be settled', { error: result.reason })
        }
        runs += batch.length
      }
      return runs
    },

    async deadJobs(limit) {
      const [dead] = await system.transaction((sql) => [listDead(sql, limit)], REPLAY)
      return dead
    },

    async retryDead(id) {
      if (!isJobId(id)) return false
      const [revived] = await system.transaction((sql) => [revive(sql, id, now())], REPLAY)
      await alarm.schedule(revived, now())
      return revived.length > 0
    },
  }
}

function isJobId(id: string): boolean {
  return z.guid().safeParse(id).success
}

async function execute(options: JobRunnerOptions, job: ClaimedJob): Promise<JobOutcome> {
  const { system, now, jobs, contextFor } = options
  const definition = jobs.get(job.kind)
  if (definition === undefined) return bury(options, job, new Error(`no feature runs jobs of kind ${job.kind}`))
  try {
    await definition.run(contextFor(job), job.payload, { id: job.id, key: job.key, attempt: job.attempts })
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'duplicate')) return fail(options, job, error)
  }
  const [settled] = await system.transaction((sql) => [settle(sql, job, { state: 'done', finishedAt: now() })], REPLAY)
  return settled.length > 0 ? 'done' : 'lost'
}

async function fail(options: JobRunnerOptions, job: ClaimedJob, error: unknown): Promise<JobOutcome> {
  const { system, now, alarm, log } = options
  if (isOutage(error) && job.attempts < MAX_OUTAGE_ATTEMPTS) return postpone(options, job, error)
  const failures = job.failures + 1
  if (isPermanent(error) || failures > MAX_RETRIES) return bury(options, job, error)
  const runAt = new Date(now().getTime() + FIRST_RETRY_MS * 2 ** (failures - 1))
  const settlement = { state: 'due', runAt, failures, error: describe(error) } as const
  const [settled] = await system.transaction((sql) => [settle(sql, job, settlement)], REPLAY)
  if (settled.length === 0) return 'lost'
  log.warn('job failed, will be tried again', { job: job.id, kind: job.kind, failures, error })
  await alarm.schedule([{ ...job, runAt }], now())
  return 'retry'
}

/** No fault of the job: it comes back every minute until the other side does, for a day. */
async function postpone(
  { system, now, alarm, log }: JobRunnerOptions,
  job: ClaimedJob,
  error: unknown,
): Promise<JobOutcome> {
  const runAt = new Date(now().getTime() + OUTAGE_RETRY_MS)
  const settlement = { state: 'due', runAt, failures: job.failures, error: describe(error) } as const
  const [settled] = await system.transaction((sql) => [settle(sql, job, settlement)])
  if (settled.length === 0) return 'lost'
  log.warn('job waits for a system that is down', { job: job.id, kind: job.kind, attempts: job.attempts, error })
  await alarm.schedule([{ ...job, runAt }], now())
  return 'retry'
}

async function bury(options: JobRunnerOptions, job: ClaimedJob, error: unknown): Promise<JobOutcome> {
  const { system, now, log } = options
  const failures = job.failures + 1
  const settlement = { state: 'dead', finishedAt: now(), failures, error: describe(error) } as const
  const [settled] = await system.transaction((sql) => [settle(sql, job, settlement)], REPLAY)
  if (settled.length === 0) return 'lost'
  log.error('job is dead', { job: job.id, kind: job.kind, failures, error })
  return 'dead'
}

/** A system that a handler needs is down, and nothing happened. */
function isOutage(error: unknown): boolean {
  return error instanceof AppError && error.code === 'unavailable'
}

function isPermanent(error: unknown): boolean {
  return error instanceof z.ZodError || (error instanceof AppError && PERMANENT.has(error.code))
}

/** Without what Postgres cannot store, or a message with U+0000 would keep its job from ever being settled. */
function describe(error: unknown): string {
  const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return words.replaceAll('\0', '').slice(0, MAX_ERROR_LENGTH).toWellFormed()
}

async function tidy({ system, now, log }: JobRunnerOptions): Promise<void> {
  const limits = { before: new Date(now().getTime() - KEEP_MS), limit: FORGET_PER_SWEEP }
  const [buried] = await system.transaction(
    (sql) => [buryCrashed(sql, now()), forgetFinished(sql, limits), forgetEvents(sql, limits)],
    REPLAY,
  )
  for (const { id, kind } of buried) log.error('job is dead', { job: id, kind, error: 'ended without a result' })
}
