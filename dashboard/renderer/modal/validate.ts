import { ComponentType } from 'discord-api-types/v10'
import type { FieldValue, FieldValues, ModalInput } from './fields.ts'

export type { FieldValue, FieldValues } from './fields.ts'

const maxText = 4000

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`

const isRequired = (input: ModalInput): boolean => input.type !== ComponentType.Checkbox && input.required !== false

type TextInput = Extract<ModalInput, { type: ComponentType.TextInput }>
type ListInput = Exclude<ModalInput, { type: ComponentType.TextInput | ComponentType.Checkbox }>

const textProblem = (input: TextInput, text: string): string | undefined => {
  if (text === '') return isRequired(input) ? 'This field is required' : undefined
  const min = input.min_length ?? 0
  const max = input.max_length ?? maxText
  if (text.length < min) return `Must be ${plural(min, 'character')} or more in length`
  if (text.length > max) return `Must be ${plural(max, 'character')} or fewer in length`
  return undefined
}

/** How many values an input takes. A field that need not be filled in may also stay empty, whatever its minimum. */
export const limitsOf = (input: ListInput): { min: number; max: number } => {
  if (input.type === ComponentType.RadioGroup) return { min: isRequired(input) ? 1 : 0, max: 1 }
  const most = input.type === ComponentType.CheckboxGroup ? input.options.length : 1
  return { min: input.min_values ?? 1, max: input.max_values ?? most }
}

const listProblem = (input: ListInput, values: readonly string[]): string | undefined => {
  if (values.length === 0 && !isRequired(input)) return undefined
  const { min, max } = limitsOf(input)
  if (values.length === 0 && min > 0) return 'This field is required'
  const word = input.type === ComponentType.FileUpload ? 'file' : 'value'
  if (values.length < min) return `Choose ${plural(min, word)} or more`
  if (values.length > max) return `Choose ${plural(max, word)} or fewer`
  return input.type === ComponentType.FileUpload ? fileProblem(input, values) : undefined
}

const kinds: Readonly<Record<string, RegExp>> = {
  image: /\.(?:png|jpe?g|gif|webp|avif|bmp|svg|heic)$/i,
  video: /\.(?:mp4|mov|webm|mkv|avi)$/i,
  audio: /\.(?:mp3|ogg|wav|flac|m4a|aac|opus)$/i,
}

const fits = (name: string, type: string): boolean =>
  kinds[type]?.test(name) ?? name.toLowerCase().endsWith(type.toLowerCase())

/* Discord looks at the ending only, never at the contents. */
const fileProblem = (
  input: Extract<ModalInput, { type: ComponentType.FileUpload }>,
  names: readonly string[],
): string | undefined => {
  const types = input.file_types ?? []
  const wrong = types.length === 0 ? undefined : names.find((name) => !types.some((type) => fits(name, type)))
  return wrong === undefined ? undefined : `${wrong} is not of the kind asked for (${types.join(', ')})`
}

const textOf = (value: FieldValue | undefined): string => (typeof value === 'string' ? value : '')
const listOf = (value: FieldValue | undefined): readonly string[] => (Array.isArray(value) ? value : [])

const problemOf = (input: ModalInput, value: FieldValue | undefined): string | undefined => {
  switch (input.type) {
    case ComponentType.Checkbox:
      return undefined
    case ComponentType.TextInput:
      return textProblem(input, textOf(value))
    default:
      return listProblem(input, listOf(value))
  }
}

/**
 * The checks of Discord's client before it sends a modal, in words by custom id; nothing means that it may be sent.
 * Of a file upload the values are the files' names. Discord docs: components/reference.
 */
export const validateFields = (inputs: readonly ModalInput[], values: FieldValues): Record<string, string> =>
  Object.fromEntries(
    inputs.flatMap((input) => {
      const problem = problemOf(input, values[input.custom_id])
      return problem === undefined ? [] : [[input.custom_id, problem]]
    }),
  )

/** In the shape that the driver's `/emulator/modals` takes: a radio group's choice is a single text. */
export const submittedFields = (inputs: readonly ModalInput[], values: FieldValues): Record<string, FieldValue> =>
  Object.fromEntries(
    inputs.map((input) => {
      const value = values[input.custom_id] ?? ''
      return [input.custom_id, input.type === ComponentType.RadioGroup ? (listOf(value)[0] ?? '') : value]
    }),
  )
