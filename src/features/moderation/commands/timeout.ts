import { AppError } from '../../../core/errors.ts'
import { botNeeds, requirePermission } from '../../../core/guards.ts'
import { defineCommand } from '../../../core/interactions.ts'
import { showUser } from '../messages/words.ts'
import { answerPunished } from '../service/answer.ts'
import { punish } from '../service/punish.ts'
import { requireMember, subjectOf } from '../service/subject.ts'
import { moderationSettings } from '../settings.ts'
import { answerTexts } from '../texts/answers.ts'
import { commandTexts } from '../texts/commands.ts'
import { mayTargetMember, moderatorPace } from './guards.ts'
import { notify, reason, silent, timeoutDuration, user } from './options.ts'
import { promised } from './visibility.ts'

export const timeout = defineCommand({
  name: 'timeout',
  names: { de: 'timeout', fr: 'exclure' },
  description: commandTexts('timeout'),
  options: { user, duration: timeoutDuration, reason, notify, silent },
  guards: [requirePermission('ModerateMembers'), botNeeds('ModerateMembers'), moderatorPace, mayTargetMember],
  visibility: promised,
  async run(ctx, given) {
    const { default_timeout: usual } = await ctx.guild.settings(moderationSettings)
    const punished = await punish(ctx, {
      action: 'timeout',
      source: 'command',
      subject: subjectOf(given.user),
      reason: given.reason,
      durationMs: given.duration ?? usual,
      notify: given.notify,
    })
    return answerPunished(ctx, punished, given)
  },
})

export const untimeout = defineCommand({
  name: 'untimeout',
  names: { de: 'timeout-ende', fr: 'fin-exclusion' },
  description: commandTexts('untimeout'),
  options: { user, reason, silent },
  guards: [requirePermission('ModerateMembers'), botNeeds('ModerateMembers'), moderatorPace, mayTargetMember],
  visibility: promised,
  async run(ctx, given) {
    const subject = subjectOf(given.user)
    const { timeoutUntil } = requireMember(subject)
    if (timeoutUntil === undefined || timeoutUntil <= ctx.now()) {
      throw new AppError('nothing_to_do', answerTexts('notTimedOut', { user: showUser(subject.id, subject.name) }))
    }
    const punished = await punish(ctx, { action: 'untimeout', source: 'command', subject, reason: given.reason })
    return answerPunished(ctx, punished, given)
  },
})
