import { botNeeds, type Guard, requirePermission } from '../../../core/guards.ts'
import type { InteractionCtx, Target } from '../../../core/interaction-context.ts'
import { defineCommand } from '../../../core/interactions.ts'
import type { Answer } from '../../../core/reply.ts'
import { answerPunished } from '../service/answer.ts'
import { assertBanned, assertNotBanned } from '../service/ban-state.ts'
import { punish } from '../service/punish.ts'
import { subjectOf } from '../service/subject.ts'
import { moderationSettings } from '../settings.ts'
import { commandTexts } from '../texts/commands.ts'
import { mayTargetAnyone, moderatorPace } from './guards.ts'
import { anyUser, banDuration, deleteDays, notify, reason, silent } from './options.ts'
import { promised } from './visibility.ts'

const DAY_SECONDS = 86_400
/** Removing messages is what a softban is for, so it has its own default. */
const SOFTBAN_DAYS = 1

const banGuards: readonly Guard<{ user: Target }>[] = [
  requirePermission('BanMembers'),
  botNeeds('BanMembers'),
  moderatorPace,
  mayTargetAnyone,
]

interface BanOptions {
  user: Target
  reason: string | undefined
  delete_days: number | undefined
  notify: boolean | undefined
  silent: boolean | undefined
  duration?: number
}

async function banAs(ctx: InteractionCtx, action: 'ban' | 'tempban' | 'softban', given: BanOptions): Promise<Answer> {
  const subject = subjectOf(given.user)
  await assertNotBanned(ctx, subject)
  const { ban_delete_days: usual } = await ctx.guild.settings(moderationSettings)
  const days = given.delete_days ?? (action === 'softban' ? SOFTBAN_DAYS : usual)
  const punished = await punish(ctx, {
    action,
    source: 'command',
    subject,
    reason: given.reason,
    durationMs: given.duration,
    deleteMessageSeconds: days * DAY_SECONDS,
    notify: given.notify,
  })
  return answerPunished(ctx, punished, given)
}

export const ban = defineCommand({
  name: 'ban',
  names: { de: 'bannen', fr: 'bannir' },
  description: commandTexts('ban'),
  options: { user: anyUser, reason, delete_days: deleteDays, notify, silent },
  guards: banGuards,
  visibility: promised,
  run: (ctx, given) => banAs(ctx, 'ban', given),
})

export const tempban = defineCommand({
  name: 'tempban',
  names: { de: 'bann-auf-zeit', fr: 'bannir-temps' },
  description: commandTexts('tempban'),
  options: { user: anyUser, duration: banDuration, reason, delete_days: deleteDays, notify, silent },
  guards: banGuards,
  visibility: promised,
  run: (ctx, given) => banAs(ctx, 'tempban', given),
})

export const softban = defineCommand({
  name: 'softban',
  names: { de: 'softbann', fr: 'softban' },
  description: commandTexts('softban'),
  options: { user: anyUser, reason, delete_days: deleteDays, notify, silent },
  guards: banGuards,
  visibility: promised,
  run: (ctx, given) => banAs(ctx, 'softban', given),
})

export const unban = defineCommand({
  name: 'unban',
  names: { de: 'entbannen', fr: 'debannir' },
  description: commandTexts('unban'),
  options: { user: anyUser, reason, silent },
  guards: banGuards,
  visibility: promised,
  async run(ctx, given) {
    const subject = subjectOf(given.user)
    await assertBanned(ctx, subject)
    const punished = await punish(ctx, { action: 'unban', source: 'command', subject, reason: given.reason })
    return answerPunished(ctx, punished, given)
  },
})
