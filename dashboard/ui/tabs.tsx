import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'

export interface Tab {
  value: string
  label: ReactNode
  content: ReactNode
}

/** Tabs with arrow keys; only the chosen panel is in the page. */
export const Tabs = ({
  label,
  tabs,
  value,
  onChange,
}: {
  /** Accessible name of the tab list. */
  label: string
  tabs: Tab[]
  value: string
  onChange: (value: string) => void
}) => (
  <Base.Root value={value} onValueChange={(next) => onChange(String(next))} className="flex min-h-0 flex-1 flex-col">
    <Base.List aria-label={label} className="flex gap-0.5 overflow-x-auto border-b border-line px-2" activateOnFocus>
      {tabs.map((tab) => (
        <Base.Tab
          key={tab.value}
          value={tab.value}
          className="shrink-0 border-b-2 border-transparent px-2 py-2 text-sm text-soft hover:text-text data-active:border-accent data-active:font-medium data-active:text-text"
        >
          {tab.label}
        </Base.Tab>
      ))}
    </Base.List>
    {tabs.map((tab) => (
      <Base.Panel
        key={tab.value}
        value={tab.value}
        className="min-h-0 flex-1 overflow-y-auto p-3 outline-offset-[-2px]"
      >
        {tab.content}
      </Base.Panel>
    ))}
  </Base.Root>
)
