import { and, eq, sql as fragment, type SQL } from 'drizzle-orm'
import type { AnnouncedJob } from '../../core/alarm.ts'
import type { Sql } from '../../core/db.ts'
import type { JobRequest } from '../../core/jobs.ts'
import type { Snowflake } from '../../core/snowflake.ts'
import { jobs } from './schema.ts'

type NewJob = typeof jobs.$inferInsert & Pick<JobRequest, 'onlyIf'>

/** Rows for jobs that were asked for. Ids are made here, so that callers know them before the commit. */
export function newJobs(
  requests: readonly JobRequest[],
  { guildId, now }: { guildId: Snowflake; now: Date },
): NewJob[] {
  return requests.map((request) => ({ ...request, id: crypto.randomUUID(), guildId, createdAt: now }))
}

/**
 * A (kind, key) that the guild already has is left as it is: asked for twice, it still happens once.
 * One whose `onlyIf` does not hold is stored as cancelled.
 */
export function insertJobs(sql: Sql, rows: NewJob[]) {
  return sql
    .insert(jobs)
    .values(rows.map(({ onlyIf, ...row }) => ({ ...row, ...(onlyIf === undefined ? {} : dueOnlyIf(onlyIf, row)) })))
    .onConflictDoNothing({ target: [jobs.guildId, jobs.kind, jobs.key] })
    .returning({ id: jobs.id, state: jobs.state })
}

function dueOnlyIf(condition: SQL, { createdAt }: NewJob) {
  const at = fragment.param(createdAt, jobs.createdAt)
  return {
    state: fragment<'due' | 'cancelled'>`case when ${condition} then 'due' else 'cancelled' end`,
    finishedAt: fragment<Date | null>`case when ${condition} then null else ${at}::timestamptz end`,
  }
}

/** Those of `rows` that were stored to be run, going by the result of `insertJobs`. */
export function announced(rows: readonly NewJob[], inserted: unknown): AnnouncedJob[] {
  const ids = new Set(
    Array.isArray(inserted)
      ? inserted.filter((row: { state: string }) => row.state === 'due').map((row: { id: string }) => row.id)
      : [],
  )
  return rows
    .filter((row) => ids.has(row.id))
    .map(({ id, kind, key, guildId, runAt }) => ({ id, kind, key, guildId, runAt, attempts: 0 }))
}

/** Cancels a job of this guild that has not started; hand it to `commit`. Answers its id, or no row. */
export function cancelJob(sql: Sql, { kind, key, now }: { kind: string; key: string; now: Date }) {
  return sql
    .update(jobs)
    .set({ state: 'cancelled', finishedAt: now })
    .where(and(eq(jobs.kind, kind), eq(jobs.key, key), eq(jobs.state, 'due')))
    .returning({ id: jobs.id })
}
