import { Paperclip, SendHorizontal, X } from 'lucide-react'
import { type ClipboardEvent, type KeyboardEvent, useId, useRef, useState } from 'react'
import { IconButton } from '../../ui/index.ts'
import { refreshSoon } from '../state/refresh.ts'
import { nothing } from '../state/refresh-plan.ts'
import { addFiles, clearComposer, removeFile, setComposer, useComposer } from './composer-store.ts'
import { editLast, sendComposer, tellTyping } from './send.ts'
import { optionId, SuggestionList } from './suggestion-list.tsx'
import { useActive } from './use-active.ts'
import { useFocusOn } from './use-focus-on.ts'
import { useTextList } from './use-text-list.ts'

const Above = () => {
  const { replyTo, editing } = useComposer()
  if (!replyTo && !editing) return null
  return (
    <div className="flex items-center gap-2 rounded-t-lg bg-active px-3 py-1 text-xs text-soft">
      <span className="flex-1 truncate">
        {editing
          ? 'Editing your message. Esc cancels.'
          : `Replying to ${replyTo?.author.global_name ?? replyTo?.author.username}`}
      </span>
      <IconButton
        label={editing ? 'Stop editing' : 'Stop replying'}
        icon={<X size={15} aria-hidden />}
        onClick={clearComposer}
      />
    </div>
  )
}

const Files = () => {
  const files = useComposer((state) => state.files)
  if (files.length === 0) return null
  return (
    <ul aria-label="Files to send" className="flex flex-wrap gap-2 px-2 pt-2">
      {files.map((file) => (
        <li key={`${file.name}${file.size}`} className="flex items-center gap-1 rounded-md bg-active pl-2 text-xs">
          <span className="max-w-40 truncate">{file.name}</span>
          <IconButton
            label={`Remove ${file.name}`}
            icon={<X size={14} aria-hidden />}
            onClick={() => removeFile(file)}
          />
        </li>
      ))}
    </ul>
  )
}

const FileButton = ({ disabled }: { disabled: boolean }) => {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          addFiles([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      <IconButton
        label="Attach files"
        disabled={disabled}
        icon={<Paperclip size={18} aria-hidden />}
        onClick={() => input.current?.click()}
      />
    </>
  )
}

const pasteFiles = (event: ClipboardEvent): void => {
  const files = [...event.clipboardData.files]
  if (files.length === 0) return
  event.preventDefault()
  addFiles(files)
}

/** The list above the field, the cursor in it, and the keys for both. */
const useField = () => {
  const field = useRef<HTMLTextAreaElement>(null)
  const text = useComposer((state) => state.text)
  const [cursor, setCursor] = useState(0)
  const { list, dismiss } = useTextList(text, cursor, setCursor)
  const items = list?.items ?? []
  const { active, move } = useActive(items.length, text)
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return
    const chosen = items[active]
    const isSend = event.key === 'Enter' && !event.shiftKey
    const takes = chosen && (isSend || (event.key === 'Tab' && !event.shiftKey))
    const isArrow = event.key === 'ArrowDown' || event.key === 'ArrowUp'
    if (takes) chosen.choose()
    else if (isArrow && items.length > 0) move(event.key === 'ArrowDown' ? 1 : -1)
    else if (event.key === 'ArrowUp' && text === '' && editLast()) setCursor(0)
    else if (event.key === 'Escape') list ? dismiss() : clearComposer()
    else if (isSend) void sendComposer()
    else return
    event.preventDefault()
  }
  return { field, text, setCursor, list, items, active, onKeyDown }
}

type FieldState = ReturnType<typeof useField>

const Field = ({
  state,
  listId,
  label,
  disabled,
}: {
  state: FieldState
  listId: string
  label: string
  disabled: boolean
}) => {
  const { field, text, setCursor, items, active, onKeyDown } = state
  const onText = (value: string, cursor: number) => {
    setComposer({ text: value })
    setCursor(cursor)
    // What the bot offers may have changed since it was fetched.
    if (value === '/') refreshSoon({ ...nothing, commands: true })
    if (!value.startsWith('/')) tellTyping()
  }
  return (
    <textarea
      ref={field}
      rows={1}
      aria-label={label}
      placeholder={label}
      disabled={disabled}
      role="combobox"
      aria-autocomplete="list"
      aria-expanded={items.length > 0}
      aria-controls={items.length > 0 ? listId : undefined}
      aria-activedescendant={items[active] ? optionId(listId, active) : undefined}
      value={text}
      maxLength={2000}
      onChange={({ target }) => onText(target.value, target.selectionStart)}
      onSelect={(event) => setCursor(event.currentTarget.selectionStart)}
      onKeyDown={onKeyDown}
      onPaste={pasteFiles}
      className="field-sizing-content max-h-48 min-h-8 min-w-0 flex-1 resize-none bg-transparent px-2 py-1.5 text-sm outline-none placeholder:text-faint"
    />
  )
}

/** Plain messages, and the menu of commands behind the slash. */
export const TextComposer = ({ label, disabled }: { label: string; disabled: boolean }) => {
  const listId = useId()
  const state = useField()
  const { list, items, active } = state
  const target = useComposer(({ replyTo, editing }) => replyTo?.id ?? editing?.id ?? '')
  const returned = useComposer((composer) => composer.returned)
  useFocusOn(`${target}${returned || ''}`, state.field)
  return (
    <div className="group relative">
      {list && <SuggestionList id={listId} {...list} active={active} onPick={(index) => items[index]?.choose()} />}
      <div className="rounded-lg border border-line bg-field outline-focus has-[textarea:focus-visible]:outline-2">
        <Above />
        <Files />
        <div className="flex items-end gap-0.5 p-1">
          <FileButton disabled={disabled} />
          <Field state={state} listId={listId} label={label} disabled={disabled} />
          <IconButton
            label="Send"
            disabled={disabled}
            icon={<SendHorizontal size={18} aria-hidden />}
            onClick={() => void sendComposer()}
          />
        </div>
      </div>
    </div>
  )
}
