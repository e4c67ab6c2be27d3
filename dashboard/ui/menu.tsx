import { ContextMenu as BaseContext } from '@base-ui/react/context-menu'
import { Menu as Base } from '@base-ui/react/menu'
import { clsx } from 'clsx'
import type { ReactElement, ReactNode } from 'react'
import { useFrame } from './frame.tsx'

export interface MenuEntry {
  key: string
  label: string
  icon?: ReactNode
  /** A word beside the label, e.g. the app whose command it is. */
  hint?: string
  danger?: boolean
  disabled?: boolean
  onSelect: () => void
}

/** Entries under a heading; groups are divided by lines. */
export interface MenuGroup {
  label?: string
  entries: MenuEntry[]
}

const popup =
  'z-50 max-h-(--available-height) min-w-52 overflow-y-auto rounded-lg border border-line bg-raised p-1.5 text-sm text-text shadow-pop outline-none'

const Entry = ({ entry }: { entry: MenuEntry }) => (
  <Base.Item
    disabled={entry.disabled ?? false}
    onClick={entry.onSelect}
    className={clsx(
      'flex w-full items-center gap-2 rounded px-2 py-1.5 outline-none select-none data-disabled:opacity-50 data-highlighted:bg-active',
      entry.danger && 'text-danger',
    )}
  >
    <span className="flex-1 truncate">{entry.label}</span>
    {entry.hint && <span className="text-xs text-faint">{entry.hint}</span>}
    {entry.icon && (
      <span aria-hidden className="text-faint">
        {entry.icon}
      </span>
    )}
  </Base.Item>
)

const Groups = ({ groups }: { groups: MenuGroup[] }) =>
  groups
    .filter((group) => group.entries.length > 0)
    .map((group, index) => (
      <Base.Group key={group.label ?? group.entries[0]?.key}>
        {index > 0 && <Base.Separator className="my-1 h-px bg-line" />}
        {group.label && (
          <Base.GroupLabel className="px-2 pt-1 pb-0.5 text-xs font-semibold text-faint">{group.label}</Base.GroupLabel>
        )}
        {group.entries.map((entry) => (
          <Entry key={entry.key} entry={entry} />
        ))}
      </Base.Group>
    ))

/** A button that opens a menu. */
export const Menu = ({
  trigger,
  groups,
  onOpenChange,
}: {
  trigger: ReactElement
  groups: MenuGroup[]
  onOpenChange?: (open: boolean) => void
}) => {
  const { container } = useFrame()
  return (
    <Base.Root modal={false} onOpenChange={(open) => onOpenChange?.(open)}>
      <Base.Trigger render={trigger} />
      <Base.Portal container={container}>
        <Base.Positioner sideOffset={4} align="end" className="z-50">
          <Base.Popup className={popup}>
            <Groups groups={groups} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

/** Opens at the pointer on right click or long press, and at the element for the menu key and Shift+F10. */
export const ContextMenu = ({
  trigger,
  groups,
  children,
}: {
  trigger: ReactElement
  groups: () => MenuGroup[]
  children: ReactNode
}) => {
  const { container } = useFrame()
  return (
    <BaseContext.Root>
      <BaseContext.Trigger render={trigger}>{children}</BaseContext.Trigger>
      <BaseContext.Portal container={container}>
        <BaseContext.Positioner className="z-50">
          <BaseContext.Popup className={popup}>
            <Groups groups={groups()} />
          </BaseContext.Popup>
        </BaseContext.Positioner>
      </BaseContext.Portal>
    </BaseContext.Root>
  )
}
