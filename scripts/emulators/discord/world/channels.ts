import type { APIOverwrite, ChannelType } from 'discord-api-types/v10'
import { guildChannels } from './access.ts'
import type { Channel, Guild, Snowflake, ThreadState, World } from './types.ts'

/** A channel with default fields; not stored yet. */
export const blankChannel = (
  world: World,
  input: { id?: Snowflake; type: ChannelType; guildId: Snowflake | null; name: string | null },
): Channel => ({
  id: input.id ?? world.newId(),
  type: input.type,
  guildId: input.guildId,
  name: input.name,
  topic: null,
  position: 0,
  parentId: null,
  nsfw: false,
  rateLimitPerUser: 0,
  bitrate: 64_000,
  userLimit: 0,
  flags: 0,
  overwrites: new Map(),
  messages: new Map(),
  lastMessageId: null,
  lastPinTimestamp: null,
  recipientIds: [],
  availableTags: [],
  thread: null,
  renamedAt: [],
})

export interface NewChannel {
  id?: Snowflake
  type: ChannelType
  name: string
  parentId?: Snowflake | null
  topic?: string | null
  overwrites?: APIOverwrite[]
  /** Runs before listeners are told. */
  setUp?: (channel: Channel) => void
}

/** Adds a channel to a guild, below the others; without overwrites of its own it takes its category's. */
export const addChannel = (world: World, guild: Guild, input: NewChannel): Channel => {
  const parent = input.parentId ? world.channels.get(input.parentId) : undefined
  const overwrites = input.overwrites ?? [...(parent?.overwrites.values() ?? [])]
  const channel: Channel = {
    ...blankChannel(world, { ...input, guildId: guild.id }),
    topic: input.topic ?? null,
    parentId: input.parentId ?? null,
    position: guildChannels(world, guild.id).length,
    overwrites: new Map(overwrites.map((overwrite) => [overwrite.id, { ...overwrite }])),
  }
  world.channels.set(channel.id, channel)
  input.setUp?.(channel)
  world.emit({ type: 'CHANNEL_CREATE', guildId: guild.id, payload: channel })
  return channel
}

export interface NewThread {
  /** For a thread of a message: the message's id, which the thread then bears too. */
  id?: Snowflake
  type: ThreadChannelType
  name: string
  ownerId: Snowflake
  autoArchiveMinutes?: number | undefined
  invitable?: boolean | undefined
  appliedTags?: Snowflake[] | undefined
  rateLimitPerUser?: number | undefined
}

export type ThreadChannelType = ChannelType.AnnouncementThread | ChannelType.PublicThread | ChannelType.PrivateThread

/** Opens a thread below a channel, with its owner as the first member. */
export const addThread = (world: World, parent: Channel, input: NewThread): Channel => {
  const at = new Date(world.now()).toISOString()
  const thread: ThreadState = {
    ownerId: input.ownerId,
    archived: false,
    locked: false,
    invitable: input.invitable ?? true,
    autoArchiveMinutes: input.autoArchiveMinutes ?? 4320,
    archiveTimestamp: at,
    createTimestamp: at,
    memberIds: new Set([input.ownerId]),
    appliedTags: input.appliedTags ?? [],
  }
  const channel: Channel = {
    ...blankChannel(world, { ...input, guildId: parent.guildId }),
    parentId: parent.id,
    rateLimitPerUser: input.rateLimitPerUser ?? 0,
    thread,
  }
  world.channels.set(channel.id, channel)
  world.emit({ type: 'THREAD_CREATE', guildId: channel.guildId, payload: channel })
  return channel
}

/** Removes a channel with its threads and webhooks; channels of a removed category stay, without a parent. */
export const removeChannel = (world: World, channel: Channel): void => {
  for (const other of world.channels.values()) {
    if (other.parentId !== channel.id) continue
    if (other.thread) world.channels.delete(other.id)
    else other.parentId = null
  }
  for (const webhook of world.webhooks.values()) {
    if (webhook.channelId === channel.id) world.webhooks.delete(webhook.id)
  }
  for (const invite of world.invites.values()) {
    if (invite.channelId === channel.id) world.invites.delete(invite.code)
  }
  world.channels.delete(channel.id)
  const type = channel.thread ? 'THREAD_DELETE' : 'CHANNEL_DELETE'
  world.emit({ type, guildId: channel.guildId, payload: channel })
}
