import type { GuildCtx } from '../../../core/context.ts'
import { dueCase, settleCase } from '../../../services/cases/index.ts'
import { unbanMember } from '../../../services/discord/members.ts'
import { quoteUser } from '../messages/words.ts'
import { caseTexts } from '../texts/cases.ts'
import { auditReason } from './effect.ts'
import { logNews } from './log.ts'

/**
 * Ends a temporary ban, unless somebody has lifted it or banned the person anew. Unbanning comes before the case is closed:
 * cut off in between, the next run finds nobody banned and closes it.
 */
export async function liftBan(ctx: GuildCtx, caseId: string): Promise<void> {
  const due = await dueCase(ctx, caseId)
  if (due === undefined || due.case.userId === null) return
  if (due.supersededBy !== undefined) {
    await settleCase(ctx, { id: caseId, status: 'lifted' })
    return
  }
  const { guild } = ctx
  const { number, userId } = due.case
  const title = caseTexts('banEnded', { number })
  const reason = `${title('en')} (${auditReason(due.case)})`
  await unbanMember(ctx, { guildId: guild.id, userId, reason })
  if (!(await settleCase(ctx, { id: caseId, status: 'expired' }))) return
  await logNews(ctx, {
    about: due.case,
    tone: 'success',
    title,
    body: caseTexts('banEndedBody', { user: quoteUser(due.case) }),
    key: `lifted:${caseId}`,
  })
}
