import { AppError } from '../../../core/errors.ts'
import { requirePermission } from '../../../core/guards.ts'
import { defineComponent } from '../../../core/interactions.ts'
import { openModal, update, whisper } from '../../../core/reply.ts'
import { historyMessage } from '../components/history.ts'
import { showUser } from '../messages/words.ts'
import { moderationSettings } from '../settings.ts'
import { answerTexts } from '../texts/answers.ts'
import { actFromPanel, judgedPerson } from './act.ts'
import { type FormAction, formActions, panelIds, personArgs } from './custom-ids.ts'
import { pickedDuration } from './durations.ts'
import { actionForm, guardsOf } from './forms.ts'
import { fetchPerson } from './person.ts'
import { panelTexts as texts } from './texts.ts'
import { panelMessage } from './view.ts'

/** Discord waits 3 s for a form and takes none later. */
const PATIENCE_MS = 1200

/** `undefined` when it takes too long. */
async function inTime<T>(work: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS)
  })
  const first = await Promise.race([work, late])
  clearTimeout(timer)
  return first
}

/**
 * Who may not do it any more learns so before the form is filled in. A slow Discord does not keep the form back: everything is
 * looked at again when it is sent.
 */
function openForm(action: FormAction) {
  return defineComponent({
    id: panelIds[action].id,
    args: personArgs,
    guards: guardsOf(action),
    defer: 'never',
    async run(ctx, { args }) {
      const person = await inTime(judgedPerson(ctx, args.user, action))
      return openModal(await actionForm(ctx, action, { id: args.user, name: person?.name ?? args.user }))
    },
  })
}

const timeoutAtOnce = defineComponent({
  id: panelIds.duration.id,
  args: personArgs,
  guards: guardsOf('timeout'),
  async run(ctx, { args, values }) {
    const durationMs = pickedDuration(values[0])
    if (durationMs === undefined) throw new AppError('invalid_input', texts('durationHint'))
    const { require_reason: needsReason } = await ctx.guild.settings(moderationSettings)
    if (needsReason) throw new AppError('invalid_input', texts('needsReason'))
    return actFromPanel(ctx, args.user, { action: 'timeout', durationMs })
  },
})

const endTimeout = defineComponent({
  id: panelIds.untimeout.id,
  args: personArgs,
  guards: guardsOf('timeout'),
  async run(ctx, { args }) {
    const person = await fetchPerson(ctx, args.user)
    const until = person.member?.timeoutUntil
    if (until === undefined || until <= ctx.now()) {
      const user = showUser(person.id, person.name)
      throw new AppError('nothing_to_do', answerTexts('notTimedOut', { user }))
    }
    return actFromPanel(ctx, args.user, { action: 'untimeout' })
  },
})

const showHistory = defineComponent({
  id: panelIds.history.id,
  args: personArgs,
  guards: [requirePermission('ModerateMembers')],
  answers: 'ephemeral',
  async run(ctx, { args }) {
    return whisper(await historyMessage(ctx, { userId: args.user, action: undefined, page: 1, by: ctx.actor.id }))
  },
})

const refresh = defineComponent({
  id: panelIds.refresh.id,
  args: personArgs,
  guards: [requirePermission('ModerateMembers')],
  async run(ctx, { args }) {
    return update(await panelMessage(ctx, await fetchPerson(ctx, args.user)))
  },
})

export const panelComponents = [...formActions.map(openForm), timeoutAtOnce, endTimeout, showHistory, refresh]
