import { and, desc, eq, isNotNull, max, ne } from 'drizzle-orm'
import type { GuildCtx } from '../../core/context.ts'
import type { Snowflake } from '../../core/snowflake.ts'
import { moderationCases } from './schema.ts'

/** What a moderator wrote lately, newest first and each once; for autocompletion. */
export async function recentReasons(ctx: GuildCtx, moderatorId: Snowflake, limit: number): Promise<string[]> {
  const newest = max(moderationCases.number)
  const [found] = await ctx.guild.db.read((db) => [
    db
      .select({ reason: moderationCases.reason })
      .from(moderationCases)
      .where(
        and(
          eq(moderationCases.guildId, ctx.guild.id),
          eq(moderationCases.moderatorId, moderatorId),
          isNotNull(moderationCases.reason),
          ne(moderationCases.status, 'deleted'),
          ne(moderationCases.action, 'note'),
        ),
      )
      .groupBy(moderationCases.reason)
      .orderBy(desc(newest))
      .limit(limit),
  ])
  return found.flatMap(({ reason }) => (reason === null ? [] : [reason]))
}
