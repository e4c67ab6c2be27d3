import { timestamp } from '../../../core/markdown.ts'
import { card, type MessageBody } from '../../../core/reply.ts'
import type { Locale, Localised } from '../../../core/text.ts'
import type { Case, DmOutcome } from '../../../services/cases/index.ts'
import { actionTexts } from '../texts/actions.ts'
import { caseTexts } from '../texts/cases.ts'
import { actionTone, caseTitle, joinLines } from './case-card.ts'
import { quoteUser, reasonLine, showDm } from './words.ts'

interface Done {
  case: Case
  warnings?: number | undefined
  dm?: DmOutcome | undefined
}

/** What the moderator reads when it is done. */
export function doneCard({ case: done, warnings, dm }: Done, locale: Locale): MessageBody {
  const { action, expiresAt, reason } = done
  const isAboutPerson = action !== 'purge' && action !== 'slowmode' && action !== 'lock' && action !== 'unlock'
  const lines: (Localised | undefined)[] = [
    isAboutPerson ? actionTexts(`${action}Done`, { user: quoteUser(done) }) : undefined,
    reason === null ? undefined : reasonLine(done),
    expiresAt === null
      ? undefined
      : caseTexts('ends', { relative: timestamp(expiresAt, 'R'), until: timestamp(expiresAt) }),
    warnings === undefined ? undefined : caseTexts('warnings', { count: warnings }),
  ]
  return card({
    tone: actionTone(action),
    title: caseTitle(done)(locale),
    body: joinLines(lines, locale),
    ...(dm === undefined ? {} : { footer: showDm(dm)(locale) }),
  })
}
