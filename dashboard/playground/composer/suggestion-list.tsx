import { clsx } from 'clsx'
import { useEffect, useRef } from 'react'

export interface ListItem {
  key: string
  label: string
  hint?: string | undefined
  /** Words in a second line. */
  detail?: string | undefined
  /** As the API's number. */
  color?: number | undefined
}

const hex = (color: number): string => `#${color.toString(16).padStart(6, '0')}`

export const optionId = (listId: string, index: number): string => `${listId}-${index}`

const Line = ({ item }: { item: ListItem }) => (
  <span className="flex min-w-0 flex-1 flex-col">
    <span
      className="truncate font-medium"
      style={item.color ? { color: `color-mix(in oklab, ${hex(item.color)} 62%, var(--g-text))` } : undefined}
    >
      {item.label}
    </span>
    {item.detail && <span className="truncate text-xs text-faint">{item.detail}</span>}
  </span>
)

/** The list above the composer. The text field keeps the focus and names the active line with aria-activedescendant. */
export const SuggestionList = ({
  id,
  title,
  items,
  active,
  note,
  onPick,
}: {
  id: string
  title: string
  items: readonly ListItem[]
  /** Index of the active line; -1 for none. */
  active: number
  /** Said below the lines, e.g. that they are being fetched. */
  note?: string | undefined
  onPick: (index: number) => void
}) => {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <div className="group-not-focus-within:hidden absolute inset-x-0 bottom-full z-30 mb-1.5 overflow-hidden rounded-lg border border-line bg-raised shadow-pop">
      <p className="px-3 pt-2 pb-1 text-xs font-semibold text-faint">{title}</p>
      <div
        ref={list}
        id={id}
        role="listbox"
        tabIndex={-1}
        aria-label={title}
        className="max-h-72 overflow-y-auto px-1.5 pb-1.5"
      >
        {items.map((item, index) => (
          <div
            key={item.key}
            id={optionId(id, index)}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            // Pressing must not take the focus out of the text field.
            onMouseDown={(event) => {
              event.preventDefault()
              onPick(index)
            }}
            className={clsx(
              'flex items-center gap-3 rounded px-2 py-1.5 text-sm',
              index === active ? 'bg-active' : 'hover:bg-hover',
            )}
          >
            <Line item={item} />
            {item.hint && <span className="shrink-0 text-xs text-faint">{item.hint}</span>}
          </div>
        ))}
      </div>
      {note && (
        <p role="status" className="border-t border-line px-3 py-1.5 text-xs text-faint">
          {note}
        </p>
      )}
    </div>
  )
}
