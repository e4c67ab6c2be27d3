import type { APIChannel } from 'discord-api-types/v10'
import type { GuildCtx } from '../../../core/context.ts'
import { AppError } from '../../../core/errors.ts'
import type { InteractionCtx } from '../../../core/interaction-context.ts'
import { mentionChannel, mentionUser, timestamp } from '../../../core/markdown.ts'
import type { Snowflake } from '../../../core/snowflake.ts'
import { type Case, settleCase } from '../../../services/cases/index.ts'
import { editChannelOverwrite, getChannel } from '../../../services/discord/channels.ts'
import { type ChannelLock, forgetLock, readLock, saveLock } from '../lock-store.ts'
import { carryOut, isKnownFailure } from './carry-out.ts'
import { isLocked, lockedOverwrite, type Overwrite, restoredOverwrite } from './overwrites.ts'
import { channelTexts as texts } from './texts.ts'
import { unlockRequest } from './unlock-job.ts'

const CATEGORY = 4

export interface LockInput {
  channelId: Snowflake
  reason: string | undefined
  durationMs?: number | undefined
}

/** The overwrite of @everyone, whose id is the guild's. Throws `AppError('invalid_input')` for what has none to change. */
function everyoneIn(ctx: GuildCtx, channel: APIChannel): Overwrite | null {
  if (!('permission_overwrites' in channel) || channel.type === CATEGORY) {
    throw new AppError('invalid_input', texts('notLockable'))
  }
  const found = channel.permission_overwrites?.find((overwrite) => overwrite.id === ctx.guild.id)
  return found === undefined ? null : { allow: found.allow, deny: found.deny }
}

async function setEveryone(
  ctx: GuildCtx,
  { channelId, overwrite, reason }: { channelId: Snowflake; overwrite: Overwrite | null; reason: string },
): Promise<void> {
  const everyone = ctx.guild.id
  if (overwrite === null) {
    await ctx.discord.request({ method: 'DELETE', path: `/channels/${channelId}/permissions/${everyone}`, reason })
    return
  }
  const [allow, deny] = [BigInt(overwrite.allow), BigInt(overwrite.deny)]
  await editChannelOverwrite(ctx, { channelId, target: { kind: 'role', id: everyone }, allow, deny, reason })
}

/**
 * Takes writing and reacting from @everyone and remembers what was before. Throws `AppError('nothing_to_do')` for a locked channel.
 * A lock that is remembered but not in force (opened by hand, or cut off) is simply made anew.
 */
export async function lockChannel(ctx: InteractionCtx, input: LockInput): Promise<Case> {
  const { channelId, reason, durationMs } = input
  // In this order: whoever sees another's overwrite then also sees their row, and never remembers a locked state as the one before.
  const current = everyoneIn(ctx, await getChannel(ctx, { channelId }))
  const known = await readLock(ctx, channelId)
  if (isLocked(current)) throw new AppError('nothing_to_do', lockedText(channelId, known))
  const lockId = crypto.randomUUID()
  const expiresAt = durationMs === undefined ? undefined : new Date(ctx.now().getTime() + durationMs)
  const jobs = expiresAt === undefined ? [] : [unlockRequest({ channelId, lockId, runAt: expiresAt })]
  await saveLock(ctx, { channelId, lockId, previous: current, lockedBy: ctx.actor.id, expiresAt }, jobs)
  try {
    return await carryOut(ctx, { action: 'lock', channelId, reason, durationMs, caseId: lockId }, (why) =>
      setEveryone(ctx, { channelId, overwrite: lockedOverwrite(current), reason: why }),
    )
  } catch (error) {
    if (isKnownFailure(error)) await forgetLock(ctx, { channelId, lockId })
    throw error
  }
}

function lockedText(channelId: Snowflake, lock: ChannelLock | undefined) {
  const channel = mentionChannel(channelId)
  if (lock === undefined) return texts('lockedByHand', { channel })
  return texts('alreadyLocked', { channel, user: mentionUser(lock.lockedBy), when: timestamp(lock.lockedAt, 'R') })
}

/** Puts back what was before the lock. Throws `AppError('nothing_to_do')` when the bot did not lock the channel. */
export async function unlockChannel(ctx: InteractionCtx, { channelId, reason }: LockInput): Promise<Case> {
  const lock = await readLock(ctx, channelId)
  if (lock === undefined)
    throw new AppError('nothing_to_do', texts('notLocked', { channel: mentionChannel(channelId) }))
  const done = await carryOut(ctx, { action: 'unlock', channelId, reason }, (why) => restore(ctx, lock, why))
  await forgetLock(ctx, lock)
  ctx.background(settleCase(ctx, { id: lock.lockId, status: 'lifted' }))
  return done
}

/** May be repeated: it looks at how the channel is now. */
export async function restore(ctx: GuildCtx, lock: ChannelLock, reason: string): Promise<void> {
  const { channelId, previous } = lock
  const current = everyoneIn(ctx, await getChannel(ctx, { channelId }))
  const overwrite = restoredOverwrite(current, previous)
  if (overwrite === null && current === null) return
  await setEveryone(ctx, { channelId, overwrite, reason })
}
