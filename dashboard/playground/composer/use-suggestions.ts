import { usePlayground } from '../state/store.ts'
import { addPill, type CommandDraft, furtherOptions, optionOf, pick } from './command-line.ts'
import { completes } from './option-checks.ts'
import type { ListItem } from './suggestion-list.tsx'
import { localSuggestions } from './suggestions.ts'
import { useChoices } from './use-choices.ts'

interface Offer extends ListItem {
  /** The draft after this line was chosen. */
  chosen: CommandDraft
}

export interface Offers {
  title: string
  items: Offer[]
  note?: string | undefined
}

const choiceNotes = {
  idle: undefined,
  loading: 'Loading options …',
  ready: undefined,
  failed: 'Loading options failed.',
} as const

const emptyNote = 'No options match. The value is sent as typed.'

/** What stands above the composer: values for the active pill, or behind the last pill the options still free. */
export const useSuggestions = (draft: CommandDraft, tail: string): Offers | null => {
  const guild = usePlayground((state) => state.guild)
  const { status, choices } = useChoices(draft)
  const { active } = draft
  const option = optionOf(draft, active)
  if (active === null || !option) return furtherOffers(draft, tail)
  const value = draft.values[active]
  if (value?.picked !== undefined) return null
  const title = option.words || option.label
  if (completes(option)) {
    const note = status === 'ready' && choices.length === 0 ? emptyNote : choiceNotes[status]
    const items = choices.map(({ name, value: picked }) => ({
      key: `${picked}`,
      label: name,
      chosen: pick(draft, active, { text: name, picked }),
    }))
    return { title, items, note }
  }
  const local = localSuggestions(option, value?.text ?? '', guild?.joined ? guild : null)
  if (local.length === 0) return null
  return { title, items: local.map((item) => ({ ...item, chosen: pick(draft, active, item.value) })) }
}

const furtherOffers = (draft: CommandDraft, tail: string): Offers | null => {
  const further = furtherOptions(draft).filter(({ label }) => label.toLowerCase().startsWith(tail.trim().toLowerCase()))
  if (further.length === 0) return null
  return {
    title: 'Optional',
    items: further.map((option) => ({
      key: option.name,
      label: option.label,
      detail: option.words,
      chosen: addPill(draft, option.name),
    })),
  }
}
