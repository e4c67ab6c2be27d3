import { Drawer, useFrame } from '../../ui/index.ts'
import { usePlayground } from '../state/store.ts'
import { ChannelList } from './channel-list.tsx'
import { DmList } from './dm-list.tsx'
import { ServerRail } from './server-rail.tsx'
import { UserPanel } from './user-panel.tsx'

const Places = ({ onChosen }: { onChosen: () => void }) => {
  const guildId = usePlayground((state) => state.guildId)
  return (
    <div className="flex h-full min-h-0">
      <ServerRail />
      <div className="flex min-w-0 flex-1 flex-col bg-side">
        <div className="min-h-0 flex-1 overflow-y-auto">
          {guildId === null ? <DmList onChosen={onChosen} /> : <ChannelList onChosen={onChosen} />}
        </div>
        <UserPanel />
      </div>
    </div>
  )
}

/** Servers and channels: a column, or a drawer where one column fits. */
export const Sidebar = ({ open, onClose }: { open: boolean; onClose: () => void }) => {
  const { narrow } = useFrame()
  if (!narrow)
    return (
      <div className="w-74 shrink-0 border-r border-line">
        <Places onChosen={() => {}} />
      </div>
    )
  return (
    <Drawer side="left" open={open} onClose={onClose} title="Servers and channels">
      <Places onChosen={onClose} />
    </Drawer>
  )
}
