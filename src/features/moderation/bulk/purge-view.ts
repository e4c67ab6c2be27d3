import { escapeMarkdown, mentionChannel, mentionUser } from '../../../core/markdown.ts'
import { card, type MessageBody } from '../../../core/reply.ts'
import type { Snowflake } from '../../../core/snowflake.ts'
import type { Locale, Localised } from '../../../core/text.ts'
import type { Counts, Run } from '../run-store.ts'
import { purgeStopButton } from './custom-ids.ts'
import { progressCard, stopRow } from './progress-card.ts'
import { purgeTexts as texts } from './purge-texts.ts'
import type { PurgeOptions } from './types.ts'

export function purgeOptions(run: Pick<Run, 'options'>): PurgeOptions {
  if (run.options.kind !== 'purge') throw new TypeError('not a purge')
  return run.options
}

export function searchingCard(locale: Locale, run: Pick<Run, 'id' | 'scanned'>, found: number): MessageBody {
  return card({
    tone: 'info',
    title: texts('searching')(locale),
    ...(run.scanned === 0 ? {} : { body: texts('searchingBody', { found, scanned: run.scanned })(locale) }),
    parts: [stopRow(locale, purgeStopButton.customId(run.id))],
  })
}

export function deletingCard(locale: Locale, run: Pick<Run, 'id' | 'state'>, counts: Counts): MessageBody {
  const titles = { running: texts('running'), stopping: texts('stopping') }
  return progressCard(locale, { run, counts, titles, stop: stopRow(locale, purgeStopButton.customId(run.id)) })
}

export interface PurgeEnding {
  run: Run
  state: 'done' | 'stopped' | 'failed'
  counts: Counts
  authors: readonly { authorId: Snowflake | null; n: number }[]
  problem?: Localised | undefined
}

/** What came out of it, for the person who asked and for the log alike. */
export function purgeEndingCard(locale: Locale, ending: PurgeEnding): MessageBody {
  const { run, state, counts, authors, problem } = ending
  const { done, failed, ready } = counts
  const lines = [
    ...(done + failed + ready === 0 ? nothingLines(run) : [texts('result', { count: done })]),
    ...(failed > 0 ? [texts('failedCount', { count: failed })] : []),
    ...(ready > 0 ? [texts('untried', { count: ready })] : []),
    ...(problem === undefined ? [] : [problem]),
    ...(authors.length > 0 ? [(in_: Locale) => `**${texts('authors')(in_)}**`] : []),
    ...authors.flatMap(({ authorId, n }) =>
      authorId === null ? [] : [texts('author', { user: mentionUser(authorId), count: n })],
    ),
  ]
  const where = { channel: mentionChannel(run.channelId), user: escapeMarkdown(run.createdByName) }
  return card({
    tone: state === 'failed' ? 'danger' : state === 'stopped' || done === 0 ? 'warning' : 'success',
    title: texts(state)(locale),
    body: lines.map((line) => line(locale)).join('\n'),
    footer: texts('where', where)(locale),
  })
}

function nothingLines(run: Run): Localised[] {
  const { contains, kind } = purgeOptions(run).filter
  const needsContent = contains !== undefined || kind === 'links' || kind === 'attachments' || kind === 'embeds'
  return needsContent ? [texts('nothing'), texts('noContentHint')] : [texts('nothing')]
}
