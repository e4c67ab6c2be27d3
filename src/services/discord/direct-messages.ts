import type { APIDMChannel } from 'discord-api-types/v10'
import type { Ctx } from '../../core/context.ts'
import { reactionOf } from '../../core/discord-reactions.ts'
import { AppError, DiscordError } from '../../core/errors.ts'
import type { MessageBody } from '../../core/reply.ts'
import { type Snowflake, snowflake } from '../../core/snowflake.ts'
import { sendMessage } from './messages.ts'

/**
 * The channel of a conversation with one person; Discord answers the existing one. Do not open many at once (40003).
 */
export async function openDm(ctx: Pick<Ctx, 'discord'>, { userId }: { userId: Snowflake }): Promise<Snowflake> {
  const channel = await ctx.discord.request<APIDMChannel>({
    method: 'POST',
    path: '/users/@me/channels',
    body: { recipient_id: userId },
  })
  return snowflake(channel.id)
}

/**
 * Writes to a person, best effort. `closed`: they take no messages from us, or their account is gone. `failed`:
 * Discord could not be reached or refused otherwise, which is logged. Throws for neither.
 */
export async function sendDm(
  ctx: Pick<Ctx, 'discord' | 'log'>,
  { userId, body, key }: { userId: Snowflake; body: MessageBody; key?: string },
): Promise<'sent' | 'closed' | 'failed'> {
  try {
    const channelId = await openDm(ctx, { userId })
    await sendMessage(ctx, { channelId, body, ...(key === undefined ? {} : { key }) })
    return 'sent'
  } catch (error) {
    if (error instanceof DiscordError && isClosed(error)) return 'closed'
    if (!(error instanceof DiscordError) && !(error instanceof AppError)) throw error
    ctx.log.warn('direct message failed', { userId, error: error.message })
    return 'failed'
  }
}

/** Bots get 50033 (invalid recipient) where the person is a bot or a deleted account. */
function isClosed(error: DiscordError): boolean {
  const reaction = reactionOf(error)
  return reaction === 'dm-closed' || reaction === 'member-gone' || error.code === 50033
}
