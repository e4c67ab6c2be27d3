import type { RESTPutAPIGuildMemberJSONBody } from 'discord-api-types/v10'
import { discordError } from '../errors.ts'
import { findAccessToken } from '../oauth2/tokens.ts'
import type { PermissionName } from '../permissions.ts'
import { requireGuild, requireGuildPermission, requireUser } from '../world/access.ts'
import { addMember } from '../world/members.ts'
import { renderMember } from '../world/render.ts'
import type { Snowflake, World } from '../world/types.ts'
import { bodyOf, type Call, created, noContent, type Reply, type Route, route } from './route.ts'

/** 50025 unless the token is that user's, 50026 unless it was given for joining guilds. */
const checkToken = (world: World, userId: Snowflake, accessToken: string): void => {
  const token = findAccessToken(world, accessToken)
  if (!token) throw discordError(50025, 'the access token is unknown, expired or revoked')
  if (token.grant.userId !== userId)
    throw discordError(50025, `the access token belongs to ${token.grant.userId}, not to ${userId}`)
  if (!token.grant.scopes.has('guilds.join')) throw discordError(50026, 'the access token lacks the scope guilds.join')
}

const neededFor = (body: RESTPutAPIGuildMemberJSONBody): PermissionName[] => [
  'CreateInstantInvite',
  ...(body.nick ? (['ManageNicknames'] as const) : []),
  ...(body.roles && body.roles.length > 0 ? (['ManageRoles'] as const) : []),
  ...(body.mute ? (['MuteMembers'] as const) : []),
  ...(body.deaf ? (['DeafenMembers'] as const) : []),
]

const addGuildMember = (call: Call<'guild_id' | 'user_id'>): Reply => {
  const { world, params } = call
  const guild = requireGuild(world, params.guild_id)
  const { data } = requireUser(world, params.user_id)
  const body = bodyOf<RESTPutAPIGuildMemberJSONBody>(call)
  checkToken(world, data.id, body.access_token)
  requireGuildPermission(world, guild, ...neededFor(body))
  if (guild.members.has(data.id)) return noContent
  if (guild.bans.has(data.id)) throw discordError(40007)
  const roles = (body.roles ?? []).map(String)
  const unknown = roles.find((id) => !guild.roles.has(id))
  if (unknown !== undefined) throw discordError(10011, `no role ${unknown} in ${guild.name}`)
  const member = addMember(world, guild, data.id, roles)
  member.nick = body.nick ?? null
  member.mute = body.mute ?? false
  member.deaf = body.deaf ?? false
  return created(renderMember(world, member))
}

/** Joining people who allowed it with the scope guilds.join. Discord docs: resources/guild#add-guild-member. */
export const joinRoutes: Route[] = [route('PUT', '/guilds/{guild_id}/members/{user_id}', addGuildMember)]
