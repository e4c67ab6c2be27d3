import { AppError } from '../../../core/errors.ts'
import { botNeeds, requirePermission } from '../../../core/guards.ts'
import { defineCommand, defineComponent } from '../../../core/interactions.ts'
import { option } from '../../../core/options.ts'
import { update, whisper } from '../../../core/reply.ts'
import type { Snowflake } from '../../../core/snowflake.ts'
import { moderatorPace } from '../commands/guards.ts'
import { reason as reasonOption } from '../commands/options.ts'
import { readRun, requestStop, startRun } from '../run-store.ts'
import { moderationSettings } from '../settings.ts'
import { answerTexts } from '../texts/answers.ts'
import { purgeStopButton, runArgs } from './custom-ids.ts'
import { purgeKinds, readMessageId } from './message-filter.ts'
import { purgeTexts as texts } from './purge-texts.ts'
import { deletingCard, searchingCard } from './purge-view.ts'
import { nextStep, runJobs, stopCheck } from './run-jobs.ts'
import { runTexts } from './run-texts.ts'

const MOST = 1000

export const purgeCommand = defineCommand({
  name: 'purge',
  names: { de: 'aufraeumen', fr: 'nettoyer' },
  description: texts('description'),
  options: {
    count: option.integer({ description: texts('count'), required: true, least: 1, most: MOST }),
    user: option.user({ description: texts('user') }),
    contains: option.string({ description: texts('contains'), minLength: 1, maxLength: 100 }),
    from: option.choice({
      description: texts('from'),
      choices: purgeKinds.map((value) => ({ value, label: texts(value) })),
    }),
    before: option.string({ description: texts('before'), maxLength: 200 }),
    older: option.boolean({ description: texts('older') }),
    pinned: option.boolean({ description: texts('pinned') }),
    reason: reasonOption,
  },
  guards: [
    requirePermission('ManageMessages'),
    botNeeds('ViewChannel', 'ReadMessageHistory', 'ManageMessages'),
    moderatorPace,
  ],
  async run(ctx, { count, user, contains, from, before, older = false, pinned = false, reason }) {
    const runId = ctx.interaction.id
    const why = reason?.trim() === '' ? undefined : reason?.trim()
    const { require_reason: needsReason } = await ctx.guild.settings(moderationSettings)
    if (needsReason && why === undefined) throw new AppError('invalid_input', answerTexts('reasonNeeded'))
    // Without a start of its own, what is written while the purge runs stays.
    const cursor = before === undefined ? runId : readStart(before)
    const filter = { userId: user?.id, contains, kind: from, pinned, older }
    const job = nextStep(ctx, runJobs.purgeStep, { runId, step: 0 })
    const options = { kind: 'purge', count, filter } as const
    await startRun(ctx, { kind: 'purge', state: 'checking', reason: why, options, items: [], cursor, job })
    return whisper(searchingCard(ctx.locale, { id: runId, scanned: 0 }, 0))
  },
})

function readStart(given: string): Snowflake {
  const id = readMessageId(given)
  if (id !== undefined) return id
  throw new AppError('invalid_input', texts('wrongBefore', { given: given.replaceAll('`', "'").slice(0, 80) }))
}

/** Anybody who may delete messages may stop a purge. */
export const purgeStop = defineComponent({
  id: purgeStopButton.id,
  args: runArgs,
  guards: [requirePermission('ManageMessages')],
  async run(ctx, { args }) {
    const isStopping = await requestStop(ctx, args.run, stopCheck(ctx, runJobs.purgeStep, args.run))
    const found = await readRun(ctx, args.run)
    if (!isStopping || found === undefined) throw new AppError('nothing_to_do', runTexts('over'))
    return update(deletingCard(ctx.locale, found.run, found.counts))
  },
})
