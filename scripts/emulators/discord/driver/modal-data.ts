import { ComponentType as Kind } from 'discord-api-types/v10'
import type { Interaction, World } from '../world/types.ts'
import { allComponents, checkCount, numberOr, readValues } from './component-data.ts'
import type { Place } from './lookup.ts'
import { compactResolved, emptyResolved, type Resolving, resolveAttachment } from './option-values.ts'
import { DriverError, isObject, type Json } from './types.ts'

const maxTextInput = 4000

const isInput = (component: Json): boolean => typeof component['custom_id'] === 'string'

const readText = (input: Json, value: unknown): string => {
  const name = String(input['custom_id'])
  const text = value ?? input['value'] ?? ''
  if (typeof text !== 'string') throw new DriverError('invalid_field', `The field "${name}" takes a text.`)
  const required = input['required'] !== false
  if (required && text === '') throw new DriverError('missing_field', `The field "${name}" is required.`)
  const min = typeof input['min_length'] === 'number' ? input['min_length'] : 0
  const max = typeof input['max_length'] === 'number' ? input['max_length'] : maxTextInput
  if (text !== '' && text.length < min)
    throw new DriverError('field_too_short', `The field "${name}" needs ${min} characters or more, not ${text.length}.`)
  if (text.length > max)
    throw new DriverError('field_too_long', `The field "${name}" takes ${max} characters or fewer, not ${text.length}.`)
  return text
}

const asList = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.map(String)
    : value === undefined || value === null || value === ''
      ? []
      : [String(value)]

const defaultsOf = (component: Json): string[] => {
  const options = Array.isArray(component['options']) ? component['options'].filter(isObject) : []
  const chosen = options.filter((option) => option['default'] === true).map((option) => String(option['value']))
  const ids = Array.isArray(component['default_values'])
    ? component['default_values'].filter(isObject).map((entry) => String(entry['id']))
    : []
  return [...chosen, ...ids]
}

/** Files as `{filename, content_type?, data}`, within the counts of the component. */
const readFiles = (resolving: Resolving, component: Json, value: unknown): string[] => {
  const files = Array.isArray(value) ? value : value === undefined || value === null || value === '' ? [] : [value]
  const required = component['required'] !== false
  checkCount(String(component['custom_id']), files.length, {
    min: required ? numberOr(component['min_values'], 1) : 0,
    max: numberOr(component['max_values'], 1),
  })
  return files.map((file) => resolveAttachment(resolving, file))
}

/** What the client submits for one input. Discord docs: components/reference, the interaction structures of each kind. */
const readField = (resolving: Resolving, component: Json, value: unknown): Json => {
  const base = { type: component['type'], id: component['id'], custom_id: component['custom_id'] }
  const required = component['required'] !== false
  switch (component['type']) {
    case Kind.TextInput:
      return { ...base, value: readText(component, value) }
    case Kind.Checkbox:
      return {
        ...base,
        value: value === true || value === 'true' || (value === undefined && component['default'] === true),
      }
    case Kind.RadioGroup: {
      const [chosen] = readValues(resolving, component, asList(value ?? defaultsOf(component)), required)
      return { ...base, value: chosen ?? null }
    }
    case Kind.FileUpload:
      return { ...base, values: readFiles(resolving, component, value) }
    default:
      return { ...base, values: readValues(resolving, component, asList(value ?? defaultsOf(component)), required) }
  }
}

const rawField = (component: Json, value: unknown): Json => {
  const base = { type: component['type'], id: component['id'], custom_id: component['custom_id'] }
  return Array.isArray(value) ? { ...base, values: value } : { ...base, value: value ?? '' }
}

const submit = (component: Json, read: (input: Json) => Json): Json => {
  const base = { type: component['type'], id: component['id'] }
  if (isObject(component['component'])) return { ...base, component: read(component['component']) }
  if (!Array.isArray(component['components'])) return base
  return { ...base, components: component['components'].filter(isObject).map(read) }
}

/** Modal components carry ids in the submission even where the bot left them out: counted from 1, parents first. */
const numbered = (list: readonly unknown[]): Json[] => {
  let next = 1
  const number = (component: Json): Json => {
    const id = component['id'] ? component['id'] : next++
    return {
      ...component,
      id,
      ...(isObject(component['component']) && { component: number(component['component']) }),
      ...(Array.isArray(component['components']) && {
        components: component['components'].filter(isObject).map(number),
      }),
    }
  }
  return list.filter(isObject).map(number)
}

/** The open modal of an interaction. Throws `modal_closed` when it opened none, or it was submitted already. */
export const openModal = (
  world: World,
  interactionId: string,
): { opener: Interaction; modal: NonNullable<Interaction['modal']> } => {
  const opener = world.interactions.get(interactionId)
  if (!opener) throw new DriverError('unknown_interaction', `There is no interaction "${interactionId}".`)
  if (!opener.modal)
    throw new DriverError(
      'modal_closed',
      'That interaction has no open modal: it opened none, or it was submitted already.',
    )
  return { opener, modal: opener.modal }
}

/** The `data` of a modal submission, after the client's checks of required fields and lengths (unless raw). */
export const modalData = (
  world: World,
  place: Place,
  modal: NonNullable<Interaction['modal']>,
  input: { fields: Json; raw?: boolean | undefined },
): Json => {
  const inputs = allComponents(modal.components).filter(isInput)
  const known = inputs.map((component) => String(component['custom_id']))
  const unknown = Object.keys(input.fields).find((name) => !known.includes(name))
  if (unknown !== undefined && !input.raw)
    throw new DriverError('unknown_field', `The modal has no field "${unknown}"; it has ${known.join(', ')}.`)
  const resolving: Resolving = { world, place, resolved: emptyResolved() }
  const read = (component: Json): Json => {
    const value = input.fields[String(component['custom_id'])]
    return input.raw ? rawField(component, value) : readField(resolving, component, value)
  }
  const components = numbered(modal.components).map((component) => submit(component, read))
  const resolved = compactResolved(resolving.resolved)
  return { custom_id: modal.custom_id, components, ...(resolved && { resolved }) }
}
