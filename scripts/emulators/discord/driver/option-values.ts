import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  ApplicationCommandOptionType as Kind,
} from 'discord-api-types/v10'
import { storeUpload } from '../rest/message-body.ts'
import { isSnowflake } from '../world/snowflake.ts'
import type { Guild, World } from '../world/types.ts'
import { deletedUser, findChannel, lookUpRole, lookUpUser, type Place } from './lookup.ts'
import { channelData, memberData } from './payload.ts'
import { DriverError, type Json } from './types.ts'

/** The `resolved` object of an interaction, filled while values are read. */
export interface Resolved {
  users: Record<string, unknown>
  members: Record<string, unknown>
  roles: Record<string, unknown>
  channels: Record<string, unknown>
  messages: Record<string, unknown>
  attachments: Record<string, unknown>
}

export const emptyResolved = (): Resolved => ({
  users: {},
  members: {},
  roles: {},
  channels: {},
  messages: {},
  attachments: {},
})

/** Without the empty parts, as Discord sends it; undefined when nothing was resolved. */
export const compactResolved = (resolved: Resolved): Json | undefined => {
  const parts = Object.entries(resolved).filter(([, entries]) => Object.keys(entries).length > 0)
  return parts.length === 0 ? undefined : Object.fromEntries(parts)
}

/** Where values are looked up and what they resolve to. */
export interface Resolving {
  world: World
  place: Place
  resolved: Resolved
}

/** Adds a user, and the member when there is one; ids of nobody show as a deleted user, as in Discord. */
export const resolveUser = ({ world, place, resolved }: Resolving, reference: string): string => {
  const user = lookUpUser(world, reference, place.guild)
  const id = user?.data.id ?? reference.replace(/^<@!?(\d+)>$/, '$1')
  if (!user && !isSnowflake(id))
    throw new DriverError('unknown_user', `There is no user "${reference}"; give an id or a username.`)
  resolved.users[id] = user?.data ?? deletedUser(id)
  const member = place.guild?.members.get(id)
  if (place.guild && member) {
    const { user: _user, deaf: _deaf, mute: _mute, ...partial } = memberData(world, place.guild, member, place.channel)
    resolved.members[id] = partial
  }
  return id
}

const requireGuild = (place: Place): Guild => {
  if (place.guild) return place.guild
  throw new DriverError('no_guild', 'Roles and channels can only be chosen in a guild.')
}

export const resolveRole = ({ place, resolved }: Resolving, reference: string): string => {
  const role = lookUpRole(requireGuild(place), reference)
  if (!role) throw new DriverError('unknown_role', `There is no role "${reference}" in ${requireGuild(place).name}.`)
  resolved.roles[role.id] = role
  return role.id
}

export const resolveChannel = (
  { world, place, resolved }: Resolving,
  reference: string,
  types: readonly number[] = [],
): string => {
  const guild = requireGuild(place)
  const channel = findChannel(world, guild, reference)
  if (types.length > 0 && !types.includes(channel.type))
    throw new DriverError(
      'channel_type',
      `#${channel.name} has type ${channel.type}, but only ${types.join(', ')} may be chosen here.`,
    )
  resolved.channels[channel.id] = channelData(world, channel, guild, place.user.data.id)
  return channel.id
}

/** A user if there is one of that id or name, else a role. */
export const resolveMentionable = (resolving: Resolving, reference: string): string => {
  const { world, place } = resolving
  if (lookUpUser(world, reference, place.guild)) return resolveUser(resolving, reference)
  return place.guild && lookUpRole(place.guild, reference)
    ? resolveRole(resolving, reference)
    : resolveUser(resolving, reference)
}

const textIn = (file: object, name: string): string | undefined => {
  const value: unknown = Object.entries(file).find(([key]) => key === name)?.[1]
  return typeof value === 'string' ? value : undefined
}

/** A file that comes with the interaction: `{filename, content_type?, data}`, `data` in base64; kept to be fetched. */
const keepFile = ({ world, place, resolved }: Resolving, file: object, data: string): string => {
  const kept = storeUpload(world, {
    channelId: place.channel.id,
    file: {
      field: 'file',
      name: textIn(file, 'filename') ?? 'file.txt',
      contentType: textIn(file, 'content_type') ?? 'application/octet-stream',
      bytes: new Uint8Array(Buffer.from(data, 'base64')),
    },
  })
  resolved.attachments[kept.id] = { ...kept, ephemeral: true }
  return kept.id
}

/** An attachment of the interaction: a file with its bytes, or only what is said about one that nobody fetches. */
export const resolveAttachment = (resolving: Resolving, value: unknown): string => {
  const { world, resolved } = resolving
  const file = typeof value === 'object' && value !== null ? value : {}
  const data = textIn(file, 'data')
  if (data !== undefined) return keepFile(resolving, file, data)
  const filename = textIn(file, 'filename') ?? 'file.txt'
  const id = world.newId()
  const url = `https://cdn.discordapp.com/ephemeral-attachments/${world.application.id}/${id}/${filename}`
  resolved.attachments[id] = {
    id,
    filename,
    size: 1024,
    content_type: 'application/octet-stream',
    ...file,
    url,
    proxy_url: url,
    ephemeral: true,
  }
  return id
}

const fail = (name: string, words: string): never => {
  throw new DriverError('invalid_option', `Option "${name}" ${words}`)
}

const asNumber = (option: { name: string; type: Kind }, value: unknown): number => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number !== 'number' || !Number.isFinite(number))
    return fail(option.name, `takes a number, not ${JSON.stringify(value)}.`)
  if (option.type === Kind.Integer && !Number.isSafeInteger(number))
    return fail(option.name, `takes a whole number, not ${JSON.stringify(value)}.`)
  return number
}

const asBoolean = (name: string, value: unknown): boolean => {
  if (value === true || value === 'true') return true
  if (value === false || value === 'false') return false
  return fail(name, `takes true or false, not ${JSON.stringify(value)}.`)
}

const asText = (name: string, value: unknown): string =>
  typeof value === 'string'
    ? value
    : typeof value === 'number'
      ? String(value)
      : fail(name, `takes a text, not ${JSON.stringify(value)}.`)

const checkChoice = (option: APIApplicationCommandOption, value: string | number): string | number => {
  const choices: readonly { name: string; value: string | number }[] =
    'choices' in option && option.choices ? option.choices : []
  if (choices.length === 0) return value
  const choice = choices.find((entry) => entry.value === value) ?? choices.find((entry) => entry.name === String(value))
  return (
    choice?.value ??
    fail(option.name, `must be one of ${choices.map((entry) => entry.value).join(', ')}, not ${JSON.stringify(value)}.`)
  )
}

const checkRange = (option: APIApplicationCommandOption, value: number): number => {
  if ('min_value' in option && option.min_value !== undefined && value < option.min_value)
    return fail(option.name, `must be ${option.min_value} or more, not ${value}.`)
  if ('max_value' in option && option.max_value !== undefined && value > option.max_value)
    return fail(option.name, `must be ${option.max_value} or less, not ${value}.`)
  return value
}

const maxOptionLength = 6000

const checkLength = (option: APIApplicationCommandOption, value: string): string => {
  const min = 'min_length' in option && option.min_length !== undefined ? option.min_length : 0
  const max = 'max_length' in option && option.max_length !== undefined ? option.max_length : maxOptionLength
  if (value.length < min) return fail(option.name, `needs ${min} characters or more, not ${value.length}.`)
  if (value.length > max) return fail(option.name, `takes ${max} characters or fewer, not ${value.length}.`)
  return value
}

/** The value that a real client would send for this option. Throws `invalid_option` where the client would refuse it. */
export const readOption = (
  resolving: Resolving,
  option: APIApplicationCommandBasicOption,
  value: unknown,
): string | number | boolean => {
  switch (option.type) {
    case Kind.String:
      return checkChoice(option, checkLength(option, asText(option.name, value)))
    case Kind.Integer:
    case Kind.Number:
      return checkChoice(option, checkRange(option, asNumber(option, value)))
    case Kind.Boolean:
      return asBoolean(option.name, value)
    case Kind.User:
      return resolveUser(resolving, asText(option.name, value))
    case Kind.Channel:
      return resolveChannel(resolving, asText(option.name, value), option.channel_types)
    case Kind.Role:
      return resolveRole(resolving, asText(option.name, value))
    case Kind.Mentionable:
      return resolveMentionable(resolving, asText(option.name, value))
    case Kind.Attachment:
      return resolveAttachment(resolving, value)
  }
}

/** Hostile input: the value goes out as it is; names of users, roles and channels still become ids where they exist. */
export const readRawOption = (
  resolving: Resolving,
  option: APIApplicationCommandBasicOption,
  value: unknown,
): unknown => {
  if (option.type <= Kind.Boolean || option.type === Kind.Number) return value
  try {
    return readOption(resolving, option, value)
  } catch (error) {
    if (error instanceof DriverError) return value
    throw error
  }
}
