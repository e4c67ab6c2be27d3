import {
  type APIApplicationCommand,
  ApplicationCommandType,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10'
import { discordError } from '../errors.ts'
import { requireGuild } from '../world/access.ts'
import { forgetCommandPermissions } from '../world/command-permissions.ts'
import type { World } from '../world/types.ts'
import { checkApplication } from './applications.ts'
import { boolParam } from './query.ts'
import { bodyOf, type Call, noContent, ok, type Reply, type Route, route } from './route.ts'

type Registry = Map<string, APIApplicationCommand>

const maxPerType: Partial<Record<ApplicationCommandType, number>> = {
  [ApplicationCommandType.ChatInput]: 100,
  [ApplicationCommandType.User]: 15,
  [ApplicationCommandType.Message]: 15,
  [ApplicationCommandType.PrimaryEntryPoint]: 1,
}

interface Scope {
  registry: Registry
  guildId: string | null
}

const globalScope = (call: Call<'application_id'>): Scope => {
  checkApplication(call.world, call.params.application_id)
  return { registry: call.world.commands.global, guildId: null }
}

const guildScope = (call: Call<'application_id' | 'guild_id'>): Scope => {
  const { world, params } = call
  checkApplication(world, params.application_id)
  if (!world.guilds.has(params.guild_id)) throw discordError(50001, `the application is in no guild ${params.guild_id}`)
  const guild = requireGuild(world, params.guild_id)
  const registry = world.commands.guilds.get(guild.id) ?? new Map()
  world.commands.guilds.set(guild.id, registry)
  return { registry, guildId: guild.id }
}

const typeOf = (body: { type?: ApplicationCommandType | undefined }): ApplicationCommandType =>
  body.type ?? ApplicationCommandType.ChatInput

const findByName = (registry: Registry, body: RESTPostAPIApplicationCommandsJSONBody) =>
  [...registry.values()].find(({ name, type }) => name === body.name && type === typeOf(body))

/** The fields that Discord adds come last; the rest is the body, which the route's schema allows. */
const toCommand = (world: World, scope: Scope, body: RESTPostAPIApplicationCommandsJSONBody, id: string) => {
  const command: APIApplicationCommand = {
    dm_permission: true,
    nsfw: false,
    ...asCommandFields(body),
    type: typeOf(body),
    default_member_permissions:
      body.default_member_permissions == null ? null : String(body.default_member_permissions),
    id,
    application_id: world.application.id,
    version: world.newId(),
    ...(scope.guildId !== null && { guild_id: scope.guildId }),
  }
  return command
}

/** Request and answer share every field but those `toCommand` sets; a missing description is the empty one. */
const asCommandFields = (body: object): Omit<APIApplicationCommand, 'id' | 'type' | 'application_id' | 'version'> =>
  ({ description: '', ...body }) as Omit<APIApplicationCommand, 'id' | 'type' | 'application_id' | 'version'>

const countCreate = (world: World, scope: Scope): void => {
  const key = scope.guildId ?? 'global'
  const day = (world.commands.createdAt.get(key) ?? []).filter((at) => at > world.now() - 86_400_000)
  if (day.length >= world.limits.commandCreatesPerDay) throw discordError(30034)
  world.commands.createdAt.set(key, [...day, world.now()])
}

const checkCounts = (commands: Iterable<{ type: ApplicationCommandType }>): void => {
  const counts = new Map<ApplicationCommandType, number>()
  for (const { type } of commands) counts.set(type, (counts.get(type) ?? 0) + 1)
  for (const [type, count] of counts) {
    const max = maxPerType[type]
    if (max !== undefined && count > max) throw discordError(30032, `${count} commands of type ${type}: at most ${max}`)
  }
}

const sameDefinition = (known: APIApplicationCommand, next: APIApplicationCommand): boolean => {
  const strip = ({ version: _, ...rest }: APIApplicationCommand) => JSON.stringify(rest)
  return strip(known) === strip(next)
}

const upsert = (call: Call, scope: Scope): Reply => {
  const { world } = call
  const body = bodyOf<RESTPostAPIApplicationCommandsJSONBody>(call)
  const known = findByName(scope.registry, body)
  const command = toCommand(world, scope, body, known?.id ?? world.newId())
  if (!known) {
    checkCounts([...scope.registry.values(), command])
    countCreate(world, scope)
  }
  scope.registry.set(command.id, command)
  return { status: known ? 200 : 201, body: command }
}

/** Replaces all commands of the scope; those that stay keep their ids, and only new ones count as created. */
const overwriteAll = (call: Call, scope: Scope): Reply => {
  const { world } = call
  const bodies = bodyOf<RESTPostAPIApplicationCommandsJSONBody[]>(call)
  const next = bodies.map((body) => {
    const known = findByName(scope.registry, body)
    const command = toCommand(world, scope, body, known?.id ?? world.newId())
    return { known, command: known && sameDefinition(known, command) ? known : command }
  })
  checkCounts(next.map(({ command }) => command))
  for (const { known } of next) if (!known) countCreate(world, scope)
  for (const id of scope.registry.keys()) {
    if (!next.some(({ command }) => command.id === id)) forgetCommandPermissions(world, id)
  }
  scope.registry.clear()
  for (const { command } of next) scope.registry.set(command.id, command)
  return ok([...scope.registry.values()])
}

const requireCommand = (scope: Scope, id: string): APIApplicationCommand => {
  const command = scope.registry.get(id)
  if (!command) throw discordError(10063, `no command ${id} in this scope`)
  return command
}

const patch = (call: Call, scope: Scope, id: string): Reply => {
  const command = requireCommand(scope, id)
  const { name } = bodyOf<{ name?: string }>(call)
  if (name !== undefined && name !== command.name) forgetCommandPermissions(call.world, id)
  const changed = { ...command, ...asCommandFields({ ...command, ...bodyOf<object>(call) }) }
  changed.version = call.world.newId()
  scope.registry.set(id, changed)
  return ok(changed)
}

const remove = (world: World, scope: Scope, id: string): Reply => {
  requireCommand(scope, id)
  forgetCommandPermissions(world, id)
  scope.registry.delete(id)
  return noContent
}

const list = (call: Call, scope: Scope): Reply =>
  ok(
    [...scope.registry.values()].map((command) => {
      if (boolParam(call.query, 'with_localizations')) return command
      const { name_localizations: _names, description_localizations: _descriptions, ...plain } = command
      return plain
    }),
  )

const global = '/applications/{application_id}/commands'
const inGuild = '/applications/{application_id}/guilds/{guild_id}/commands'

/** Bearer tokens of the client credentials grant may do what the bot may. */
const updates = { scopes: ['applications.commands.update'] }

/** Application commands, global and of a guild. Discord docs: interactions/application-commands#endpoints. */
export const commandRoutes: Route[] = [
  route('GET', global, (call) => list(call, globalScope(call)), updates),
  route('POST', global, (call) => upsert(call, globalScope(call)), updates),
  route('PUT', global, (call) => overwriteAll(call, globalScope(call)), updates),
  route(
    'GET',
    `${global}/{command_id}`,
    (call) => ok(requireCommand(globalScope(call), call.params.command_id)),
    updates,
  ),
  route('PATCH', `${global}/{command_id}`, (call) => patch(call, globalScope(call), call.params.command_id), updates),
  route(
    'DELETE',
    `${global}/{command_id}`,
    (call) => remove(call.world, globalScope(call), call.params.command_id),
    updates,
  ),
  route('GET', inGuild, (call) => list(call, guildScope(call)), updates),
  route('POST', inGuild, (call) => upsert(call, guildScope(call)), updates),
  route('PUT', inGuild, (call) => overwriteAll(call, guildScope(call)), updates),
  route(
    'GET',
    `${inGuild}/{command_id}`,
    (call) => ok(requireCommand(guildScope(call), call.params.command_id)),
    updates,
  ),
  route('PATCH', `${inGuild}/{command_id}`, (call) => patch(call, guildScope(call), call.params.command_id), updates),
  route(
    'DELETE',
    `${inGuild}/{command_id}`,
    (call) => remove(call.world, guildScope(call), call.params.command_id),
    updates,
  ),
]
