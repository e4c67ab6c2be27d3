import { useEffect, useState } from 'react'
import { type Choice, fetchChoices } from '../state/act.ts'
import { type CommandDraft, draftRequest, optionOf } from './command-line.ts'
import { completes } from './option-checks.ts'

const debounceMs = 250

export interface Choices {
  status: 'idle' | 'loading' | 'ready' | 'failed'
  choices: readonly Choice[]
}

const idle: Choices = { status: 'idle', choices: [] }

/** The bot's suggestions for the active pill, asked for when typing pauses; a late answer to an older text is dropped. */
export const useChoices = (draft: CommandDraft): Choices => {
  const [state, setState] = useState<Choices>(idle)
  const { active } = draft
  const option = optionOf(draft, active)
  const isAsked = option !== undefined && completes(option) && draft.values[option.name]?.picked === undefined
  const text = active === null ? '' : (draft.values[active]?.text ?? '')
  const { name, options } = draftRequest(draft)
  const request = isAsked
    ? JSON.stringify({ name, options: { ...options, [active ?? '']: text }, focused: active })
    : ''
  useEffect(() => {
    if (request === '') return setState(idle)
    let isStale = false
    setState({ status: 'loading', choices: [] })
    const timer = setTimeout(() => {
      fetchChoices(JSON.parse(request))
        .then((choices) => !isStale && setState({ status: 'ready', choices }))
        .catch(() => !isStale && setState({ status: 'failed', choices: [] }))
    }, debounceMs)
    return () => {
      isStale = true
      clearTimeout(timer)
    }
  }, [request])
  return state
}
