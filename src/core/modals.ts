import type { APILabelComponent, APIModalInteractionResponseCallbackData } from 'discord-api-types/v10'
import type { SelectChoice } from './selects.ts'

/** Discord's limits (Discord docs: components/reference, "Label"). */
const MAX_TITLE = 45
const MAX_HINT = 100
const MAX_FIELDS = 5

interface Field {
  customId: string
  label: string
  hint?: string
  required?: boolean
}

function labelled({ label, hint }: Field, component: APILabelComponent['component']): APILabelComponent {
  return {
    type: 18,
    label: label.slice(0, MAX_TITLE),
    ...(hint === undefined ? {} : { description: hint.slice(0, MAX_HINT) }),
    component,
  }
}

interface TextField extends Field {
  maxLength: number
  /** Several lines. */
  paragraph?: boolean
  placeholder?: string
  value?: string
}

export function textField(field: TextField): APILabelComponent {
  const { customId, required = false, maxLength, paragraph = false, placeholder, value } = field
  return labelled(field, {
    type: 4,
    custom_id: customId,
    style: paragraph ? 2 : 1,
    required,
    max_length: maxLength,
    ...(placeholder === undefined ? {} : { placeholder: placeholder.slice(0, MAX_HINT) }),
    ...(value === undefined ? {} : { value: value.slice(0, maxLength) }),
  })
}

export function choiceField(field: Field & { choices: readonly SelectChoice[] }): APILabelComponent {
  const { customId, required = false, choices } = field
  return labelled(field, {
    type: 3,
    custom_id: customId,
    required,
    ...(required ? {} : { min_values: 0 }),
    options: choices.map(({ value, label, picked }) => ({
      value,
      label,
      ...(picked === undefined ? {} : { default: picked }),
    })),
  })
}

/** One uploaded file; the form then carries its id, and `resolved.attachments` the rest. */
export function fileField(field: Field): APILabelComponent {
  const { customId, required = false } = field
  return labelled(field, { type: 19, custom_id: customId, required, ...(required ? {} : { min_values: 0 }) })
}

/** A form. Throws `TypeError` for more fields than the five that Discord takes. */
export function modal(
  customId: string,
  title: string,
  fields: readonly APILabelComponent[],
): APIModalInteractionResponseCallbackData {
  if (fields.length === 0 || fields.length > MAX_FIELDS) throw new TypeError(`a form of ${fields.length} fields`)
  return { custom_id: customId, title: title.slice(0, MAX_TITLE), components: [...fields] }
}
