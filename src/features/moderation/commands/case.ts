import { AppError } from '../../../core/errors.ts'
import { requirePermission } from '../../../core/guards.ts'
import { defineCommand, defineGroup } from '../../../core/interactions.ts'
import { option } from '../../../core/options.ts'
import { card, whisper } from '../../../core/reply.ts'
import { caseActions, deleteCase, editReason, getCase } from '../../../services/cases/index.ts'
import { searchAnswer } from '../components/search.ts'
import { caseCard } from '../messages/case-card.ts'
import { actionName } from '../messages/words.ts'
import { moderationSettings } from '../settings.ts'
import { answerTexts } from '../texts/answers.ts'
import { commandTexts } from '../texts/commands.ts'
import { moderatorPace } from './guards.ts'
import { caseNumber, newReason } from './options.ts'

const canModerate = requirePermission('ModerateMembers')
/** Longer ones do not fit into the custom id of the button that turns the page. */
const MAX_SEARCH_TEXT = 24

const view = defineCommand({
  name: 'view',
  names: { de: 'ansehen', fr: 'voir' },
  description: commandTexts('caseView'),
  options: { number: caseNumber },
  guards: [canModerate],
  async run(ctx, { number }) {
    const found = await getCase(ctx, number)
    return whisper(caseCard(found, { locale: ctx.locale, now: ctx.now() }))
  },
})

const edit = defineCommand({
  name: 'edit',
  names: { de: 'ändern', fr: 'modifier' },
  description: commandTexts('caseEdit'),
  options: { number: caseNumber, reason: newReason },
  guards: [canModerate, moderatorPace],
  async run(ctx, { number, reason }) {
    if (reason.trim() === '') throw new AppError('invalid_input', answerTexts('noText'))
    const edited = await editReason(ctx, { number, reason: reason.trim() })
    return whisper(caseCard(edited, { locale: ctx.locale, now: ctx.now() }))
  },
})

const remove = defineCommand({
  name: 'delete',
  names: { de: 'löschen', fr: 'supprimer' },
  description: commandTexts('caseDelete'),
  options: { number: caseNumber },
  guards: [requirePermission('ManageGuild'), moderatorPace],
  async run(ctx, { number }) {
    const { warning_decay_days: decayDays } = await ctx.guild.settings(moderationSettings)
    await deleteCase(ctx, { number, decayDays })
    const title = answerTexts('deletedTitle', { number })(ctx.locale)
    return whisper(card({ tone: 'success', title, body: answerTexts('deletedBody')(ctx.locale) }))
  },
})

const search = defineCommand({
  name: 'search',
  names: { de: 'suchen', fr: 'chercher' },
  description: commandTexts('caseSearch'),
  options: {
    user: option.user({ description: commandTexts('userById'), names: { de: 'person', fr: 'membre' } }),
    moderator: option.user({ description: commandTexts('moderator') }),
    type: option.choice({
      description: commandTexts('type'),
      choices: caseActions.map((action) => ({ value: action, label: actionName(action) })),
      names: { de: 'art' },
    }),
    text: option.string({ description: commandTexts('text'), maxLength: MAX_SEARCH_TEXT }),
    days: option.integer({
      description: commandTexts('days'),
      least: 1,
      most: 3650,
      names: { de: 'tage', fr: 'jours' },
    }),
  },
  guards: [canModerate],
  async run(ctx, { user, moderator, type, text, days }) {
    const wanted = text?.trim()
    const filter = {
      userId: user?.id,
      moderatorId: moderator?.id,
      action: type,
      text: wanted === '' ? undefined : wanted,
      days,
    }
    return whisper(await searchAnswer(ctx, { filter, before: undefined }))
  },
})

export const caseGroup = defineGroup({
  name: 'case',
  names: { de: 'fall', fr: 'dossier' },
  description: commandTexts('case'),
  permission: 'ModerateMembers',
  commands: [view, edit, remove, search],
})
