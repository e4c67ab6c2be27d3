import { and, desc, eq, isNotNull, max, ne } from 'drizzle-orm'
import type { GuildCtx } from '../../core/context.ts'
import type { Snowflake } from '../../core/snowflake.ts'
import { moderationCases } from './schema.ts'

/** Asked at every keystroke, so a long career must not make it slow. */
const LOOKED_AT = 200

/** What a moderator wrote lately, newest first and each once; for autocompletion. */
export async function recentReasons(ctx: GuildCtx, moderatorId: Snowflake, limit: number): Promise<string[]> {
  const [found] = await ctx.guild.db.read((db) => {
    const latest = db
      .select({ reason: moderationCases.reason, number: moderationCases.number })
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
      .orderBy(desc(moderationCases.number))
      .limit(LOOKED_AT)
      .as('latest')
    return [
      db
        .select({ reason: latest.reason })
        .from(latest)
        .groupBy(latest.reason)
        .orderBy(desc(max(latest.number)))
        .limit(limit),
    ]
  })
  return found.flatMap(({ reason }) => (reason === null ? [] : [reason]))
}
