import {
  AuditLogEvent,
  type RESTPostAPIGuildBulkBanJSONBody,
  type RESTPutAPIGuildBanJSONBody,
} from 'discord-api-types/v10'
import { discordError } from '../errors.ts'
import { canActOn } from '../permissions.ts'
import { requireAbove, requireGuild, requireGuildPermission, requireUser } from '../world/access.ts'
import { banUser, unbanUser } from '../world/members.ts'
import { compareIds } from '../world/snowflake.ts'
import type { Ban, World } from '../world/types.ts'
import { between, idParam, intParam } from './query.ts'
import { auditAsBot, bodyOf, type Call, noContent, ok, type Reply, type Route, route } from './route.ts'

type BanCall = Call<'guild_id' | 'user_id'>

const renderBan = (world: World, ban: Ban) => ({ reason: ban.reason, user: requireUser(world, ban.userId).data })

const listBans = (call: Call<'guild_id'>): Reply => {
  const guild = requireGuild(call.world, call.params.guild_id)
  requireGuildPermission(call.world, guild, 'BanMembers')
  const limit = intParam(call.query, 'limit', { min: 1, max: 1000, fallback: 1000 })
  const page = between(guild.bans.values(), ({ userId }) => userId, call.query)
  const isBefore = idParam(call.query, 'before') !== null
  return ok((isBefore ? page.slice(-limit) : page.slice(0, limit)).map((ban) => renderBan(call.world, ban)))
}

const getBan = (call: BanCall): Reply => {
  const guild = requireGuild(call.world, call.params.guild_id)
  requireGuildPermission(call.world, guild, 'BanMembers')
  const ban = guild.bans.get(call.params.user_id)
  if (!ban) throw discordError(10026, `${call.params.user_id} is not banned in ${guild.name}`)
  return ok(renderBan(call.world, ban))
}

const putBan = (call: BanCall): Reply => {
  const { world, reason } = call
  const guild = requireGuild(world, call.params.guild_id)
  const { user_id: userId } = call.params
  requireGuildPermission(world, guild, 'BanMembers')
  requireUser(world, userId)
  requireAbove(world, guild, userId, 'ban')
  const body = bodyOf<RESTPutAPIGuildBanJSONBody>(call)
  const days = body.delete_message_days
  const deleteMessageSeconds = body.delete_message_seconds ?? (days === undefined ? 0 : days * 86_400)
  const wasBanned = guild.bans.has(userId)
  banUser(world, guild, { userId, reason, deleteMessageSeconds })
  if (!wasBanned) auditAsBot(call, guild, { action: AuditLogEvent.MemberBanAdd, targetId: userId })
  return noContent
}

const deleteBan = (call: BanCall): Reply => {
  const guild = requireGuild(call.world, call.params.guild_id)
  requireGuildPermission(call.world, guild, 'BanMembers')
  if (!unbanUser(call.world, guild, call.params.user_id)) {
    throw discordError(10026, `${call.params.user_id} is not banned in ${guild.name}`)
  }
  auditAsBot(call, guild, { action: AuditLogEvent.MemberBanRemove, targetId: call.params.user_id })
  return noContent
}

const bulkBan = (call: Call<'guild_id'>): Reply => {
  const { world, reason } = call
  const guild = requireGuild(world, call.params.guild_id)
  requireGuildPermission(world, guild, 'BanMembers', 'ManageGuild')
  const body = bodyOf<RESTPostAPIGuildBulkBanJSONBody>(call)
  const ids = [...new Set(body.user_ids.map(String))].sort(compareIds)
  const isBannable = (id: string) =>
    world.users.has(id) &&
    !guild.bans.has(id) &&
    id !== world.application.botId &&
    canActOn(guild, world.application.botId, id)
  const banned = ids.filter(isBannable)
  const failed = ids.filter((id) => !banned.includes(id))
  if (banned.length === 0) throw discordError(500000, `none of ${ids.length} users could be banned`)
  for (const userId of banned) {
    banUser(world, guild, { userId, reason, deleteMessageSeconds: body.delete_message_seconds })
    auditAsBot(call, guild, { action: AuditLogEvent.MemberBanAdd, targetId: userId })
  }
  return ok({ banned_users: banned, failed_users: failed })
}

/** Bans. Discord docs: resources/guild#get-guild-bans and following. */
export const banRoutes: Route[] = [
  route('GET', '/guilds/{guild_id}/bans', listBans),
  route('GET', '/guilds/{guild_id}/bans/{user_id}', getBan),
  route('PUT', '/guilds/{guild_id}/bans/{user_id}', putBan),
  route('DELETE', '/guilds/{guild_id}/bans/{user_id}', deleteBan),
  route('POST', '/guilds/{guild_id}/bulk-ban', bulkBan),
]
