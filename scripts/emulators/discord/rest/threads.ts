import {
  AuditLogEvent,
  ChannelType,
  MessageFlags,
  type RESTPatchAPIChannelJSONBody,
  type RESTPostAPIChannelMessagesThreadsJSONBody,
  type RESTPostAPIChannelThreadsJSONBody,
  type RESTPostAPIGuildForumThreadsJSONBody,
} from 'discord-api-types/v10'
import { discordError } from '../errors.ts'
import { hasPermissions, memberPermissions } from '../permissions.ts'
import {
  guildThreads,
  requireChannel,
  requireGuild,
  requireGuildChannel,
  requireMember,
  requireMessage,
  requireUser,
} from '../world/access.ts'
import { changesBetween } from '../world/audit.ts'
import { addThread, type ThreadChannelType } from '../world/channels.ts'
import { createMessage, renderMessage } from '../world/messages.ts'
import { renderChannel } from '../world/render.ts'
import type { Channel, Guild, ThreadState } from '../world/types.ts'
import { contentFrom } from './message-body.ts'
import { intParam } from './query.ts'
import { auditAsBot, bodyOf, type Call, created, noContent, ok, type Reply, type Route, route } from './route.ts'

const maxMembers = 1000
const holdsThreads: ReadonlySet<ChannelType> = new Set([ChannelType.GuildText, ChannelType.GuildAnnouncement])
const isForum = (channel: Channel): boolean =>
  channel.type === ChannelType.GuildForum || channel.type === ChannelType.GuildMedia

const auditCreate = (call: Call, guild: Guild, thread: Channel): void =>
  auditAsBot(call, guild, {
    action: AuditLogEvent.ThreadCreate,
    targetId: thread.id,
    changes: changesBetween({}, { name: thread.name, type: thread.type }),
  })

const fromMessage = (call: Call<'channel_id' | 'message_id'>): Reply => {
  const { world } = call
  const [channel, guild] = requireGuildChannel(world, call.params.channel_id, 'CreatePublicThreads')
  if (!holdsThreads.has(channel.type)) throw discordError(50024, `#${channel.name} holds no threads`)
  const message = requireMessage(channel, call.params.message_id)
  if (world.channels.has(message.data.id)) throw discordError(160004)
  const body = bodyOf<RESTPostAPIChannelMessagesThreadsJSONBody>(call)
  const isNews = channel.type === ChannelType.GuildAnnouncement
  const thread = addThread(world, channel, {
    id: message.data.id,
    type: isNews ? ChannelType.AnnouncementThread : ChannelType.PublicThread,
    name: body.name,
    ownerId: world.application.botId,
    autoArchiveMinutes: body.auto_archive_duration,
    rateLimitPerUser: body.rate_limit_per_user ?? undefined,
  })
  message.data.flags = (message.data.flags ?? 0) | MessageFlags.HasThread
  auditCreate(call, guild, thread)
  return created(renderChannel(world, thread))
}

const threadType = (type: number | undefined): ThreadChannelType => {
  if (type === ChannelType.PublicThread || type === ChannelType.AnnouncementThread) return type
  return ChannelType.PrivateThread
}

const withoutMessage = (call: Call<'channel_id'>): Reply => {
  const { world } = call
  const [channel, guild] = requireGuildChannel(world, call.params.channel_id)
  if (isForum(channel)) return forumPost(call, channel, guild)
  if (!holdsThreads.has(channel.type)) throw discordError(50024, `#${channel.name} holds no threads`)
  const body = bodyOf<RESTPostAPIChannelThreadsJSONBody>(call)
  // Discord's default type of this route is a private thread.
  const type = threadType(body.type)
  requireChannel(world, channel.id, type === ChannelType.PrivateThread ? 'CreatePrivateThreads' : 'CreatePublicThreads')
  const thread = addThread(world, channel, {
    type,
    name: body.name,
    ownerId: world.application.botId,
    autoArchiveMinutes: body.auto_archive_duration,
    invitable: body.invitable,
    rateLimitPerUser: body.rate_limit_per_user ?? undefined,
  })
  auditCreate(call, guild, thread)
  return created(renderChannel(world, thread))
}

const forumPost = (call: Call<'channel_id'>, channel: Channel, guild: Guild): Reply => {
  const { world, files } = call
  requireChannel(world, channel.id, 'SendMessages')
  const body = bodyOf<RESTPostAPIGuildForumThreadsJSONBody>(call)
  const appliedTags = (body.applied_tags ?? []).map(String)
  const requiresTag = (channel.flags & (1 << 4)) !== 0
  if (requiresTag && appliedTags.length === 0) throw discordError(40067)
  const thread = addThread(world, channel, {
    type: ChannelType.PublicThread,
    name: body.name,
    ownerId: world.application.botId,
    autoArchiveMinutes: body.auto_archive_duration,
    appliedTags,
  })
  const message = createMessage(world, {
    ...contentFrom(world, { channelId: thread.id, body: body.message, files }),
    channel: thread,
    author: requireUser(world, world.application.botId).data,
    origin: 'bot',
    applicationId: world.application.id,
  })
  auditCreate(call, guild, thread)
  return created({ ...renderChannel(world, thread), message: renderMessage(message, world) })
}

const mayEdit = (
  call: Call,
  guild: Guild,
  channel: Channel,
  thread: ThreadState,
  isUnarchiveOnly: boolean,
): boolean => {
  const bot = call.world.application.botId
  const permissions = memberPermissions(call.world, guild, bot, channel)
  if (hasPermissions(permissions, 'ManageThreads')) return true
  if (isUnarchiveOnly && !thread.locked) return hasPermissions(permissions, 'SendMessagesInThreads')
  return thread.ownerId === bot && !thread.locked
}

/** Changes a thread: name, archived, locked, tags, slow mode. Needs MANAGE_THREADS or to own it. */
export const patchThread = (call: Call, channel: Channel, guild: Guild): Reply => {
  const { thread } = channel
  if (!thread) throw discordError(50024)
  const body = bodyOf<RESTPatchAPIChannelJSONBody>(call)
  const isUnarchiveOnly = body.archived === false && Object.keys(body).length === 1
  if (!mayEdit(call, guild, channel, thread, isUnarchiveOnly)) {
    throw discordError(50013, `the bot lacks ManageThreads for thread ${channel.name}`)
  }
  if (thread.archived && body.archived !== false) throw discordError(50083)
  const before = { ...renderChannel(call.world, channel) }
  if (body.name !== undefined) channel.name = body.name
  if (body.archived !== undefined) {
    thread.archived = body.archived
    thread.archiveTimestamp = new Date(call.world.now()).toISOString()
  }
  if (body.locked !== undefined) thread.locked = body.locked
  if (body.invitable !== undefined) thread.invitable = body.invitable
  if (body.auto_archive_duration !== undefined) thread.autoArchiveMinutes = body.auto_archive_duration
  if (body.rate_limit_per_user != null) channel.rateLimitPerUser = body.rate_limit_per_user
  if (body.applied_tags) thread.appliedTags = body.applied_tags.map(String)
  const changes = changesBetween(before, renderChannel(call.world, channel))
  if (changes.length > 0) auditAsBot(call, guild, { action: AuditLogEvent.ThreadUpdate, targetId: channel.id, changes })
  call.world.emit({ type: 'THREAD_UPDATE', guildId: guild.id, payload: channel })
  return ok(renderChannel(call.world, channel))
}

const requireThread = (call: Call<'channel_id'>): [Channel, ThreadState, Guild] => {
  const [channel, guild] = requireGuildChannel(call.world, call.params.channel_id)
  if (!channel.thread) throw discordError(50024, `channel ${channel.id} is no thread`)
  return [channel, channel.thread, guild]
}

const renderThreadMember = (channel: Channel, thread: ThreadState, userId: string) => ({
  id: channel.id,
  user_id: userId,
  join_timestamp: thread.createTimestamp,
  flags: 0,
})

const join = (call: Call<'channel_id'>, userId: string): Reply => {
  const [, thread, guild] = requireThread(call)
  if (thread.archived) throw discordError(50083)
  if (userId !== call.world.application.botId) requireMember(call.world, guild, userId)
  if (thread.memberIds.size >= maxMembers && !thread.memberIds.has(userId)) throw discordError(30033)
  thread.memberIds.add(userId)
  return noContent
}

const leave = (call: Call<'channel_id'>, userId: string): Reply => {
  const [channel, thread] = requireThread(call)
  const bot = call.world.application.botId
  const ownsPrivate = channel.type === ChannelType.PrivateThread && thread.ownerId === bot
  if (userId !== bot && !ownsPrivate) requireChannel(call.world, channel.id, 'ManageThreads')
  if (!thread.memberIds.delete(userId)) throw discordError(10007, `${userId} is not in the thread`)
  return noContent
}

const archived =
  (type: ChannelType) =>
  (call: Call<'channel_id'>): Reply => {
    const { world } = call
    const [channel, guild] = requireGuildChannel(world, call.params.channel_id, 'ReadMessageHistory')
    if (type === ChannelType.PrivateThread) requireChannel(world, channel.id, 'ManageThreads')
    const limit = intParam(call.query, 'limit', { min: 2, max: 100, fallback: 50 })
    const found = guildThreads(world, guild.id).filter(
      (thread) => thread.parentId === channel.id && thread.thread?.archived === true && thread.type === type,
    )
    return ok({
      threads: found.slice(0, limit).map((thread) => renderChannel(world, thread)),
      members: [],
      has_more: found.length > limit,
    })
  }

const members = '/channels/{channel_id}/thread-members'

/** Threads and forum posts. Discord docs: resources/channel#start-thread-from-message and following. */
export const threadRoutes: Route[] = [
  route('POST', '/channels/{channel_id}/messages/{message_id}/threads', fromMessage),
  route('POST', '/channels/{channel_id}/threads', withoutMessage),
  route('GET', '/guilds/{guild_id}/threads/active', (call) => {
    const guild = requireGuild(call.world, call.params.guild_id)
    const active = guildThreads(call.world, guild.id).filter(({ thread }) => thread?.archived === false)
    return ok({ threads: active.map((thread) => renderChannel(call.world, thread)), members: [] })
  }),
  route('GET', '/channels/{channel_id}/threads/archived/public', archived(ChannelType.PublicThread)),
  route('GET', '/channels/{channel_id}/threads/archived/private', archived(ChannelType.PrivateThread)),
  route('GET', members, (call) => {
    const [channel, thread] = requireThread(call)
    return ok([...thread.memberIds].map((id) => renderThreadMember(channel, thread, id)))
  }),
  route('PUT', `${members}/@me`, (call) => join(call, call.world.application.botId)),
  route('DELETE', `${members}/@me`, (call) => leave(call, call.world.application.botId)),
  route('GET', `${members}/{user_id}`, (call) => {
    const [channel, thread] = requireThread(call)
    if (!thread.memberIds.has(call.params.user_id)) throw discordError(10007)
    return ok(renderThreadMember(channel, thread, call.params.user_id))
  }),
  route('PUT', `${members}/{user_id}`, (call) => join(call, call.params.user_id)),
  route('DELETE', `${members}/{user_id}`, (call) => leave(call, call.params.user_id)),
]
