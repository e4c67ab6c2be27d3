import type { GuildCtx } from '../../../core/context.ts'
import { explainDiscordError, reactionOf } from '../../../core/discord-reactions.ts'
import { DiscordError } from '../../../core/errors.ts'
import { defineJob, type JobRun } from '../../../core/jobs.ts'
import { hasPermission } from '../../../core/permissions.ts'
import { isSnowflake, type Snowflake } from '../../../core/snowflake.ts'
import type { Localised } from '../../../core/text.ts'
import {
  type Counts,
  endRun,
  type ItemChange,
  type Run,
  type RunItem,
  readItems,
  readRefused,
  readRun,
  takeStep,
} from '../run-store.ts'
import { postLog } from '../service/log.ts'
import {
  BANS_PER_BULK,
  banItems,
  mayBulkBan,
  openBanCases,
  SINGLE_BANS_PER_STEP,
  settleUnanswered,
} from './massban-ban.ts'
import { checkNext, fetchPerson, LOOKUPS_PER_STEP } from './massban-check.ts'
import { massbanTexts as texts } from './massban-texts.ts'
import { banningCard, type Ending, endingCard, notice } from './massban-view.ts'
import { guildPermissions, refusalOf } from './members.ts'
import { showProgress } from './progress-message.ts'
import { nextStep, runJobs, runPayload } from './run-jobs.ts'

/** The runner gives up after this many tries, so this is the last one that can tell the moderator. */
const LAST_ATTEMPT = 4

/** One step of a mass ban: some lookups, one group of bans, or the end. It reads what is to be done from the run itself. */
export const massbanStep = defineJob({
  id: runJobs.massbanStep,
  payload: runPayload,
  run: (ctx, { runId }, job) => stepMassban(ctx, runId, job),
})

/** A preview that nobody confirmed is taken away. */
export const massbanExpire = defineJob({
  id: runJobs.massbanExpire,
  payload: runPayload,
  async run(ctx, { runId }) {
    const found = await readRun(ctx, runId)
    if (found === undefined || found.run.state !== 'preview') return
    const { run, counts } = found
    if (!(await endRun(ctx, { run, state: 'cancelled', counts }))) return
    await showProgress(ctx, run, (locale) => notice(locale, texts('cancelled'), texts('expired')))
  },
})

async function stepMassban(ctx: GuildCtx, runId: Snowflake, job: Pick<JobRun, 'attempt'>): Promise<void> {
  const found = await readRun(ctx, runId)
  if (found === undefined) return
  const { run, counts } = found
  try {
    if (run.state === 'checking') await checkNext(ctx, run, counts)
    if (run.state === 'running' || run.state === 'stopping') await banNext(ctx, run, counts)
  } catch (error) {
    const isFinal = error instanceof DiscordError && reactionOf(error) !== 'retry-later'
    if (!isFinal && job.attempt < LAST_ATTEMPT) throw error
    await breakOff(ctx, runId, isFinal ? explainDiscordError(error) : texts('unreachable'))
    if (!isFinal) throw error
    ctx.log.warn('mass ban broken off', { run: runId, error: error.message })
  }
}

/** Whatever was recorded as asked but not answered is looked into before anybody else is banned. */
async function banNext(ctx: GuildCtx, run: Run, counts: Counts): Promise<void> {
  if (counts.sent > 0) {
    const items = await readItems(ctx, { runId: run.id, state: 'sent', limit: LOOKUPS_PER_STEP })
    return record(ctx, run, { items, changes: await settleUnanswered(ctx, run, items) })
  }
  if (run.state === 'stopping') return finish(ctx, { run, state: 'stopped', counts })
  if (counts.ready === 0) return finish(ctx, { run, state: 'done', counts })
  const executor = await fetchPerson(ctx, run.createdBy)
  const facts = await ctx.guild.facts()
  const isAllowed =
    executor !== undefined && hasPermission(guildPermissions(facts, ctx.guild.id, executor), 'BanMembers')
  if (!isAllowed) return finish(ctx, { run, state: 'failed', counts, problem: texts('lostRights') })
  const limit = (await mayBulkBan(ctx)) ? BANS_PER_BULK : SINGLE_BANS_PER_STEP
  const items = await readItems(ctx, { runId: run.id, state: 'ready', limit })
  const judging = { facts, botId: ctx.discord.botId, executor }
  const claims = items.map((item) => claim(item, refusalOf(judging, personOf(item))))
  const claimed = await takeStep(ctx, run, { changes: claims })
  if (claimed === undefined) return
  const sent = new Set(claims.filter((change) => change.state === 'sent').map((change) => change.id))
  const asked = items.filter((item) => sent.has(item.subjectId))
  const changes = asked.length === 0 ? [] : await banItems(ctx, run, asked)
  await record(ctx, claimed, { items, changes })
}

function personOf(item: RunItem) {
  return { id: item.subjectId, roles: (item.roles ?? []).filter(isSnowflake) }
}

/** People outside the guild have no roles that could stand above anybody's. */
function claim(item: RunItem, refusal: ItemChange['note']): ItemChange {
  const id = item.subjectId
  if (item.roles !== null && refusal !== undefined) return { id, state: 'failed', note: refusal }
  return { id, state: 'sent' }
}

/** Cases first: a step that dies between the two finds its bans by their reason, and its cases by their ids. */
async function record(
  ctx: GuildCtx,
  run: Run,
  { items, changes }: { items: readonly RunItem[]; changes: readonly ItemChange[] },
): Promise<void> {
  await openBanCases(ctx, run, { items, changes })
  const taken = await takeStep(ctx, run, {
    changes,
    next: (step) => nextStep(ctx, runJobs.massbanStep, { runId: run.id, step }),
  })
  if (taken === undefined) return
  const found = await readRun(ctx, run.id)
  if (found !== undefined) await showProgress(ctx, taken, (locale) => banningCard(locale, taken, found.counts))
}

/** Shown and logged before it is recorded: repeated, it shows the same again, and the log message has its nonce. */
async function finish(ctx: GuildCtx, ending: Omit<Ending, 'refused'>): Promise<void> {
  const { run, state, counts } = ending
  const refused = (await readRefused(ctx, run.id)).filter((item) => item.state === 'failed')
  await showProgress(ctx, run, (locale) => endingCard(locale, { ...ending, refused }))
  await postLog(ctx, { body: endingCard(ctx.guild.locale, { ...ending, refused }), key: `massban:${run.id}` })
  await endRun(ctx, { run, state, counts })
}

async function breakOff(ctx: GuildCtx, runId: Snowflake, problem: Localised): Promise<void> {
  const found = await readRun(ctx, runId)
  if (found === undefined || found.run.finishedAt !== null) return
  await finish(ctx, { run: found.run, state: 'failed', counts: found.counts, problem })
}
