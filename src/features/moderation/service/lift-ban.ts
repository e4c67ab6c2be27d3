import type { GuildCtx } from '../../../core/context.ts'
import { AppError } from '../../../core/errors.ts'
import { type Case, dueCase, settleCase } from '../../../services/cases/index.ts'
import { unbanMember } from '../../../services/discord/members.ts'
import { quoteUser } from '../messages/words.ts'
import { answerTexts } from '../texts/answers.ts'
import { caseTexts } from '../texts/cases.ts'
import { auditReason } from './effect.ts'
import { type Attempt, firstAttempt, logNews, readBackSince } from './log.ts'

/** Longer than any request lives. */
const UNDECIDED_MS = 120_000

/**
 * Ends a temporary ban, unless somebody has lifted it or banned the person anew. The case is closed last: cut off before,
 * the next run finds nobody banned and its own message posted, and closes it.
 * Throws `AppError('unavailable')` while a new ban is under way, so that the job tries again.
 */
export async function liftBan(ctx: GuildCtx, caseId: string, run: Attempt = firstAttempt): Promise<void> {
  const due = await dueCase(ctx, caseId)
  if (due === undefined || due.case.userId === null) return
  if (due.supersededBy !== undefined) {
    assertDecided(ctx, due.supersededBy)
    await settleCase(ctx, { id: caseId, status: 'lifted' })
    return
  }
  const { guild } = ctx
  const { number, userId } = due.case
  const title = caseTexts('banEnded', { number })
  const reason = `${title('en')} (${auditReason(due.case)})`
  await unbanMember(ctx, { guildId: guild.id, userId, reason })
  await logNews(ctx, {
    about: due.case,
    tone: 'success',
    title,
    body: caseTexts('banEndedBody', { user: quoteUser(due.case) }),
    key: `lifted:${caseId}`,
    readBackSince: readBackSince(run, due.case.expiresAt ?? due.case.createdAt),
  })
  await settleCase(ctx, { id: caseId, status: 'expired' })
}

/** Should that ban fail, this one still has to end: the job asks again in a moment. */
function assertDecided(ctx: GuildCtx, { status, createdAt }: Case): void {
  const isYoung = ctx.now().getTime() - createdAt.getTime() < UNDECIDED_MS
  if (status === 'pending' && isYoung) throw new AppError('unavailable', answerTexts('banUnderWay'))
}
