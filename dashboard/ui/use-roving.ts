import { useEffect, useState } from 'react'

const steps: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at, last) => Math.min(last, at + 1),
  ArrowUp: (at) => Math.max(0, at - 1),
  Home: () => 0,
  End: (_at, last) => last,
}

const itemsIn = (list: HTMLElement | null, selector: string): HTMLElement[] => [
  ...(list?.querySelectorAll<HTMLElement>(selector) ?? []),
]

const isStop = (item: HTMLElement): boolean => item.getAttribute('tabindex') === '0'

/** The element that the Tab key stops at: the focused one, else the current one, else the last stop. */
const chooseStop = (items: HTMLElement[], preferLast: boolean): HTMLElement | undefined =>
  items.find((item) => item === document.activeElement) ??
  items.find((item) => item.matches('[aria-current="true"], [aria-current="page"]')) ??
  items.find(isStop) ??
  (preferLast ? items.at(-1) : items[0])

const setStop = (items: HTMLElement[], stop: HTMLElement | undefined): void => {
  for (const item of items) item.tabIndex = item === stop ? 0 : -1
}

/**
 * Makes a list one stop of the Tab key: arrows, Home and End move between the elements that match the selector. Give
 * the answer to the list as `ref`. The elements must leave tabindex to this hook.
 */
export const useRoving = <T extends HTMLElement>(selector: string, preferLast = false) => {
  // In state and not in a ref: the list may come later than the component, e.g. after its data.
  const [list, setList] = useState<T | null>(null)
  useEffect(() => {
    const items = itemsIn(list, selector)
    setStop(items, chooseStop(items, preferLast))
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const items = itemsIn(list, selector)
      const at = event.target instanceof HTMLElement ? items.indexOf(event.target) : -1
      const next = steps[event.key]?.(at, items.length - 1)
      const item = next === undefined ? undefined : items[next]
      if (at < 0 || !item) return
      event.preventDefault()
      setStop(items, item)
      item.focus()
    }
    list?.addEventListener('keydown', onKeyDown)
    return () => list?.removeEventListener('keydown', onKeyDown)
  }, [list, selector])
  return setList
}
