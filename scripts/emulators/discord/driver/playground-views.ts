import { type APIApplicationCommand, ChannelType, PermissionFlagsBits } from 'discord-api-types/v10'
import * as z from 'zod'
import { presenceOf } from '../gateway/guild-create.ts'
import { effectivePermissions, hasPermissions, isTimedOut, memberPermissions } from '../permissions.ts'
import { canSeeMessage, guildChannels, guildOf, guildThreads } from '../world/access.ts'
import { renderMessage } from '../world/messages.ts'
import { renderChannel, renderMember, renderRoles } from '../world/render.ts'
import type { Channel, Guild, Message, User, World } from '../world/types.ts'
import { checkMayUse } from './command-data.ts'
import { findGuild, findPlace, findUser } from './lookup.ts'
import { DriverError } from './types.ts'
import { ownMarks } from './viewer.ts'

const isForum = (type: ChannelType): boolean => type === ChannelType.GuildForum || type === ChannelType.GuildMedia

/** What a person is here, by what they may do: the words of the "act as" switch. */
const standing = (world: World, guild: Guild, userId: string): string => {
  const member = guild.members.get(userId)
  if (!member) return 'outsider'
  if (guild.ownerId === userId) return 'owner'
  if (isTimedOut(world, member)) return 'muted'
  const permissions = memberPermissions(world, guild, userId)
  if (hasPermissions(permissions, 'Administrator')) return 'admin'
  if (hasPermissions(permissions, 'ModerateMembers')) return 'moderator'
  return 'member'
}

/** `GET /emulator/people`: the application, the clock, all guilds, and all people with what they are in each guild. */
export const describePeople = (world: World) => ({
  application: { id: world.application.id, name: world.application.name, botId: world.application.botId },
  now: world.now(),
  guilds: [...world.guilds.values()].map(({ id, name, members }) => ({ id, name, members: members.size })),
  users: [...world.users.values()].map(({ data, dmsClosed }) => ({
    ...data,
    dmsClosed,
    standing: Object.fromEntries(
      [...world.guilds.values()].map((guild) => [guild.id, standing(world, guild, data.id)]),
    ),
  })),
})

const seesChannel = (world: World, guild: Guild, user: User, channel: Channel): boolean => {
  if (!hasPermissions(effectivePermissions(world, guild, user.data.id, channel), 'ViewChannel')) return false
  const isPrivate = channel.type === ChannelType.PrivateThread
  return !isPrivate || mayReadPrivate(world, guild, user, channel)
}

const mayReadPrivate = (world: World, guild: Guild, user: User, channel: Channel): boolean =>
  channel.thread?.memberIds.has(user.data.id) === true ||
  hasPermissions(memberPermissions(world, guild, user.data.id, channel), 'ManageThreads')

const starterOf = (channel: Channel, world: World) => {
  const [first] = channel.messages.values()
  return first ? renderMessage(first, world) : null
}

const channelView = (world: World, guild: Guild, user: User, channel: Channel) => {
  const parent = channel.parentId === null ? undefined : world.channels.get(channel.parentId)
  return {
    ...renderChannel(world, channel),
    permissions: effectivePermissions(world, guild, user.data.id, channel).toString(),
    ...(channel.thread && parent && isForum(parent.type) && { starter: starterOf(channel, world) }),
  }
}

const voiceView = (world: World, guild: Guild, user: User) =>
  [...guild.voiceStates.values()].filter(({ channel_id }) => {
    const channel = channel_id === null ? undefined : world.channels.get(channel_id)
    return channel !== undefined && seesChannel(world, guild, user, channel)
  })

/** `GET /emulator/guilds/{id}?user=`: the guild as that user's client shows it; hardly anything for a non-member. */
export const describeGuild = (world: World, reference: string, userReference: string) => {
  const guild = findGuild(world, reference)
  const user = findUser(world, userReference, guild)
  const base = { id: guild.id, name: guild.name, ownerId: guild.ownerId, locale: guild.preferredLocale }
  const member = guild.members.get(user.data.id)
  if (!member) return { ...base, joined: false, banned: guild.bans.has(user.data.id) }
  const visible = (channels: Channel[]) =>
    channels
      .filter((channel) => seesChannel(world, guild, user, channel))
      .map((channel) => channelView(world, guild, user, channel))
  return {
    ...base,
    joined: true,
    permissions: memberPermissions(world, guild, user.data.id).toString(),
    timedOutUntil: isTimedOut(world, member) ? member.timeoutUntil : null,
    roles: renderRoles(guild),
    emojis: [...guild.emojis.values()],
    channels: visible(guildChannels(world, guild.id)),
    threads: visible(guildThreads(world, guild.id)),
    members: [...guild.members.values()].map((entry) => ({
      ...renderMember(world, entry),
      standing: standing(world, guild, entry.userId),
      presence: presenceOf(world, guild.id, entry.userId).status,
    })),
    voiceStates: voiceView(world, guild, user),
  }
}

/** `GET /emulator/dms?user=`: the user's direct message channels that were opened. */
export const describeDms = (world: World, userReference: string) => {
  const { data } = findUser(world, userReference)
  const channels = [...world.channels.values()].filter(
    (channel) => channel.guildId === null && channel.recipientIds.includes(data.id),
  )
  return { channels: channels.map((channel) => renderChannel(world, channel)) }
}

/** The old `interaction` field carries the command's name, which "used /warn" above the answer needs. */
const commandOf = (world: World, message: Message) => {
  const opener = message.interactionId === null ? undefined : world.interactions.get(message.interactionId)
  const user = opener && world.users.get(opener.userId)?.data
  if (!opener?.commandName || !user) return {}
  return { interaction: { id: opener.id, type: opener.type, name: opener.commandName, user } }
}

const threadOf = (world: World, message: Message) => {
  const thread = world.channels.get(message.data.id)
  return thread?.thread ? { thread: renderChannel(world, thread) } : {}
}

const messageView = (world: World, message: Message, userId: string) => ({
  ...renderMessage(message, world),
  ...commandOf(world, message),
  ...threadOf(world, message),
  ...ownMarks(message, userId),
  visibleTo: message.visibleTo,
  pings: message.pings,
})

export const channelQuery = z.object({
  user: z.string().min(1),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
})

/** `GET /emulator/channels/{id}?user=&limit=`: the newest messages, oldest first, as that user's client shows them. */
export const describeChannel = (world: World, id: string, query: z.infer<typeof channelQuery>) => {
  const channel = world.channels.get(id)
  if (!channel) throw new DriverError('unknown_channel', `There is no channel with the id "${id}".`)
  const guild = guildOf(world, channel)
  const user = findUser(world, query.user, guild)
  const mayRead = guild ? seesChannel(world, guild, user, channel) : channel.recipientIds.includes(user.data.id)
  if (!mayRead) throw new DriverError('channel_hidden', `${user.data.username} cannot see #${channel.name ?? id}.`)
  const seen = [...channel.messages.values()].filter((message) => canSeeMessage(world, message, user.data.id))
  return {
    id: channel.id,
    total: seen.length,
    messages: seen.slice(-query.limit).map((message) => messageView(world, message, user.data.id)),
  }
}

export const commandsQuery = z.object({
  guild: z.string().optional(),
  channel: z.string().optional(),
  user: z.string().min(1),
})

/** The names of a command's default permissions. */
const namesOf = ({ default_member_permissions: needed }: APIApplicationCommand): string[] =>
  Object.entries(PermissionFlagsBits)
    .filter(([, bit]) => needed && (BigInt(needed) & bit) !== 0n)
    .map(([name]) => name)

/** `GET /emulator/commands?guild=&channel=&user=`: what the user's client offers there, and what it hides and why. */
export const describeCommands = (world: World, query: z.infer<typeof commandsQuery>) => {
  const place = findPlace(world, query)
  const ofGuild = place.guild ? [...(world.commands.guilds.get(place.guild.id)?.values() ?? [])] : []
  const all = [...ofGuild, ...world.commands.global.values()]
  const hidden: { name: string; type: number; reason: string; needs: string[] }[] = []
  const commands = all.filter((command) => {
    try {
      checkMayUse(world, place, command)
      return true
    } catch (error) {
      if (!(error instanceof DriverError)) throw error
      hidden.push({ name: command.name, type: command.type, reason: error.message, needs: namesOf(command) })
      return false
    }
  })
  return { commands, hidden }
}
