import { ChannelType } from 'discord-api-types/v10'
import { discordError, fieldError } from '../errors.ts'
import { hasPermissions, memberPermissions } from '../permissions.ts'
import { guildThreads, requireChannel, requireGuild, requireGuildChannel } from '../world/access.ts'
import { renderChannel, renderMember } from '../world/render.ts'
import { compareIds } from '../world/snowflake.ts'
import type { Channel, Guild, ThreadState, World } from '../world/types.ts'
import { boolParam, idParam, intParam } from './query.ts'
import { type Call, ok, type Reply, type Route, route } from './route.ts'

type ChannelCall = Call<'channel_id'>

const renderThreadMember = (channel: Channel, thread: ThreadState, userId: string) => ({
  id: channel.id,
  user_id: userId,
  join_timestamp: thread.createTimestamp,
  flags: 0,
})

/** The bot's own memberships among these threads, as the lists show them beside the threads. */
const ownMemberships = (world: World, threads: readonly Channel[]) =>
  threads.flatMap((channel) => {
    const { botId } = world.application
    return channel.thread?.memberIds.has(botId) ? [renderThreadMember(channel, channel.thread, botId)] : []
  })

const page = (world: World, threads: readonly Channel[], limit: number): Reply => {
  const shown = threads.slice(0, limit)
  return ok({
    threads: shown.map((thread) => renderChannel(world, thread)),
    members: ownMemberships(world, shown),
    has_more: threads.length > limit,
  })
}

const archivedBelow = (world: World, channel: Channel, guild: Guild): Channel[] =>
  guildThreads(world, guild.id).filter(({ parentId, thread }) => parentId === channel.id && thread?.archived === true)

const beforeTime = (query: URLSearchParams): number => {
  const text = query.get('before')
  if (text === null) return Number.POSITIVE_INFINITY
  const time = Date.parse(text)
  if (!Number.isNaN(time)) return time
  throw fieldError('before', 'DATE_TIME_TYPE_PARSE', `Could not parse ${text}. Should be ISO8601.`)
}

const archivedAt = ({ thread }: Channel): number => Date.parse(thread?.archiveTimestamp ?? '')

/** By the time of archiving, newest first; `before` is an ISO 8601 time. */
const listArchived = (call: ChannelCall, types: readonly ChannelType[]): Reply => {
  const [channel, guild] = requireGuildChannel(call.world, call.params.channel_id, 'ReadMessageHistory')
  if (types.includes(ChannelType.PrivateThread)) requireChannel(call.world, channel.id, 'ManageThreads')
  const limit = intParam(call.query, 'limit', { min: 2, max: 100, fallback: 50 })
  const before = beforeTime(call.query)
  const found = archivedBelow(call.world, channel, guild)
    .filter((thread) => types.includes(thread.type) && archivedAt(thread) < before)
    .sort((a, b) => archivedAt(b) - archivedAt(a))
  return page(call.world, found, limit)
}

/** Private threads that the bot has joined, by their ids, newest first; `before` is an id. */
const listJoinedPrivate = (call: ChannelCall): Reply => {
  const { world, query } = call
  const [channel, guild] = requireGuildChannel(world, call.params.channel_id, 'ReadMessageHistory')
  const limit = intParam(query, 'limit', { min: 2, max: 100, fallback: 50 })
  const before = idParam(query, 'before')
  const found = archivedBelow(world, channel, guild)
    .filter(({ type, thread }) => type === ChannelType.PrivateThread && thread?.memberIds.has(world.application.botId))
    .filter(({ id }) => before === null || compareIds(id, before) < 0)
    .sort((a, b) => compareIds(b.id, a.id))
  return page(world, found, limit)
}

const isVisible = (world: World, guild: Guild, thread: Channel): boolean => {
  const permissions = memberPermissions(world, guild, world.application.botId, thread)
  if (!hasPermissions(permissions, 'ViewChannel')) return false
  const isMember = thread.thread?.memberIds.has(world.application.botId) === true
  return thread.type !== ChannelType.PrivateThread || isMember || hasPermissions(permissions, 'ManageThreads')
}

const listActive = (call: Call<'guild_id'>): Reply => {
  const { world } = call
  const guild = requireGuild(world, call.params.guild_id)
  const active = guildThreads(world, guild.id)
    .filter((thread) => thread.thread?.archived === false && isVisible(world, guild, thread))
    .sort((a, b) => compareIds(b.id, a.id))
  return page(world, active, active.length)
}

const requireThread = (call: ChannelCall): [Channel, ThreadState, Guild] => {
  const [channel, guild] = requireGuildChannel(call.world, call.params.channel_id)
  if (!channel.thread) throw discordError(50024, `channel ${channel.id} is no thread`)
  return [channel, channel.thread, guild]
}

const shownMember = (call: ChannelCall, userId: string) => {
  const [channel, thread, guild] = requireThread(call)
  const member = boolParam(call.query, 'with_member') ? guild.members.get(userId) : undefined
  return {
    ...renderThreadMember(channel, thread, userId),
    ...(member && { member: renderMember(call.world, member) }),
  }
}

/** With `with_member` the list is paged by user ids, 100 at a time; else it is whole. */
const listMembers = (call: ChannelCall): Reply => {
  const [, thread] = requireThread(call)
  const ids = [...thread.memberIds].sort(compareIds)
  if (!boolParam(call.query, 'with_member')) return ok(ids.map((id) => shownMember(call, id)))
  const limit = intParam(call.query, 'limit', { min: 1, max: 100, fallback: 100 })
  const after = idParam(call.query, 'after') ?? '0'
  const found = ids.filter((id) => compareIds(id, after) > 0).slice(0, limit)
  return ok(found.map((id) => shownMember(call, id)))
}

const members = '/channels/{channel_id}/thread-members'

/** Lists of threads and of their members. Discord docs: resources/channel#list-public-archived-threads and following. */
export const threadListRoutes: Route[] = [
  route('GET', '/guilds/{guild_id}/threads/active', listActive),
  route('GET', '/channels/{channel_id}/threads/archived/public', (call) =>
    listArchived(call, [ChannelType.PublicThread, ChannelType.AnnouncementThread]),
  ),
  route('GET', '/channels/{channel_id}/threads/archived/private', (call) =>
    listArchived(call, [ChannelType.PrivateThread]),
  ),
  route('GET', '/channels/{channel_id}/users/@me/threads/archived/private', listJoinedPrivate),
  route('GET', members, listMembers),
  route('GET', `${members}/{user_id}`, (call) => {
    const [, thread] = requireThread(call)
    if (!thread.memberIds.has(call.params.user_id)) throw discordError(10007, 'not a member of the thread')
    return ok(shownMember(call, call.params.user_id))
  }),
]
