import { type RefObject, useEffect } from 'react'

/** Moves the focus to the element whenever the key becomes another one. */
export const useFocusOn = (key: string, element: RefObject<HTMLElement | null>): void => {
  useEffect(() => {
    if (key !== '') element.current?.focus()
  }, [key, element])
}
