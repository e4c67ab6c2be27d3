import { escapeMarkdown, mentionUser, timestamp } from '../../../core/markdown.ts'
import { button, card, cut, type MessageBody, row } from '../../../core/reply.ts'
import type { Snowflake } from '../../../core/snowflake.ts'
import type { Locale, Localised } from '../../../core/text.ts'
import type { Counts, Run, RunItem } from '../run-store.ts'
import { massbanCancelButton, massbanConfirmButton, massbanStopButton } from './custom-ids.ts'
import { massbanTexts as texts } from './massban-texts.ts'
import { progressBar } from './progress-bar.ts'
import { progressCard, stopRow } from './progress-card.ts'
import { type ItemNote, itemNotes, type MassbanOptions } from './types.ts'

const NAMED_PER_REASON = 12
const REASON_SHOWN = 500

export function massbanOptions(run: Pick<Run, 'options'>): MassbanOptions {
  if (run.options.kind !== 'massban') throw new TypeError('not a mass ban')
  return run.options
}

interface Refused {
  subjectId: Snowflake
  note: ItemNote | null
}

/** One line per reason, with the first few people of each. */
function refusedLines(locale: Locale, refused: readonly Refused[]): string[] {
  return itemNotes.flatMap((note) => {
    const who = refused.filter((item) => item.note === note)
    if (who.length === 0) return []
    const named = who.slice(0, NAMED_PER_REASON).map((item) => mentionUser(item.subjectId))
    const more = who.length > named.length ? ` ${texts('more', { count: who.length - named.length })(locale)}` : ''
    return [`- ${texts(note)(locale)} (${who.length}): ${named.join(' ')}${more}`]
  })
}

function section(locale: Locale, title: Localised, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`**${title(locale)}**`, ...lines]
}

function aboutList(locale: Locale, { invalid, invalidCount, repeated }: MassbanOptions): string[] {
  const words = invalid.map(escapeMarkdown).join(', ')
  return [
    ...(invalidCount > 0 ? [`- ${texts('invalidWords', { count: invalidCount, words })(locale)}`] : []),
    ...(repeated > 0 ? [`- ${texts('repeatedCount', { count: repeated })(locale)}`] : []),
  ]
}

function aboutBan(locale: Locale, run: Pick<Run, 'reason' | 'options'>): string[] {
  const days = Math.round(massbanOptions(run).deleteSeconds / 86_400)
  const reason = run.reason === null ? texts('noReason')(locale) : escapeMarkdown(cut(run.reason, REASON_SHOWN))
  return [texts('reasonLine', { reason })(locale), ...(days > 0 ? [texts('deleteLine', { count: days })(locale)] : [])]
}

export function checkingCard(locale: Locale, run: Pick<Run, 'id'>, counts: Counts): MessageBody {
  const total = Object.values(counts).reduce((all, n) => all + n, 0)
  const done = total - counts.new
  return card({
    tone: 'info',
    title: texts('checking')(locale),
    body: `${progressBar(done, total)}\n${texts('checkingBody', { done, total })(locale)}`,
    parts: [stopRow(locale, massbanStopButton.customId(run.id))],
  })
}

export interface Preview {
  run: Pick<Run, 'id' | 'reason' | 'options' | 'expiresAt'>
  ready: number
  refused: readonly Refused[]
}

export function previewCard(locale: Locale, { run, ready, refused }: Preview): MessageBody {
  const left = section(locale, texts('leftOut'), [
    ...refusedLines(locale, refused),
    ...aboutList(locale, massbanOptions(run)),
  ])
  if (ready === 0) {
    const body = [texts('nobodyBody')(locale), ...left].join('\n')
    return card({ tone: 'neutral', title: texts('nobody')(locale), body })
  }
  const until = run.expiresAt === null ? [] : [texts('expires', { time: timestamp(run.expiresAt, 't') })(locale)]
  return card({
    tone: 'warning',
    title: texts('preview', { count: ready })(locale),
    body: [...aboutBan(locale, run), ...left].join('\n'),
    parts: [
      row(
        button({
          customId: massbanConfirmButton.customId(run.id),
          label: texts('confirm', { count: ready })(locale),
          style: 'danger',
        }),
        button({ customId: massbanCancelButton.customId(run.id), label: texts('cancel')(locale) }),
      ),
    ],
    ...(until[0] === undefined ? {} : { footer: until[0] }),
  })
}

export function banningCard(locale: Locale, run: Pick<Run, 'id' | 'state'>, counts: Counts): MessageBody {
  const titles = { running: texts('running'), stopping: texts('stopping') }
  return progressCard(locale, { run, counts, titles, stop: stopRow(locale, massbanStopButton.customId(run.id)) })
}

export interface Ending {
  run: Run
  state: 'done' | 'stopped' | 'failed'
  counts: Counts
  refused: readonly RunItem[]
  problem?: Localised | undefined
}

/** What came out of it, for the person who asked and for the log alike. */
export function endingCard(locale: Locale, { run, state, counts, refused, problem }: Ending): MessageBody {
  const { done, failed } = counts
  const untried = counts.ready + counts.sent + counts.new
  const lines = [
    texts('result', { count: done })(locale),
    ...(failed > 0 ? [texts('failedCount', { count: failed })(locale)] : []),
    ...(untried > 0 ? [texts('untried', { count: untried })(locale)] : []),
    ...(problem === undefined ? [] : [problem(locale)]),
    ...aboutBan(locale, run),
    ...section(locale, texts('notBanned'), refusedLines(locale, refused)),
  ]
  return card({
    tone: state === 'done' ? (done > 0 ? 'success' : 'warning') : state === 'stopped' ? 'warning' : 'danger',
    title: texts(state)(locale),
    body: lines.join('\n'),
    footer: texts('byWhom', { user: escapeMarkdown(run.createdByName) })(locale),
  })
}

export function notice(locale: Locale, title: Localised, body?: Localised): MessageBody {
  return card({ tone: 'neutral', title: title(locale), ...(body === undefined ? {} : { body: body(locale) }) })
}
