import { formatDuration } from '../../../core/duration.ts'
import { escapeMarkdown, mentionChannel, mentionUser, timestamp } from '../../../core/markdown.ts'
import { cut } from '../../../core/reply.ts'
import type { Snowflake } from '../../../core/snowflake.ts'
import { type Localised, verbatim } from '../../../core/text.ts'
import type { Case, CaseAction, DmOutcome } from '../../../services/cases/index.ts'
import { actionTexts } from '../texts/actions.ts'
import { caseTexts } from '../texts/cases.ts'

const SHOWN_REASON = 1000

export function actionName(action: CaseAction): Localised {
  return actionTexts(action)
}

/** A warning that the escalation gave counts as none, so it is called what its setting is called: a notice. */
export function caseName({ action, source }: Pick<Case, 'action' | 'source'>): Localised {
  return actionTexts(action === 'warn' && source === 'escalation' ? 'notice' : action)
}

/** `**mallory** (@mallory)`: the mention can be clicked, the name stays readable where the client cannot resolve it. */
export function showUser(id: Snowflake, name: string | null): string {
  return name === null ? mentionUser(id) : `**${escapeMarkdown(name)}** (${mentionUser(id)})`
}

/** Whom or what a case is about. */
export function quoteUser({ userId, userName, channelId }: Pick<Case, 'userId' | 'userName' | 'channelId'>): string {
  if (userId !== null) return showUser(userId, userName)
  return channelId === null ? '' : mentionChannel(channelId)
}

export function showReason(reason: string | null, limit = SHOWN_REASON): Localised {
  return reason === null ? caseTexts('noReason') : verbatim(escapeMarkdown(cut(reason.replace(/\s+/g, ' '), limit)))
}

/** What was written about a case, under the word that fits it. */
export function reasonLine({ action, reason }: Pick<Case, 'action' | 'reason'>): Localised {
  return caseTexts(action === 'note' ? 'note' : 'reason', { reason: showReason(reason) })
}

/** `undefined` for cases without an end. */
export function showDuration({ durationMs, expiresAt }: Pick<Case, 'durationMs' | 'expiresAt'>): Localised | undefined {
  if (durationMs === null || expiresAt === null) return undefined
  return caseTexts('duration', {
    duration: formatDuration(durationMs),
    until: timestamp(expiresAt),
    relative: timestamp(expiresAt, 'R'),
  })
}

const dmWords = { sent: 'dmSent', closed: 'dmClosed', failed: 'dmFailed' } as const

export function showDm(dm: DmOutcome): Localised {
  return caseTexts(dmWords[dm])
}
