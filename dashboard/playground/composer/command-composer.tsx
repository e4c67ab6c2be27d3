import { SendHorizontal, X } from 'lucide-react'
import { type KeyboardEventHandler, type RefObject, useId, useRef, useState } from 'react'
import { IconButton } from '../../ui/index.ts'
import { fileValue } from '../state/uploads.ts'
import { type CommandDraft, draftProblems, focusPill, furtherOptions, optionOf, pick, typeIn } from './command-line.ts'
import { getComposer, setDraft } from './composer-store.ts'
import { type ComboboxProps, Pill } from './pill.tsx'
import { optionId, SuggestionList } from './suggestion-list.tsx'
import { useActive } from './use-active.ts'
import { commandKeys, leaveDraft, submitDraft } from './use-command-keys.ts'
import { useFocusOn } from './use-focus-on.ts'
import { useSuggestions } from './use-suggestions.ts'

const Hint = ({ draft, problem }: { draft: CommandDraft; problem: string | undefined }) => {
  const option = optionOf(draft, draft.active)
  const words = option?.words ?? draft.form.description
  return (
    <p className="px-1 pt-1 text-xs text-faint">
      {problem ? (
        <span role="alert" className="text-danger">
          {option?.label}: {problem}
        </span>
      ) : (
        words
      )}
    </p>
  )
}

/** The file is read first; what was typed meanwhile stays. */
const takeFile = async (name: string, file: File): Promise<void> => {
  const picked = await fileValue(file)
  const { draft } = getComposer()
  if (draft && optionOf(draft, name)) setDraft(pick(draft, name, { text: file.name, picked }))
}

/** What the field with the cursor shows above itself, and how it is tied to it. */
const useList = (draft: CommandDraft, tail: string) => {
  const listId = useId()
  const offers = useSuggestions(draft, tail)
  const items = offers?.items ?? []
  const typed = draft.active === null ? tail : (draft.values[draft.active]?.text ?? '')
  const list = `${draft.active}|${typed}|${items.length}`
  // Behind the last pill Enter sends; an option is only added after an arrow key.
  const { active, move } = useActive(items.length, list, draft.active === null && tail === '' ? -1 : 0)
  const combobox: ComboboxProps = {
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-expanded': items.length > 0,
    'aria-controls': items.length > 0 ? listId : undefined,
    'aria-activedescendant': items[active] ? optionId(listId, active) : undefined,
  }
  return { listId, offers, items, active, move, combobox }
}

interface FieldsProps {
  draft: CommandDraft
  problems: Record<string, string>
  combobox: ComboboxProps
  field: RefObject<HTMLInputElement | null>
  onKeyDown: KeyboardEventHandler<HTMLInputElement>
}

const Pills = ({ draft, problems, combobox, field, onKeyDown }: FieldsProps) =>
  draft.pills.map((name) => {
    const option = optionOf(draft, name)
    const isActive = draft.active === name
    return option ? (
      <Pill
        key={name}
        option={option}
        value={draft.values[name]}
        active={isActive}
        problem={problems[name]}
        combobox={isActive ? combobox : {}}
        fieldRef={isActive ? field : null}
        onText={(text) => setDraft(typeIn(draft, name, text))}
        onFile={(file) => void takeFile(name, file)}
        onFocus={() => !isActive && setDraft(focusPill(draft, name))}
        onKeyDown={onKeyDown}
      />
    ) : null
  })

/** Behind the last pill: Enter runs the command, typing looks for an optional option. */
const Tail = ({
  draft,
  combobox,
  field,
  onKeyDown,
  text,
  onText,
}: Omit<FieldsProps, 'problems'> & { text: string; onText: (text: string) => void }) => {
  const isActive = draft.active === null
  const hasMore = furtherOptions(draft).length > 0
  return (
    <input
      ref={isActive ? field : null}
      aria-label={hasMore ? 'Add an optional option, or press Enter to run' : 'Press Enter to run'}
      {...(isActive ? combobox : {})}
      autoComplete="off"
      value={text}
      onChange={(event) => onText(event.target.value)}
      onFocus={() => !isActive && setDraft(focusPill(draft, null))}
      onBlur={() => onText('')}
      onKeyDown={onKeyDown}
      className="min-h-8 w-16 flex-1 bg-transparent text-sm outline-none"
    />
  )
}

/** A command being filled in: pills, the list above, and the keys of Discord's client. */
export const CommandComposer = ({ draft }: { draft: CommandDraft }) => {
  const field = useRef<HTMLInputElement>(null)
  const [tail, setTail] = useState('')
  const { listId, offers, items, active, move, combobox } = useList(draft, tail)
  const problems = draft.tries > 0 ? draftProblems(draft) : {}
  const onKeyDown = commandKeys(draft, { chosen: items[active]?.chosen, move })
  const shared = { draft, combobox, field, onKeyDown }
  const choose = (index: number) => setDraft(items[index]?.chosen ?? draft)
  useFocusOn(`${draft.form.commandId} ${draft.form.name} ${draft.active} ${draft.tries}`, field)
  return (
    <div className="group relative">
      {offers && (items.length > 0 || offers.note) && (
        <SuggestionList id={listId} {...offers} active={active} onPick={choose} />
      )}
      <fieldset className="flex items-start gap-1 rounded-lg border border-line bg-field p-1.5 outline-focus has-[input:focus-visible]:outline-2">
        <legend className="sr-only">Command /{draft.form.label}</legend>
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-1.5">
          <span className="px-1 text-sm font-semibold text-accent">/{draft.form.label}</span>
          <Pills {...shared} problems={problems} />
          <Tail {...shared} text={tail} onText={setTail} />
        </div>
        <IconButton label="Leave the command" icon={<X size={17} aria-hidden />} onClick={() => leaveDraft(draft)} />
        <IconButton
          label={`Run /${draft.form.label}`}
          icon={<SendHorizontal size={17} aria-hidden />}
          onClick={() => void submitDraft(draft)}
        />
      </fieldset>
      <Hint draft={draft} problem={draft.active === null ? undefined : problems[draft.active]} />
    </div>
  )
}
