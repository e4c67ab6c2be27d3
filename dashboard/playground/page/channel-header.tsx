import { Users } from 'lucide-react'
import { IconButton } from '../../ui/index.ts'
import type { Panels } from '../app.tsx'
import { channelKind } from '../sidebar/channel-list.tsx'
import type { Channel } from '../state/types.ts'

export const ChannelHeader = ({
  channel,
  name,
  panels,
  onToggle,
}: {
  channel: Channel
  name: string
  panels: Panels
  onToggle: (panel: keyof Panels) => void
}) => (
  <header className="flex min-h-12 items-center gap-2 border-b border-line px-4">
    {channel.name !== null && channel.name !== undefined && (
      <span className="text-faint">{channelKind(channel.type).icon}</span>
    )}
    <h2 className="truncate text-sm font-semibold">{channel.name ?? name}</h2>
    {channel.topic && (
      <p className="min-w-0 flex-1 truncate border-l border-line pl-3 text-xs text-faint">{channel.topic}</p>
    )}
    {channel.thread_metadata?.archived && <span className="text-xs text-warning">Archived</span>}
    {channel.permissions !== undefined && (
      <IconButton
        label="Member list"
        className="ml-auto"
        pressed={panels.members}
        icon={<Users size={18} aria-hidden />}
        onClick={() => onToggle('members')}
      />
    )}
  </header>
)
