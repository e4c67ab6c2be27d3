import { requirePermission } from '../../../core/guards.ts'
import { defineCommand } from '../../../core/interactions.ts'
import { answerPunished } from '../service/answer.ts'
import { punish } from '../service/punish.ts'
import { subjectOf } from '../service/subject.ts'
import { commandTexts } from '../texts/commands.ts'
import { mayTargetMember, moderatorPace } from './guards.ts'
import { notify, reason, silent, user } from './options.ts'
import { promised } from './visibility.ts'

export const warn = defineCommand({
  name: 'warn',
  names: { de: 'verwarnen', fr: 'avertir' },
  description: commandTexts('warn'),
  options: { user, reason, notify, silent },
  guards: [requirePermission('ModerateMembers'), moderatorPace, mayTargetMember],
  visibility: promised,
  async run(ctx, given) {
    const punished = await punish(ctx, {
      action: 'warn',
      source: 'command',
      subject: subjectOf(given.user),
      reason: given.reason,
      notify: given.notify,
    })
    return answerPunished(ctx, punished, given)
  },
})
