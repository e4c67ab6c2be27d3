import { type APIComponentInLabel, type APIModalComponent, ComponentType } from 'discord-api-types/v10'
import { defaultsOf } from '../components/select-options.ts'
import type { ModalData } from '../types.ts'

/** An input of a modal, as it stands in a Label or, the older way, in an Action Row. */
export type ModalInput = APIComponentInLabel

/** What an input holds: text, ticked or not, or the chosen values (of a radio group: none or one). */
export type FieldValue = string | boolean | string[]

export type FieldValues = Readonly<Record<string, FieldValue>>

type TopLevel = ModalData['components'][number] | APIModalComponent

const inputTypes: readonly ComponentType[] = [
  ComponentType.StringSelect,
  ComponentType.TextInput,
  ComponentType.UserSelect,
  ComponentType.RoleSelect,
  ComponentType.MentionableSelect,
  ComponentType.ChannelSelect,
  ComponentType.FileUpload,
  ComponentType.RadioGroup,
  ComponentType.CheckboxGroup,
  ComponentType.Checkbox,
]

const isInput = (component: { type: ComponentType }): component is ModalInput => inputTypes.includes(component.type)

/** The inputs of a modal, in their order. */
export const inputsOf = (components: readonly TopLevel[]): ModalInput[] =>
  components.flatMap((component): ModalInput[] => {
    if (component.type === ComponentType.Label) return [component.component]
    if (component.type === ComponentType.ActionRow) return component.components.filter(isInput)
    return isInput(component) ? [component] : []
  })

const presetOf = (input: ModalInput): FieldValue => {
  switch (input.type) {
    case ComponentType.TextInput:
      return input.value ?? ''
    case ComponentType.Checkbox:
      return input.default ?? false
    case ComponentType.RadioGroup:
    case ComponentType.CheckboxGroup:
      return input.options.filter((option) => option.default === true).map((option) => option.value)
    case ComponentType.FileUpload:
      return []
    default:
      return defaultsOf(input)
  }
}

/** What a modal holds when it opens, by custom id. */
export const presetsOf = (components: readonly TopLevel[]): Record<string, FieldValue> =>
  Object.fromEntries(inputsOf(components).map((input) => [input.custom_id, presetOf(input)]))
