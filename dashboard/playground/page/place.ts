import { ChannelType } from 'discord-api-types/v10'
import { dmName } from '../sidebar/dm-list.tsx'
import { can } from '../state/permissions.ts'
import { usePlayground } from '../state/store.ts'
import type { Channel, JoinedGuild } from '../state/types.ts'

/** The open channel, and how it is named in the composer. */
export const usePlace = (): { channel: Channel | undefined; name: string } => {
  const guild = usePlayground((state) => state.guild)
  const dms = usePlayground((state) => state.dms)
  const channelId = usePlayground((state) => state.channelId)
  const people = usePlayground((state) => state.people)
  const userId = usePlayground((state) => state.userId)
  const all = guild?.joined ? [...guild.channels, ...guild.threads] : dms
  const channel = all.find(({ id }) => id === channelId)
  const isDm = guild === null
  const isThread = channel?.thread_metadata !== undefined
  const name = isDm ? `@${dmName(people, channel, userId)}` : isThread ? `“${channel.name}”` : `#${channel?.name ?? ''}`
  return { channel, name }
}

export const isForum = ({ type }: Channel): boolean =>
  type === ChannelType.GuildForum || type === ChannelType.GuildMedia

export const isVoice = ({ type }: Channel): boolean =>
  type === ChannelType.GuildVoice || type === ChannelType.GuildStageVoice

/** Why nothing can be written here, in the place of the placeholder; null when it can. */
export const closedWords = (guild: JoinedGuild | null, channel: Channel): string | null => {
  if (!guild) return null
  if (guild.timedOutUntil !== null) return 'You are timed out and cannot write.'
  if (channel.thread_metadata?.locked) return 'This thread is locked.'
  const needed = channel.thread_metadata ? 'SendMessagesInThreads' : 'SendMessages'
  return can(channel.permissions, needed) ? null : 'You do not have permission to write here.'
}
