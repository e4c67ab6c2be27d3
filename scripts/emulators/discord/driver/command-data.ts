import {
  type APIApplicationCommand,
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  ApplicationCommandType,
  ApplicationCommandOptionType as Kind,
} from 'discord-api-types/v10'
import { hasPermissions, memberPermissions } from '../permissions.ts'
import { whyHidden } from '../world/command-permissions.ts'
import { renderMessage } from '../world/messages.ts'
import type { World } from '../world/types.ts'
import { findMessage, type Place } from './lookup.ts'
import {
  compactResolved,
  emptyResolved,
  type Resolving,
  readOption,
  readRawOption,
  resolveUser,
} from './option-values.ts'
import { DriverError, type Json } from './types.ts'

export interface CommandInput {
  name: string
  options?: Json | undefined
  /** A user (id or name) or message id, for context menus. */
  target?: string | undefined
  /** Send it although a client would refuse. */
  raw?: boolean | undefined
}

/** The registered command of that name; commands of the guild come first. */
export const findCommand = (
  world: World,
  place: Place,
  input: CommandInput,
): { command: APIApplicationCommand; path: string[] } => {
  const own = place.guild ? [...(world.commands.guilds.get(place.guild.id)?.values() ?? [])] : []
  const all = [...own, ...world.commands.global.values()]
  const menu = all.find((entry) => entry.type !== ApplicationCommandType.ChatInput && entry.name === input.name)
  if (input.target !== undefined && menu) return { command: menu, path: [] }
  const [first = '', ...path] = input.name.trim().replace(/^\//, '').split(/\s+/)
  const command = all.find((entry) => entry.type === ApplicationCommandType.ChatInput && entry.name === first)
  if (command) return { command, path }
  if (input.raw) return { command: unregistered(world, first), path }
  const names = all
    .map((entry) => entry.name)
    .slice(0, 40)
    .join(', ')
  throw new DriverError(
    'unknown_command',
    `There is no command "${input.name}"${menu ? ' without a "target"' : ''}; registered: ${names || 'none'}.`,
  )
}

/** What Discord would never send: a command that is not registered. Only raw input gets it. */
const unregistered = (world: World, name: string): APIApplicationCommand => ({
  id: world.newId(),
  application_id: world.application.id,
  type: ApplicationCommandType.ChatInput,
  name,
  description: '',
  version: '1',
  default_member_permissions: null,
})

/** Throws where a client hides the command from this person: no member, no access, or lacking permissions. */
export const checkMayUse = (world: World, { guild, channel, user }: Place, command?: APIApplicationCommand): void => {
  if (!guild) {
    const inDms =
      command === undefined ||
      command.contexts === undefined ||
      command.contexts === null ||
      command.contexts.includes(1)
    if (!inDms) throw new DriverError('not_in_dm', `The command ${command.name} cannot be used in direct messages.`)
    return
  }
  const name = user.data.username
  const member = guild.members.get(user.data.id)
  if (!member) throw new DriverError('not_a_member', `${name} is not a member of ${guild.name}.`)
  const permissions = memberPermissions(world, guild, user.data.id, channel)
  if (!hasPermissions(permissions, 'ViewChannel'))
    throw new DriverError('channel_hidden', `${name} cannot see #${channel.name}.`)
  if (command === undefined) return
  if (!hasPermissions(permissions, 'UseApplicationCommands'))
    throw new DriverError(
      'commands_not_allowed',
      `${name} may not use commands in #${channel.name} (perhaps timed out).`,
    )
  const hidden = whyHidden(world, { guild, channel, member }, command)
  if (hidden !== null) throw new DriverError('command_hidden', `${name} does not see it: ${hidden}.`)
}

interface Level {
  options: readonly APIApplicationCommandOption[]
  /** Wraps the data of this level's options into the groups and sub-commands above it. */
  wrap(options: Json[]): Json[]
}

/** Follows `view` in `case view` down to the sub-command's own options. */
const descend = (command: APIApplicationCommand, path: readonly string[], raw: boolean): Level => {
  let level: Level = { options: command.options ?? [], wrap: (options) => options }
  for (const name of path) {
    const next = level.options.find((entry) => entry.name === name)
    const nested = next?.type === Kind.Subcommand || next?.type === Kind.SubcommandGroup
    if (!nested && !raw)
      throw new DriverError(
        'unknown_subcommand',
        `${command.name} has no sub-command "${name}"; it has ${level.options.map((entry) => entry.name).join(', ') || 'none'}.`,
      )
    const { wrap } = level
    const type = next?.type ?? Kind.Subcommand
    level = { options: nested ? (next.options ?? []) : [], wrap: (options) => wrap([{ name, type, options }]) }
  }
  const missing = level.options.some((entry) => entry.type === Kind.Subcommand || entry.type === Kind.SubcommandGroup)
  if (missing && !raw)
    throw new DriverError(
      'subcommand_missing',
      `Choose a sub-command of ${command.name}: ${level.options.map((entry) => entry.name).join(', ')}.`,
    )
  return level
}

const isBasic = (option: APIApplicationCommandOption): option is APIApplicationCommandBasicOption =>
  option.type !== Kind.Subcommand && option.type !== Kind.SubcommandGroup

const guessType = (value: unknown): Kind =>
  typeof value === 'boolean'
    ? Kind.Boolean
    : typeof value === 'number'
      ? Number.isInteger(value)
        ? Kind.Integer
        : Kind.Number
      : Kind.String

const checkNames = (level: Level, values: Json, required: boolean): void => {
  const known = level.options.map((option) => option.name)
  const unknown = Object.keys(values).find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new DriverError('unknown_option', `There is no option "${unknown}"; there are ${known.join(', ') || 'none'}.`)
  const missing = required
    ? level.options.find((option) => isBasic(option) && option.required && values[option.name] === undefined)
    : undefined
  if (missing) throw new DriverError('missing_option', `The required option "${missing.name}" is missing.`)
}

/** Order as in the definition; raw extras follow. Absent values are left out. */
const readOptions = (resolving: Resolving, level: Level, input: { values: Json; raw: boolean }): Json[] => {
  const { values, raw } = input
  const known = level.options
    .filter(isBasic)
    .filter((option) => values[option.name] !== undefined && values[option.name] !== null)
  const read = raw ? readRawOption : readOption
  const extras = raw ? Object.keys(values).filter((name) => !level.options.some((option) => option.name === name)) : []
  return [
    ...known.map((option) => ({
      name: option.name,
      type: option.type,
      value: read(resolving, option, values[option.name]),
    })),
    ...extras.map((name) => ({ name, type: guessType(values[name]), value: values[name] })),
  ]
}

const baseData = (command: APIApplicationCommand): Json => ({
  id: command.id,
  name: command.name,
  type: command.type,
  ...(command.guild_id !== undefined && { guild_id: command.guild_id }),
})

/** The `data` of a command interaction, after the checks of a real client (unless raw). */
export const commandData = (
  world: World,
  place: Place,
  input: CommandInput,
): { command: APIApplicationCommand; data: Json } => {
  const { command, path } = findCommand(world, place, input)
  const raw = input.raw === true
  if (!raw) checkMayUse(world, place, command)
  const resolving: Resolving = { world, place, resolved: emptyResolved() }
  const base = baseData(command)
  if (command.type !== ApplicationCommandType.ChatInput) {
    const target_id = resolveTarget(resolving, command.type, input.target ?? '')
    return { command, data: { ...base, target_id, resolved: compactResolved(resolving.resolved) } }
  }
  const level = descend(command, path, raw)
  const values = input.options ?? {}
  if (!raw) checkNames(level, values, true)
  const options = level.wrap(readOptions(resolving, level, { values, raw }))
  const resolved = compactResolved(resolving.resolved)
  return { command, data: { ...base, ...(options.length > 0 && { options }), ...(resolved && { resolved }) } }
}

const resolveTarget = (resolving: Resolving, type: ApplicationCommandType, target: string): string => {
  if (type === ApplicationCommandType.User) return resolveUser(resolving, target)
  const message = findMessage(resolving.world, resolving.place, target)
  resolving.resolved.messages[message.data.id] = renderMessage(message, resolving.world)
  return message.data.id
}

/** The `data` of an autocomplete interaction: partial values as typed, one option focused. */
export const autocompleteData = (
  world: World,
  place: Place,
  input: CommandInput & { focused: string },
): { command: APIApplicationCommand; data: Json } => {
  const { command, path } = findCommand(world, place, input)
  const raw = input.raw === true
  if (!raw) checkMayUse(world, place, command)
  const level = descend(command, path, raw)
  const focused = level.options.find((option) => option.name === input.focused)
  if (!raw && !(focused && 'autocomplete' in focused && focused.autocomplete))
    throw new DriverError('no_autocomplete', `The option "${input.focused}" does not autocomplete.`)
  const values: Json = { [input.focused]: '', ...input.options }
  if (!raw) checkNames(level, values, false)
  const resolving: Resolving = { world, place, resolved: emptyResolved() }
  const options = readOptions(resolving, level, { values, raw: true }).map((option) =>
    option['name'] === input.focused ? { ...option, value: String(option['value']), focused: true } : option,
  )
  const resolved = compactResolved(resolving.resolved)
  return { command, data: { ...baseData(command), options: level.wrap(options), ...(resolved && { resolved }) } }
}
