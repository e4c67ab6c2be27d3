import { ChannelType } from 'discord-api-types/v10'
import { blankChannel } from './channels.ts'
import type { Channel, Snowflake, World } from './types.ts'

/** The direct message channel of two users, or undefined when nobody has opened one. */
export const findDm = (world: World, a: Snowflake, b: Snowflake): Channel | undefined =>
  [...world.channels.values()].find(
    (channel) =>
      channel.type === ChannelType.DM && channel.recipientIds.includes(a) && channel.recipientIds.includes(b),
  )

/** The direct message channel of the bot and a user, opened when there is none. Opening works even with closed DMs. */
export const openDm = (world: World, userId: Snowflake): Channel => {
  const bot = world.application.botId
  const known = findDm(world, bot, userId)
  if (known) return known
  const channel = blankChannel(world, { type: ChannelType.DM, guildId: null, name: null })
  channel.recipientIds = [bot, userId]
  world.channels.set(channel.id, channel)
  world.emit({ type: 'CHANNEL_CREATE', guildId: null, payload: channel })
  return channel
}

/** Why the bot cannot write to that user (closed messages, a bot, or no guild in common), or null when it can. */
export const dmRefusal = (world: World, userId: Snowflake): 50007 | 50278 | null => {
  const user = world.users.get(userId)
  if (!user || user.dmsClosed || user.data.bot === true) return 50007
  const bot = world.application.botId
  const isMutual = [...world.guilds.values()].some((guild) => guild.members.has(bot) && guild.members.has(userId))
  return isMutual ? null : 50278
}
