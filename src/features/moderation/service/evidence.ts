import type { APIMessage } from 'discord-api-types/v10'
import type { GuildCtx } from '../../../core/context.ts'
import { DiscordError } from '../../../core/errors.ts'
import { cut } from '../../../core/reply.ts'
import type { Snowflake } from '../../../core/snowflake.ts'
import { actingModerator, type Evidence } from '../../../services/cases/index.ts'

const MAX_EXCERPT = 500

/** A link to the message, and what it says now: it may be gone when somebody looks. */
export async function messageEvidence(
  ctx: GuildCtx,
  { channelId, messageId }: { channelId: Snowflake; messageId: Snowflake },
): Promise<Evidence> {
  const content = await readContent(ctx, `/channels/${channelId}/messages/${messageId}`)
  return {
    url: `https://discord.com/channels/${ctx.guild.id}/${channelId}/${messageId}`,
    addedBy: actingModerator(ctx).id,
    addedAt: ctx.now().toISOString(),
    ...(content === undefined || content === '' ? {} : { excerpt: cut(content, MAX_EXCERPT) }),
  }
}

async function readContent(ctx: GuildCtx, path: `/${string}`): Promise<string | undefined> {
  try {
    return (await ctx.discord.request<APIMessage>({ method: 'GET', path })).content
  } catch (error) {
    if (error instanceof DiscordError) return undefined
    throw error
  }
}
