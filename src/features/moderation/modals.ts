import * as z from 'zod'
import { arg } from '../../core/custom-id.ts'
import { requirePermission } from '../../core/guards.ts'
import type { InteractionCtx } from '../../core/interaction-context.ts'
import { defineModal } from '../../core/interactions.ts'
import type { Snowflake } from '../../core/snowflake.ts'
import { assertMayTarget } from '../../services/permissions/guard.ts'
import { moderatorPace } from './commands/guards.ts'
import { readReason } from './messages/reason-form.ts'
import { answerPunished } from './service/answer.ts'
import { messageEvidence } from './service/evidence.ts'
import { punish } from './service/punish.ts'
import { freshSubject, requireMember, type Subject } from './service/subject.ts'

const guards = [requirePermission('ModerateMembers'), moderatorPace]

/** Roles may have changed since the form was opened. */
async function judgedSubject(ctx: InteractionCtx, userId: Snowflake): Promise<Subject> {
  const subject = await freshSubject(ctx, userId)
  await assertMayTarget(ctx, { id: userId, roles: subject.member?.roles ?? [] })
  return subject
}

export const warnModal = defineModal({
  id: 'moderation:warn',
  args: z.object({ user: arg.id() }),
  guards,
  answers: 'public',
  async run(ctx, { args, fields }) {
    const subject = await judgedSubject(ctx, args.user)
    requireMember(subject)
    const reason = readReason(fields)
    return answerPunished(ctx, await punish(ctx, { action: 'warn', source: 'menu', subject, reason }))
  },
})

export const warnMessageModal = defineModal({
  id: 'moderation:warn-message',
  args: z.object({ user: arg.id(), channel: arg.id(), message: arg.id() }),
  guards,
  answers: 'public',
  async run(ctx, { args, fields }) {
    const [subject, evidence] = await Promise.all([
      judgedSubject(ctx, args.user),
      messageEvidence(ctx, { channelId: args.channel, messageId: args.message }),
    ])
    requireMember(subject)
    const order = { action: 'warn', source: 'menu', subject, reason: readReason(fields), evidence: [evidence] } as const
    return answerPunished(ctx, await punish(ctx, order))
  },
})

export const noteModal = defineModal({
  id: 'moderation:note',
  args: z.object({ user: arg.id() }),
  guards,
  async run(ctx, { args, fields }) {
    const subject = await judgedSubject(ctx, args.user)
    const reason = readReason(fields)
    return answerPunished(ctx, await punish(ctx, { action: 'note', source: 'menu', subject, reason }), { silent: true })
  },
})

export const menuModals = [warnModal, warnMessageModal, noteModal]
