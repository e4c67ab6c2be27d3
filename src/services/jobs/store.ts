import { and, asc, desc, eq, inArray, isNotNull, lt, lte, or, sql as raw, type SQL } from 'drizzle-orm'
import type { Sql } from '../../core/db.ts'
import { toLocale } from '../../core/text.ts'
import { jobs } from './schema.ts'

const LEASE_MS = 60_000
/** A job that takes its Worker down with it this often is not started again. */
const MAX_CRASHES = 8

const claimed = {
  id: jobs.id,
  kind: jobs.kind,
  key: jobs.key,
  guildId: jobs.guildId,
  guildLocale: raw`(select g.locale from guilds g where g.id = ${jobs.guildId})`.mapWith(toLocale),
  payload: jobs.payload,
  attempts: jobs.attempts,
  failures: jobs.failures,
}
const isAbandoned = (now: Date) => and(eq(jobs.state, 'running'), lte(jobs.leaseUntil, now))
const isClaimable = (now: Date) =>
  and(lt(jobs.crashes, MAX_CRASHES), or(and(eq(jobs.state, 'due'), lte(jobs.runAt, now)), isAbandoned(now)))

function take(sql: Sql, now: Date, which: SQL | undefined) {
  return sql
    .update(jobs)
    .set({
      state: 'running',
      attempts: raw`${jobs.attempts} + 1`,
      crashes: raw`${jobs.crashes} + (${jobs.state} = 'running')::int`,
      leaseUntil: new Date(now.getTime() + LEASE_MS),
    })
    .where(which)
    .returning(claimed)
}

/** A job that this process may run until its lease ends. */
export type ClaimedJob = Awaited<ReturnType<typeof take>>[number]

/** Of all who try at once, one gets the row. */
export function claimOne(sql: Sql, id: string, now: Date) {
  return take(sql, now, and(eq(jobs.id, id), isClaimable(now)))
}

/**
 * The longest due first, but after those that no Worker died with: who stood beside a job that kills its Worker must not
 * be claimed with it again and again. Rows that somebody else is claiming are left to them.
 */
export function claimSome(sql: Sql, limit: number, now: Date) {
  const due = sql
    .select({ id: jobs.id })
    .from(jobs)
    .where(isClaimable(now))
    .orderBy(asc(jobs.crashes), asc(jobs.runAt))
    .limit(limit)
    .for('update', { skipLocked: true })
  return take(sql, now, inArray(jobs.id, due))
}

type Settlement =
  | { state: 'done'; finishedAt: Date }
  | { state: 'due'; runAt: Date; failures: number; error: string }
  | { state: 'dead'; finishedAt: Date; failures: number; error: string }

/** Ends this run; changes nothing when the lease ran out and the job was started again. */
export function settle(sql: Sql, job: ClaimedJob, settlement: Settlement) {
  return sql
    .update(jobs)
    .set({ leaseUntil: null, ...settlement })
    .where(and(eq(jobs.id, job.id), eq(jobs.state, 'running'), eq(jobs.attempts, job.attempts)))
    .returning({ id: jobs.id })
}

export function buryCrashed(sql: Sql, now: Date) {
  return sql
    .update(jobs)
    .set({ state: 'dead', leaseUntil: null, finishedAt: now, error: `ended ${MAX_CRASHES} times without a result` })
    .where(and(isAbandoned(now), raw`${jobs.crashes} >= ${MAX_CRASHES}`))
    .returning({ id: jobs.id, kind: jobs.kind })
}

/** Dead jobs stay until somebody has looked at them. */
export function forgetFinished(sql: Sql, { before, limit }: { before: Date; limit: number }) {
  const old = sql
    .select({ id: jobs.id })
    .from(jobs)
    .where(and(isNotNull(jobs.finishedAt), lt(jobs.finishedAt, before), inArray(jobs.state, ['done', 'cancelled'])))
    .limit(limit)
  return sql.delete(jobs).where(inArray(jobs.id, old))
}

export function listDead(sql: Sql, limit: number) {
  const { id, kind, key, guildId, payload, attempts, error, createdAt, finishedAt } = jobs
  return sql
    .select({ id, kind, key, guildId, payload, attempts, error, createdAt, finishedAt })
    .from(jobs)
    .where(eq(jobs.state, 'dead'))
    .orderBy(desc(jobs.finishedAt))
    .limit(limit)
}

/** Gives a dead job all its tries back. */
export function revive(sql: Sql, id: string, now: Date) {
  const { kind, key, guildId, runAt, attempts } = jobs
  return sql
    .update(jobs)
    .set({ state: 'due', runAt: now, failures: 0, crashes: 0, error: null, finishedAt: null })
    .where(and(eq(jobs.id, id), eq(jobs.state, 'dead')))
    .returning({ id: jobs.id, kind, key, guildId, runAt, attempts })
}
