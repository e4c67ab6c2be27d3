import type { APIComponentInContainer } from 'discord-api-types/v10'
import { button, card, type MessageBody, row } from '../../../core/reply.ts'
import type { Locale, Localised } from '../../../core/text.ts'
import type { Counts, Run } from '../run-store.ts'
import { progressBar } from './progress-bar.ts'
import { runTexts } from './run-texts.ts'

export interface Progress {
  run: Pick<Run, 'state'>
  counts: Counts
  titles: { running: Localised; stopping: Localised }
  /** Left out once somebody has pressed it. */
  stop: APIComponentInContainer
}

/** What a run under way looks like: a bar, n of m, what failed, and the way to stop it. */
export function progressCard(locale: Locale, { run, counts, titles, stop }: Progress): MessageBody {
  const { done, failed, ready, sent } = counts
  const total = done + failed + ready + sent
  const values = { bar: progressBar(done + failed, total), done: done + failed, total, failed }
  const isStopping = run.state === 'stopping'
  return card({
    tone: isStopping ? 'warning' : 'info',
    title: (isStopping ? titles.stopping : titles.running)(locale),
    body: (failed > 0 ? runTexts('progressFailed', values) : runTexts('progress', values))(locale),
    parts: isStopping ? [] : [stop],
  })
}

/** The way to end a run early; its button names the run. */
export function stopRow(locale: Locale, customId: string) {
  return row(button({ customId, label: runTexts('stop')(locale), style: 'danger', emoji: '🛑' }))
}
