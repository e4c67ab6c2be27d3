import * as z from 'zod'
import { AppError } from '../../../core/errors.ts'
import { botNeeds, requirePermission } from '../../../core/guards.ts'
import type { InteractionCtx } from '../../../core/interaction-context.ts'
import { defineCommand, defineModal, type ModalInput } from '../../../core/interactions.ts'
import { choiceField, fileField, modal, textField } from '../../../core/modals.ts'
import { option } from '../../../core/options.ts'
import { openModal } from '../../../core/reply.ts'
import { moderatorPace } from '../commands/guards.ts'
import { reason as reasonOption } from '../commands/options.ts'
import { moderationSettings } from '../settings.ts'
import { answerTexts } from '../texts/answers.ts'
import { readList, startMassban } from './massban-start.ts'
import { massbanTexts as texts } from './massban-texts.ts'

const MOST_DAYS = 7
const REASON_LENGTH = 1000
/** Discord docs: components/reference, "Text Input Structure". */
const TEXT_LENGTH = 4000
const OFFERED_DAYS = [0, 1, 2, 3, 7]

const guards = [requirePermission('BanMembers'), botNeeds('BanMembers'), moderatorPace]

export const massbanCommand = defineCommand({
  name: 'massban',
  names: { de: 'massenbann', fr: 'bannir-en-masse' },
  description: texts('description'),
  options: {
    users: option.string({ description: texts('users') }),
    file: option.attachment({ description: texts('file') }),
    reason: reasonOption,
    delete_days: option.integer({ description: texts('deleteDays'), least: 0, most: MOST_DAYS }),
  },
  guards,
  async run(ctx, { users, file, reason, delete_days: days }) {
    if (users === undefined && file === undefined) return openModal(massbanForm(ctx, { reason, days }))
    const list = [users ?? '', file === undefined ? '' : await readList(ctx, file)].join('\n')
    return start(ctx, { list, reason, days })
  },
})

interface Given {
  list: string
  reason: string | undefined
  days: number | undefined
}

async function start(ctx: InteractionCtx, { list, reason, days }: Given) {
  const settings = await ctx.guild.settings(moderationSettings)
  const why = reason?.trim() === '' ? undefined : reason?.trim()
  if (why === undefined && settings.require_reason) throw new AppError('invalid_input', answerTexts('reasonNeeded'))
  return startMassban(ctx, { list, reason: why, deleteDays: days ?? settings.ban_delete_days })
}

function massbanForm(ctx: InteractionCtx, { reason, days }: Omit<Given, 'list'>) {
  const { locale } = ctx
  return modal(massbanModal.customId({}), texts('formTitle')(locale), [
    textField({
      customId: 'users',
      label: texts('formUsers')(locale),
      hint: texts('formUsersHint')(locale),
      maxLength: TEXT_LENGTH,
      paragraph: true,
    }),
    fileField({ customId: 'file', label: texts('formFile')(locale), hint: texts('formFileHint')(locale) }),
    textField({
      customId: 'reason',
      label: texts('formReason')(locale),
      maxLength: REASON_LENGTH,
      ...(reason === undefined ? {} : { value: reason }),
    }),
    choiceField({
      customId: 'days',
      label: texts('formDays')(locale),
      choices: OFFERED_DAYS.map((count) => ({
        value: String(count),
        label: (count === 0 ? texts('noDays') : texts('days', { count }))(locale),
        picked: count === (days ?? -1),
      })),
    }),
  ])
}

export const massbanModal = defineModal({
  id: 'moderation:massban-form',
  args: z.object({}),
  guards,
  answers: 'ephemeral',
  async run(ctx, { fields }) {
    const [fileId] = picks(fields['file'])
    const file = fileId === undefined ? undefined : ctx.interaction.resolved.attachments?.[fileId]
    const list = [text(fields['users']), file === undefined ? '' : await readList(ctx, file)].join('\n')
    return start(ctx, { list, reason: text(fields['reason']), days: readDays(picks(fields['days'])[0]) })
  },
})

type FieldValue = ModalInput<unknown>['fields'][string] | undefined

function text(value: FieldValue): string {
  return typeof value === 'string' ? value : ''
}

function picks(value: FieldValue): readonly string[] {
  return typeof value === 'string' || value === undefined ? [] : value
}

/** A form can be forged like anything else that a client sends. */
function readDays(value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const days = /^\d$/.test(value) ? Number(value) : Number.NaN
  if (!(days <= MOST_DAYS)) throw new AppError('invalid_input', texts('wrongDays'))
  return days
}
