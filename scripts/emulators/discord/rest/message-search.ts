import { ChannelType, EmbedType } from 'discord-api-types/v10'
import { discordError, fieldError } from '../errors.ts'
import { effectivePermissions, hasPermissions } from '../permissions.ts'
import { guildChannels, guildThreads, requireGuild, requireGuildPermission } from '../world/access.ts'
import { isTextBased, renderMessage } from '../world/messages.ts'
import { renderChannel } from '../world/render.ts'
import { compareIds } from '../world/snowflake.ts'
import type { Channel, Guild, Message, World } from '../world/types.ts'
import { boolParam, idParam, intParam } from './query.ts'
import { type Call, ok, type Reply, type Route, route } from './route.ts'

type Test = (message: Message) => boolean

/** Lists come as repeated parameters; some clients write `name[]`. */
const listParam = (query: URLSearchParams, name: string): string[] => [
  ...query.getAll(name),
  ...query.getAll(`${name}[]`),
]

const linkPattern = /https?:\/\/([^\s/?#>]+)/gi

const linkHosts = (message: Message): string[] =>
  [...message.data.content.matchAll(linkPattern)].map((match) => (match[1] ?? '').toLowerCase())

const hasFileOf = (message: Message, kind: string): boolean =>
  message.data.attachments.some(({ content_type }) => content_type?.startsWith(`${kind}/`) === true)

const holds: Record<string, Test | undefined> = {
  link: (message) => linkHosts(message).length > 0,
  embed: (message) => message.data.embeds.length > 0,
  file: (message) => message.data.attachments.length > 0,
  image: (message) => hasFileOf(message, 'image') || message.data.embeds.some(({ type }) => type === EmbedType.Image),
  video: (message) => hasFileOf(message, 'video'),
  sound: (message) => hasFileOf(message, 'audio'),
  sticker: (message) => (message.data.sticker_items ?? []).length > 0,
  poll: (message) => message.data.poll !== undefined,
  snapshot: (message) => (message.data.message_snapshots ?? []).length > 0,
}

const hasTest = (wanted: string): Test => {
  const isNegated = wanted.startsWith('-')
  const test = holds[isNegated ? wanted.slice(1) : wanted]
  if (!test) throw fieldError('has', 'BASE_TYPE_CHOICES', `Value must be one of {${Object.keys(holds).join(', ')}}.`)
  return isNegated ? (message) => !test(message) : test
}

const authorKind = (message: Message): string => {
  if (message.webhookId !== null) return 'webhook'
  return message.data.author.bot === true ? 'bot' : 'user'
}

const anyOf = (wanted: readonly string[], matches: (message: Message, value: string) => boolean): Test[] =>
  wanted.length === 0 ? [] : [(message) => wanted.some((value) => matches(message, value))]

const extensionOf = (filename: string): string => filename.split('.').at(-1)?.toLowerCase() ?? ''

/** The words of the query must all stand in the text. */
const contentTest = (content: string): Test => {
  const words = content.toLowerCase().split(/\s+/).filter(Boolean)
  return (message) => {
    const text = message.data.content.toLowerCase()
    return words.every((word) => text.includes(word))
  }
}

const mentionTests = (query: URLSearchParams): Test[] => [
  ...anyOf(listParam(query, 'mentions'), ({ data }, id) => data.mentions.some((user) => user.id === id)),
  ...anyOf(listParam(query, 'mentions_role_id'), ({ data }, id) => data.mention_roles.includes(id)),
  ...anyOf(listParam(query, 'replied_to_user_id'), ({ data }, id) => data.referenced_message?.author.id === id),
  ...anyOf(listParam(query, 'replied_to_message_id'), ({ data }, id) => data.message_reference?.message_id === id),
]

const attachmentTests = (query: URLSearchParams): Test[] => [
  ...anyOf(listParam(query, 'link_hostname'), (message, host) => linkHosts(message).includes(host.toLowerCase())),
  ...anyOf(listParam(query, 'attachment_filename'), ({ data }, name) =>
    data.attachments.some(({ filename }) => filename.toLowerCase().includes(name.toLowerCase())),
  ),
  ...anyOf(listParam(query, 'attachment_extension'), ({ data }, extension) =>
    data.attachments.some(({ filename }) => extensionOf(filename) === extension.toLowerCase()),
  ),
  ...anyOf(listParam(query, 'embed_type'), ({ data }, type) => data.embeds.some((embed) => embed.type === type)),
  ...anyOf(listParam(query, 'embed_provider'), ({ data }, name) =>
    data.embeds.some(({ provider }) => provider?.name === name),
  ),
]

const testsOf = (query: URLSearchParams): Test[] => {
  const content = query.get('content')
  const [min, max] = [idParam(query, 'min_id'), idParam(query, 'max_id')]
  return [
    ...(content === null ? [] : [contentTest(content)]),
    ...anyOf(listParam(query, 'author_id'), ({ authorId }, id) => authorId === id),
    ...anyOf(listParam(query, 'author_type'), (message, kind) =>
      kind.startsWith('-') ? authorKind(message) !== kind.slice(1) : authorKind(message) === kind,
    ),
    ...mentionTests(query),
    ...listParam(query, 'has').map(hasTest),
    ...attachmentTests(query),
    ...(query.has('pinned') ? [({ pinnedAt }: Message) => (pinnedAt !== null) === boolParam(query, 'pinned')] : []),
    ...(query.has('mention_everyone')
      ? [({ data }: Message) => data.mention_everyone === boolParam(query, 'mention_everyone')]
      : []),
    ...(min === null ? [] : [({ data }: Message) => compareIds(data.id, min) > 0]),
    ...(max === null ? [] : [({ data }: Message) => compareIds(data.id, max) < 0]),
  ]
}

const searchable = (call: Call<'guild_id'>, guild: Guild): Channel[] => {
  const { world, query } = call
  const wanted = new Set(listParam(query, 'channel_id'))
  const withNsfw = boolParam(query, 'include_nsfw')
  const all = [...guildChannels(world, guild.id), ...guildThreads(world, guild.id)]
  return all.filter((channel) => {
    if (!isTextBased(channel) || channel.type === ChannelType.GuildStageVoice) return false
    if (wanted.size > 0 ? !wanted.has(channel.id) : channel.nsfw && !withNsfw) return false
    const own = effectivePermissions(world, guild, world.application.botId, channel)
    return hasPermissions(own, 'ViewChannel', 'ReadMessageHistory')
  })
}

/** Relevance is not known here, so `sort_by=relevance` orders by time too. */
const ordered = (query: URLSearchParams, messages: Message[]): Message[] => {
  const sorted = messages.sort((a, b) => compareIds(b.data.id, a.data.id))
  return query.get('sort_order') === 'asc' ? sorted.reverse() : sorted
}

const threadsOf = (world: World, messages: readonly Message[]) => {
  const channels = new Set(messages.map(({ channelId }) => channelId))
  return [...channels].flatMap((id) => {
    const channel = world.channels.get(id)
    return channel?.thread ? [renderChannel(world, channel)] : []
  })
}

const checkSorting = (query: URLSearchParams): void => {
  const known = { sort_by: ['timestamp', 'relevance'], sort_order: ['asc', 'desc'] }
  for (const [name, values] of Object.entries(known)) {
    const value = query.get(name)
    if (value === null || values.includes(value)) continue
    throw fieldError(name, 'BASE_TYPE_CHOICES', `Value must be one of {${values.join(', ')}}.`)
  }
}

const notIndexed = (messages: number): Reply => ({
  status: 202,
  body: {
    message: 'Index not yet available. Try again later',
    code: 110000,
    documents_indexed: messages,
    retry_after: 1,
  },
})

const search = (call: Call<'guild_id'>): Reply => {
  const { world, query } = call
  const guild = requireGuild(world, call.params.guild_id)
  requireGuildPermission(world, guild, 'ReadMessageHistory')
  checkSorting(query)
  const limit = intParam(query, 'limit', { min: 1, max: 25, fallback: 25 })
  const offset = intParam(query, 'offset', { min: 0, max: 9975, fallback: 0 })
  const tests = testsOf(query)
  if (world.rules.searchIndexing) return notIndexed(0)
  const messages = searchable(call, guild).flatMap((channel) => [...channel.messages.values()])
  const found = messages.filter((message) => message.visibleTo === null && tests.every((test) => test(message)))
  const page = ordered(query, found).slice(offset, offset + limit)
  return ok({
    doing_deep_historical_index: false,
    total_results: found.length,
    messages: page.map((message) => [{ ...renderMessage(message, world), hit: true }]),
    threads: threadsOf(world, page),
    members: [],
  })
}

const searchThreads = (call: Call<'channel_id'>): Reply => {
  const { world, query } = call
  const forum = world.channels.get(call.params.channel_id)
  const guild = forum?.guildId ? world.guilds.get(forum.guildId) : undefined
  if (!forum || !guild) throw discordError(10003, `no channel ${call.params.channel_id}`)
  const limit = intParam(query, 'limit', { min: 1, max: 25, fallback: 25 })
  const offset = intParam(query, 'offset', { min: 0, max: 9975, fallback: 0 })
  const name = query.get('name')?.toLowerCase() ?? ''
  const tags = listParam(query, 'tag')
  const found = guildThreads(world, guild.id).filter(
    (thread) =>
      thread.parentId === forum.id &&
      (thread.name ?? '').toLowerCase().includes(name) &&
      (!query.has('archived') || thread.thread?.archived === boolParam(query, 'archived')) &&
      (tags.length === 0 || tags.some((tag) => thread.thread?.appliedTags.includes(tag))),
  )
  const page = found.sort((a, b) => compareIds(b.id, a.id)).slice(offset, offset + limit)
  const threads = page.map((thread) => renderChannel(world, thread))
  return ok({ threads, members: [], has_more: found.length > offset + limit, total_results: found.length })
}

/** Search of a guild's messages and of a forum's posts. Discord docs: resources/message#search-guild-messages. */
export const searchRoutes: Route[] = [
  route('GET', '/guilds/{guild_id}/messages/search', search),
  route('GET', '/channels/{channel_id}/threads/search', searchThreads),
]
