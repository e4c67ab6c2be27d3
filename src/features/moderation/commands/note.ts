import { requirePermission } from '../../../core/guards.ts'
import { defineCommand } from '../../../core/interactions.ts'
import { answerPunished } from '../service/answer.ts'
import { punish } from '../service/punish.ts'
import { subjectOf } from '../service/subject.ts'
import { commandTexts } from '../texts/commands.ts'
import { mayTargetAnyone, moderatorPace } from './guards.ts'
import { anyUser, noteText } from './options.ts'

export const note = defineCommand({
  name: 'note',
  names: { de: 'notiz', fr: 'note' },
  description: commandTexts('note'),
  options: { user: anyUser, text: noteText },
  guards: [requirePermission('ModerateMembers'), moderatorPace, mayTargetAnyone],
  async run(ctx, given) {
    const subject = subjectOf(given.user)
    const punished = await punish(ctx, { action: 'note', source: 'command', subject, reason: given.text })
    return answerPunished(ctx, punished, { silent: true })
  },
})
