import { useCallback, useEffect, useRef, useState } from 'react'

export interface Hovered {
  messageId: string
  /** Pixels from the top of the list. */
  top: number
}

const rowOf = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-message-id]') : null

/** How far the bar stands above the upper edge of its row. */
const overlap = 14

const place = (list: HTMLElement, row: HTMLElement): Hovered => ({
  messageId: row.dataset['messageId'] ?? '',
  top: Math.max(0, row.getBoundingClientRect().top - list.getBoundingClientRect().top - overlap),
})

const isSame = (a: Hovered | null, b: Hovered): boolean => a?.messageId === b.messageId && a.top === b.top

/**
 * The message under the pointer or with the focus, and the one whose context menu was asked for; found by the
 * renderer's `data-message-id`. Beside a message the browser's own menu opens. `hold` keeps the message while a menu of
 * its bar is open.
 */
export const useHovered = () => {
  const ref = useRef<HTMLDivElement>(null)
  const [hovered, setHovered] = useState<Hovered | null>(null)
  const held = useRef(false)
  const [menuFor, setMenuFor] = useState<string | null>(null)
  useEffect(() => {
    const list = ref.current
    if (!list) return
    const onOver = ({ target }: Event) => {
      const row = held.current ? null : rowOf(target)
      if (row) setHovered((before) => (isSame(before, place(list, row)) ? before : place(list, row)))
    }
    const onMenu = (event: Event) => {
      const row = rowOf(event.target)
      setMenuFor(row?.dataset['messageId'] ?? null)
      if (!row) event.stopPropagation()
    }
    const onLeave = () => !held.current && setHovered(null)
    list.addEventListener('mouseover', onOver)
    list.addEventListener('focusin', onOver)
    list.addEventListener('mouseleave', onLeave)
    list.addEventListener('contextmenu', onMenu, true)
    return () => {
      list.removeEventListener('mouseover', onOver)
      list.removeEventListener('focusin', onOver)
      list.removeEventListener('mouseleave', onLeave)
      list.removeEventListener('contextmenu', onMenu, true)
    }
  }, [])
  const hold = useCallback((open: boolean) => {
    held.current = open
  }, [])
  return { ref, hovered, menuFor, hold }
}
