import {
  type APIRole,
  AuditLogEvent,
  type RESTPatchAPIGuildRoleJSONBody,
  type RESTPatchAPIGuildRolePositionsJSONBody,
} from 'discord-api-types/v10'
import { discordError } from '../errors.ts'
import { compareRoles, hasPermissions, isAboveRole, memberPermissions } from '../permissions.ts'
import { requireGuild, requireGuildPermission } from '../world/access.ts'
import { changesBetween } from '../world/audit.ts'
import { addRole } from '../world/guilds.ts'
import { renderRoles } from '../world/render.ts'
import type { Guild, World } from '../world/types.ts'
import { auditAsBot, bodyOf, type Call, noContent, ok, type Reply, type Route, route } from './route.ts'

const maxRoles = 250

const requireRole = (guild: Guild, id: string): APIRole => {
  const role = guild.roles.get(id)
  if (!role) throw discordError(10011, `no role ${id} in ${guild.name}`)
  return role
}

const requireBelowBot = (world: World, guild: Guild, role: APIRole): void => {
  if (isAboveRole(guild, world.application.botId, role)) return
  throw discordError(50013, `role ${role.name} is not below the bot's highest role`, { rule: 'role-order' })
}

/** A bot grants only permissions that it has itself. Discord docs: topics/permissions#permission-hierarchy. */
const checkGranted = (world: World, guild: Guild, granted: bigint): void => {
  const own = memberPermissions(world, guild, world.application.botId)
  if (hasPermissions(own, 'Administrator') || (granted & ~own) === 0n) return
  throw discordError(50013, `the bot grants permissions that it does not have (${granted & ~own})`)
}

const applyRole = (role: APIRole, body: RESTPatchAPIGuildRoleJSONBody): void => {
  if (body.name != null) role.name = body.name
  if (body.permissions != null) role.permissions = String(body.permissions)
  if (body.color != null) {
    role.color = body.color
    role.colors = { primary_color: body.color, secondary_color: null, tertiary_color: null }
  }
  if (body.colors != null) {
    const { primary_color, secondary_color = null, tertiary_color = null } = body.colors
    role.colors = { primary_color, secondary_color, tertiary_color }
    role.color = primary_color
  }
  if (body.hoist != null) role.hoist = body.hoist
  if (body.mentionable != null) role.mentionable = body.mentionable
}

const createRole = (call: Call<'guild_id'>): Reply => {
  const { world } = call
  const guild = requireGuild(world, call.params.guild_id)
  requireGuildPermission(world, guild, 'ManageRoles')
  if (guild.roles.size >= maxRoles) throw discordError(30005)
  const body = bodyOf<RESTPatchAPIGuildRoleJSONBody>(call)
  const everyone = requireRole(guild, guild.id)
  const granted = body.permissions == null ? BigInt(everyone.permissions) : BigInt(body.permissions)
  if (body.permissions != null) checkGranted(world, guild, granted)
  for (const role of guild.roles.values()) if (role.position > 0) role.position += 1
  const setUp = (created: APIRole) => applyRole(created, body)
  const role = addRole(world, guild, { name: 'new role', permissions: granted, position: 1, setUp })
  const changes = changesBetween({}, { name: role.name, permissions: role.permissions })
  auditAsBot(call, guild, { action: AuditLogEvent.RoleCreate, targetId: role.id, changes })
  return ok(role)
}

const patchRole = (call: Call<'guild_id' | 'role_id'>): Reply => {
  const { world } = call
  const guild = requireGuild(world, call.params.guild_id)
  requireGuildPermission(world, guild, 'ManageRoles')
  const role = requireRole(guild, call.params.role_id)
  requireBelowBot(world, guild, role)
  const body = bodyOf<RESTPatchAPIGuildRoleJSONBody>(call)
  if (body.permissions != null) {
    const added = BigInt(body.permissions) & ~BigInt(role.permissions)
    checkGranted(world, guild, added)
  }
  const before = { ...role }
  applyRole(role, body)
  const changes = changesBetween(before, { ...role })
  if (changes.length > 0) auditAsBot(call, guild, { action: AuditLogEvent.RoleUpdate, targetId: role.id, changes })
  world.emit({ type: 'GUILD_ROLE_UPDATE', guildId: guild.id, payload: role })
  return ok(role)
}

const inOrder = (guild: Guild, positions: ReadonlyMap<string, number>): APIRole[] =>
  [...guild.roles.values()]
    .filter(({ id }) => id !== guild.id)
    .map((role) => ({ role, place: { ...role, position: positions.get(role.id) ?? role.position } }))
    .sort((a, b) => compareRoles(a.place, b.place))
    .map(({ role }) => role)

/** 50013 when the order of the roles that are not below the bot's changes. Clients may name them with all others. */
const checkOrder = (world: World, guild: Guild, order: readonly APIRole[]): void => {
  const before = inOrder(guild, new Map())
  const changed = before.filter((role, index) => order[index] !== role)
  for (const role of changed) requireBelowBot(world, guild, role)
}

/** Puts the roles into the wanted order and numbers them anew from the bottom. */
const patchPositions = (call: Call<'guild_id'>): Reply => {
  const { world } = call
  const guild = requireGuild(world, call.params.guild_id)
  requireGuildPermission(world, guild, 'ManageRoles')
  const wanted = new Map(
    bodyOf<RESTPatchAPIGuildRolePositionsJSONBody>(call).flatMap(({ id, position }) =>
      position == null ? [] : [[String(id), position] as const],
    ),
  )
  for (const id of wanted.keys()) requireRole(guild, id)
  const order = inOrder(guild, wanted)
  checkOrder(world, guild, order)
  for (const [index, role] of order.entries()) {
    if (role.position === index + 1) continue
    role.position = index + 1
    world.emit({ type: 'GUILD_ROLE_UPDATE', guildId: guild.id, payload: role })
  }
  return ok(renderRoles(guild))
}

const deleteRole = (call: Call<'guild_id' | 'role_id'>): Reply => {
  const { world } = call
  const guild = requireGuild(world, call.params.guild_id)
  requireGuildPermission(world, guild, 'ManageRoles')
  const role = requireRole(guild, call.params.role_id)
  if (role.managed || role.id === guild.id) throw discordError(50028, `role ${role.name} cannot be deleted`)
  requireBelowBot(world, guild, role)
  guild.roles.delete(role.id)
  for (const member of guild.members.values()) member.roles.delete(role.id)
  for (const channel of world.channels.values()) {
    if (channel.guildId === guild.id) channel.overwrites.delete(role.id)
  }
  auditAsBot(call, guild, { action: AuditLogEvent.RoleDelete, targetId: role.id })
  world.emit({ type: 'GUILD_ROLE_DELETE', guildId: guild.id, payload: { role_id: role.id } })
  return noContent
}

const memberCounts = (call: Call<'guild_id'>): Reply => {
  const guild = requireGuild(call.world, call.params.guild_id)
  const counts: Record<string, number> = {}
  for (const { id } of guild.roles.values()) {
    if (id !== guild.id) counts[id] = [...guild.members.values()].filter(({ roles }) => roles.has(id)).length
  }
  return ok(counts)
}

/** Roles. Discord docs: resources/guild#get-guild-roles and following. */
export const roleRoutes: Route[] = [
  route('GET', '/guilds/{guild_id}/roles', (call) => ok(renderRoles(requireGuild(call.world, call.params.guild_id)))),
  route('POST', '/guilds/{guild_id}/roles', createRole),
  route('PATCH', '/guilds/{guild_id}/roles', patchPositions),
  route('GET', '/guilds/{guild_id}/roles/member-counts', memberCounts),
  route('GET', '/guilds/{guild_id}/roles/{role_id}', (call) =>
    ok(requireRole(requireGuild(call.world, call.params.guild_id), call.params.role_id)),
  ),
  route('PATCH', '/guilds/{guild_id}/roles/{role_id}', patchRole),
  route('DELETE', '/guilds/{guild_id}/roles/{role_id}', deleteRole),
]
