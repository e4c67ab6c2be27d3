import type { GuildCtx } from '../../../core/context.ts'
import { reactionOf } from '../../../core/discord-reactions.ts'
import { AppError, DiscordError } from '../../../core/errors.ts'
import { messagePayload } from '../../../core/message-payload.ts'
import type { MessageBody } from '../../../core/reply.ts'
import { snowflake } from '../../../core/snowflake.ts'
import { type Locale, toLocale } from '../../../core/text.ts'
import { editMessage, sendMessage } from '../../../services/discord/messages.ts'
import { moveProgress, type Run, TOKEN_MS } from '../run-store.ts'

/** A job can be quicker than the answer that it wants to change: Discord then says that it does not know the webhook yet. */
const ACK_WAITS_MS = [250, 750, 1500]
const FRESH_MS = 10_000

/** Makes the message in a language: the asker's in the answer that only they see, the guild's in the channel. */
export type Render = (locale: Locale) => MessageBody

/**
 * Shows how a run is getting on: in the answer of the interaction while its token is valid, else in the channel.
 * Best effort: a run goes on, and ends well, when nobody can be shown how.
 */
export async function showProgress(ctx: GuildCtx, run: Run, render: Render): Promise<void> {
  try {
    if (await editAnswer(ctx, run, render)) return
    await showInChannel(ctx, run, render)
  } catch (error) {
    if (!(error instanceof DiscordError) && !(error instanceof AppError)) throw error
    ctx.log.warn('progress of a run could not be shown', { run: run.id, error: error.message })
  }
}

/** Answers false when the interaction is over. An answer that its reader dismissed needs no other message instead. */
async function editAnswer(ctx: GuildCtx, run: Run, render: Render): Promise<boolean> {
  const { token, tokenUntil } = run
  if (token === null || tokenUntil === null || tokenUntil <= ctx.now()) return false
  const body = messagePayload(render(toLocale(run.locale)))
  const path = `/webhooks/${ctx.discord.applicationId}/${token}/messages/@original` as const
  const age = ctx.now().getTime() - (tokenUntil.getTime() - TOKEN_MS)
  const waits = age < FRESH_MS ? ACK_WAITS_MS : []
  for (const wait of [...waits, undefined]) {
    try {
      await ctx.discord.request({ method: 'PATCH', path, auth: 'interaction', body })
      return true
    } catch (error) {
      const reaction = error instanceof DiscordError ? reactionOf(error) : undefined
      if (reaction !== 'expired' && reaction !== 'gone') throw error
      if (wait === undefined) return reaction === 'gone'
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }
  return false
}

async function showInChannel(ctx: GuildCtx, run: Run, render: Render): Promise<void> {
  const { channelId, messageId } = run
  const body = render(ctx.guild.locale)
  if (messageId !== null) {
    await editMessage(ctx, { channelId, messageId, body })
    return
  }
  const sent = await sendMessage(ctx, { channelId, body, key: `run:${run.id}` })
  await moveProgress(ctx, run.id, snowflake(sent.id))
}
