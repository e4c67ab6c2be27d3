import { clsx } from 'clsx'
import { ChannelType } from 'discord-api-types/v10'
import { Hash, Megaphone, MessagesSquare, Spool, Volume2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { useRoving } from '../../ui/index.ts'
import { openChannel } from '../state/navigate.ts'
import { usePlayground } from '../state/store.ts'
import type { Channel } from '../state/types.ts'
import { isUnread } from '../state/unread.ts'
import { channelTree } from './channel-tree.ts'
import { VoiceMembers } from './voice-members.tsx'

const kinds: Partial<Record<ChannelType, { icon: ReactNode; word: string }>> = {
  [ChannelType.GuildAnnouncement]: { icon: <Megaphone size={16} aria-hidden />, word: 'announcement channel' },
  [ChannelType.GuildVoice]: { icon: <Volume2 size={16} aria-hidden />, word: 'voice channel' },
  [ChannelType.GuildStageVoice]: { icon: <Volume2 size={16} aria-hidden />, word: 'stage channel' },
  [ChannelType.GuildForum]: { icon: <MessagesSquare size={16} aria-hidden />, word: 'forum' },
  [ChannelType.GuildMedia]: { icon: <MessagesSquare size={16} aria-hidden />, word: 'media channel' },
  [ChannelType.PublicThread]: { icon: <Spool size={14} aria-hidden />, word: 'thread' },
  [ChannelType.PrivateThread]: { icon: <Spool size={14} aria-hidden />, word: 'private thread' },
}

const text = { icon: <Hash size={16} aria-hidden />, word: 'text channel' }

export const channelKind = (type: ChannelType) => kinds[type] ?? text

const ChannelButton = ({ channel, onChosen, nested }: { channel: Channel; onChosen: () => void; nested?: boolean }) => {
  const isHere = usePlayground((state) => state.channelId === channel.id)
  const unread = usePlayground(({ read, userId }) => isUnread(read, userId, channel)) && !isHere
  const { icon, word } = channelKind(channel.type)
  return (
    <button
      type="button"
      data-channel-id={channel.id}
      aria-current={isHere ? 'page' : undefined}
      aria-label={`${channel.name}, ${word}${unread ? ', unread' : ''}`}
      onClick={() => {
        void openChannel(channel.id)
        onChosen()
      }}
      className={clsx(
        'relative flex min-h-8 w-full items-center gap-1.5 rounded-md px-2 text-left text-sm hover:bg-hover',
        nested && 'pl-7 text-xs',
        isHere ? 'bg-active font-medium text-text' : unread ? 'font-semibold text-text' : 'text-soft',
      )}
    >
      {unread && <span className="absolute -left-1.5 h-2 w-1 rounded-full bg-text" />}
      <span className="text-faint">{icon}</span>
      <span className="truncate">{channel.name}</span>
    </button>
  )
}

/** Channels by category with their threads, and who sits in voice. */
export const ChannelList = ({ onChosen }: { onChosen: () => void }) => {
  const guild = usePlayground((state) => state.guild)
  const ref = useRoving<HTMLElement>('button[data-channel-id]')
  if (!guild) return <p className="p-4 text-sm text-faint">Loading …</p>
  return (
    <nav ref={ref} aria-label={`Channels of ${guild.name}`}>
      <h2 className="truncate border-b border-line px-4 py-3 text-sm font-semibold">{guild.name}</h2>
      <div className="px-2 py-2">
        {guild.joined &&
          channelTree(guild).map(({ category, nodes }) => (
            <section key={category?.id ?? 'top'} aria-label={category?.name ?? 'Without a category'} className="mb-3">
              {category && (
                <h3 className="px-2 pb-1 text-xs font-semibold tracking-wide text-faint uppercase">{category.name}</h3>
              )}
              <ul>
                {nodes.map(({ channel, threads }) => (
                  <li key={channel.id}>
                    <ChannelButton channel={channel} onChosen={onChosen} />
                    <VoiceMembers guild={guild} channelId={channel.id} />
                    {threads.map((thread) => (
                      <ChannelButton key={thread.id} channel={thread} onChosen={onChosen} nested />
                    ))}
                  </li>
                ))}
              </ul>
            </section>
          ))}
      </div>
    </nav>
  )
}
