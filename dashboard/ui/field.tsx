import { Switch as BaseSwitch } from '@base-ui/react/switch'
import { clsx } from 'clsx'
import { type ComponentProps, type ReactNode, useId } from 'react'

const box = 'w-full rounded-md border border-line bg-field px-2.5 text-sm text-text placeholder:text-faint'

interface Labelled {
  label: ReactNode
  /** Said below the control. */
  help?: ReactNode
  /** What is wrong with the value; marks the control as invalid. */
  error?: string | undefined
  /** Keeps the label for screen readers only. */
  hideLabel?: boolean
}

const Wrapper = ({ id, label, help, error, hideLabel, children }: Labelled & { id: string; children: ReactNode }) => (
  <div className="flex min-w-0 flex-col gap-1">
    <label htmlFor={id} className={hideLabel ? 'sr-only' : 'text-xs font-semibold text-soft'}>
      {label}
    </label>
    {children}
    {help && <p className="text-xs text-faint">{help}</p>}
    {error && (
      <p id={`${id}-error`} role="alert" className="text-xs text-danger">
        {error}
      </p>
    )}
  </div>
)

const invalid = (id: string, error: string | undefined) =>
  error ? { 'aria-invalid': true, 'aria-describedby': `${id}-error` } : {}

type Bare<Props> = Omit<Labelled & Props, keyof Labelled | 'className'> & { className: string }

/** A control of the browser's under its label, with its help and problem below; `look` is what its kind looks like. */
const field = <Props extends { className?: string | undefined }>(
  look: string,
  control: (own: Bare<Props>) => ReactNode,
) =>
  function Field({ label, help, error, hideLabel = false, className, ...rest }: Labelled & Props) {
    const id = useId()
    return (
      <Wrapper id={id} label={label} help={help} error={error} hideLabel={hideLabel}>
        {control({ id, ...invalid(id, error), ...rest, className: clsx(box, look, className) })}
      </Wrapper>
    )
  }

export const TextField = field<ComponentProps<'input'>>('min-h-9', (own) => <input {...own} />)

export const TextArea = field<ComponentProps<'textarea'>>('py-1.5', (own) => <textarea rows={3} {...own} />)

/** The browser's own select: works with every keyboard and screen reader, and as a wheel on phones. */
export const SelectField = field<ComponentProps<'select'>>('min-h-9', (own) => <select {...own} />)

export const SwitchField = ({
  label,
  help,
  checked,
  onChange,
  disabled = false,
}: Pick<Labelled, 'label' | 'help'> & {
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
}) => {
  const id = useId()
  return (
    <div className="flex items-start gap-3">
      <div className="min-w-0 flex-1">
        <label htmlFor={id} className="text-sm text-text">
          {label}
        </label>
        {help && <p className="text-xs text-faint">{help}</p>}
      </div>
      <BaseSwitch.Root
        id={id}
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled}
        className="relative h-6 w-10 shrink-0 rounded-full bg-faint transition-colors data-checked:bg-accent data-disabled:opacity-50"
      >
        <BaseSwitch.Thumb className="block size-4.5 translate-x-0.75 rounded-full bg-white transition-transform data-checked:translate-x-4.75" />
      </BaseSwitch.Root>
    </div>
  )
}
