import type { APIChannel, APIGuild, RESTPatchAPIChannelJSONBody } from 'discord-api-types/v10'
import type { Ctx } from '../../core/context.ts'
import type { Snowflake } from '../../core/snowflake.ts'

type DiscordCtx = Pick<Ctx, 'discord'>

export type ChannelChanges = Pick<RESTPatchAPIChannelJSONBody, 'name' | 'topic' | 'rate_limit_per_user'>

/**
 * `rate_limit_per_user` is the slow mode in seconds, 0 to 21,600. Names and topics change twice in 10 minutes at most:
 * a third change throws `AppError('unavailable')` with the time to wait.
 */
export function editChannel(
  ctx: DiscordCtx,
  { channelId, changes, reason }: { channelId: Snowflake; changes: ChannelChanges; reason: string },
): Promise<APIChannel> {
  return ctx.discord.request<APIChannel>({ method: 'PATCH', path: `/channels/${channelId}`, body: changes, reason })
}

/**
 * Replaces what one role or member may do in one channel (Discord docs: resources/channel, "Edit Channel
 * Permissions").
 */
export async function editChannelOverwrite(
  ctx: DiscordCtx,
  input: {
    channelId: Snowflake
    target: { kind: 'role' | 'member'; id: Snowflake }
    allow: bigint
    deny: bigint
    reason: string
  },
): Promise<void> {
  const { channelId, target, allow, deny, reason } = input
  await ctx.discord.request({
    method: 'PUT',
    path: `/channels/${channelId}/permissions/${target.id}`,
    body: { type: target.kind === 'role' ? 0 : 1, allow: String(allow), deny: String(deny) },
    reason,
  })
}

/** Throws `DiscordError` 10003 (gone) or 50001 (not visible to the bot). */
export function getChannel(ctx: DiscordCtx, { channelId }: { channelId: Snowflake }): Promise<APIChannel> {
  return ctx.discord.request<APIChannel>({ method: 'GET', path: `/channels/${channelId}` })
}

/** With roles; without member counts. */
export function getGuild(ctx: DiscordCtx, { guildId }: { guildId: Snowflake }): Promise<APIGuild> {
  return ctx.discord.request<APIGuild>({ method: 'GET', path: `/guilds/${guildId}` })
}
