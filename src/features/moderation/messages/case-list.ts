import { timestamp } from '../../../core/markdown.ts'
import type { Locale } from '../../../core/text.ts'
import type { Case } from '../../../services/cases/index.ts'
import { caseTexts } from '../texts/cases.ts'
import { showStatus } from './case-card.ts'
import { caseName, quoteUser, showReason } from './words.ts'

const LISTED_REASON = 120

/** Two lines per case: what and when, then why. */
export function caseItem(
  found: Case,
  { locale, now, isNamed }: { locale: Locale; now: Date; isNamed: boolean },
): string {
  const { number, createdAt, reason, moderatorId } = found
  const when = timestamp(createdAt, 'R')
  if (found.status === 'deleted') return `**#${number}** · ~~${caseName(found)(locale)}~~ · ${when}`
  const status = showStatus(found, now)
  const head = [
    `**#${number}** · ${caseName(found)(locale)}`,
    isNamed ? quoteUser(found) : undefined,
    when,
    caseTexts('byModerator', { moderator: `<@${moderatorId}>` })(locale),
    status?.(locale),
  ]
  return `${head.filter((part) => part !== undefined).join(' · ')}\n> ${showReason(reason, LISTED_REASON)(locale)}`
}
