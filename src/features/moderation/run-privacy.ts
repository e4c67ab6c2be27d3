import { and, eq, or } from 'drizzle-orm'
import type { GuildCtx } from '../../core/context.ts'
import type { Snowflake } from '../../core/snowflake.ts'
import { moderationRunItems as items, moderationChannelLocks as locks, moderationRuns as runs } from './schema.ts'

/** Mass bans and purges that the person started, locks they set, and runs under way that are about them. */
export async function exportUserRuns(ctx: GuildCtx, userId: Snowflake) {
  const guildId = ctx.guild.id
  const [started, locked, about] = await ctx.guild.db.read((db) => [
    db
      .select({ kind: runs.kind, state: runs.state, reason: runs.reason, createdAt: runs.createdAt })
      .from(runs)
      .where(and(eq(runs.guildId, guildId), eq(runs.createdBy, userId))),
    db
      .select({ channelId: locks.channelId, lockedAt: locks.lockedAt })
      .from(locks)
      .where(and(eq(locks.guildId, guildId), eq(locks.lockedBy, userId))),
    db
      .select({ name: items.name, state: items.state })
      .from(items)
      .where(and(eq(items.guildId, guildId), or(eq(items.subjectId, userId), eq(items.authorId, userId)))),
  ])
  return { started, locked, about }
}

/** Names go; ids stay, since a run under way works by them and its items are removed when it ends. */
export async function eraseUserRuns(ctx: GuildCtx, userId: Snowflake): Promise<number> {
  const guildId = ctx.guild.id
  const [started, about] = await ctx.guild.db.commit((db) => [
    db
      .update(runs)
      .set({ createdByName: '' })
      .where(and(eq(runs.guildId, guildId), eq(runs.createdBy, userId)))
      .returning({ id: runs.id }),
    db
      .update(items)
      .set({ name: null })
      .where(and(eq(items.guildId, guildId), eq(items.subjectId, userId)))
      .returning({ id: items.subjectId }),
  ])
  return started.length + about.length
}

export async function eraseGuildRuns(ctx: GuildCtx): Promise<number> {
  const guildId = ctx.guild.id
  const [removed, unlocked] = await ctx.guild.db.commit((db) => [
    db.delete(runs).where(eq(runs.guildId, guildId)).returning({ id: runs.id }),
    db.delete(locks).where(eq(locks.guildId, guildId)).returning({ id: locks.channelId }),
  ])
  return removed.length + unlocked.length
}
