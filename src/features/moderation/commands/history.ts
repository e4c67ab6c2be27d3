import { requirePermission } from '../../../core/guards.ts'
import { defineCommand } from '../../../core/interactions.ts'
import { option } from '../../../core/options.ts'
import { whisper } from '../../../core/reply.ts'
import { caseActions } from '../../../services/cases/index.ts'
import { historyMessage } from '../components/history.ts'
import { actionName } from '../messages/words.ts'
import { commandTexts } from '../texts/commands.ts'
import { anyUser } from './options.ts'

export const history = defineCommand({
  name: 'history',
  names: { de: 'verlauf', fr: 'historique' },
  description: commandTexts('history'),
  options: {
    user: anyUser,
    type: option.choice({
      description: commandTexts('type'),
      choices: caseActions.map((action) => ({ value: action, label: actionName(action) })),
      names: { de: 'art' },
    }),
  },
  guards: [requirePermission('ModerateMembers')],
  async run(ctx, { user, type }) {
    const { id: userId, user: account } = user
    const asked = { userId, name: account.username, action: type, page: 1, by: ctx.actor.id }
    return whisper(await historyMessage(ctx, asked))
  },
})
