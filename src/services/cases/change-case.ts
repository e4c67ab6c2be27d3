import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core'
import type { GuildCtx } from '../../core/context.ts'
import { AppError } from '../../core/errors.ts'
import { actingModerator } from './moderator.ts'
import { lockCounter } from './open-case.ts'
import { type Case, moderationCases } from './schema.ts'
import { texts } from './texts.ts'
import type { Evidence, ReasonEdit } from './types.ts'
import { rememberWarnings } from './warnings-cache.ts'
import { decayCutoff, warningsStatement } from './warnings-sql.ts'

const MOST_EVIDENCE = 10

interface Change {
  number: number
  set: PgUpdateSetSource<typeof moderationCases>
  when?: SQL
}

function caseNumbered(ctx: GuildCtx, number: number): SQL | undefined {
  return and(eq(moderationCases.guildId, ctx.guild.id), eq(moderationCases.number, number))
}

/** A commit brings the rows of the guild with it, so a number that was never given must not get that far. */
async function assertExists(ctx: GuildCtx, number: number): Promise<void> {
  const [[found]] = await ctx.guild.db.read((db) => [
    db.select({ id: moderationCases.id }).from(moderationCases).where(caseNumbered(ctx, number)),
  ])
  if (found === undefined) throw new AppError('not_found', texts('notFound', { number }))
}

/** One guarded statement; the second only tells apart why the first found nothing. */
async function change(ctx: GuildCtx, { number, set, when }: Change): Promise<Case> {
  await assertExists(ctx, number)
  const isIt = caseNumbered(ctx, number)
  const notDeleted = sql`${moderationCases.status} <> 'deleted'`
  const [[changed], [now]] = await ctx.guild.db.commit((db) => [
    db
      .update(moderationCases)
      .set(set)
      .where(and(isIt, notDeleted, when))
      .returning(),
    db.select().from(moderationCases).where(isIt),
  ])
  if (changed !== undefined) return changed
  if (now === undefined) throw new AppError('not_found', texts('notFound', { number }))
  if (now.status === 'deleted') throw new AppError('conflict', texts('isDeleted', { number }))
  throw new AppError('limit', texts('tooMuchEvidence', { number, most: MOST_EVIDENCE }))
}

/** Appends in the database, so that two edits at once both stay in the history. */
function appended(column: typeof moderationCases.reasonEdits | typeof moderationCases.evidence, item: unknown): SQL {
  return sql`${column} || jsonb_build_array(${JSON.stringify(item)}::jsonb)`
}

/** Replaces the reason and keeps the old one with who changed it and when. Throws `not_found`, or `conflict` for a deleted case. */
export async function editReason(ctx: GuildCtx, { number, reason }: { number: number; reason: string }): Promise<Case> {
  const editor = actingModerator(ctx).id
  const edit: Omit<ReasonEdit, 'before'> = { by: editor, at: ctx.now().toISOString() }
  return change(ctx, {
    number,
    set: {
      reason,
      editedBy: editor,
      editedAt: ctx.now(),
      reasonEdits: sql`${moderationCases.reasonEdits} || jsonb_build_array(${JSON.stringify(edit)}::jsonb || jsonb_build_object('before', ${moderationCases.reason}))`,
    },
  })
}

/** Adds a link to what happened. Throws `limit` at ten, `not_found`, or `conflict` for a deleted case. */
export async function addEvidence(
  ctx: GuildCtx,
  { number, url, excerpt }: { number: number; url: string; excerpt?: string },
): Promise<Case> {
  const evidence: Evidence = {
    url,
    addedBy: actingModerator(ctx).id,
    addedAt: ctx.now().toISOString(),
    ...(excerpt === undefined ? {} : { excerpt }),
  }
  return change(ctx, {
    number,
    set: { evidence: appended(moderationCases.evidence, evidence) },
    when: sql`jsonb_array_length(${moderationCases.evidence}) < ${MOST_EVIDENCE}`,
  })
}

/**
 * Takes a case out of the record: it no longer counts, is shown as deleted, and its number stays taken.
 * A temporary ban it belongs to still ends on time. Throws `not_found`, or `conflict` when it was deleted before.
 */
export async function deleteCase(
  ctx: GuildCtx,
  { number, decayDays }: { number: number; decayDays: number },
): Promise<Case> {
  await assertExists(ctx, number)
  const guildId = ctx.guild.id
  const isIt = caseNumbered(ctx, number)
  const set = { status: 'deleted', deletedBy: actingModerator(ctx).id, deletedAt: ctx.now() } as const
  const [, [deleted], [now]] = await ctx.guild.db.commit((db) => [
    lockCounter(db, guildId),
    db
      .update(moderationCases)
      .set(set)
      .where(and(isIt, sql`${moderationCases.status} <> 'deleted'`))
      .returning(),
    db.select({ id: moderationCases.id }).from(moderationCases).where(isIt),
  ])
  if (now === undefined) throw new AppError('not_found', texts('notFound', { number }))
  if (deleted === undefined) throw new AppError('conflict', texts('isDeleted', { number }))
  if (deleted.action === 'warn' && deleted.userId !== null) {
    await recountWarnings(ctx, { userId: deleted.userId, decayDays })
  }
  return deleted
}

async function recountWarnings(
  ctx: GuildCtx,
  { userId, decayDays }: { userId: NonNullable<Case['userId']>; decayDays: number },
): Promise<void> {
  const of = { guildId: ctx.guild.id, userId, cutoff: decayCutoff(ctx.now(), decayDays) }
  const [[counted]] = await ctx.guild.db.read((db) => [warningsStatement(db, of)])
  if (counted !== undefined) await rememberWarnings(ctx, { userId, decayDays, ...counted })
}
