import type { GuildCtx } from '../../../core/context.ts'
import { explainDiscordError, reactionOf } from '../../../core/discord-reactions.ts'
import { DiscordError, isDiscordError } from '../../../core/errors.ts'
import { defineJob, type JobRun } from '../../../core/jobs.ts'
import { cut } from '../../../core/reply.ts'
import type { Snowflake } from '../../../core/snowflake.ts'
import type { Localised } from '../../../core/text.ts'
import { caseIdFrom, openCases } from '../../../services/cases/index.ts'
import { bulkDeleteMessages, deleteMessage } from '../../../services/discord/messages.ts'
import {
  type Counts,
  endRun,
  type ItemChange,
  type Run,
  type RunItem,
  readAuthors,
  readItems,
  readRun,
  takeStep,
} from '../run-store.ts'
import { postLog } from '../service/log.ts'
import { showProgress } from './progress-message.ts'
import { collect } from './purge-collect.ts'
import { purgeTexts as texts } from './purge-texts.ts'
import { deletingCard, type PurgeEnding, purgeEndingCard, searchingCard } from './purge-view.ts'
import { nextStep, runJobs, runPayload } from './run-jobs.ts'

const MESSAGES_PER_BULK = 100
/** Discord lets bots delete old messages slowly only. */
const SINGLE_PER_STEP = 10
const STEP_BUDGET_MS = 20_000
const AUTHORS_SHOWN = 15
const AUDIT_REASON = 400
const MESSAGE_TOO_OLD = 50034
const LAST_ATTEMPT = 4

/**
 * One step of a purge: some pages of reading, one group of deletions, or the end. All messages are listed before the first is
 * deleted, so that a step that is repeated deletes the same ones and no others.
 */
export const purgeStep = defineJob({
  id: runJobs.purgeStep,
  payload: runPayload,
  run: (ctx, { runId }, job) => stepPurge(ctx, runId, job),
})

async function stepPurge(ctx: GuildCtx, runId: Snowflake, job: Pick<JobRun, 'attempt'>): Promise<void> {
  const found = await readRun(ctx, runId)
  if (found === undefined) return
  const { run, counts } = found
  try {
    if (run.state === 'checking') await collectNext(ctx, run, counts)
    if (run.state === 'running') await deleteNext(ctx, run, counts)
    if (run.state === 'stopping') await finish(ctx, { run, state: 'stopped', counts })
  } catch (error) {
    const isFinal = error instanceof DiscordError && reactionOf(error) !== 'retry-later'
    if (!isFinal && job.attempt < LAST_ATTEMPT) throw error
    await breakOff(ctx, runId, isFinal ? explainDiscordError(error) : texts('unreachable'))
    if (!isFinal) throw error
    ctx.log.warn('purge broken off', { run: runId, error: error.message })
  }
}

async function collectNext(ctx: GuildCtx, run: Run, counts: Counts): Promise<void> {
  const old = await readItems(ctx, { runId: run.id, state: 'ready', limit: MESSAGES_PER_BULK, isOld: true })
  const { found, cursor, scanned, isComplete } = await collect(ctx, run, { all: counts.ready, old: old.length })
  const taken = await takeStep(ctx, run, {
    found,
    set: { cursor, scanned, ...(isComplete ? { state: 'running' } : {}) },
    next: (step) => nextStep(ctx, runJobs.purgeStep, { runId: run.id, step }),
  })
  if (taken === undefined) return
  const ready = counts.ready + found.length
  await showProgress(ctx, taken, (locale) =>
    isComplete ? deletingCard(locale, taken, { ...counts, ready }) : searchingCard(locale, taken, ready),
  )
}

async function deleteNext(ctx: GuildCtx, run: Run, counts: Counts): Promise<void> {
  if (counts.ready === 0) return finish(ctx, { run, state: 'done', counts })
  const young = await readItems(ctx, { runId: run.id, state: 'ready', limit: MESSAGES_PER_BULK, isOld: false })
  const changes = young.length > 0 ? await deleteTogether(ctx, run, young) : await deleteSingly(ctx, run)
  const taken = await takeStep(ctx, run, {
    changes,
    next: (step) => nextStep(ctx, runJobs.purgeStep, { runId: run.id, step }),
  })
  if (taken === undefined) return
  const failed = changes.filter((change) => change.state === 'failed').length
  const done = changes.length - failed
  const now = {
    ...counts,
    ready: counts.ready - changes.length,
    done: counts.done + done,
    failed: counts.failed + failed,
  }
  await showProgress(ctx, taken, (locale) => deletingCard(locale, taken, now))
}

function auditReason(run: Run): string {
  const about = `${run.createdByName} (${run.createdBy}) · purge`
  return run.reason === null ? about : `${about}: ${cut(run.reason, AUDIT_REASON)}`
}

/** Messages that somebody else deleted meanwhile are gone all the same, and Discord does not say which those were. */
async function deleteTogether(ctx: GuildCtx, run: Run, items: readonly RunItem[]): Promise<ItemChange[]> {
  const messageIds = items.map((item) => item.subjectId)
  try {
    const given = { channelId: run.channelId, messageIds, reason: auditReason(run) }
    const tooOld = new Set((await bulkDeleteMessages(ctx, given)).tooOld)
    return messageIds.map((id) => (tooOld.has(id) ? { id, state: 'failed', note: 'too-old' } : { id, state: 'done' }))
  } catch (error) {
    if (!isDiscordError(error, MESSAGE_TOO_OLD)) throw error
    return messageIds.map((id) => ({ id, state: 'failed', note: 'too-old' }))
  }
}

async function deleteSingly(ctx: GuildCtx, run: Run): Promise<ItemChange[]> {
  const items = await readItems(ctx, { runId: run.id, state: 'ready', limit: SINGLE_PER_STEP })
  const deadline = ctx.now().getTime() + STEP_BUDGET_MS
  const changes: ItemChange[] = []
  for (const { subjectId: id } of items) {
    if (changes.length > 0 && ctx.now().getTime() > deadline) break
    await deleteMessage(ctx, { channelId: run.channelId, messageId: id, reason: auditReason(run) })
    changes.push({ id, state: 'done' })
  }
  return changes
}

/** Everything before the last line can be repeated: the case has its own id, the log message its nonce. */
async function finish(ctx: GuildCtx, ending: Omit<PurgeEnding, 'authors'>): Promise<void> {
  const { run, state, counts } = ending
  const authors = await readAuthors(ctx, run.id, AUTHORS_SHOWN)
  if (counts.done > 0) await openPurgeCase(ctx, run, counts.done)
  await showProgress(ctx, run, (locale) => purgeEndingCard(locale, { ...ending, authors }))
  if (counts.done > 0) {
    const body = purgeEndingCard(ctx.guild.locale, { ...ending, authors })
    await postLog(ctx, { body, key: `purge:${run.id}` })
  }
  await endRun(ctx, { run, state, counts })
}

async function openPurgeCase(ctx: GuildCtx, run: Run, deleted: number): Promise<void> {
  await openCases(ctx, [
    {
      id: await caseIdFrom(`purge:${run.id}`),
      action: 'purge',
      source: 'bulk',
      channelId: run.channelId,
      moderator: { id: run.createdBy, name: run.createdByName },
      reason: run.reason ?? undefined,
      status: 'active',
      details: { deleted },
    },
  ])
}

async function breakOff(ctx: GuildCtx, runId: Snowflake, problem: Localised): Promise<void> {
  const found = await readRun(ctx, runId)
  if (found === undefined || found.run.finishedAt !== null) return
  await finish(ctx, { run: found.run, state: 'failed', counts: found.counts, problem })
}
