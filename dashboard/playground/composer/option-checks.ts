import { ApplicationCommandOptionType as Kind } from 'discord-api-types/v10'
import type { FormOption } from './command-forms.ts'

/** What stands in a pill: the text in it, and the value behind it once something was picked. */
export interface PillValue {
  text: string
  /** An id, a choice's value, true or false, or a file's facts; undefined while only typed. */
  picked?: unknown
}

/** Discord's limit for a text option. */
const maxText = 6000

const limit = (
  option: FormOption,
  name: 'min_value' | 'max_value' | 'min_length' | 'max_length',
): number | undefined => {
  const value: unknown = Reflect.get(option, name)
  return typeof value === 'number' ? value : undefined
}

/** The fixed choices of an option; empty where it has none. */
export const fixedChoices = (option: FormOption): readonly { name: string; value: string | number }[] =>
  'choices' in option && option.choices ? option.choices : []

/** True when the bot suggests values while one types. */
export const completes = (option: FormOption): boolean => 'autocomplete' in option && option.autocomplete === true

const textProblem = (option: FormOption, text: string): string | null => {
  const min = limit(option, 'min_length') ?? 0
  const max = limit(option, 'max_length') ?? maxText
  if (text.length < min) return `Needs ${min} characters or more, has ${text.length}.`
  return text.length > max ? `Takes ${max} characters or fewer, has ${text.length}.` : null
}

const numberProblem = (option: FormOption, text: string): string | null => {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) return 'Must be a number.'
  if (option.type === Kind.Integer && !Number.isSafeInteger(value)) return 'Must be a whole number.'
  const min = limit(option, 'min_value')
  const max = limit(option, 'max_value')
  if (min !== undefined && value < min) return `Must be ${min} or more.`
  return max !== undefined && value > max ? `Must be ${max} or less.` : null
}

const pickWords: Partial<Record<Kind, string>> = {
  [Kind.Boolean]: 'Choose True or False.',
  [Kind.User]: 'Choose a person from the list.',
  [Kind.Role]: 'Choose a role from the list.',
  [Kind.Channel]: 'Choose a channel from the list.',
  [Kind.Mentionable]: 'Choose a person or role from the list.',
  [Kind.Attachment]: 'Choose a file.',
}

/** Why a client would not send this value, in words; null when it would. An empty optional value is left out. */
export const optionProblem = (option: FormOption, value: PillValue | undefined): string | null => {
  const text = value?.text ?? ''
  const isEmpty = value === undefined || (text.trim() === '' && value.picked === undefined)
  if (isEmpty) return option.required ? 'This option is required.' : null
  if (fixedChoices(option).length > 0) return value.picked === undefined ? 'Choose one of the list.' : null
  if (option.type === Kind.String) return textProblem(option, value.picked === undefined ? text : String(value.picked))
  if (option.type === Kind.Integer || option.type === Kind.Number)
    return value.picked === undefined ? numberProblem(option, text) : null
  return value.picked === undefined ? (pickWords[option.type] ?? null) : null
}

/** The value to send; undefined for an empty one. */
export const optionValue = (option: FormOption, value: PillValue | undefined): unknown => {
  if (value === undefined || (value.text.trim() === '' && value.picked === undefined)) return undefined
  if (value.picked !== undefined) return value.picked
  return option.type === Kind.Integer || option.type === Kind.Number ? Number(value.text) : value.text
}
