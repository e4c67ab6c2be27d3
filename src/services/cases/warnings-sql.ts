import { and, eq, gt, min, ne, type SQL, sql } from 'drizzle-orm'
import type { Sql } from '../../core/db.ts'
import type { Snowflake } from '../../core/snowflake.ts'
import { type EscalationLevel, escalationLevels, type Thresholds } from './escalation.ts'
import { type Case, caseCounters, moderationCases } from './schema.ts'

const DAY_MS = 86_400_000

/** Warnings count while they are younger than this; with 0 days they count for good. */
export function decayCutoff(now: Date, decayDays: number): Date {
  return decayDays === 0 ? new Date(0) : new Date(now.getTime() - decayDays * DAY_MS)
}

export interface WarningsOf {
  guildId: Snowflake
  userId: Snowflake
  cutoff: Date
}

/** The one definition of an active warning. What the ladder itself hands out does not count, or it would climb alone. */
export function isActiveWarning({ guildId, userId, cutoff }: WarningsOf): SQL | undefined {
  return and(
    eq(moderationCases.guildId, guildId),
    eq(moderationCases.userId, userId),
    eq(moderationCases.action, 'warn'),
    eq(moderationCases.status, 'active'),
    ne(moderationCases.source, 'escalation'),
    gt(moderationCases.createdAt, cutoff),
  )
}

/** Count, oldest and revision in one row, as of one moment. */
export function warningsStatement(sql_: Sql, of: WarningsOf) {
  return sql_
    .select({
      count: sql<number>`count(*)::int`,
      oldest: min(moderationCases.createdAt),
      revision: sql<number>`coalesce((select ${caseCounters.revision} from ${caseCounters} where ${caseCounters.guildId} = ${of.guildId}), 0)::int`,
    })
    .from(moderationCases)
    .where(isActiveWarning(of))
}

function levelSql(count: SQL, thresholds: Thresholds): SQL {
  const cases = escalationLevels
    .filter((level) => thresholds[level] > 0)
    .toReversed()
    .map((level) => sql`when ${count} >= ${thresholds[level]}::int then ${level}::text`)
  return cases.length === 0 ? sql`null::text` : sql`case ${sql.join(cases, sql` `)} end`
}

/** The level that one more warning reaches and that the warnings before it had not reached; `null` otherwise. */
export function crossedLevel(of: WarningsOf, thresholds: Thresholds): SQL<EscalationLevel | null> {
  const after = levelSql(sql`w.n + 1`, thresholds)
  const before = levelSql(sql`w.n`, thresholds)
  return sql<EscalationLevel | null>`(select case when ${after} is distinct from ${before} then ${after} end from (
    select count(*)::int as n from ${moderationCases} where ${isActiveWarning(of)}) w)`
}

/** Kept with the warning: it was the third, say. Decay and deletions change the count later, but not this. */
export function withWarningNumber(of: WarningsOf, details: Record<string, unknown>): SQL<Case['details']> {
  return sql<Case['details']>`${JSON.stringify(details)}::jsonb || jsonb_build_object('warnings', (
    select count(*)::int + 1 from ${moderationCases} where ${isActiveWarning(of)}))`
}
