import { and, eq, sql } from 'drizzle-orm'
import type { GuildCtx } from '../../core/context.ts'
import type { Snowflake } from '../../core/snowflake.ts'
import { caseCounters, moderationCases } from './schema.ts'

/** Every case about the person, as stored, without the names and ids of the moderators. */
export async function exportUserCases(ctx: GuildCtx, userId: Snowflake) {
  const [cases] = await ctx.guild.db.read((db) => [
    db
      .select({
        case: moderationCases.number,
        action: moderationCases.action,
        name: moderationCases.userName,
        reason: moderationCases.reason,
        status: moderationCases.status,
        durationMs: moderationCases.durationMs,
        expiresAt: moderationCases.expiresAt,
        evidence: sql`(select coalesce(jsonb_agg(e - 'addedBy'), '[]'::jsonb) from jsonb_array_elements(${moderationCases.evidence}) e)`,
        createdAt: moderationCases.createdAt,
      })
      .from(moderationCases)
      .where(and(eq(moderationCases.guildId, ctx.guild.id), eq(moderationCases.userId, userId)))
      .orderBy(moderationCases.number),
  ])
  return cases
}

/**
 * That a person was warned or banned stays with the community that has to be kept safe, under their id alone. Their name, the
 * reasons and notes written about them, evidence and what became of messages to them go; so does their name as a moderator.
 * Answers how many cases were touched.
 */
export async function eraseUserCases(ctx: GuildCtx, userId: Snowflake): Promise<number> {
  const guild = eq(moderationCases.guildId, ctx.guild.id)
  const [about, by] = await ctx.guild.db.commit((db) => [
    db
      .update(moderationCases)
      .set({ userName: null, reason: null, evidence: [], reasonEdits: [], details: {}, dm: null })
      .where(and(guild, eq(moderationCases.userId, userId)))
      .returning({ id: moderationCases.id }),
    db
      .update(moderationCases)
      .set({ moderatorName: null })
      .where(and(guild, eq(moderationCases.moderatorId, userId)))
      .returning({ id: moderationCases.id }),
  ])
  return new Set([...about, ...by].map((row) => row.id)).size
}

/** Removes every case and starts the numbers again at 1. Answers how many cases there were. */
export async function eraseGuildCases(ctx: GuildCtx): Promise<number> {
  const [, removed] = await ctx.guild.db.commit((db) => [
    db.delete(caseCounters).where(eq(caseCounters.guildId, ctx.guild.id)),
    db.delete(moderationCases).where(eq(moderationCases.guildId, ctx.guild.id)).returning({ id: moderationCases.id }),
  ])
  return removed.length
}
