import { ChannelType } from 'discord-api-types/v10'
import type { Channel, GuildView } from './types.ts'

const opened: ReadonlySet<ChannelType> = new Set([
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildVoice,
  ChannelType.GuildStageVoice,
  ChannelType.GuildForum,
  ChannelType.GuildMedia,
])

/** True for channels that open in the middle, as opposed to categories. */
export const isOpenable = ({ type }: Pick<Channel, 'type'>): boolean => opened.has(type)

/** The channel to show: the one that was open if it is still seen, else the first one of text. */
export const landing = (guild: GuildView, channelId: string | null): string | null => {
  if (!guild.joined) return null
  if ([...guild.channels, ...guild.threads].some(({ id }) => id === channelId)) return channelId
  const text = guild.channels.find(({ type }) => type === ChannelType.GuildText)
  return (text ?? guild.channels.find(isOpenable))?.id ?? null
}
