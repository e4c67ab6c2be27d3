import type { GuildCtx } from '../../../core/context.ts'
import { explainDiscordError, reactionOf } from '../../../core/discord-reactions.ts'
import { DiscordError } from '../../../core/errors.ts'
import { defineJob } from '../../../core/jobs.ts'
import { mentionChannel } from '../../../core/markdown.ts'
import { card } from '../../../core/reply.ts'
import type { Localised } from '../../../core/text.ts'
import { settleCase } from '../../../services/cases/index.ts'
import { type ChannelLock, forgetLock, readLock } from '../lock-store.ts'
import { postLog } from '../service/log.ts'
import { restore } from './lock.ts'
import { channelTexts as texts } from './texts.ts'
import { unlockJobId, unlockPayload } from './unlock-job.ts'

/** Opens a channel whose lock was for a while, unless it was unlocked or locked anew. */
export const unlockJob = defineJob({
  id: unlockJobId,
  payload: unlockPayload,
  async run(ctx, { channelId, lockId }) {
    const lock = await readLock(ctx, channelId)
    if (lock?.lockId !== lockId) return
    try {
      await restore(ctx, lock, texts('lockEnded')('en'))
    } catch (error) {
      if (!(error instanceof DiscordError) || reactionOf(error) === 'retry-later') throw error
      if (reactionOf(error) !== 'gone') return reportStuck(ctx, lock, explainDiscordError(error))
    }
    if (!(await forgetLock(ctx, lock))) return
    await settleCase(ctx, { id: lockId, status: 'expired' })
    await report(ctx, lock, {
      tone: 'success',
      title: texts('lockEnded'),
      body: texts('lockEndedBody', { channel: mentionChannel(channelId) }),
    })
  },
})

/** Kept as locked, so that somebody can end it once they have mended what is in the way. */
async function reportStuck(ctx: GuildCtx, lock: ChannelLock, why: Localised): Promise<void> {
  const body = texts('lockStuckBody', { channel: mentionChannel(lock.channelId), why })
  await report(ctx, lock, { tone: 'warning', title: texts('lockStuck'), body })
}

async function report(
  ctx: GuildCtx,
  lock: ChannelLock,
  { tone, title, body }: { tone: 'success' | 'warning'; title: Localised; body: Localised },
): Promise<void> {
  const { locale } = ctx.guild
  const shown = card({ tone, title: title(locale), body: body(locale) })
  await postLog(ctx, { body: shown, key: `unlock:${lock.lockId}` })
}
