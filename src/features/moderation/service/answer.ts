import type { InteractionCtx } from '../../../core/interaction-context.ts'
import { type Answer, announce, whisper } from '../../../core/reply.ts'
import { doneCard } from '../messages/done-card.ts'
import { moderationSettings } from '../settings.ts'
import type { Punished } from './punish.ts'

/**
 * The answer to whoever acted: to all where the guild wants it, else to them alone. The outcome of a message that is still
 * on its way is added later.
 */
export async function answerPunished(
  ctx: InteractionCtx,
  punished: Punished,
  { silent = false }: { silent?: boolean | undefined } = {},
): Promise<Answer> {
  const { public_replies: isPublic } = await ctx.guild.settings(moderationSettings)
  const isPrivate = silent || !isPublic || punished.case.hidden
  const locale = isPrivate ? ctx.locale : ctx.guild.locale
  const { dmLater } = punished
  if (dmLater !== undefined) {
    ctx.background(dmLater.then((dm) => ctx.editReply(doneCard({ ...punished, dm }, locale))))
  }
  const body = doneCard(punished, locale)
  return isPrivate ? whisper(body) : announce(body)
}
