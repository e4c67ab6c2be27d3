import type {
  APIApplicationCommandPermission,
  APIGuildApplicationCommandPermissions,
  RESTPutAPIApplicationCommandPermissionsJSONBody,
} from 'discord-api-types/v10'
import { discordError, fieldError } from '../errors.ts'
import { hasPermissions, memberPermissions } from '../permissions.ts'
import { guildChannels, requireGuild } from '../world/access.ts'
import { whyHidden } from '../world/command-permissions.ts'
import type { Guild, World } from '../world/types.ts'
import { checkApplication } from './applications.ts'
import { bodyOf, type Call, ok, type Reply, type Route, route } from './route.ts'

const maxOverwrites = 100

const requireScope = (call: Call<'application_id' | 'guild_id'>): Guild => {
  checkApplication(call.world, call.params.application_id)
  return requireGuild(call.world, call.params.guild_id)
}

const render = (
  world: World,
  guild: Guild,
  entry: { id: string; permissions: APIApplicationCommandPermission[] },
): APIGuildApplicationCommandPermissions => ({
  id: entry.id,
  application_id: world.application.id,
  guild_id: guild.id,
  permissions: entry.permissions,
})

const list = (call: Call<'application_id' | 'guild_id'>): Reply => {
  const guild = requireScope(call)
  const known = call.world.commandPermissions.get(guild.id) ?? new Map()
  return ok([...known].map(([id, permissions]) => render(call.world, guild, { id, permissions })))
}

const findCommand = (world: World, guild: Guild, id: string) =>
  world.commands.global.get(id) ?? world.commands.guilds.get(guild.id)?.get(id)

const get = (call: Call<'application_id' | 'guild_id' | 'command_id'>): Reply => {
  const guild = requireScope(call)
  const id = call.params.command_id
  const permissions = call.world.commandPermissions.get(guild.id)?.get(id)
  if (!permissions) throw discordError(10066, `nobody has set permissions of ${id} in ${guild.name}`)
  return ok(render(call.world, guild, { id, permissions }))
}

/** The three things that the person behind the token must be able to do. */
const checkCaller = (call: Call<'command_id'>, guild: Guild): void => {
  const { world, bearer } = call
  const userId = bearer?.grant.userId ?? ''
  const member = guild.members.get(userId)
  if (!member || !hasPermissions(memberPermissions(world, guild, userId), 'ManageGuild', 'ManageRoles'))
    throw discordError(50013, `user ${userId} needs Manage Server and Manage Roles in ${guild.name}`)
  const command = findCommand(world, guild, call.params.command_id)
  const [channel] = guildChannels(world, guild.id)
  const hidden = command && channel ? whyHidden(world, { guild, channel, member }, command) : null
  if (hidden !== null) throw discordError(50013, `user ${userId} cannot run it: ${hidden}`)
}

const put = (call: Call<'application_id' | 'guild_id' | 'command_id'>): Reply => {
  const { world, params } = call
  const guild = requireScope(call)
  const id = params.command_id
  if (id !== world.application.id && !findCommand(world, guild, id)) throw discordError(10063, `no command ${id}`)
  checkCaller(call, guild)
  const permissions = (bodyOf<RESTPutAPIApplicationCommandPermissionsJSONBody>(call).permissions ?? []).map(
    ({ id: target, type, permission }) => ({ id: String(target), type, permission }),
  )
  if (permissions.length > maxOverwrites)
    throw fieldError('permissions', 'BASE_TYPE_MAX_LENGTH', `Must be ${maxOverwrites} or fewer in length.`)
  const known = world.commandPermissions.get(guild.id) ?? new Map()
  world.commandPermissions.set(guild.id, known)
  known.set(id, permissions)
  const payload = render(world, guild, { id, permissions })
  world.emit({ type: 'APPLICATION_COMMAND_PERMISSIONS_UPDATE', guildId: guild.id, payload })
  return ok(payload)
}

const base = '/applications/{application_id}/guilds/{guild_id}/commands'
const scopes = ['applications.commands.permissions.update']

/** Who may use which command. Discord docs: interactions/application-commands#permissions. */
export const commandPermissionRoutes: Route[] = [
  route('GET', `${base}/permissions`, list, { scopes }),
  route('GET', `${base}/{command_id}/permissions`, get, { scopes }),
  route('PUT', `${base}/{command_id}/permissions`, put, { auth: 'user', scopes }),
]
