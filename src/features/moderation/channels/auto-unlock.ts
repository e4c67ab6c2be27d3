import type { GuildCtx } from '../../../core/context.ts'
import { explainDiscordError, reactionOf } from '../../../core/discord-reactions.ts'
import { DiscordError } from '../../../core/errors.ts'
import { defineJob } from '../../../core/jobs.ts'
import { mentionChannel } from '../../../core/markdown.ts'
import { card } from '../../../core/reply.ts'
import type { Localised } from '../../../core/text.ts'
import { settleCase } from '../../../services/cases/index.ts'
import { type ChannelLock, forgetLock, readLock } from '../lock-store.ts'
import { type Attempt, postLog, readBackSince } from '../service/log.ts'
import { restore } from './lock.ts'
import { channelTexts as texts } from './texts.ts'
import { unlockJobId, unlockPayload } from './unlock-job.ts'

/**
 * Opens a channel whose lock was for a while, unless it was unlocked or locked anew. The lock is forgotten last: cut off
 * before, the next run finds it, and its own message.
 */
export const unlockJob = defineJob({
  id: unlockJobId,
  payload: unlockPayload,
  async run(ctx, { channelId, lockId }, job) {
    const lock = await readLock(ctx, channelId)
    if (lock?.lockId !== lockId) return
    try {
      await restore(ctx, lock, texts('lockEnded')('en'))
    } catch (error) {
      if (!(error instanceof DiscordError) || reactionOf(error) === 'retry-later') throw error
      if (reactionOf(error) !== 'gone') return reportStuck(ctx, { lock, job }, explainDiscordError(error))
    }
    const body = texts('lockEndedBody', { channel: mentionChannel(channelId) })
    await report(ctx, { lock, job }, { tone: 'success', key: `unlock:${lockId}`, title: texts('lockEnded'), body })
    await settleCase(ctx, { id: lockId, status: 'expired' })
    await forgetLock(ctx, lock)
  },
})

interface Ending {
  lock: ChannelLock
  job: Attempt
}

interface News {
  tone: 'success' | 'warning'
  key: string
  title: Localised
  body: Localised
}

/** Kept as locked, so that somebody can end it once they have mended what is in the way. */
async function reportStuck(ctx: GuildCtx, ending: Ending, why: Localised): Promise<void> {
  const { channelId, lockId } = ending.lock
  const body = texts('lockStuckBody', { channel: mentionChannel(channelId), why })
  await report(ctx, ending, { tone: 'warning', key: `stuck:${lockId}`, title: texts('lockStuck'), body })
}

async function report(ctx: GuildCtx, { lock, job }: Ending, { tone, key, title, body }: News): Promise<void> {
  const { locale } = ctx.guild
  const shown = card({ tone, title: title(locale), body: body(locale) })
  await postLog(ctx, { body: shown, key, readBackSince: readBackSince(job, lock.expiresAt ?? lock.lockedAt) })
}
