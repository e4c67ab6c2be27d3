import type { APIMessage } from 'discord-api-types/v10'
import { AppError } from '../../../core/errors.ts'
import { requirePermission } from '../../../core/guards.ts'
import { findTarget, type InteractionCtx, type Target } from '../../../core/interaction-context.ts'
import { defineMessageCommand, defineUserCommand } from '../../../core/interactions.ts'
import { openModal, whisper } from '../../../core/reply.ts'
import { snowflake } from '../../../core/snowflake.ts'
import { mayTarget, texts as targetTexts } from '../../../services/permissions/guard.ts'
import { historyMessage } from '../components/history.ts'
import { reasonForm } from '../messages/reason-form.ts'
import { noteModal, warnMessageModal, warnModal } from '../modals.ts'
import { moderationSettings } from '../settings.ts'
import { answerTexts } from '../texts/answers.ts'

const canModerate = requirePermission('ModerateMembers')

async function openWarnForm(ctx: InteractionCtx, { customId, name }: { customId: string; name: string }) {
  const { require_reason: isRequired } = await ctx.guild.settings(moderationSettings)
  const { locale } = ctx
  return openModal(
    reasonForm({
      customId,
      title: answerTexts('warnTitle', { user: name })(locale),
      label: answerTexts('reasonLabel')(locale),
      hint: answerTexts('reasonHint')(locale),
      isRequired,
    }),
  )
}

const warnMenu = defineUserCommand({
  name: 'Warn',
  names: { de: 'Verwarnen', fr: 'Avertir' },
  guards: [canModerate, mayTarget((target) => target, { mustBeMember: true })],
  defer: 'never',
  run: (ctx, { id, user }) => openWarnForm(ctx, { customId: warnModal.customId({ user: id }), name: user.username }),
})

const noteMenu = defineUserCommand({
  name: 'Note',
  names: { de: 'Notiz', fr: 'Note' },
  guards: [canModerate, mayTarget((target) => target)],
  defer: 'never',
  run({ locale }, { id, user }) {
    const form = {
      customId: noteModal.customId({ user: id }),
      title: answerTexts('noteTitle', { user: user.username })(locale),
      label: answerTexts('noteLabel')(locale),
      hint: answerTexts('noteHint')(locale),
      isRequired: true,
    }
    return openModal(reasonForm(form))
  },
})

const casesMenu = defineUserCommand({
  name: 'Cases',
  names: { de: 'Fälle', fr: 'Dossiers' },
  guards: [canModerate],
  async run(ctx, { id, user }) {
    const asked = { userId: id, name: user.username, action: undefined, page: 1, by: ctx.actor.id }
    return whisper(await historyMessage(ctx, asked))
  },
})

/** Answers of the bot come through a webhook as well. Nobody can warn one, nor the bot. */
function authorOf(ctx: InteractionCtx, message: APIMessage): Target {
  const id = snowflake(message.author.id)
  if (id === ctx.discord.botId) throw new AppError('forbidden', targetTexts('botItself'))
  if (message.webhook_id !== undefined) throw new AppError('invalid_input', answerTexts('byWebhook'))
  return findTarget(ctx.interaction.resolved, id) ?? { id, user: message.author }
}

/** The author's roles are not sent along, so the role order is checked when the form comes back. */
const warnMessageMenu = defineMessageCommand({
  name: 'Warn for message',
  names: { de: 'Für Nachricht verwarnen', fr: 'Avertir pour ce message' },
  guards: [canModerate],
  defer: 'never',
  run(ctx, message) {
    const { id, user } = authorOf(ctx, message)
    const customId = warnMessageModal.customId({
      user: id,
      channel: snowflake(message.channel_id),
      message: snowflake(message.id),
    })
    return openWarnForm(ctx, { customId, name: user.username })
  },
})

export const menuCommands = [warnMenu, noteMenu, casesMenu, warnMessageMenu]
