import { ChannelType } from 'discord-api-types/v10'
import { discordErrors, type ErrorCode } from '../errors.ts'
import { demo } from '../seed.ts'
import { addChannel, addThread } from '../world/channels.ts'
import type { Channel, Guild, Message, World } from '../world/types.ts'
import { type Case, channelOf, grant, say } from './error-kit.ts'

export const homeOf = (world: World): Guild => {
  const guild = world.guilds.get(demo.guildId)
  if (!guild) throw new Error('the demo guild is gone')
  return guild
}

/** Ids of channels that `place` makes for a case. */
export const made = {
  stage: '930000000000000001',
  news: '930000000000000002',
  thread: '930000000000000003',
  post: '930000000000000004',
  message: '930000000000000005',
  dm: '930000000000000006',
  webhook: '930000000000000007',
  interaction: '930000000000000008',
  entitlement: '930000000000000009',
} as const

/** Gives the bot every permission. */
export const asAdministrator = (world: World): void => grant(world, 'Administrator')

export const makeStage = (world: World): Channel =>
  addChannel(world, homeOf(world), { id: made.stage, type: ChannelType.GuildStageVoice, name: 'Stage' })

export const makeNews = (world: World): Channel =>
  addChannel(world, homeOf(world), { id: made.news, type: ChannelType.GuildAnnouncement, name: 'news' })

export const makeThread = (world: World, parentId: string = demo.channels.general, id: string = made.thread): Channel =>
  addThread(world, channelOf(world, parentId), {
    id,
    type: ChannelType.PublicThread,
    name: 'thread',
    ownerId: demo.users.alan,
  })

/** Fills a map with numbered copies, for cases about maximum counts. */
export const fill = <V>(map: Map<string, V>, count: number, value: (index: number) => V): void => {
  for (let index = 0; index < count; index += 1) map.set(`9400000000000${String(index).padStart(5, '0')}`, value(index))
}

/** A message of alan under a known id, with changes, in a channel. */
export const placeMessage = (world: World, channelId: string, apply: (message: Message) => void): void => {
  const channel = channelOf(world, channelId)
  const message = channel.messages.get(say(world, demo.users.alan, channelId))
  if (!message) throw new Error('the message is gone')
  channel.messages.delete(message.data.id)
  message.data.id = made.message
  channel.messages.set(made.message, message)
  apply(message)
}

/** A case whose status and verdict are those of the table. */
export const refused = (code: ErrorCode, refusal: Pick<Case, 'name' | 'call' | 'setUp'>): Case => {
  const [status, , verdict] = discordErrors[code]
  return { ...refusal, expected: [status, code], verdict }
}
