import { clsx } from 'clsx'
import { MessageCircle } from 'lucide-react'
import { useRoving } from '../../ui/index.ts'
import { Initials, shortName } from '../page/avatar.tsx'
import { openDms, openGuild } from '../state/navigate.ts'
import { usePlayground } from '../state/store.ts'
import { isUnread } from '../state/unread.ts'

const item =
  'relative grid size-12 place-items-center rounded-2xl aria-[current=true]:outline-2 aria-[current=true]:outline-accent'

const useUnreadDms = (): boolean =>
  usePlayground(({ dms, read, userId }) => dms.some((channel) => isUnread(read, userId, channel)))

const Dot = () => (
  <span className="absolute -right-0.5 -bottom-0.5 size-3.5 rounded-full border-2 border-rail bg-danger" />
)

export const ServerRail = () => {
  const people = usePlayground((state) => state.people)
  const guildId = usePlayground((state) => state.guildId)
  const userId = usePlayground((state) => state.userId)
  const hasUnread = useUnreadDms()
  const ref = useRoving<HTMLElement>('button')
  const me = people?.users.find(({ id }) => id === userId)
  return (
    <nav ref={ref} aria-label="Servers" className="flex w-17 flex-col items-center gap-2 bg-rail py-3">
      <button
        type="button"
        aria-current={guildId === null}
        aria-label={hasUnread ? 'Direct messages, unread' : 'Direct messages'}
        title="Direct messages"
        onClick={() => void openDms()}
        className={clsx(item, 'bg-hover text-soft hover:text-text')}
      >
        <MessageCircle size={20} aria-hidden />
        {hasUnread && <Dot />}
      </button>
      <span className="h-px w-8 bg-line" />
      {people?.guilds.map((guild) => {
        const isOutside = me?.standing[guild.id] === 'outsider'
        const label = isOutside ? `${guild.name} (not a member)` : guild.name
        return (
          <button
            key={guild.id}
            type="button"
            aria-current={guild.id === guildId}
            title={label}
            onClick={() => void openGuild(guild.id)}
            className={clsx(item, isOutside && 'grayscale')}
          >
            <span className="sr-only">{label}</span>
            <Initials id={guild.id} letters={shortName(guild.name)} square size={46} />
          </button>
        )
      })}
    </nav>
  )
}
