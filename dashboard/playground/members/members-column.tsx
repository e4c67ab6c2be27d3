import { Drawer, useFrame } from '../../ui/index.ts'
import { usePlayground } from '../state/store.ts'
import { MemberList } from './member-list.tsx'

/** The member list: a column, or a drawer where one column fits. */
export const MembersColumn = ({ open, onClose }: { open: boolean; onClose: () => void }) => {
  const { narrow } = useFrame()
  const guild = usePlayground((state) => state.guild)
  if (!guild?.joined) return null
  if (narrow)
    return (
      <Drawer side="right" open={open} onClose={onClose} title="Members">
        <MemberList guild={guild} />
      </Drawer>
    )
  return open ? (
    <aside aria-label="Members" className="w-60 shrink-0 overflow-y-auto border-l border-line bg-side">
      <MemberList guild={guild} />
    </aside>
  ) : null
}
