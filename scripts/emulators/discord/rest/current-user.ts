import type {
  APIUser,
  RESTPatchAPICurrentUserJSONBody,
  RESTPutAPICurrentUserApplicationRoleConnectionJSONBody,
} from 'discord-api-types/v10'
import { discordError } from '../errors.ts'
import { memberPermissions } from '../permissions.ts'
import { requireUser } from '../world/access.ts'
import { renderApplication } from '../world/application-view.ts'
import { storeImageData } from '../world/images.ts'
import { renderMember } from '../world/render.ts'
import type { Guild, Snowflake, World } from '../world/types.ts'
import { between, boolParam, intParam } from './query.ts'
import { bodyOf, type Call, noContent, ok, type Reply, type Route, route } from './route.ts'

/** Who calls: the owner of the bearer token, or the bot. */
export const callerId = ({ world, bearer }: Pick<Call, 'world' | 'bearer'>): Snowflake =>
  bearer?.grant.userId ?? world.application.botId

/** The user as it sees itself; the email only with its scope. Discord docs: resources/user#get-current-user. */
export const renderSelf = (world: World, user: APIUser, options: { withEmail: boolean }) => ({
  ...user,
  public_flags: user.public_flags ?? 0,
  flags: user.flags ?? user.public_flags ?? 0,
  banner: user.banner ?? null,
  accent_color: user.accent_color ?? null,
  mfa_enabled: user.bot === true || user.id === world.application.ownerId,
  locale: user.locale ?? 'en-US',
  ...(user.bot !== true && { premium_type: 0 }),
  ...(options.withEmail && { email: user.bot ? null : `${user.username}@example.com`, verified: true }),
})

const getMe = (call: Call<never>): Reply => {
  const { data } = requireUser(call.world, callerId(call))
  const withEmail = call.bearer === null || call.bearer.grant.scopes.has('email')
  return ok(renderSelf(call.world, data, { withEmail }))
}

const patchMe = (call: Call<never>): Reply => {
  const { world } = call
  const { data } = requireUser(world, world.application.botId)
  const { username, avatar, banner } = bodyOf<RESTPatchAPICurrentUserJSONBody>(call)
  if (username !== undefined) data.username = username
  if (avatar !== undefined) data.avatar = storeImageData(world, 'avatar', avatar)
  if (banner !== undefined) data.banner = storeImageData(world, 'banner', banner)
  world.emit({ type: 'USER_UPDATE', guildId: null, payload: data })
  return ok(renderSelf(world, data, { withEmail: true }))
}

const partialGuild = (world: World, guild: Guild, userId: Snowflake) => ({
  id: guild.id,
  name: guild.name,
  icon: guild.icon,
  banner: guild.banner,
  owner: guild.ownerId === userId,
  permissions: String(memberPermissions(world, guild, userId)),
  features: guild.features,
})

const counts = (guild: Guild) => ({
  approximate_member_count: guild.members.size,
  approximate_presence_count: guild.members.size,
})

const listGuilds = (call: Call<never>): Reply => {
  const { world, query } = call
  const userId = callerId(call)
  const limit = intParam(query, 'limit', { min: 1, max: 200, fallback: 200 })
  const mine = [...world.guilds.values()].filter((guild) => guild.members.has(userId))
  const withCounts = boolParam(query, 'with_counts')
  const page = between(mine, ({ id }) => id, query).slice(0, limit)
  return ok(page.map((guild) => ({ ...partialGuild(world, guild, userId), ...(withCounts && counts(guild)) })))
}

const getMember = (call: Call<'guild_id'>): Reply => {
  const guild = call.world.guilds.get(call.params.guild_id)
  const member = guild?.members.get(callerId(call))
  if (!member) throw discordError(10004, `the user is in no guild ${call.params.guild_id}`)
  return ok(renderMember(call.world, member))
}

const authorisation = (call: Call<never>): Reply => {
  const { world, bearer } = call
  if (bearer === null) throw discordError(20001)
  const { scopes, userId } = bearer.grant
  return ok({
    application: renderApplication(world),
    scopes: [...scopes],
    expires: new Date(bearer.expiresAt).toISOString(),
    ...(scopes.has('identify') && { user: requireUser(world, userId).data }),
  })
}

const userInfo = (call: Call<never>): Reply => {
  const { data } = requireUser(call.world, callerId(call))
  const scopes = call.bearer?.grant.scopes
  return ok({
    sub: data.id,
    ...(scopes?.has('email') && { email: `${data.username}@example.com`, email_verified: true }),
    ...(scopes?.has('identify') && {
      preferred_username: data.username,
      nickname: data.global_name,
      locale: data.locale ?? 'en-US',
    }),
  })
}

const checkOwn = (call: Call<'application_id'>): void => {
  if (call.params.application_id !== call.world.application.id) throw discordError(10002)
}

const putRoleConnection = (call: Call<'application_id'>): Reply => {
  checkOwn(call)
  const body = bodyOf<RESTPutAPICurrentUserApplicationRoleConnectionJSONBody>(call)
  const connection = {
    platform_name: body.platform_name ?? null,
    platform_username: body.platform_username ?? null,
    metadata: body.metadata ?? {},
  }
  call.world.roleConnections.set(callerId(call), connection)
  return ok(connection)
}

const identify = { auth: 'user', scopes: ['identify'] } as const
const roleConnections = { auth: 'user', scopes: ['role_connections.write'] } as const

/** What people's bearer tokens are for. Discord docs: resources/user, topics/oauth2#get-current-authorization-information. */
export const currentUserRoutes: Route[] = [
  route('GET', '/users/@me', getMe, { scopes: identify.scopes }),
  route('PATCH', '/users/@me', patchMe),
  route('GET', '/users/@me/guilds', listGuilds, { scopes: ['guilds'] }),
  route('GET', '/users/@me/guilds/{guild_id}/member', getMember, { auth: 'user', scopes: ['guilds.members.read'] }),
  route('GET', '/users/@me/connections', () => ok([]), { auth: 'user', scopes: ['connections'] }),
  route(
    'GET',
    '/users/@me/applications/{application_id}/role-connection',
    (call) => {
      checkOwn(call)
      return ok(call.world.roleConnections.get(callerId(call)) ?? { metadata: {} })
    },
    roleConnections,
  ),
  route('PUT', '/users/@me/applications/{application_id}/role-connection', putRoleConnection, roleConnections),
  route(
    'DELETE',
    '/users/@me/applications/{application_id}/role-connection',
    (call) => {
      checkOwn(call)
      call.world.roleConnections.delete(callerId(call))
      return noContent
    },
    roleConnections,
  ),
  route('GET', '/oauth2/@me', authorisation, { auth: 'user', scopes: [] }),
  route('GET', '/oauth2/userinfo', userInfo, { auth: 'user', scopes: ['openid'] }),
]
