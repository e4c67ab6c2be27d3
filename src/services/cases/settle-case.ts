import { and, desc, eq, gt, inArray, isNull } from 'drizzle-orm'
import type { GuildCtx } from '../../core/context.ts'
import { ended } from './finish-case.ts'
import { type Case, moderationCases } from './schema.ts'
import { banActions } from './types.ts'

/** A case whose effect may have to end. `supersededBy` is a later ban that is in force or about to be. */
export interface Due {
  case: Case
  supersededBy: Case | undefined
}

/** The case while its effect has not ended; `undefined` when it has, was never there, or Discord refused it. */
export async function dueCase(ctx: GuildCtx, id: string): Promise<Due | undefined> {
  const [[found]] = await ctx.guild.db.read((db) => [
    db
      .select()
      .from(moderationCases)
      .where(
        and(
          eq(moderationCases.id, id),
          isNull(moderationCases.settledAt),
          inArray(moderationCases.status, ['pending', 'active', 'deleted']),
        ),
      ),
  ])
  if (found?.userId == null) return undefined
  const { userId, number } = found
  const [[newer]] = await ctx.guild.db.read((db) => [
    db
      .select()
      .from(moderationCases)
      .where(
        and(
          eq(moderationCases.guildId, ctx.guild.id),
          eq(moderationCases.userId, userId),
          gt(moderationCases.number, number),
          inArray(moderationCases.action, [...banActions]),
          inArray(moderationCases.status, ['pending', 'active']),
          isNull(moderationCases.settledAt),
        ),
      )
      .orderBy(desc(moderationCases.number))
      .limit(1),
  ])
  return { case: found, supersededBy: newer }
}

/** Ends the effect of a case, once: answers whether this call did it. */
export async function settleCase(
  ctx: GuildCtx,
  { id, status }: { id: string; status: 'expired' | 'lifted' },
): Promise<boolean> {
  const [settled] = await ctx.guild.db.commit((db) => [
    db
      .update(moderationCases)
      .set({ settledAt: ctx.now(), status: ended(status) })
      .where(
        and(
          eq(moderationCases.id, id),
          isNull(moderationCases.settledAt),
          inArray(moderationCases.status, ['pending', 'active', 'deleted']),
        ),
      )
      .returning({ id: moderationCases.id }),
  ])
  return settled.length > 0
}
