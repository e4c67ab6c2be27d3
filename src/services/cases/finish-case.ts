import { and, eq, inArray, isNull, lt, sql } from 'drizzle-orm'
import type { GuildCtx } from '../../core/context.ts'
import type { Snowflake } from '../../core/snowflake.ts'
import { type Case, moderationCases } from './schema.ts'
import type { CaseAction, DmOutcome } from './types.ts'

export interface CaseOutcome {
  status: 'active' | 'failed'
  dm?: DmOutcome | undefined
}

/** Which earlier effects an action replaces: a new ban a temporary one, an unban any ban, a timeout the one before. */
const replaced: Partial<Record<CaseAction, readonly CaseAction[]>> = {
  ban: ['ban', 'tempban'],
  tempban: ['ban', 'tempban'],
  softban: ['ban', 'tempban'],
  unban: ['ban', 'tempban'],
  timeout: ['timeout'],
  untimeout: ['timeout'],
}

/**
 * Records what came of a pending case, and ends the earlier effects that it replaced.
 * A case that is not pending any more keeps its status.
 */
export async function finishCase(ctx: GuildCtx, opened: Case, outcome: CaseOutcome): Promise<void> {
  const { userId, number, action, guildId } = opened
  const replaces = outcome.status === 'active' && userId !== null ? (replaced[action] ?? []) : []
  await ctx.guild.db.commit((db) => [
    db
      .update(moderationCases)
      .set({
        status: sql`case when ${moderationCases.status} = 'pending' then ${outcome.status}::varchar else ${moderationCases.status} end`,
        dm: sql`coalesce(${outcome.dm ?? null}::varchar, ${moderationCases.dm})`,
      })
      .where(eq(moderationCases.id, opened.id)),
    db
      .update(moderationCases)
      .set({ settledAt: ctx.now(), status: ended('lifted') })
      .where(
        and(
          eq(moderationCases.guildId, guildId),
          eq(moderationCases.userId, userId ?? guildId),
          inArray(moderationCases.action, replaces.length === 0 ? ['note'] : [...replaces]),
          isNull(moderationCases.settledAt),
          lt(moderationCases.number, replaces.length === 0 ? 0 : number),
          inArray(moderationCases.status, ['active', 'deleted']),
        ),
      ),
  ])
}

/** A deleted case stays deleted when its effect ends. */
export function ended(status: 'lifted' | 'expired') {
  return sql`case when ${moderationCases.status} = 'deleted' then 'deleted' else ${status}::varchar end`
}

/** Keeps what came of telling people: the member in a direct message, the moderators in the log channel. */
export async function recordDelivery(
  ctx: GuildCtx,
  {
    id,
    dm,
    log,
  }: { id: string; dm?: DmOutcome | undefined; log?: { channelId: Snowflake; messageId: Snowflake } | undefined },
): Promise<void> {
  if (dm === undefined && log === undefined) return
  await ctx.guild.db.commit((db) => [
    db
      .update(moderationCases)
      .set({
        ...(dm === undefined ? {} : { dm }),
        ...(log === undefined ? {} : { logChannelId: log.channelId, logMessageId: log.messageId }),
      })
      .where(eq(moderationCases.id, id)),
  ])
}
