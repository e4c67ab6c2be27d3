import type { GuildCtx } from '../../../core/context.ts'
import { escapeMarkdown, timestamp } from '../../../core/markdown.ts'
import { card, type MessageBody } from '../../../core/reply.ts'
import type { Localised } from '../../../core/text.ts'
import type { Case, CaseAction, DmOutcome } from '../../../services/cases/index.ts'
import { sendDm } from '../../../services/discord/direct-messages.ts'
import { actionTone, joinLines } from '../messages/case-card.ts'
import { showReason } from '../messages/words.ts'
import type { ModerationSettings } from '../settings.ts'
import { actionTexts } from '../texts/actions.ts'
import { caseTexts } from '../texts/cases.ts'

/** An action never waits longer for its message: most people get it in a fraction of this. */
const TIMEOUT_MS = 1500

const told = {
  warn: 'warnTold',
  timeout: 'timeoutTold',
  kick: 'kickTold',
  ban: 'banTold',
  tempban: 'tempbanTold',
  softban: 'softbanTold',
} as const satisfies Partial<Record<CaseAction, keyof (typeof actionTexts)['catalogues']['en']>>

export type ToldAction = keyof typeof told

export function isTold(action: CaseAction): action is ToldAction {
  return action in told
}

export interface Notice {
  opened: Case
  action: ToldAction
  settings: ModerationSettings
  warnings?: number | undefined
}

/** What the member reads. It names no moderator: the decision is the community's. */
function noticeCard(notice: Notice, guildName: string): (locale: GuildCtx['locale']) => MessageBody {
  const { opened, action, settings, warnings } = notice
  const { expiresAt, reason } = opened
  const lines: (Localised | undefined)[] = [
    caseTexts('toldReason', { reason: showReason(reason) }),
    expiresAt === null
      ? undefined
      : caseTexts('toldUntil', { until: timestamp(expiresAt), relative: timestamp(expiresAt, 'R') }),
    warnings === undefined ? undefined : caseTexts('toldWarnings', { count: warnings }),
    settings.dm_appeal_text === '' ? undefined : () => `\n${settings.dm_appeal_text}`,
  ]
  return (locale) =>
    card({
      tone: actionTone(action),
      title: actionTexts(told[action], { guild: escapeMarkdown(guildName) })(locale),
      body: joinLines(lines, locale),
      footer: caseTexts('caseLine', { number: opened.number })(locale),
    })
}

/** Tells the member, best effort, within a second and a half. Never throws. */
export async function tellMember(ctx: GuildCtx, notice: Notice): Promise<DmOutcome> {
  const { userId, id } = notice.opened
  if (userId === null) return 'failed'
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<DmOutcome>((resolve) => {
    timer = setTimeout(() => resolve('failed'), TIMEOUT_MS)
  })
  const deliver = async (): Promise<DmOutcome> => {
    const { name } = await ctx.guild.facts()
    return sendDm(ctx, { userId, body: noticeCard(notice, name)(ctx.guild.locale), key: `dm:${id}` })
  }
  const sent = deliver().catch((error: unknown): DmOutcome => {
    ctx.log.warn('notice failed', { caseId: id, error })
    return 'failed'
  })
  const outcome = await Promise.race([sent, late])
  clearTimeout(timer)
  return outcome
}
