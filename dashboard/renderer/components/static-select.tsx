import { ChevronDown } from 'lucide-react'
import type { SelectProps } from '../types.ts'

/** A select that only shows what is chosen, for pages without scripts. */
export const StaticSelect = ({ label, placeholder, options, selected, id }: SelectProps) => {
  const chosen = options.filter((option) => selected.includes(option.value)).map((option) => option.label)
  return (
    <button
      type="button"
      className="dm-select"
      disabled
      id={id}
      aria-label={`${label}: ${chosen.join(', ') || 'nothing chosen'}`}
    >
      <span className={chosen.length > 0 ? 'dm-select-value' : 'dm-select-value dm-muted'}>
        {chosen.length > 0 ? chosen.join(', ') : placeholder}
      </span>
      <ChevronDown className="dm-icon" aria-hidden="true" />
    </button>
  )
}
