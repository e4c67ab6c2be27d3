import { ChevronDown } from 'lucide-react'
import { tint } from '../colors.ts'
import { Emoji } from '../markdown/emoji.tsx'
import type { SelectOption } from '../types.ts'
import { Dots } from './pending.tsx'

export const OptionText = ({ option }: { option: SelectOption }) => (
  <>
    {option.emoji && <Emoji emoji={option.emoji} />}
    <span className="dm-option-text">
      <span className={option.color ? 'dm-tinted' : undefined} style={tint(option.color)}>
        {option.label}
      </span>
      {option.description && <span className="dm-muted">{option.description}</span>}
    </span>
  </>
)

/** What stands in the closed select: the choice, or its placeholder. */
export const TriggerText = ({ text, placeholder, busy }: { text: string; placeholder: string; busy: boolean }) => (
  <>
    <span className={text ? 'dm-select-value' : 'dm-select-value dm-muted'}>{text || placeholder}</span>
    {busy ? <Dots label="Waiting for the answer" /> : <ChevronDown className="dm-icon" aria-hidden="true" />}
  </>
)
