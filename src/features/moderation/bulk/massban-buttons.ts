import { AppError } from '../../../core/errors.ts'
import { botNeeds, requirePermission } from '../../../core/guards.ts'
import type { InteractionCtx } from '../../../core/interaction-context.ts'
import { defineComponent } from '../../../core/interactions.ts'
import { mentionUser } from '../../../core/markdown.ts'
import { update } from '../../../core/reply.ts'
import type { Snowflake } from '../../../core/snowflake.ts'
import { confirmRun, endRun, readRun, requestStop } from '../run-store.ts'
import { massbanCancelButton, massbanConfirmButton, massbanStopButton, runArgs } from './custom-ids.ts'
import { massbanTexts as texts } from './massban-texts.ts'
import { banningCard, notice } from './massban-view.ts'
import { nextStep, runJobs, stopCheck } from './run-jobs.ts'
import { runTexts } from './run-texts.ts'

/** The run, if it is the asker's own. Throws `AppError` otherwise. */
async function ownRun(ctx: InteractionCtx, runId: Snowflake) {
  const found = await readRun(ctx, runId)
  if (found === undefined) throw new AppError('not_found', texts('notWaiting'))
  const { createdBy } = found.run
  if (createdBy !== ctx.actor.id) throw new AppError('forbidden', texts('notYours', { user: mentionUser(createdBy) }))
  return found
}

export const massbanConfirm = defineComponent({
  id: massbanConfirmButton.id,
  args: runArgs,
  guards: [requirePermission('BanMembers'), botNeeds('BanMembers')],
  async run(ctx, { args }) {
    const { run, counts } = await ownRun(ctx, args.run)
    const job = nextStep(ctx, runJobs.massbanStep, { runId: run.id, step: run.step })
    if (!(await confirmRun(ctx, run.id, job))) throw new AppError('conflict', texts('notWaiting'))
    return update(banningCard(ctx.locale, { ...run, state: 'running' }, counts))
  },
})

export const massbanCancel = defineComponent({
  id: massbanCancelButton.id,
  args: runArgs,
  guards: [requirePermission('BanMembers')],
  async run(ctx, { args }) {
    const { run, counts } = await ownRun(ctx, args.run)
    const isCancelled = run.state === 'preview' && (await endRun(ctx, { run, state: 'cancelled', counts }))
    if (!isCancelled) throw new AppError('conflict', texts('notWaiting'))
    return update(notice(ctx.locale, texts('cancelled'), texts('nobodyBody')))
  },
})

/** Anybody who may ban may stop a mass ban: stopping harms nobody. */
export const massbanStop = defineComponent({
  id: massbanStopButton.id,
  args: runArgs,
  guards: [requirePermission('BanMembers')],
  async run(ctx, { args }) {
    const isStopping = await requestStop(ctx, args.run, stopCheck(ctx, runJobs.massbanStep, args.run))
    const found = await readRun(ctx, args.run)
    if (!isStopping || found === undefined) throw new AppError('nothing_to_do', runTexts('over'))
    return update(banningCard(ctx.locale, found.run, found.counts))
  },
})
