import { type APICheckboxGroupOption, ComponentType, TextInputStyle } from 'discord-api-types/v10'
import { allOptionsOf, placeholderOf } from '../components/select-options.ts'
import { StaticSelect } from '../components/static-select.tsx'
import { useRender } from '../context.tsx'
import type { FieldValue, ModalInput } from './fields.ts'
import { FileControl } from './file-control.tsx'
import { limitsOf } from './validate.ts'

export interface ControlProps<Input extends ModalInput = ModalInput> {
  input: Input
  value: FieldValue | undefined
  /** The id that the field's label points to, and the ids that describe it. */
  id: string
  label: string
  describedBy: string | undefined
  invalid: boolean
  onChange: (value: FieldValue) => void
  onFiles: (files: File[]) => void
}

type Of<Type extends ComponentType> = ControlProps<Extract<ModalInput, { type: Type }>>

const listOf = (value: FieldValue | undefined): string[] => (Array.isArray(value) ? value : [])

const TextControl = ({ input, value, id, describedBy, invalid, onChange }: Of<ComponentType.TextInput>) => {
  const shared = {
    id,
    className: 'dm-input',
    value: typeof value === 'string' ? value : '',
    placeholder: input.placeholder,
    'aria-required': input.required !== false,
    'aria-invalid': invalid || undefined,
    'aria-describedby': describedBy,
  }
  return input.style === TextInputStyle.Paragraph ? (
    <textarea {...shared} rows={4} onChange={(event) => onChange(event.currentTarget.value)} />
  ) : (
    <input {...shared} type="text" onChange={(event) => onChange(event.currentTarget.value)} />
  )
}

interface TickProps {
  kind: 'radio' | 'checkbox'
  group: string
  option: Pick<APICheckboxGroupOption, 'label' | 'description'>
  checked: boolean
  onTick: (checked: boolean) => void
}

const Tick = ({ kind, group, option, checked, onTick }: TickProps) => (
  <label className="dm-tick">
    <input type={kind} name={group} checked={checked} onChange={(event) => onTick(event.currentTarget.checked)} />
    <span className="dm-option-text">
      <span>{option.label}</span>
      {option.description && <span className="dm-muted">{option.description}</span>}
    </span>
  </label>
)

const GroupControl = ({ input, value, id, onChange }: Of<ComponentType.RadioGroup | ComponentType.CheckboxGroup>) => {
  const chosen = listOf(value)
  const kind = input.type === ComponentType.RadioGroup ? 'radio' : 'checkbox'
  return input.options.map((option) => (
    <Tick
      key={option.value}
      kind={kind}
      group={id}
      option={option}
      checked={chosen.includes(option.value)}
      onTick={(checked) => {
        const others = kind === 'radio' ? [] : chosen.filter((entry) => entry !== option.value)
        onChange(checked ? [...others, option.value] : others)
      }}
    />
  ))
}

type SelectTypes =
  | ComponentType.StringSelect
  | ComponentType.UserSelect
  | ComponentType.RoleSelect
  | ComponentType.MentionableSelect
  | ComponentType.ChannelSelect

const SelectControl = ({ input, value, id, label, describedBy, invalid, onChange }: Of<SelectTypes>) => {
  const context = useRender()
  const { min, max } = limitsOf(input)
  const Select = context.interactive && context.select ? context.select : StaticSelect
  return (
    <Select
      id={id}
      label={label}
      placeholder={placeholderOf(input)}
      options={allOptionsOf(input, context)}
      selected={listOf(value)}
      min={input.required === false ? 0 : min}
      max={max}
      searchable={input.type !== ComponentType.StringSelect}
      disabled={false}
      busy={false}
      describedBy={describedBy}
      invalid={invalid}
      commitOnClose={false}
      onChoose={onChange}
    />
  )
}

/** The control of one input, whatever its kind. */
export const Control = (props: ControlProps) => {
  const { input, value, id, label, onChange } = props
  switch (input.type) {
    case ComponentType.TextInput:
      return <TextControl {...props} input={input} />
    case ComponentType.Checkbox:
      return (
        <Tick kind="checkbox" group={id} option={{ label }} checked={value === true} onTick={(on) => onChange(on)} />
      )
    case ComponentType.RadioGroup:
    case ComponentType.CheckboxGroup:
      return <GroupControl {...props} input={input} />
    case ComponentType.FileUpload:
      return <FileControl {...props} input={input} />
    default:
      return <SelectControl {...props} input={input} />
  }
}
