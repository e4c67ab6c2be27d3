import { type FormEvent, useId, useState } from 'react'
import { Dots } from '../components/pending.tsx'
import type { ModalData } from '../types.ts'
import { Fields } from './field.tsx'
import { type FieldValue, inputsOf, presetsOf } from './fields.ts'
import { submittedFields, validateFields } from './validate.ts'

export interface ModalSubmission {
  /** By custom id, as `/emulator/modals` takes them; of a file upload the names. */
  fields: Record<string, FieldValue>
  /** The files of file uploads, by custom id. */
  files: Record<string, File[]>
}

export interface ModalFormProps {
  modal: ModalData
  onSubmit: (submission: ModalSubmission) => void
  onCancel?: () => void
  /** True: sent, and not answered yet. */
  busy?: boolean
  /** What came back instead of an answer; the form stays as it was filled in. */
  failure?: string | undefined
  /** For the dialog around it: `aria-labelledby`. */
  titleId?: string
}

/* The marks appear with the next painting. */
const focusFirstProblem = (form: HTMLFormElement): void => {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}

/** State of the form: what is filled in, and after the first attempt to send, what is wrong with it. */
const useModal = (modal: ModalData, onSubmit: ModalFormProps['onSubmit']) => {
  const inputs = inputsOf(modal.components)
  const [values, setValues] = useState(() => presetsOf(modal.components))
  const [files, setFiles] = useState<Record<string, File[]>>({})
  const [tried, setTried] = useState(false)
  const problems = validateFields(inputs, values)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setTried(true)
    if (Object.keys(problems).length === 0) onSubmit({ fields: submittedFields(inputs, values), files })
    else focusFirstProblem(event.currentTarget)
  }
  return {
    submit,
    state: {
      values,
      problems: tried ? problems : {},
      onChange: (id: string, value: FieldValue) => setValues((before) => ({ ...before, [id]: value })),
      onFiles: (id: string, chosen: File[]) => setFiles((before) => ({ ...before, [id]: chosen })),
    },
  }
}

/** A modal's form with the checks of Discord's client. The dialog around it is the page's; give it a `key` per modal. */
export const ModalForm = ({ modal, onSubmit, onCancel, busy = false, failure, titleId }: ModalFormProps) => {
  const ownId = useId()
  const { submit, state } = useModal(modal, onSubmit)
  const count = Object.keys(state.problems).length
  return (
    <form className="dm-modal" aria-labelledby={titleId ?? ownId} noValidate onSubmit={submit}>
      <h2 className="dm-modal-title" id={titleId ?? ownId}>
        {modal.title}
      </h2>
      <div className="dm-modal-body">
        <Fields components={modal.components} state={state} />
      </div>
      <div className="dm-problem" role="alert">
        {failure ?? (count > 0 ? `${count} ${count === 1 ? 'field needs' : 'fields need'} your attention` : '')}
      </div>
      <div className="dm-modal-footer">
        {onCancel && (
          <button type="button" className="dm-button dm-button-secondary" onClick={onCancel}>
            Cancel
          </button>
        )}
        <button type="submit" className="dm-button dm-button-primary" disabled={busy} aria-busy={busy || undefined}>
          <span className={busy ? 'dm-button-face dm-invisible' : 'dm-button-face'}>Submit</span>
          {busy && <Dots />}
        </button>
      </div>
    </form>
  )
}
