import { isDiscordError } from '../../../core/errors.ts'
import type { InteractionCtx } from '../../../core/interaction-context.ts'
import { type Answer, announce, type MessageBody, whisper } from '../../../core/reply.ts'
import { doneCard } from '../messages/done-card.ts'
import { moderationSettings } from '../settings.ts'
import type { Punished } from './punish.ts'

/** Unknown message, unknown webhook, invalid webhook token (Discord docs: topics/opcodes-and-status-codes, "JSON"). */
const NO_ANSWER_LEFT = [10008, 10015, 50027]

/** Adds to an answer what became known later. That somebody deleted it, or that it is too old to be edited, is no failure. */
export async function amendAnswer(ctx: InteractionCtx, body: MessageBody): Promise<void> {
  try {
    await ctx.editReply(body)
  } catch (error) {
    if (!isDiscordError(error, ...NO_ANSWER_LEFT)) throw error
    ctx.log.info('the answer is gone', { code: error.code })
  }
}

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
    ctx.background(dmLater.then((dm) => amendAnswer(ctx, doneCard({ ...punished, dm }, locale))))
  }
  const body = doneCard(punished, locale)
  return isPrivate ? whisper(body) : announce(body)
}
