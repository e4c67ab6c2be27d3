import {
  AuditLogEvent,
  ChannelFlags,
  ChannelType,
  MessageFlags,
  type RESTPatchAPIChannelJSONBody,
  type RESTPostAPIChannelMessagesThreadsJSONBody,
  type RESTPostAPIChannelThreadsJSONBody,
  type RESTPostAPIGuildForumThreadsJSONBody,
} from 'discord-api-types/v10'
import { discordError } from '../errors.ts'
import { hasPermissions, memberPermissions } from '../permissions.ts'
import { requireChannel, requireGuildChannel, requireMember, requireMessage, requireUser } from '../world/access.ts'
import { changesBetween } from '../world/audit.ts'
import { addThread, type ThreadChannelType } from '../world/channels.ts'
import { createMessage, renderMessage } from '../world/messages.ts'
import { renderChannel } from '../world/render.ts'
import type { Channel, Guild, ThreadState } from '../world/types.ts'
import { contentFrom } from './message-body.ts'
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
  const appliedTags = checkedTags(channel, body.applied_tags ?? [])
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
    id: thread.id,
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

/** The forum's tags with these ids, at most five; 10087 for one that the forum does not have. */
const checkedTags = (forum: Channel, ids: readonly unknown[]): string[] => {
  const tags = [...new Set(ids.map(String))]
  const unknown = tags.find((id) => !forum.availableTags.some((tag) => tag.id === id))
  if (unknown !== undefined) throw discordError(10087, `#${forum.name} has no tag ${unknown}`)
  return tags
}

const isPinned = (flags: number): boolean => (flags & ChannelFlags.Pinned) !== 0

const isPinning = (channel: Channel, flags: number | null | undefined): boolean =>
  flags != null && isPinned(flags) && !isPinned(channel.flags)

/** A forum pins one post at a time. */
const checkPins = (call: Call, post: Channel): void => {
  requireChannel(call.world, post.id, 'ManageThreads')
  const siblings = [...call.world.channels.values()].filter(({ parentId }) => parentId === post.parentId)
  if (siblings.some(({ flags }) => isPinned(flags))) throw discordError(30047)
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
  const parent = call.world.channels.get(channel.parentId ?? '') ?? channel
  const appliedTags = body.applied_tags && checkedTags(parent, body.applied_tags)
  if (isPinning(channel, body.flags)) checkPins(call, channel)
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
  if (appliedTags) thread.appliedTags = appliedTags
  if (body.flags != null) channel.flags = body.flags
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

const tellMembers = (call: Call, channel: Channel, change: { added: string[]; removed: string[] }): void =>
  call.world.emit({ type: 'THREAD_MEMBERS_UPDATE', guildId: channel.guildId, payload: { channel, ...change } })

const join = (call: Call<'channel_id'>, userId: string): Reply => {
  const [channel, thread, guild] = requireThread(call)
  if (thread.archived) throw discordError(50083)
  if (userId !== call.world.application.botId) requireMember(call.world, guild, userId)
  if (thread.memberIds.size >= maxMembers && !thread.memberIds.has(userId)) throw discordError(30033)
  if (thread.memberIds.has(userId)) return noContent
  thread.memberIds.add(userId)
  tellMembers(call, channel, { added: [userId], removed: [] })
  return noContent
}

const leave = (call: Call<'channel_id'>, userId: string): Reply => {
  const [channel, thread] = requireThread(call)
  const bot = call.world.application.botId
  const ownsPrivate = channel.type === ChannelType.PrivateThread && thread.ownerId === bot
  if (userId !== bot && !ownsPrivate) requireChannel(call.world, channel.id, 'ManageThreads')
  if (!thread.memberIds.delete(userId)) throw discordError(10007, `${userId} is not in the thread`)
  tellMembers(call, channel, { added: [], removed: [userId] })
  return noContent
}

const members = '/channels/{channel_id}/thread-members'

/** Threads and forum posts. Discord docs: resources/channel#start-thread-from-message and following. */
export const threadRoutes: Route[] = [
  route('POST', '/channels/{channel_id}/messages/{message_id}/threads', fromMessage),
  route('POST', '/channels/{channel_id}/threads', withoutMessage),
  route('PUT', `${members}/@me`, (call) => join(call, call.world.application.botId)),
  route('DELETE', `${members}/@me`, (call) => leave(call, call.world.application.botId)),
  route('PUT', `${members}/{user_id}`, (call) => join(call, call.params.user_id)),
  route('DELETE', `${members}/{user_id}`, (call) => leave(call, call.params.user_id)),
]
