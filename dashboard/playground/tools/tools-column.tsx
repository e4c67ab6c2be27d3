import { X } from 'lucide-react'
import { useState } from 'react'
import { Drawer, IconButton, type Tab, Tabs, useFrame } from '../../ui/index.ts'
import { Inspector } from '../inspector/index.ts'
import { Scenarios } from '../scenarios/index.ts'
import { Switches } from '../switches/index.ts'
import { PeopleTools } from './people-tools.tsx'

const tabs: Tab[] = [
  { value: 'inspector', label: 'Inspector', content: <Inspector /> },
  { value: 'switches', label: 'Switches', content: <Switches /> },
  { value: 'scenarios', label: 'Scenarios', content: <Scenarios /> },
  { value: 'people', label: 'People', content: <PeopleTools /> },
]

const ToolTabs = () => {
  const [value, setValue] = useState(tabs[0]?.value ?? '')
  return <Tabs label="Tools" tabs={tabs} value={value} onChange={setValue} />
}

/** The tools: a column on the right, or a drawer where one column fits. */
export const ToolsColumn = ({ open, onClose }: { open: boolean; onClose: () => void }) => {
  const { narrow } = useFrame()
  if (narrow)
    return (
      <Drawer side="right" open={open} onClose={onClose} title="Tools">
        <ToolTabs />
      </Drawer>
    )
  return open ? (
    <aside aria-label="Tools" className="flex w-104 shrink-0 flex-col border-l border-line bg-side">
      <div className="flex items-center px-3 pt-2">
        <h2 className="flex-1 text-sm font-semibold">Tools</h2>
        <IconButton label="Close the tools" icon={<X size={17} aria-hidden />} onClick={onClose} />
      </div>
      <ToolTabs />
    </aside>
  ) : null
}
