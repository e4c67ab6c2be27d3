import type { APIMessage } from 'discord-api-types/v10'
import type { Ctx } from '../../core/context.ts'
import { reactionOf } from '../../core/discord-reactions.ts'
import { DiscordError } from '../../core/errors.ts'
import { hasMark, markOf, messagePayload } from '../../core/message-payload.ts'
import type { MessageBody } from '../../core/reply.ts'
import { type Snowflake, snowflake, snowflakeAt, snowflakeTime } from '../../core/snowflake.ts'

type DiscordCtx = Pick<Ctx, 'discord'>

const PAGE = 100
/** A repeated job must not read a busy channel for minutes; what it does not find among 1200 messages it sends. */
const MOST_PAGES = 12
const MOST_PER_BULK = 100
/** Discord refuses the whole bulk for one message older than 14 days; a minute of margin is for the way there. */
const BULK_AGE_MS = 14 * 86_400_000 - 60_000

export interface NewMessage {
  channelId: Snowflake
  body: MessageBody
  key?: string
  readBackSince?: Date | undefined
}

/**
 * With a `key` (a job's) the message is posted once even if this is repeated within a few minutes. Later repetitions give
 * `readBackSince`, a moment before the first one: a message of ours with that key since then is answered instead.
 */
export async function sendMessage(ctx: DiscordCtx, message: NewMessage): Promise<APIMessage> {
  const { channelId, body, key, readBackSince: since } = message
  const mark = key === undefined ? undefined : await markOf(key)
  const sent = mark === undefined || since === undefined ? undefined : await findSent(ctx, { channelId, mark, since })
  if (sent !== undefined) return sent
  return ctx.discord.request<APIMessage>({
    method: 'POST',
    path: `/channels/${channelId}/messages`,
    body: messagePayload(body, { mark }),
    ...(key === undefined ? {} : { idempotencyKey: key }),
  })
}

/** `undefined` too where the bot may not read the channel: better twice than not at all. */
async function findSent(
  ctx: DiscordCtx,
  { channelId, mark, since }: { channelId: Snowflake; mark: number; since: Date },
): Promise<APIMessage | undefined> {
  let after = snowflakeAt(since)
  for (let count = 0; count < MOST_PAGES; count += 1) {
    const page = await listReadable(ctx, { channelId, limit: PAGE, after })
    const sent = page.find((message) => message.author.id === ctx.discord.botId && hasMark(message, mark))
    const [newest] = page
    if (sent !== undefined || newest === undefined || page.length < PAGE) return sent
    after = snowflake(newest.id)
  }
  return undefined
}

async function listReadable(ctx: DiscordCtx, query: Parameters<typeof listMessages>[1]): Promise<APIMessage[]> {
  try {
    return await listMessages(ctx, query)
  } catch (error) {
    if (error instanceof DiscordError && reactionOf(error) === 'no-access') return []
    throw error
  }
}

/**
 * Replaces the whole message; what is not in `body` is gone. Throws `DiscordError` 10008 when the message was deleted.
 */
export function editMessage(
  ctx: DiscordCtx,
  { channelId, messageId, body }: { channelId: Snowflake; messageId: Snowflake; body: MessageBody },
): Promise<APIMessage> {
  return ctx.discord.request<APIMessage>({
    method: 'PATCH',
    path: `/channels/${channelId}/messages/${messageId}`,
    body: messagePayload(body),
  })
}

/** `gone` when the message or its channel was not there any more, which is what the caller wanted. */
export async function deleteMessage(
  ctx: DiscordCtx,
  { channelId, messageId, reason }: { channelId: Snowflake; messageId: Snowflake; reason?: string },
): Promise<'deleted' | 'gone'> {
  try {
    await ctx.discord.request({
      method: 'DELETE',
      path: `/channels/${channelId}/messages/${messageId}`,
      ...(reason === undefined ? {} : { reason }),
    })
    return 'deleted'
  } catch (error) {
    if (error instanceof DiscordError && reactionOf(error) === 'gone') return 'gone'
    throw error
  }
}

/**
 * Deletes any number of messages in as few calls as Discord allows (2 to 100 each, none older than 14 days).
 * `tooOld` are left over: Discord deletes them one by one only, slowly, so whether to do that is the caller's decision.
 */
export async function bulkDeleteMessages(
  ctx: Pick<Ctx, 'discord' | 'now'>,
  { channelId, messageIds, reason }: { channelId: Snowflake; messageIds: readonly Snowflake[]; reason?: string },
): Promise<{ deleted: number; tooOld: Snowflake[] }> {
  const oldest = ctx.now().getTime() - BULK_AGE_MS
  const wanted = [...new Set(messageIds)]
  const tooOld = wanted.filter((id) => snowflakeTime(id).getTime() < oldest)
  const young = wanted.filter((id) => snowflakeTime(id).getTime() >= oldest)
  const given = { channelId, ...(reason === undefined ? {} : { reason }) }
  let deleted = 0
  for (let start = 0; start < young.length; start += MOST_PER_BULK) {
    deleted += await deleteTogether(ctx, { ...given, messageIds: young.slice(start, start + MOST_PER_BULK) })
  }
  return { deleted, tooOld }
}

async function deleteTogether(
  ctx: DiscordCtx,
  { channelId, messageIds, reason }: { channelId: Snowflake; messageIds: readonly Snowflake[]; reason?: string },
): Promise<number> {
  const why = reason === undefined ? {} : { reason }
  const [only, second] = messageIds
  if (only !== undefined && second === undefined)
    return (await deleteMessage(ctx, { channelId, messageId: only, ...why })) === 'deleted' ? 1 : 0
  await ctx.discord.request({
    method: 'POST',
    path: `/channels/${channelId}/messages/bulk-delete`,
    body: { messages: messageIds },
    ...why,
  })
  return messageIds.length
}

/** Newest first, at most 100 (50 when not said); with `after` the oldest ones behind that message. */
export function listMessages(
  ctx: DiscordCtx,
  { channelId, ...query }: { channelId: Snowflake; limit?: number; before?: Snowflake; after?: Snowflake },
): Promise<APIMessage[]> {
  return ctx.discord.request<APIMessage[]>({ method: 'GET', path: `/channels/${channelId}/messages`, query })
}
