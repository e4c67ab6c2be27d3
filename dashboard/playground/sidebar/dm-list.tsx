import { clsx } from 'clsx'
import { useRoving } from '../../ui/index.ts'
import { Avatar } from '../page/avatar.tsx'
import { openChannel } from '../state/navigate.ts'
import { usePlayground } from '../state/store.ts'
import type { Channel, People } from '../state/types.ts'
import { isUnread } from '../state/unread.ts'

/** The other side of a direct message channel: the bot, for a person. */
export const dmName = (people: People | null, channel: Channel | undefined, userId: string): string => {
  const other = channel?.recipients?.find(({ id }) => id !== userId)
  return other?.global_name ?? other?.username ?? people?.application.name ?? 'the bot'
}

/** The bot of a direct message channel; its account also where the channel does not list it. */
const otherSide = (people: People | null, channel: Channel, userId: string) =>
  channel.recipients?.find(({ id }) => id !== userId) ??
  people?.users.find(({ id }) => id === people.application.botId) ?? { id: channel.id }

export const DmList = ({ onChosen }: { onChosen: () => void }) => {
  const { dms, people, userId, channelId, read } = usePlayground()
  const ref = useRoving<HTMLElement>('button')
  return (
    <nav ref={ref} aria-label="Direct messages">
      <h2 className="border-b border-line px-4 py-3 text-sm font-semibold">Direct messages</h2>
      <ul className="p-2">
        {dms.map((channel) => {
          const name = dmName(people, channel, userId)
          const unread = isUnread(read, userId, channel) && channel.id !== channelId
          return (
            <li key={channel.id}>
              <button
                type="button"
                aria-current={channel.id === channelId ? 'page' : undefined}
                aria-label={unread ? `${name}, unread` : name}
                onClick={() => {
                  void openChannel(channel.id)
                  onChosen()
                }}
                className={clsx(
                  'flex w-full items-center gap-2 rounded-md px-2 py-1.5 text-left text-sm hover:bg-hover',
                  channel.id === channelId ? 'bg-active text-text' : 'text-soft',
                  unread && 'font-semibold text-text',
                )}
              >
                <Avatar user={otherSide(people, channel, userId)} name={name} />
                <span className="truncate">{name}</span>
              </button>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
