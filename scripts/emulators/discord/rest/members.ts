import { AuditLogEvent, type RESTPatchAPIGuildMemberJSONBody } from 'discord-api-types/v10'
import { discordError, fieldError } from '../errors.ts'
import { hasPermissions, isAboveRole, isTimedOut, memberPermissions, type PermissionName } from '../permissions.ts'
import { requireAbove, requireChannel, requireGuild, requireGuildPermission, requireMember } from '../world/access.ts'
import { changesBetween } from '../world/audit.ts'
import { storeImageData } from '../world/images.ts'
import { removeMember } from '../world/members.ts'
import { renderMember, sortedMembers } from '../world/render.ts'
import { compareIds } from '../world/snowflake.ts'
import type { Guild, Member, Snowflake, World } from '../world/types.ts'
import { isVoiceChannel, leaveVoice, setVoiceState } from '../world/voice.ts'
import { idParam, intParam } from './query.ts'
import { auditAsBot, bodyOf, type Call, noContent, ok, type Reply, type Route, route } from './route.ts'

/** Discord docs: resources/guild#modify-guild-member: "up to 28 days in the future". */
const maxTimeoutMs = 28 * 24 * 3600 * 1000

type MemberCall = Call<'guild_id' | 'user_id'>

const listMembers = (call: Call<'guild_id'>): Reply => {
  const guild = requireGuild(call.world, call.params.guild_id)
  const limit = intParam(call.query, 'limit', { min: 1, max: 1000, fallback: 1 })
  const after = idParam(call.query, 'after') ?? '0'
  const page = sortedMembers(guild).filter(({ userId }) => compareIds(userId, after) > 0)
  return ok(page.slice(0, limit).map((member) => renderMember(call.world, member)))
}

const searchMembers = (call: Call<'guild_id'>): Reply => {
  const guild = requireGuild(call.world, call.params.guild_id)
  const text = call.query.get('query')?.toLowerCase()
  if (!text) throw fieldError('query', 'BASE_TYPE_REQUIRED', 'This field is required')
  const limit = intParam(call.query, 'limit', { min: 1, max: 1000, fallback: 1 })
  const names = (member: Member) => {
    const user = call.world.users.get(member.userId)?.data
    return [user?.username, user?.global_name, member.nick]
  }
  const found = sortedMembers(guild).filter((member) =>
    names(member).some((name) => name?.toLowerCase().startsWith(text)),
  )
  return ok(found.slice(0, limit).map((member) => renderMember(call.world, member)))
}

const state = (member: Member) => ({
  nick: member.nick,
  communication_disabled_until: member.timeoutUntil === null ? null : new Date(member.timeoutUntil).toISOString(),
  mute: member.mute,
  deaf: member.deaf,
})

const checkTimeout = (world: World, guild: Guild, target: Member, until: string | null): number | null => {
  requireGuildPermission(world, guild, 'ModerateMembers')
  requireAbove(world, guild, target.userId, 'time out')
  const isAdmin = hasPermissions(memberPermissions(world, guild, target.userId), 'Administrator')
  if (isAdmin && until !== null) {
    throw discordError(50013, `cannot time out ${target.userId}: an administrator`, { rule: 'role-order' })
  }
  if (until === null) return null
  const end = Date.parse(until)
  if (end <= world.now() + maxTimeoutMs) return end
  throw fieldError(
    'communication_disabled_until',
    'DATE_TIME_TYPE_MAX',
    'The timeout must end within 28 days from now.',
  )
}

const checkNick = (world: World, guild: Guild, userId: Snowflake): void => {
  const isSelf = userId === world.application.botId
  requireGuildPermission(world, guild, isSelf ? 'ChangeNickname' : 'ManageNicknames')
  if (!isSelf) requireAbove(world, guild, userId, 'rename')
}

/** Discord compares the two sets: only roles that really change must be below the bot's. */
const checkRoles = (world: World, guild: Guild, member: Member, wanted: readonly Snowflake[]): void => {
  requireGuildPermission(world, guild, 'ManageRoles')
  const next = new Set(wanted)
  const changed = [...next]
    .filter((id) => !member.roles.has(id))
    .concat([...member.roles].filter((id) => !next.has(id)))
  for (const id of changed) requireAssignable(world, guild, id)
}

/** The role when the bot may give and take it: 10011 unknown, 50028 for @everyone and managed ones, 50013 role order. */
const requireAssignable = (world: World, guild: Guild, roleId: Snowflake): void => {
  const role = guild.roles.get(roleId)
  if (!role) throw discordError(10011, `no role ${roleId} in ${guild.name}`)
  if (role.managed || roleId === guild.id) throw discordError(50028, `role ${role.name} cannot be given or taken`)
  if (isAboveRole(guild, world.application.botId, role)) return
  throw discordError(50013, `role ${role.name} is not below the bot's highest role`, { rule: 'role-order' })
}

const applyVoice = (call: MemberCall, guild: Guild, member: Member, body: RESTPatchAPIGuildMemberJSONBody): void => {
  const { world } = call
  const voice = guild.voiceStates.get(member.userId)
  const needs: [unknown, PermissionName][] = [
    [body.mute, 'MuteMembers'],
    [body.deaf, 'DeafenMembers'],
    [body.channel_id, 'MoveMembers'],
  ]
  for (const [value, permission] of needs) {
    if (value === undefined) continue
    requireGuildPermission(world, guild, permission)
    if (!voice) throw discordError(40032, `${member.userId} is in no voice channel`)
  }
  if (typeof body.mute === 'boolean') member.mute = body.mute
  if (typeof body.deaf === 'boolean') member.deaf = body.deaf
  if (voice && (body.mute !== undefined || body.deaf !== undefined))
    setVoiceState(world, guild, { userId: member.userId, channelId: voice.channel_id })
  if (body.channel_id === undefined || !voice) return
  if (body.channel_id === null) {
    leaveVoice(world, guild, member.userId)
    auditAsBot(call, guild, { action: AuditLogEvent.MemberDisconnect, options: { count: '1' } })
    return
  }
  const channel = requireChannel(world, String(body.channel_id))
  if (!isVoiceChannel(channel)) throw discordError(50024)
  setVoiceState(world, guild, { userId: member.userId, channelId: channel.id })
  const options = { channel_id: channel.id, count: '1' }
  auditAsBot(call, guild, { action: AuditLogEvent.MemberMove, options })
}

const patchMember = (call: MemberCall): Reply => {
  const { world } = call
  const guild = requireGuild(world, call.params.guild_id)
  const member = requireMember(world, guild, call.params.user_id)
  const body = bodyOf<RESTPatchAPIGuildMemberJSONBody>(call)
  const before = state(member)
  const until = body.communication_disabled_until
  const timeoutUntil = until === undefined ? member.timeoutUntil : checkTimeout(world, guild, member, until)
  if (body.nick !== undefined) checkNick(world, guild, member.userId)
  // discord.js lists @everyone among a member's roles, which everybody has anyway.
  const roles = body.roles?.map(String).filter((id) => id !== guild.id)
  if (roles) checkRoles(world, guild, member, roles)
  applyVoice(call, guild, member, body)
  member.timeoutUntil = timeoutUntil
  if (body.nick !== undefined) member.nick = body.nick || null
  if (roles) setRoles(call, guild, member, roles)
  const changes = changesBetween(before, state(member))
  if (changes.length > 0)
    auditAsBot(call, guild, { action: AuditLogEvent.MemberUpdate, targetId: member.userId, changes })
  world.emit({ type: 'GUILD_MEMBER_UPDATE', guildId: guild.id, payload: member })
  return ok(renderMember(world, member))
}

const rolePart = (guild: Guild, id: Snowflake) => ({ id, name: guild.roles.get(id)?.name ?? id })

const setRoles = (call: Call, guild: Guild, member: Member, wanted: readonly Snowflake[]): void => {
  const added = wanted.filter((id) => !member.roles.has(id))
  const removed = [...member.roles].filter((id) => !wanted.includes(id))
  if (added.length === 0 && removed.length === 0) return
  member.roles = new Set(wanted)
  const changes = [
    ...(added.length > 0 ? [{ key: '$add', new_value: added.map((id) => rolePart(guild, id)) }] : []),
    ...(removed.length > 0 ? [{ key: '$remove', new_value: removed.map((id) => rolePart(guild, id)) }] : []),
  ]
  auditAsBot(call, guild, { action: AuditLogEvent.MemberRoleUpdate, targetId: member.userId, changes })
}

/** A `bio` is accepted too, but no answer of the API shows it. */
interface OwnMember {
  nick?: string | null
  avatar?: string | null
  banner?: string | null
}

const patchMe = (call: Call<'guild_id'>): Reply => {
  const { world } = call
  const guild = requireGuild(world, call.params.guild_id)
  const member = requireMember(world, guild, world.application.botId)
  const { nick, avatar, banner } = bodyOf<OwnMember>(call)
  if (nick !== undefined) requireGuildPermission(world, guild, 'ChangeNickname')
  const changes = nick === undefined ? [] : changesBetween({ nick: member.nick }, { nick: nick || null })
  if (nick !== undefined) member.nick = nick || null
  if (avatar !== undefined) member.avatar = storeImageData(world, 'avatar', avatar)
  if (banner !== undefined) member.banner = storeImageData(world, 'banner', banner)
  if (changes.length > 0)
    auditAsBot(call, guild, { action: AuditLogEvent.MemberUpdate, targetId: member.userId, changes })
  world.emit({ type: 'GUILD_MEMBER_UPDATE', guildId: guild.id, payload: member })
  return ok(renderMember(world, member))
}

const kick = (call: MemberCall): Reply => {
  const { world } = call
  const guild = requireGuild(world, call.params.guild_id)
  const member = requireMember(world, guild, call.params.user_id)
  requireGuildPermission(world, guild, 'KickMembers')
  requireAbove(world, guild, member.userId, 'kick')
  removeMember(world, guild, member.userId)
  auditAsBot(call, guild, { action: AuditLogEvent.MemberKick, targetId: member.userId })
  return noContent
}

const changeRole =
  (change: (roles: Set<Snowflake>, id: Snowflake) => void) =>
  (call: Call<'guild_id' | 'user_id' | 'role_id'>): Reply => {
    const { world, params } = call
    const guild = requireGuild(world, params.guild_id)
    const member = requireMember(world, guild, params.user_id)
    requireGuildPermission(world, guild, 'ManageRoles')
    requireAssignable(world, guild, params.role_id)
    const wanted = new Set(member.roles)
    change(wanted, params.role_id)
    setRoles(call, guild, member, [...wanted])
    world.emit({ type: 'GUILD_MEMBER_UPDATE', guildId: guild.id, payload: member })
    return noContent
  }

const getMember = (call: MemberCall): Reply => {
  const guild = requireGuild(call.world, call.params.guild_id)
  const member = requireMember(call.world, guild, call.params.user_id)
  if (member.timeoutUntil !== null && !isTimedOut(call.world, member)) member.timeoutUntil = null
  return ok(renderMember(call.world, member))
}

const one = '/guilds/{guild_id}/members/{user_id}'

/** Members of a guild. Discord docs: resources/guild#list-guild-members and following. */
export const memberRoutes: Route[] = [
  route('GET', '/guilds/{guild_id}/members', listMembers),
  route('GET', '/guilds/{guild_id}/members/search', searchMembers),
  route('PATCH', '/guilds/{guild_id}/members/@me', patchMe),
  route('GET', one, getMember),
  route('PATCH', one, patchMember),
  route('DELETE', one, kick),
  route(
    'PUT',
    `${one}/roles/{role_id}`,
    changeRole((roles, id) => roles.add(id)),
  ),
  route(
    'DELETE',
    `${one}/roles/{role_id}`,
    changeRole((roles, id) => roles.delete(id)),
  ),
]
