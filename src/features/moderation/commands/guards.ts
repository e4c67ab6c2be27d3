import { AppError } from '../../../core/errors.ts'
import type { Guard } from '../../../core/guards.ts'
import type { Target } from '../../../core/interaction-context.ts'
import { mentionUser } from '../../../core/markdown.ts'
import type { Snowflake } from '../../../core/snowflake.ts'
import { cooldown } from '../../../services/limits/guard.ts'
import { mayTarget } from '../../../services/permissions/guard.ts'
import { answerTexts } from '../texts/answers.ts'

/** A stolen moderator account gets this far and no further; nobody who moderates by hand is as fast. */
export const moderatorPace: Guard = cooldown({ name: 'moderation', limit: 20, perSeconds: 10 })

/** Role order of the moderator and of the bot, for people who are here. */
export const mayTargetMember: Guard<{ user: Target }> = mayTarget((given) => given.user, { mustBeMember: true })

/** The same for commands that also work on people who are not here. */
export const mayTargetAnyone: Guard<{ user: Target }> = mayTarget((given) => given.user)

/** Buttons of a list that somebody asked for turn pages for them alone. */
export function onlyInvoker<Args extends { by: Snowflake }>(command: string): Guard<{ args: Args }> {
  return {
    kind: 'invoker',
    check(ctx, { args }) {
      if (ctx.actor.id === args.by) return
      throw new AppError('forbidden', answerTexts('notYours', { user: mentionUser(args.by), command }))
    },
  }
}
