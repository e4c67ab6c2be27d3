import type { APIBan, APIGuildMember, RESTPostAPIGuildBulkBanResult } from 'discord-api-types/v10'
import type { Ctx } from '../../core/context.ts'
import { isDiscordError } from '../../core/errors.ts'
import { type Snowflake, snowflake } from '../../core/snowflake.ts'

type DiscordCtx = Pick<Ctx, 'discord'>

interface Member {
  guildId: Snowflake
  userId: Snowflake
}

/** What every change of a member carries; the reason is for the guild's audit log. */
interface MemberChange extends Member {
  reason: string
}

const memberPath = ({ guildId, userId }: Member) => `/guilds/${guildId}/members/${userId}` as const
const banPath = ({ guildId, userId }: Member) => `/guilds/${guildId}/bans/${userId}` as const

/**
 * `deleteMessageSeconds`: 0 to 604,800 (7 days) of the person's messages go too. Works on people who are not in the
 * guild.
 */
export async function banMember(
  ctx: DiscordCtx,
  { reason, deleteMessageSeconds = 0, ...member }: MemberChange & { deleteMessageSeconds?: number },
): Promise<void> {
  await ctx.discord.request({
    method: 'PUT',
    path: banPath(member),
    body: { delete_message_seconds: deleteMessageSeconds },
    reason,
  })
}

/** `not-banned` when there was no ban to lift, which a job that runs twice meets. */
export async function unbanMember(
  ctx: DiscordCtx,
  { reason, ...member }: MemberChange,
): Promise<'unbanned' | 'not-banned'> {
  const done = await unlessCode(ctx.discord.request({ method: 'DELETE', path: banPath(member), reason }), 10026)
  return done === undefined ? 'not-banned' : 'unbanned'
}

/**
 * Bans up to 200 people at once. Those that Discord did not ban (higher role, banned already) are in `failed`.
 * Throws `AppError('uncertain')` when Discord does not answer: look the bans up before repeating.
 */
export async function bulkBan(
  ctx: DiscordCtx,
  input: { guildId: Snowflake; userIds: readonly Snowflake[]; deleteMessageSeconds?: number; reason: string },
): Promise<{ banned: Snowflake[]; failed: Snowflake[] }> {
  const { guildId, userIds, deleteMessageSeconds = 0, reason } = input
  const request = ctx.discord.request<RESTPostAPIGuildBulkBanResult>({
    method: 'POST',
    path: `/guilds/${guildId}/bulk-ban`,
    body: { user_ids: userIds, delete_message_seconds: deleteMessageSeconds },
    reason,
  })
  const result = await unlessCode(request, 500000)
  if (result === undefined) return { banned: [], failed: [...userIds] }
  return { banned: result.value.banned_users.map(snowflake), failed: result.value.failed_users.map(snowflake) }
}

/** `not-member` when the person has left already. */
export async function kickMember(
  ctx: DiscordCtx,
  { reason, ...member }: MemberChange,
): Promise<'kicked' | 'not-member'> {
  const done = await unlessCode(ctx.discord.request({ method: 'DELETE', path: memberPath(member), reason }), 10007)
  return done === undefined ? 'not-member' : 'kicked'
}

/** `until`: at most 28 days ahead; null ends the timeout. Administrators cannot be timed out (50013). */
export function timeoutMember(
  ctx: DiscordCtx,
  { reason, until, ...member }: MemberChange & { until: Date | null },
): Promise<APIGuildMember> {
  return ctx.discord.request<APIGuildMember>({
    method: 'PATCH',
    path: memberPath(member),
    body: { communication_disabled_until: until?.toISOString() ?? null },
    reason,
  })
}

/** `undefined` for people who are not in the guild. */
export async function getMember(ctx: DiscordCtx, member: Member): Promise<APIGuildMember | undefined> {
  const request = ctx.discord.request<APIGuildMember>({ method: 'GET', path: memberPath(member) })
  return (await unlessCode(request, 10007, 10013))?.value
}

/** `undefined` for people who are not banned. */
export async function getBan(ctx: DiscordCtx, member: Member): Promise<APIBan | undefined> {
  const request = ctx.discord.request<APIBan>({ method: 'GET', path: banPath(member) })
  return (await unlessCode(request, 10026))?.value
}

async function unlessCode<T>(request: Promise<T>, ...codes: number[]): Promise<{ value: T } | undefined> {
  try {
    return { value: await request }
  } catch (error) {
    if (isDiscordError(error, ...codes)) return undefined
    throw error
  }
}
