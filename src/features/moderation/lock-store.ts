import { and, eq } from 'drizzle-orm'
import type { GuildCtx } from '../../core/context.ts'
import type { JobRequest } from '../../core/jobs.ts'
import type { Snowflake } from '../../core/snowflake.ts'
import type { Overwrite } from './channels/overwrites.ts'
import { type ChannelLock, moderationChannelLocks as locks } from './schema.ts'

export type { ChannelLock } from './schema.ts'

export async function readLock(ctx: GuildCtx, channelId: Snowflake): Promise<ChannelLock | undefined> {
  const [[lock]] = await ctx.guild.db.read((db) => [db.select().from(locks).where(eq(locks.channelId, channelId))])
  return lock
}

export interface NewLock {
  channelId: Snowflake
  lockId: string
  previous: Overwrite | null
  lockedBy: Snowflake
  expiresAt?: Date | undefined
}

/** Remembers how a channel was before its lock, and when to open it again. Replaces an older lock of the same channel. */
export async function saveLock(ctx: GuildCtx, lock: NewLock, jobs: readonly JobRequest[]): Promise<void> {
  const { lockId, previous, lockedBy } = lock
  const values = { lockId, previous, lockedBy, lockedAt: ctx.now(), expiresAt: lock.expiresAt ?? null }
  const row = { guildId: ctx.guild.id, channelId: lock.channelId, ...values }
  await ctx.guild.db.commit(
    (db) => [
      db
        .insert(locks)
        .values(row)
        .onConflictDoUpdate({ target: [locks.guildId, locks.channelId], set: values }),
    ],
    { jobs },
  )
}

/** Forgets this lock and no later one of the same channel. Answers whether it was this call that did. */
export async function forgetLock(
  ctx: GuildCtx,
  { channelId, lockId }: Pick<ChannelLock, 'channelId' | 'lockId'>,
): Promise<boolean> {
  const [gone] = await ctx.guild.db.commit((db) => [
    db
      .delete(locks)
      .where(and(eq(locks.channelId, channelId), eq(locks.lockId, lockId)))
      .returning({ lockId: locks.lockId }),
  ])
  return gone.length > 0
}
