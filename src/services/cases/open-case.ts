import { and, eq, inArray, lt, sql } from 'drizzle-orm'
import type { GuildCtx } from '../../core/context.ts'
import type { Sql } from '../../core/db.ts'
import { AppError } from '../../core/errors.ts'
import type { JobRequest } from '../../core/jobs.ts'
import type { Snowflake } from '../../core/snowflake.ts'
import type { Thresholds } from './escalation.ts'
import { actingModerator } from './moderator.ts'
import { type Case, caseCounters, moderationCases } from './schema.ts'
import { texts } from './texts.ts'
import type { CaseAction, CaseSource, CaseStatus, Evidence, Moderator } from './types.ts'
import { rememberWarnings } from './warnings-cache.ts'
import { crossedLevel, decayCutoff, warningsStatement, withWarningNumber } from './warnings-sql.ts'

export interface NewCase {
  /** A uuid; the same one is written once, whoever repeats it. Made here when left out. */
  id?: string
  action: CaseAction
  source: CaseSource
  user?: { id: Snowflake; name: string }
  channelId?: Snowflake
  /** The person who asks, or the bot, when left out. */
  moderator?: Moderator
  reason?: string | undefined
  durationMs?: number | undefined
  /** `active` for what is complete once it is written (warnings, notes); everything else waits for Discord. */
  status?: Extract<CaseStatus, 'pending' | 'active'>
  hidden?: boolean
  evidence?: readonly Evidence[]
  details?: Record<string, string | number | boolean>
}

export interface OpenOptions {
  /** Stored in the same transaction. */
  jobs?: readonly JobRequest[]
}

export interface LadderOptions extends OpenOptions {
  /** For warnings: how they count, and the job that is stored when this one crosses a level. */
  ladder?: { thresholds: Thresholds; decayDays: number; job: JobRequest }
}

export interface OpenedCase {
  case: Case
  /** Active warnings of the person, this one included; only with `ladder`. */
  warnings: number | undefined
}

/**
 * Writes one case in one transaction: the next number of the guild (1, 2, 3 … without gap or duplicate, whatever happens
 * at the same time), the row, its jobs, and for a warning the count and the level it crosses.
 * A case whose `id` exists already is left alone and answered as it is, so a repeated job may simply call again.
 */
export async function openCase(ctx: GuildCtx, input: NewCase, options: LadderOptions = {}): Promise<OpenedCase> {
  const id = input.id ?? crypto.randomUUID()
  const { ladder, jobs = [] } = options
  const now = ctx.now()
  const guildId = ctx.guild.id
  const userId = input.user?.id ?? guildId
  const counted = { guildId, userId, cutoff: decayCutoff(now, ladder?.decayDays ?? 0) }
  const row = {
    ...caseRow(ctx, { ...input, id }),
    number: sql<number>`(${lastNumber(guildId)}) + 1`,
    ...(ladder === undefined
      ? {}
      : {
          escalation: crossedLevel(counted, ladder.thresholds),
          details: withWarningNumber(counted, input.details ?? {}),
        }),
  }
  const crossed = ladder === undefined ? [] : [{ ...ladder.job, onlyIf: hasEscalation(id) }]
  const [, , , [opened], [warnings]] = await ctx.guild.db.commit(
    (db) => [
      lockCounter(db, guildId),
      db.insert(moderationCases).values(row).onConflictDoNothing({ target: moderationCases.id }),
      settleCounter(db, guildId),
      db.select().from(moderationCases).where(eq(moderationCases.id, id)),
      warningsStatement(db, counted),
    ],
    { jobs: [...jobs, ...crossed] },
  )
  if (opened === undefined) throw new AppError('conflict', texts('notWritten'))
  if (ladder === undefined || warnings === undefined) return { case: opened, warnings: undefined }
  ctx.background(rememberWarnings(ctx, { userId, decayDays: ladder.decayDays, ...warnings }))
  return { case: opened, warnings: warnings.count }
}

/**
 * Many cases at once, numbered in the order given, in one transaction. Each needs its own `id`; ids that exist already keep
 * their number and take no new one. Answers all of them, by number.
 */
export async function openCases(
  ctx: GuildCtx,
  inputs: readonly (NewCase & { id: string })[],
  { jobs = [] }: OpenOptions = {},
): Promise<Case[]> {
  if (inputs.length === 0) return []
  const guildId = ctx.guild.id
  const ids = inputs.map((input) => input.id)
  const rows = inputs.map((input, i) => ({ ...caseRow(ctx, input), number: -1 - i }))
  const fresh = and(eq(moderationCases.guildId, guildId), lt(moderationCases.number, 0))
  const [, , , , opened] = await ctx.guild.db.commit(
    (db) => [
      lockCounter(db, guildId),
      db.insert(moderationCases).values(rows).onConflictDoNothing({ target: moderationCases.id }),
      // Nobody sees the negative numbers: they are replaced before the transaction ends, skipping ids that existed.
      db
        .update(moderationCases)
        .set({
          number: sql`(${lastNumber(guildId)}) + (select count(*) from ${moderationCases} f where f.guild_id = ${guildId} and f.case_id < 0 and f.case_id >= ${moderationCases.number})`,
        })
        .where(fresh),
      settleCounter(db, guildId),
      db.select().from(moderationCases).where(inArray(moderationCases.id, ids)).orderBy(moderationCases.number),
    ],
    { jobs },
  )
  return opened
}

function caseRow(ctx: GuildCtx, input: NewCase & { id: string }) {
  const moderator = input.moderator ?? actingModerator(ctx)
  const now = ctx.now()
  return {
    id: input.id,
    guildId: ctx.guild.id,
    userId: input.user?.id ?? null,
    userName: input.user?.name ?? null,
    channelId: input.channelId ?? null,
    moderatorId: moderator.id,
    moderatorName: moderator.name,
    action: input.action,
    reason: input.reason ?? null,
    durationMs: input.durationMs ?? null,
    expiresAt: input.durationMs === undefined ? null : new Date(now.getTime() + input.durationMs),
    status: input.status ?? 'pending',
    hidden: input.hidden ?? false,
    source: input.source,
    evidence: [...(input.evidence ?? [])],
    details: input.details ?? {},
    createdAt: now,
  }
}

/** Must come first: until this transaction ends, every other one about cases of this guild waits here. */
export function lockCounter(db: Sql, guildId: Snowflake) {
  return db
    .insert(caseCounters)
    .values({ guildId, lastNumber: 0, revision: 1 })
    .onConflictDoUpdate({ target: caseCounters.guildId, set: { revision: sql`${caseCounters.revision} + 1` } })
}

function lastNumber(guildId: Snowflake) {
  return sql`select ${caseCounters.lastNumber} from ${caseCounters} where ${caseCounters.guildId} = ${guildId}`
}

/** Taken from the rows, so that an insert that met its own id again leaves no gap. */
function settleCounter(db: Sql, guildId: Snowflake) {
  return db
    .update(caseCounters)
    .set({
      lastNumber: sql`greatest(${caseCounters.lastNumber}, (select coalesce(max(${moderationCases.number}), 0) from ${moderationCases} where ${moderationCases.guildId} = ${guildId}))`,
    })
    .where(eq(caseCounters.guildId, guildId))
}

function hasEscalation(id: string) {
  return sql`exists (select 1 from ${moderationCases} where ${moderationCases.id} = ${id} and ${moderationCases.escalation} is not null)`
}
