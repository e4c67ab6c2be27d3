import { AuditLogEvent, type RESTPutAPIGuildIncidentActionsJSONBody } from 'discord-api-types/v10'
import { canActOn } from '../permissions.ts'
import { requireGuild, requireGuildPermission } from '../world/access.ts'
import { renderAuditEntry } from '../world/audit.ts'
import { removeMember } from '../world/members.ts'
import { renderGuild } from '../world/render.ts'
import { renderScheduledEvent } from '../world/scheduled-events.ts'
import type { AuditEntry, Guild, Member, World } from '../world/types.ts'
import { patchGuild } from './guild-settings.ts'
import { between, boolParam, idParam, intParam } from './query.ts'
import { auditAsBot, bodyOf, type Call, ok, type Reply, type Route, route } from './route.ts'

const getGuild = (call: Call<'guild_id'>): Reply =>
  ok(renderGuild(requireGuild(call.world, call.params.guild_id), boolParam(call.query, 'with_counts')))

const getPreview = (call: Call<'guild_id'>): Reply => {
  const full = renderGuild(requireGuild(call.world, call.params.guild_id), true)
  const { id, name, icon, home_header, splash, discovery_splash, emojis, features, description, stickers } = full
  const counts = {
    approximate_member_count: full.approximate_member_count,
    approximate_presence_count: full.approximate_presence_count,
  }
  return ok({
    id,
    name,
    icon,
    home_header,
    splash,
    discovery_splash,
    emojis,
    features,
    description,
    stickers,
    ...counts,
  })
}

const auditUsers = (world: World, ids: Iterable<string | null>) =>
  [...new Set(ids)].flatMap((id) => (id === null ? [] : (world.users.get(id)?.data ?? [])))

/** The things of that kind that the entries are about. */
const mentioned = <T>(entries: readonly AuditEntry[], things: ReadonlyMap<string, T>): T[] =>
  [...new Set(entries.map(({ targetId }) => targetId))].flatMap((id) => (id === null ? [] : (things.get(id) ?? [])))

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
    auto_moderation_rules: mentioned(page, guild.community.autoModRules),
    guild_scheduled_events: mentioned(page, guild.community.scheduledEvents).map((event) =>
      renderScheduledEvent(world, guild, event),
    ),
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

/** Guilds themselves, their audit log, pruning, incident actions. Discord docs: resources/guild. */
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
]
