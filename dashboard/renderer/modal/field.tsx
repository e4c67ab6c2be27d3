import { type APIModalComponent, ComponentType } from 'discord-api-types/v10'
import { useId } from 'react'
import { keyed } from '../keyed.ts'
import { Markdown } from '../markdown/markdown.tsx'
import type { ModalData } from '../types.ts'
import { Control } from './controls.tsx'
import type { FieldValue, FieldValues, ModalInput } from './fields.ts'

export interface FieldState {
  values: FieldValues
  problems: Readonly<Record<string, string>>
  onChange: (customId: string, value: FieldValue) => void
  onFiles: (customId: string, files: File[]) => void
}

interface FieldProps {
  input: ModalInput
  label: string
  description?: string | undefined
  state: FieldState
}

const grouped: readonly ComponentType[] = [ComponentType.RadioGroup, ComponentType.CheckboxGroup]

const Star = () => (
  <span className="dm-required">
    <span aria-hidden="true">*</span>
    <span className="dm-hidden"> required</span>
  </span>
)

/** One input with its label, description and problem. */
const Field = ({ input, label, description, state }: FieldProps) => {
  const id = useId()
  const problem = state.problems[input.custom_id]
  const about =
    [...(description ? [`${id}-description`] : []), ...(problem ? [`${id}-problem`] : [])].join(' ') || undefined
  const required = input.type !== ComponentType.Checkbox && input.required !== false
  const isGroup = grouped.includes(input.type)
  const Box = isGroup ? 'fieldset' : 'div'
  const words = (
    <>
      {label}
      {required && <Star />}
    </>
  )
  return (
    <Box className="dm-field" {...(isGroup && { 'aria-describedby': about })}>
      {isGroup && <legend className="dm-label">{words}</legend>}
      {!isGroup && input.type !== ComponentType.Checkbox && (
        <label className="dm-label" htmlFor={id}>
          {words}
        </label>
      )}
      {description && (
        <div className="dm-muted" id={`${id}-description`}>
          {description}
        </div>
      )}
      <Control
        input={input}
        value={state.values[input.custom_id]}
        id={id}
        label={label}
        describedBy={about}
        invalid={problem !== undefined}
        onChange={(value) => state.onChange(input.custom_id, value)}
        onFiles={(files) => state.onFiles(input.custom_id, files)}
      />
      {problem && (
        <div className="dm-problem" id={`${id}-problem`}>
          {problem}
        </div>
      )}
    </Box>
  )
}

type TopLevel = ModalData['components'][number] | APIModalComponent

const labelOf = (input: ModalInput): string =>
  (input.type === ComponentType.TextInput ? input.label : undefined) ?? input.custom_id

const Part = ({ component, state }: { component: TopLevel; state: FieldState }) => {
  switch (component.type) {
    case ComponentType.Label: {
      const { component: input, label, description } = component
      return <Field input={input} label={label} description={description} state={state} />
    }
    case ComponentType.ActionRow:
      return component.components.map((input) => (
        <Field key={input.custom_id} input={input} label={labelOf(input)} state={state} />
      ))
    case ComponentType.TextDisplay:
      return <Markdown content={component.content} />
    default:
      return <Field input={component} label={labelOf(component)} state={state} />
  }
}

/** The body of a modal. Discord docs: components/reference, the components with the usage "modal". */
export const Fields = ({ components, state }: { components: readonly TopLevel[]; state: FieldState }) =>
  keyed(components).map(({ key, item }) => <Part key={key} component={item} state={state} />)
