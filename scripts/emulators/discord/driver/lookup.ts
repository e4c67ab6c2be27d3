import { ChannelType } from 'discord-api-types/v10'
import { canSeeMessage } from '../world/access.ts'
import { openDm } from '../world/dms.ts'
import { plainUserFields } from '../world/members.ts'
import type { Channel, Guild, Message, Snowflake, User, World } from '../world/types.ts'
import { DriverError } from './types.ts'

const same = (name: string | null | undefined, wanted: string): boolean => name?.toLowerCase() === wanted.toLowerCase()

/** `<@1>`, `@ada`, `#general`, `<#1>`, `<@&1>` -> the bare id or name. */
const bare = (reference: string): string =>
  reference
    .trim()
    .replace(/^<(?:@&|@!|@|#)(\d+)>$/, '$1')
    .replace(/^[@#]/, '')

/** The guild with that id or name. Throws `unknown_guild`. */
export const findGuild = (world: World, reference: string): Guild => {
  const wanted = bare(reference)
  const guild = world.guilds.get(wanted) ?? [...world.guilds.values()].find((entry) => same(entry.name, wanted))
  if (guild) return guild
  const known = [...world.guilds.values()]
    .slice(0, 10)
    .map((entry) => `"${entry.name}"`)
    .join(', ')
  throw new DriverError('unknown_guild', `There is no guild "${reference}"; there are ${known}.`)
}

/** The channel or thread of a guild with that id or name. Throws `unknown_channel`. */
export const findChannel = (world: World, guild: Guild, reference: string): Channel => {
  const wanted = bare(reference)
  const byId = world.channels.get(wanted)
  if (byId?.guildId === guild.id) return byId
  const named = [...world.channels.values()].filter((entry) => entry.guildId === guild.id && same(entry.name, wanted))
  const channel = named.find((entry) => entry.type !== ChannelType.GuildCategory) ?? named[0]
  if (channel) return channel
  throw new DriverError('unknown_channel', `There is no channel "${reference}" in ${guild.name}.`)
}

/** The user with that id, username or display name; members of the guild come first. Undefined when there is none. */
export const lookUpUser = (world: World, reference: string, guild?: Guild): User | undefined => {
  const wanted = bare(reference)
  const byId = world.users.get(wanted)
  if (byId) return byId
  const named = [...world.users.values()].filter(
    ({ data }) => same(data.username, wanted) || same(data.global_name, wanted),
  )
  return named.find(({ data }) => guild?.members.has(data.id)) ?? named[0]
}

/** `lookUpUser`, but throws `unknown_user`. */
export const findUser = (world: World, reference: string, guild?: Guild): User => {
  const user = lookUpUser(world, reference, guild)
  if (user) return user
  throw new DriverError('unknown_user', `There is no user "${reference}"; give an id or a username such as "ada".`)
}

/** A role of the guild by id or name; undefined when there is none. */
export const lookUpRole = (guild: Guild, reference: string) => {
  const wanted = bare(reference)
  return guild.roles.get(wanted) ?? [...guild.roles.values()].find((role) => same(role.name, wanted))
}

/** Where somebody stands: a channel of a guild, or the direct messages with the bot when no guild is given. */
export interface Place {
  guild: Guild | undefined
  channel: Channel
  user: User
}

/** Finds guild, channel and user by ids or names. Without a guild the channel is the user's DM with the bot. */
export const findPlace = (
  world: World,
  input: { guild?: string | null | undefined; channel?: string | null | undefined; user: string },
): Place => {
  if (input.guild === undefined || input.guild === null || input.guild === '') {
    const user = findUser(world, input.user)
    return { guild: undefined, channel: openDm(world, user.data.id), user }
  }
  const guild = findGuild(world, input.guild)
  if (!input.channel) throw new DriverError('channel_missing', 'Name the "channel", by id or name.')
  return { guild, channel: findChannel(world, guild, input.channel), user: findUser(world, input.user, guild) }
}

/** The message with that id that the user can see; `last` means the newest of the bot. Throws `unknown_message`. */
export const findMessage = (world: World, place: Pick<Place, 'channel' | 'user'>, reference: string): Message => {
  const { channel, user } = place
  const visible = [...channel.messages.values()].filter((message) => canSeeMessage(world, message, user.data.id))
  const message =
    reference === 'last'
      ? visible.findLast((entry) => entry.authorId === world.application.botId)
      : visible.find((entry) => entry.data.id === reference)
  if (message) return message
  throw new DriverError(
    'unknown_message',
    `${user.data.username} sees no message "${reference}" in #${channel.name ?? channel.id}.`,
  )
}

/** The deleted account that Discord shows for an id whose user no longer exists. */
export const deletedUser = (id: Snowflake) => ({
  id,
  username: `deleted_user_${id.slice(-8)}`,
  discriminator: '0',
  global_name: null,
  ...plainUserFields,
})
