import { useEffect, useState } from 'react'
import { AppFrame, useFrame } from '../ui/index.ts'
import { ModalWindow } from './conversation/modal-window.tsx'
import { MembersColumn } from './members/members-column.tsx'
import { Main } from './page/main-column.tsx'
import { Problem } from './page/problem.tsx'
import { TopBar } from './page/top-bar.tsx'
import { Sidebar } from './sidebar/sidebar.tsx'
import { wordsOf } from './state/api.ts'
import { followEvents } from './state/live.ts'
import { startPlayground } from './state/navigate.ts'
import { setState, usePlayground } from './state/store.ts'
import { ToolsColumn } from './tools/tools-column.tsx'

export interface Panels {
  channels: boolean
  members: boolean
  tools: boolean
}

/** Which of the columns are open; where one column fits, opening one closes the others. */
const usePanels = (narrow: boolean) => {
  const [panels, setPanels] = useState<Panels>({ channels: false, members: true, tools: false })
  useEffect(() => {
    if (narrow) setPanels({ channels: false, members: false, tools: false })
    else setPanels((before) => ({ ...before, channels: false, members: true }))
  }, [narrow])
  const toggle = (panel: keyof Panels) =>
    setPanels((before) =>
      narrow
        ? { channels: false, members: false, tools: false, [panel]: !before[panel] }
        : { ...before, [panel]: !before[panel] },
    )
  return { panels, toggle }
}

const Columns = () => {
  const { narrow, roomy } = useFrame()
  const { panels, toggle } = usePanels(narrow)
  const showMembers = panels.members && (narrow || roomy || !panels.tools)
  return (
    <>
      <TopBar panels={panels} onToggle={toggle} />
      <div className="flex min-h-0 flex-1">
        <Sidebar open={panels.channels} onClose={() => toggle('channels')} />
        <Main panels={panels} onToggle={toggle} />
        <MembersColumn open={showMembers} onClose={() => toggle('members')} />
        <ToolsColumn open={panels.tools} onClose={() => toggle('tools')} />
      </div>
      <ModalWindow />
      <Problem />
    </>
  )
}

export const App = () => {
  const theme = usePlayground((state) => state.theme)
  const phone = usePlayground((state) => state.phone)
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme
  }, [theme])
  useEffect(() => {
    startPlayground().catch((error: unknown) => setState({ problem: wordsOf(error) }))
    return followEvents()
  }, [])
  return (
    <AppFrame
      className={
        phone
          ? 'relative m-auto flex h-full max-h-[844px] w-[390px] max-w-full flex-col overflow-hidden rounded-3xl border border-line bg-page shadow-pop [contain:layout]'
          : 'relative flex h-full flex-col overflow-hidden bg-page [contain:layout]'
      }
    >
      <Columns />
    </AppFrame>
  )
}
