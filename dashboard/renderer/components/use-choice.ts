import { useState } from 'react'
import type { SelectProps } from '../types.ts'

type Limits = Pick<SelectProps, 'min' | 'max'>

/** What a click leaves chosen: with room for one the newest wins, with more the list stays as it was when full. */
export const limited = (before: readonly string[], next: readonly string[], { max }: Limits): string[] => {
  if (next.length <= max) return [...next]
  return max === 1 ? next.slice(-1) : [...before]
}

const same = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((value) => other.includes(value))

/** True: a choice of this size is worth sending, being a change and within the limits. */
export const isSendable = (before: readonly string[], next: readonly string[], { min, max }: Limits): boolean =>
  !same(before, next) && next.length >= min && next.length <= max

export interface Choice {
  open: boolean
  values: string[]
  /** Several at once, or one that can be taken back: a click on what is chosen takes it away. */
  multiple: boolean
  onOpenChange: (open: boolean) => void
  onChange: (next: readonly string[]) => void
}

/**
 * The state of an open list. One value is chosen with one click. Of several Discord sends the choice once the list
 * closes, and forgets it if their number is wrong; in a form (`commitOnClose` false) each change counts at once.
 */
export const useChoice = ({ selected, min, max, commitOnClose, onChoose }: SelectProps): Choice => {
  const [open, setOpen] = useState(false)
  const [draft, setDraft] = useState<string[] | undefined>(undefined)
  const multiple = max > 1 || min === 0
  const values = draft ?? [...selected]
  const waits = commitOnClose && max > 1
  return {
    open,
    values,
    multiple,
    onOpenChange: (next) => {
      setOpen(next)
      if (next || draft === undefined) return
      setDraft(undefined)
      if (isSendable(selected, draft, { min, max })) onChoose(draft)
    },
    onChange: (next) => {
      const kept = limited(values, next, { min, max })
      if (waits) return setDraft(kept)
      if (max === 1) setOpen(false)
      onChoose(kept)
    },
  }
}
