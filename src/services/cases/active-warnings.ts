import type { GuildCtx } from '../../core/context.ts'
import type { Snowflake } from '../../core/snowflake.ts'
import { recallWarnings, rememberWarnings } from './warnings-cache.ts'
import { decayCutoff, warningsStatement } from './warnings-sql.ts'

/**
 * How many warnings of a member count right now: from Redis while that is known to hold, else from Postgres.
 * For showing only. The ladder counts for itself, in the transaction that writes the warning.
 */
export async function activeWarnings(
  ctx: GuildCtx,
  { userId, decayDays }: { userId: Snowflake; decayDays: number },
): Promise<number> {
  const known = await recallWarnings(ctx, { userId, decayDays })
  if (known !== undefined) return known
  const cutoff = decayCutoff(ctx.now(), decayDays)
  const [[counted]] = await ctx.guild.db.read((db) => [
    warningsStatement(db, { guildId: ctx.guild.id, userId, cutoff }),
  ])
  if (counted === undefined) return 0
  ctx.background(rememberWarnings(ctx, { userId, decayDays, ...counted }))
  return counted.count
}
