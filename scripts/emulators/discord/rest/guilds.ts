import {
  AuditLogEvent,
  type RESTPatchAPIGuildJSONBody,
  type RESTPutAPIGuildIncidentActionsJSONBody,
} from 'discord-api-types/v10'
import { discordError } from '../errors.ts'
import { canActOn } from '../permissions.ts'
import { requireGuild, requireGuildPermission } from '../world/access.ts'
import { changesBetween, renderAuditEntry } from '../world/audit.ts'
import { removeMember } from '../world/members.ts'
import { renderGuild } from '../world/render.ts'
import { compareIds } from '../world/snowflake.ts'
import type { Guild, Member, World } from '../world/types.ts'
import { between, boolParam, idParam, intParam } from './query.ts'
import { auditAsBot, bodyOf, type Call, ok, type Reply, type Route, route } from './route.ts'

const getGuild = (call: Call<'guild_id'>): Reply =>
  ok(renderGuild(requireGuild(call.world, call.params.guild_id), boolParam(call.query, 'with_counts')))

const getPreview = (call: Call<'guild_id'>): Reply => {
  const full = renderGuild(requireGuild(call.world, call.params.guild_id), true)
  const { id, name, icon, splash, discovery_splash, emojis, features, description, stickers } = full
  const counts = {
    approximate_member_count: full.approximate_member_count,
    approximate_presence_count: full.approximate_presence_count,
  }
  return ok({ id, name, icon, splash, discovery_splash, emojis, features, description, stickers, ...counts })
}

const patchGuild = (call: Call<'guild_id'>): Reply => {
  const guild = requireGuild(call.world, call.params.guild_id)
  requireGuildPermission(call.world, guild, 'ManageGuild')
  const body = bodyOf<RESTPatchAPIGuildJSONBody>(call)
  const before = renderGuild(guild)
  if (body.name !== undefined) guild.name = body.name
  if (body.description !== undefined) guild.description = body.description
  if (body.preferred_locale) guild.preferredLocale = body.preferred_locale
  if (body.verification_level != null) guild.verificationLevel = body.verification_level
  if (body.explicit_content_filter != null) guild.explicitContentFilter = body.explicit_content_filter
  if (body.default_message_notifications != null) guild.defaultMessageNotifications = body.default_message_notifications
  if (body.afk_timeout !== undefined) guild.afkTimeout = body.afk_timeout
  if (body.system_channel_id !== undefined) guild.systemChannelId = textOrNull(body.system_channel_id)
  if (body.rules_channel_id !== undefined) guild.rulesChannelId = textOrNull(body.rules_channel_id)
  const changes = changesBetween(before, renderGuild(guild))
  if (changes.length > 0) auditAsBot(call, guild, { action: AuditLogEvent.GuildUpdate, targetId: guild.id, changes })
  call.world.emit({ type: 'GUILD_UPDATE', guildId: guild.id, payload: { id: guild.id } })
  return ok(renderGuild(guild))
}

const textOrNull = (id: string | bigint | null): string | null => (id === null ? null : String(id))

const auditUsers = (world: World, ids: Iterable<string | null>) =>
  [...new Set(ids)].flatMap((id) => (id === null ? [] : (world.users.get(id)?.data ?? [])))

const getAuditLog = (call: Call<'guild_id'>): Reply => {
  const { world, query } = call
  const guild = requireGuild(world, call.params.guild_id)
  requireGuildPermission(world, guild, 'ViewAuditLog')
  const limit = intParam(query, 'limit', { min: 1, max: 100, fallback: 50 })
  const userId = idParam(query, 'user_id')
  const targetId = idParam(query, 'target_id')
  const action = query.has('action_type') ? intParam(query, 'action_type', { min: 1, max: 1000, fallback: 1 }) : null
  const ascending = between(guild.auditLog, ({ id }) => id, query).filter(
    (entry) =>
      (userId === null || entry.userId === userId) &&
      (targetId === null || entry.targetId === targetId) &&
      (action === null || entry.actionType === action),
  )
  // With `after` Discord lists the oldest first.
  const page = query.has('after') ? ascending.slice(0, limit) : ascending.reverse().slice(0, limit)
  return ok({
    audit_log_entries: page.map(renderAuditEntry),
    users: auditUsers(
      world,
      page.flatMap((entry) => [entry.userId, entry.targetId]),
    ),
    webhooks: [],
    threads: [],
    integrations: [],
    application_commands: [],
    auto_moderation_rules: [],
    guild_scheduled_events: [],
  })
}

/** Who would be pruned: without roles but the listed ones. Everybody counts as inactive, as no presence is known. */
const prunable = (world: World, guild: Guild, includeRoles: readonly string[]): Member[] =>
  [...guild.members.values()].filter(
    (member) =>
      [...member.roles].every((id) => includeRoles.includes(id)) &&
      member.userId !== world.application.botId &&
      Date.parse(member.joinedAt) < world.now() - 86_400_000 &&
      canActOn(guild, world.application.botId, member.userId),
  )

const prune = (call: Call<'guild_id'>, includeRoles: string[], isDryRun: boolean): Reply => {
  const guild = requireGuild(call.world, call.params.guild_id)
  requireGuildPermission(call.world, guild, 'ManageGuild', 'KickMembers')
  const gone = prunable(call.world, guild, includeRoles)
  if (!isDryRun) {
    for (const { userId } of gone) removeMember(call.world, guild, userId)
    const options = { delete_member_days: '7', members_removed: String(gone.length) }
    auditAsBot(call, guild, { action: AuditLogEvent.MemberPrune, options })
  }
  return ok({ pruned: gone.length })
}

const incidentActions = (call: Call<'guild_id'>): Reply => {
  const guild = requireGuild(call.world, call.params.guild_id)
  requireGuildPermission(call.world, guild, 'ManageGuild')
  const body = bodyOf<RESTPutAPIGuildIncidentActionsJSONBody>(call)
  guild.incidents = {
    invites_disabled_until: body.invites_disabled_until ?? null,
    dms_disabled_until: body.dms_disabled_until ?? null,
  }
  return ok(guild.incidents)
}

const sortedById = <T extends { id: string | null }>(items: Iterable<T>): T[] =>
  [...items].sort((a, b) => compareIds(a.id ?? '0', b.id ?? '0'))

/** Guilds themselves, their audit log, pruning, incident actions and expressions. Discord docs: resources/guild. */
export const guildRoutes: Route[] = [
  route('GET', '/guilds/{guild_id}', getGuild),
  route('PATCH', '/guilds/{guild_id}', patchGuild),
  route('GET', '/guilds/{guild_id}/preview', getPreview),
  route('GET', '/guilds/{guild_id}/audit-logs', getAuditLog),
  route('GET', '/guilds/{guild_id}/prune', (call) =>
    prune(call, call.query.get('include_roles')?.split(',') ?? [], true),
  ),
  route('POST', '/guilds/{guild_id}/prune', (call) => {
    const { include_roles } = bodyOf<{ include_roles?: string[] | null }>(call)
    return prune(call, include_roles ?? [], false)
  }),
  route('PUT', '/guilds/{guild_id}/incident-actions', incidentActions),
  route('GET', '/guilds/{guild_id}/emojis', (call) =>
    ok(sortedById(requireGuild(call.world, call.params.guild_id).emojis.values())),
  ),
  route('GET', '/guilds/{guild_id}/emojis/{emoji_id}', (call) => {
    const emoji = requireGuild(call.world, call.params.guild_id).emojis.get(call.params.emoji_id)
    if (!emoji) throw discordError(10014)
    return ok(emoji)
  }),
  route('GET', '/guilds/{guild_id}/stickers', (call) =>
    ok(sortedById(requireGuild(call.world, call.params.guild_id).stickers.values())),
  ),
]
