import { MoreHorizontal, Reply, SmilePlus } from 'lucide-react'
import { IconButton, Menu, type MenuEntry, type MenuGroup } from '../../ui/index.ts'
import { replyTo } from '../composer/composer-store.ts'
import type { ChannelMessage } from '../state/types.ts'

/** The small bar at the corner of the message under the pointer or with the focus. */
export const Toolbar = ({
  message,
  top,
  groups,
  reactions,
  onMenu,
}: {
  message: ChannelMessage
  /** Pixels from the top of the list. */
  top: number
  groups: MenuGroup[]
  reactions: MenuEntry[]
  /** A menu of the bar opened or closed; the bar must stay meanwhile. */
  onMenu: (open: boolean) => void
}) => (
  <div
    role="toolbar"
    aria-label={`Message by ${message.author.global_name ?? message.author.username}`}
    style={{ top }}
    className="absolute right-4 z-10 flex rounded-lg border border-line bg-raised p-0.5 shadow-pop"
  >
    {message.visibleTo === null && (
      <>
        <Menu
          trigger={<IconButton label="Add reaction" icon={<SmilePlus size={16} aria-hidden />} />}
          groups={[{ entries: reactions }]}
          onOpenChange={onMenu}
        />
        <IconButton label="Reply" icon={<Reply size={16} aria-hidden />} onClick={() => replyTo(message)} />
      </>
    )}
    <Menu
      trigger={<IconButton label="More" icon={<MoreHorizontal size={16} aria-hidden />} />}
      groups={groups}
      onOpenChange={onMenu}
    />
  </div>
)
