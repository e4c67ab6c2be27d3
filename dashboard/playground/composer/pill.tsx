import { clsx } from 'clsx'
import { ApplicationCommandOptionType as Kind } from 'discord-api-types/v10'
import { type ComponentProps, type KeyboardEvent, type RefObject, useId } from 'react'
import type { FormOption } from './command-forms.ts'
import type { PillValue } from './option-checks.ts'

export type ComboboxProps = Pick<
  ComponentProps<'input'>,
  'role' | 'aria-autocomplete' | 'aria-expanded' | 'aria-controls' | 'aria-activedescendant'
>

export interface PillProps {
  option: FormOption
  value: PillValue | undefined
  active: boolean
  /** In words, once the command was tried. */
  problem: string | undefined
  /** Attributes that tie the field to the list above; only on the active pill. */
  combobox: ComboboxProps
  fieldRef: RefObject<HTMLInputElement | null> | null
  onText: (text: string) => void
  onFile: (file: File) => void
  onFocus: () => void
  onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => void
}

const FilePick = ({
  option,
  value,
  fieldRef,
  onFile,
  onFocus,
  onKeyDown,
  described,
}: PillProps & { described: string }) => (
  <span className="flex items-center gap-1 px-2 text-sm">
    {value && <span className="max-w-40 truncate">{value.text}</span>}
    <input
      ref={fieldRef}
      type="file"
      aria-label={`${option.label}${option.required ? ', required' : ''}`}
      aria-describedby={described}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
      onChange={(event) => {
        const [file] = event.target.files ?? []
        if (file) onFile(file)
      }}
      className="w-48 text-xs"
    />
  </span>
)

/** One option of a command: its name, its value, and what is wrong with it. */
export const Pill = (props: PillProps) => {
  const { option, value, active, problem, combobox, fieldRef } = props
  const described = useId()
  const isPicked = value?.picked !== undefined
  return (
    <span
      className={clsx(
        'inline-flex min-h-8 items-stretch overflow-hidden rounded-md border',
        problem ? 'border-danger' : active ? 'border-accent' : 'border-line',
      )}
    >
      <span className="flex items-center bg-active px-2 text-xs font-semibold" aria-hidden>
        {option.label}
        {option.required && <span className="ml-0.5 text-danger">*</span>}
      </span>
      {option.type === Kind.Attachment ? (
        <FilePick {...props} described={described} />
      ) : (
        <input
          ref={fieldRef}
          type="text"
          autoComplete="off"
          spellCheck={false}
          aria-label={`${option.label}${option.required ? ', required' : ', optional'}`}
          aria-describedby={described}
          aria-required={option.required === true}
          aria-invalid={problem !== undefined}
          {...combobox}
          value={value?.text ?? ''}
          onChange={(event) => props.onText(event.target.value)}
          onFocus={props.onFocus}
          onKeyDown={props.onKeyDown}
          className={clsx(
            'field-sizing-content max-w-80 min-w-20 bg-field px-2 text-sm outline-none',
            isPicked && 'font-medium text-accent',
          )}
        />
      )}
      <span id={described} className="sr-only">
        {problem ?? option.words}
      </span>
    </span>
  )
}
