import { useState } from 'react'

/** The active line of a list; it goes back to the first one whenever the list becomes another one. */
export const useActive = (count: number, list: string, first = 0) => {
  const [state, setState] = useState({ list, active: first })
  const active = state.list === list ? Math.min(state.active, count - 1) : first
  const move = (by: 1 | -1): void => {
    if (count === 0) return
    const from = active < 0 && by === -1 ? 0 : active
    setState({ list, active: (from + by + count) % count })
  }
  return { active, move }
}
