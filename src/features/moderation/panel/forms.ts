import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10'
import { parseDuration } from '../../../core/duration.ts'
import { botNeeds, requirePermission } from '../../../core/guards.ts'
import type { InteractionCtx } from '../../../core/interaction-context.ts'
import { defineModal, type ModalInput } from '../../../core/interactions.ts'
import { choiceField, modal, textField } from '../../../core/modals.ts'
import { moderatorPace } from '../commands/guards.ts'
import { REASON_FIELD, readReason } from '../messages/reason-form.ts'
import { MAX_TIMEOUT_MS, moderationSettings } from '../settings.ts'
import { actFromPanel } from './act.ts'
import { type FormAction, formActions, needed, panelIds, personArgs } from './custom-ids.ts'
import type { Person } from './person.ts'
import { panelTexts as texts } from './texts.ts'

const MAX_REASON = 1000
const MAX_DURATION = 40
const DAY_SECONDS = 86_400
const OFFERED_DAYS = [0, 1, 3, 7]
const DURATION_FIELD = 'duration'
const DAYS_FIELD = 'days'

/** The bot itself writes warnings and notes; for the rest it needs what the moderator needs. */
export function guardsOf(action: FormAction) {
  const recordsOnly = action === 'warn' || action === 'note'
  const own = recordsOnly ? [] : [botNeeds(needed[action])]
  return [requirePermission(needed[action]), ...own, moderatorPace]
}

/** The form behind a button; sending it is the confirmation. */
export async function actionForm(
  ctx: InteractionCtx,
  action: FormAction,
  person: Pick<Person, 'id' | 'name'>,
): Promise<APIModalInteractionResponseCallbackData> {
  const { locale } = ctx
  const settings = await ctx.guild.settings(moderationSettings)
  const reason = textField({
    customId: REASON_FIELD,
    label: texts(action === 'note' ? 'note' : 'reason')(locale),
    hint: texts(action === 'note' ? 'noteHint' : 'reasonHint')(locale),
    maxLength: MAX_REASON,
    paragraph: true,
    required: action === 'note' || settings.require_reason,
  })
  const duration = textField({
    customId: DURATION_FIELD,
    label: texts('duration')(locale),
    hint: texts('durationHint')(locale),
    maxLength: MAX_DURATION,
    required: true,
    value: `${Math.round(settings.default_timeout / 60_000)}m`,
  })
  const days = choiceField({
    customId: DAYS_FIELD,
    label: texts('deleteDays')(locale),
    choices: OFFERED_DAYS.map((count) => ({
      value: String(count),
      label: (count === 0 ? texts('keep') : texts('daysBack', { count }))(locale),
      picked: count === settings.ban_delete_days,
    })),
  })
  const extra = action === 'timeout' ? [duration] : action === 'ban' ? [days] : []
  const title = texts('formTitle', { action: texts(action), user: person.name })(locale)
  return modal(forms[action].customId({ user: person.id }), title, [...extra, reason])
}

function actionModal(action: FormAction) {
  return defineModal({
    id: `${panelIds[action].id}-form`,
    args: personArgs,
    guards: guardsOf(action),
    answers: 'update',
    async run(ctx, { args, fields }) {
      const { ban_delete_days: usualDays } = await ctx.guild.settings(moderationSettings)
      const order = { action, reason: readReason(fields) }
      if (action === 'timeout') return actFromPanel(ctx, args.user, { ...order, durationMs: readDuration(fields) })
      if (action !== 'ban') return actFromPanel(ctx, args.user, order)
      const deleteMessageSeconds = (readDays(fields) ?? usualDays) * DAY_SECONDS
      return actFromPanel(ctx, args.user, { ...order, deleteMessageSeconds })
    },
  })
}

type Fields = ModalInput<unknown>['fields']

function readDuration(fields: Fields): number {
  const given = fields[DURATION_FIELD]
  return parseDuration(typeof given === 'string' ? given : '', { leastMs: 1000, mostMs: MAX_TIMEOUT_MS })
}

/** `undefined` for what the form does not offer. */
function readDays(fields: Fields): number | undefined {
  const given = fields[DAYS_FIELD]
  const [picked] = typeof given === 'string' || given === undefined ? [] : given
  return OFFERED_DAYS.find((days) => String(days) === picked)
}

const forms = {
  warn: actionModal('warn'),
  timeout: actionModal('timeout'),
  kick: actionModal('kick'),
  ban: actionModal('ban'),
  note: actionModal('note'),
}

export const panelModals = formActions.map((action) => forms[action])
