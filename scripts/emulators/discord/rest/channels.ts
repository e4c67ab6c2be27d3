import {
  AuditLogEvent,
  ChannelType,
  type RESTPatchAPIChannelJSONBody,
  type RESTPatchAPIGuildChannelPositionsJSONBody,
  type RESTPostAPIGuildChannelJSONBody,
} from 'discord-api-types/v10'
import { discordError, fieldError } from '../errors.ts'
import { takeRename } from '../rate-limit.ts'
import {
  guildChannels,
  requireChannel,
  requireGuild,
  requireGuildChannel,
  requireGuildPermission,
} from '../world/access.ts'
import { changesBetween } from '../world/audit.ts'
import { addChannel, removeChannel } from '../world/channels.ts'
import { renderChannel } from '../world/render.ts'
import type { Channel, Guild, World } from '../world/types.ts'
import { checkOverwrites } from './overwrites.ts'
import { auditAsBot, bodyOf, type Call, created, noContent, ok, type Reply, type Route, route } from './route.ts'
import { patchThread } from './threads.ts'

const maxChannels = 500

const creatable: ReadonlySet<ChannelType> = new Set([
  ChannelType.GuildText,
  ChannelType.GuildVoice,
  ChannelType.GuildCategory,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildStageVoice,
  ChannelType.GuildForum,
  ChannelType.GuildMedia,
])

const requireCategory = (world: World, guild: Guild, id: string): void => {
  const parent = world.channels.get(id)
  if (parent?.type === ChannelType.GuildCategory && parent.guildId === guild.id) return
  throw fieldError('parent_id', 'CHANNEL_PARENT_INVALID', 'Category does not exist')
}

/** Text channels have lower-case names with hyphens, whatever was sent. */
const channelName = (type: ChannelType, name: string): string =>
  type === ChannelType.GuildText || type === ChannelType.GuildAnnouncement
    ? name.trim().toLowerCase().replaceAll(/\s+/g, '-')
    : name

type ChannelSettings = Pick<
  RESTPatchAPIChannelJSONBody,
  'topic' | 'nsfw' | 'rate_limit_per_user' | 'bitrate' | 'user_limit' | 'position' | 'available_tags' | 'flags'
>

const applySettings = (world: World, channel: Channel, body: ChannelSettings): void => {
  if (body.topic !== undefined) channel.topic = body.topic
  if (body.nsfw != null) channel.nsfw = body.nsfw
  if (body.rate_limit_per_user !== undefined) channel.rateLimitPerUser = body.rate_limit_per_user ?? 0
  if (body.bitrate != null) channel.bitrate = body.bitrate
  if (body.user_limit != null) channel.userLimit = body.user_limit
  if (body.position != null) channel.position = body.position
  if (body.flags != null) channel.flags = body.flags
  if (body.available_tags) {
    channel.availableTags = body.available_tags.map((tag) => ({
      id: tag.id === undefined ? world.newId() : String(tag.id),
      name: tag.name,
      moderated: tag.moderated ?? false,
      emoji_id: tag.emoji_id == null ? null : String(tag.emoji_id),
      emoji_name: tag.emoji_name ?? null,
    }))
  }
}

const createChannel = (call: Call<'guild_id'>): Reply => {
  const { world } = call
  const guild = requireGuild(world, call.params.guild_id)
  requireGuildPermission(world, guild, 'ManageChannels')
  if (guildChannels(world, guild.id).length >= maxChannels) throw discordError(30013)
  const body = bodyOf<RESTPostAPIGuildChannelJSONBody>(call)
  const type = body.type ?? ChannelType.GuildText
  if (!creatable.has(type)) throw discordError(50024, `a guild channel cannot be of type ${type}`)
  const parentId = body.parent_id == null ? null : String(body.parent_id)
  if (parentId !== null) requireCategory(world, guild, parentId)
  const overwrites = body.permission_overwrites && checkOverwrites(world, guild, body.permission_overwrites)
  const { available_tags: tags, ...settings } = body
  const channel = addChannel(world, guild, {
    type,
    name: channelName(type, body.name),
    parentId,
    ...(overwrites && { overwrites }),
    setUp: (created) => applySettings(world, created, { ...settings, ...(tags && { available_tags: tags }) }),
  })
  const changes = changesBetween({}, { name: channel.name, type })
  auditAsBot(call, guild, { action: AuditLogEvent.ChannelCreate, targetId: channel.id, changes })
  return created(renderChannel(world, channel))
}

const isRename = (channel: Channel, body: RESTPatchAPIChannelJSONBody): boolean =>
  (body.name !== undefined && body.name !== channel.name) || (body.topic !== undefined && body.topic !== channel.topic)

const patchGuildChannel = (call: Call<'channel_id'>, channel: Channel, guild: Guild): Reply => {
  const { world } = call
  requireChannel(world, channel.id, 'ManageChannels')
  const body = bodyOf<RESTPatchAPIChannelJSONBody>(call)
  if (body.parent_id != null) requireCategory(world, guild, String(body.parent_id))
  const overwrites = body.permission_overwrites && checkOverwrites(world, guild, body.permission_overwrites)
  if (isRename(channel, body)) takeRename(world, channel)
  const before = { ...renderChannel(world, channel) }
  if (body.name !== undefined) channel.name = channelName(channel.type, body.name)
  if (body.parent_id !== undefined) channel.parentId = body.parent_id === null ? null : String(body.parent_id)
  if (overwrites) channel.overwrites = new Map(overwrites.map((overwrite) => [overwrite.id, overwrite]))
  applySettings(world, channel, body)
  const changes = changesBetween(before, renderChannel(world, channel))
  if (changes.length > 0)
    auditAsBot(call, guild, { action: AuditLogEvent.ChannelUpdate, targetId: channel.id, changes })
  world.emit({ type: 'CHANNEL_UPDATE', guildId: guild.id, payload: channel })
  return ok(renderChannel(world, channel))
}

const patchChannel = (call: Call<'channel_id'>): Reply => {
  const [channel, guild] = requireGuildChannel(call.world, call.params.channel_id)
  return channel.thread ? patchThread(call, channel, guild) : patchGuildChannel(call, channel, guild)
}

const deleteChannel = (call: Call<'channel_id'>): Reply => {
  const { world } = call
  const found = requireChannel(world, call.params.channel_id)
  if (found.guildId === null) return ok(renderChannel(world, found))
  const [channel, guild] = requireGuildChannel(world, found.id, found.thread ? 'ManageThreads' : 'ManageChannels')
  if (guild.rulesChannelId === channel.id) throw discordError(50074)
  const rendered = renderChannel(world, channel)
  removeChannel(world, channel)
  const action = channel.thread ? AuditLogEvent.ThreadDelete : AuditLogEvent.ChannelDelete
  auditAsBot(call, guild, { action, targetId: channel.id })
  return ok(rendered)
}

const patchPositions = (call: Call<'guild_id'>): Reply => {
  const { world } = call
  const guild = requireGuild(world, call.params.guild_id)
  requireGuildPermission(world, guild, 'ManageChannels')
  for (const { id, position, parent_id } of bodyOf<RESTPatchAPIGuildChannelPositionsJSONBody>(call)) {
    const channel = world.channels.get(String(id))
    if (channel?.guildId !== guild.id) throw discordError(10003, `no channel ${id} in ${guild.name}`)
    if (position != null) channel.position = position
    if (parent_id !== undefined) channel.parentId = parent_id === null ? null : String(parent_id)
  }
  return noContent
}

/** Channels of guilds and direct messages. Discord docs: resources/channel. */
export const channelRoutes: Route[] = [
  route('GET', '/guilds/{guild_id}/channels', (call) => {
    const guild = requireGuild(call.world, call.params.guild_id)
    return ok(guildChannels(call.world, guild.id).map((channel) => renderChannel(call.world, channel)))
  }),
  route('POST', '/guilds/{guild_id}/channels', createChannel),
  route('PATCH', '/guilds/{guild_id}/channels', patchPositions),
  route('GET', '/channels/{channel_id}', (call) =>
    ok(renderChannel(call.world, requireChannel(call.world, call.params.channel_id))),
  ),
  route('PATCH', '/channels/{channel_id}', patchChannel),
  route('DELETE', '/channels/{channel_id}', deleteChannel),
]
