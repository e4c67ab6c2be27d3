import type { KeyboardEvent } from 'react'
import { runCommand } from '../state/act.ts'
import {
  type CommandDraft,
  draftProblems,
  draftRequest,
  optionOf,
  removePill,
  showProblems,
  step,
} from './command-line.ts'
import { endDraft, getComposer, setDraft } from './composer-store.ts'

/** Sends the command when its values would pass a client; a refusal of the emulator gives the pills back. */
export const submitDraft = async (draft: CommandDraft): Promise<void> => {
  if (Object.keys(draftProblems(draft)).length > 0) return setDraft(showProblems(draft))
  endDraft()
  const result = await runCommand(draftRequest(draft))
  const { draft: next, text } = getComposer()
  if (result === null && next === null && text === '') setDraft(draft)
}

/** Back to the text, with the command's words in it. */
export const leaveDraft = (draft: CommandDraft): void => endDraft(`/${draft.form.label}`)

/** Backspace in an empty field: to the pill before, or the pill goes, or at the first one the whole command. */
const eraseBefore = (draft: CommandDraft): void => {
  const { active, pills } = draft
  if (active === null && pills.length > 0) setDraft(step(draft, -1))
  else if (active === null) leaveDraft(draft)
  else if (!optionOf(draft, active)?.required) setDraft(removePill(draft, active))
  else if (pills[0] === active) leaveDraft(draft)
  else setDraft(step(draft, -1))
}

interface List {
  /** The draft after the highlighted line was chosen; undefined when there is none. */
  chosen: CommandDraft | undefined
  move: (by: 1 | -1) => void
}

/** The keys of a pill: arrows choose a line, Enter and Tab take it, Enter without a line sends, Esc leaves. */
export const commandKeys = (draft: CommandDraft, list: List) => (event: KeyboardEvent<HTMLInputElement>) => {
  if (event.nativeEvent.isComposing) return
  const isPlainTab = event.key === 'Tab' && !event.shiftKey
  const act: Record<string, (() => void) | undefined> = {
    ArrowDown: () => list.move(1),
    ArrowUp: () => list.move(-1),
    Enter: () => (list.chosen ? setDraft(list.chosen) : void submitDraft(draft)),
    Tab: isPlainTab && list.chosen ? () => list.chosen && setDraft(list.chosen) : undefined,
    Escape: () => leaveDraft(draft),
    Backspace: event.currentTarget.value === '' ? () => eraseBefore(draft) : undefined,
  }
  const found = act[event.key]
  if (!found) return
  event.preventDefault()
  found()
}
