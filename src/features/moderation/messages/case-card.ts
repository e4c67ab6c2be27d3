import { mentionChannel, mentionUser, timestamp } from '../../../core/markdown.ts'
import { card, cut, type MessageBody, type Tone } from '../../../core/reply.ts'
import type { Locale, Localised } from '../../../core/text.ts'
import type { Case, CaseAction } from '../../../services/cases/index.ts'
import { actionTexts } from '../texts/actions.ts'
import { caseTexts } from '../texts/cases.ts'
import { caseName, reasonLine, showDm, showDuration, showReason, showUser } from './words.ts'

/** After this, an action that nobody finished was cut off: a request lives for half a minute at most. */
const INTERRUPTED_AFTER_MS = 120_000
const SHOWN_EVIDENCE = 200

const tones: Partial<Record<CaseAction, Tone>> = {
  warn: 'warning',
  timeout: 'warning',
  kick: 'danger',
  ban: 'danger',
  tempban: 'danger',
  softban: 'danger',
  untimeout: 'success',
  unban: 'success',
  unlock: 'success',
}

export function actionTone(action: CaseAction): Tone {
  return tones[action] ?? 'info'
}

/** `undefined` where there is nothing to say: a kick is done and over. */
export function showStatus(found: Case, now: Date): Localised | undefined {
  const { status, expiresAt, createdAt } = found
  if (status === 'pending') {
    const isOld = now.getTime() - createdAt.getTime() > INTERRUPTED_AFTER_MS
    return caseTexts(isOld ? 'interrupted' : 'pending')
  }
  if (status === 'active') return expiresAt === null ? undefined : caseTexts('active')
  return status === 'deleted' ? undefined : caseTexts(status)
}

/** The lines that the case, its log entry and its answer have in common. */
export function caseLines(found: Case, now: Date): (Localised | undefined)[] {
  const { userId, userName, channelId, moderatorId, moderatorName, createdAt, source, dm } = found
  const status = showStatus(found, now)
  return [
    userId === null ? undefined : caseTexts('member', { user: showUser(userId, userName) }),
    channelId === null ? undefined : caseTexts('channel', { channel: mentionChannel(channelId) }),
    caseTexts('moderator', { moderator: showUser(moderatorId, moderatorName) }),
    reasonLine(found),
    showDuration(found),
    status === undefined ? undefined : caseTexts('status', { status }),
    caseTexts('when', { when: timestamp(createdAt), relative: timestamp(createdAt, 'R') }),
    source === 'command' ? undefined : caseTexts('source', { source: actionTexts(`${source}Source`) }),
    dm === null ? undefined : showDm(dm),
  ]
}

export function joinLines(lines: readonly (Localised | undefined)[], locale: Locale): string {
  return lines.flatMap((line) => (line === undefined ? [] : [line(locale)])).join('\n')
}

export function caseTitle(found: Case): Localised {
  return caseTexts('title', { number: found.number, action: caseName(found) })
}

/** One case with everything that is known of it. Of a deleted one only who deleted it, and when. */
export function caseCard(found: Case, { locale, now }: { locale: Locale; now: Date }): MessageBody {
  if (found.status === 'deleted') return deletedCard(found, locale)
  const lines = [...caseLines(found, now), ...evidenceLines(found), editLine(found)]
  return card({
    tone: actionTone(found.action),
    title: caseTitle(found)(locale),
    body: joinLines(lines, locale),
  })
}

function deletedCard({ number, deletedBy, deletedAt }: Case, locale: Locale): MessageBody {
  const by =
    deletedBy === null || deletedAt === null
      ? undefined
      : caseTexts('deletedBy', { moderator: mentionUser(deletedBy), when: timestamp(deletedAt, 'R') })
  return card({
    tone: 'neutral',
    title: caseTexts('deleted', { number })(locale),
    ...(by === undefined ? {} : { body: by(locale) }),
  })
}

function evidenceLines({ evidence }: Case): (Localised | undefined)[] {
  if (evidence.length === 0) return []
  const links = evidence.map(({ url, excerpt }): Localised => {
    if (excerpt === undefined) return () => `- ${url}`
    const quoted = showReason(cut(excerpt, SHOWN_EVIDENCE))
    return (locale) => `- ${url} ${quoted(locale)}`
  })
  return [caseTexts('evidence'), ...links]
}

function editLine({ action, reasonEdits }: Case): Localised | undefined {
  const last = reasonEdits.at(-1)
  if (last === undefined) return undefined
  return caseTexts(action === 'note' ? 'noteEdits' : 'edits', {
    count: reasonEdits.length,
    editor: mentionUser(last.by),
    when: timestamp(new Date(last.at), 'R'),
  })
}
