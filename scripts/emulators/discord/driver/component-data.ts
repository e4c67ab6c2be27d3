import { ComponentType as Kind } from 'discord-api-types/v10'
import { renderMessage } from '../world/messages.ts'
import type { Message, World } from '../world/types.ts'
import type { Place } from './lookup.ts'
import {
  compactResolved,
  emptyResolved,
  type Resolving,
  resolveChannel,
  resolveMentionable,
  resolveRole,
  resolveUser,
} from './option-values.ts'
import { DriverError, isObject, type Json } from './types.ts'

const childrenOf = (component: Json): unknown[] => [
  ...(Array.isArray(component['components']) ? component['components'] : []),
  component['accessory'],
  component['component'],
]

/** All components of a message or modal at any depth. */
export const allComponents = (list: unknown): Json[] =>
  (Array.isArray(list) ? list : [])
    .filter(isObject)
    .flatMap((component) => [component, ...allComponents(childrenOf(component))])

/** The component with that custom id. Throws `unknown_component` with the ids that there are. */
export const findComponent = (message: Message, customId: string): Json => {
  const all = allComponents(message.data.components)
  const found = all.find((component) => component['custom_id'] === customId)
  if (found) return found
  const known = all.flatMap((component) => (typeof component['custom_id'] === 'string' ? [component['custom_id']] : []))
  throw new DriverError(
    'unknown_component',
    `The message has no component "${customId}"; it has ${known.join(', ') || 'none'}.`,
  )
}

export const numberOr = (value: unknown, fallback: number): number => (typeof value === 'number' ? value : fallback)

export const checkCount = (name: string, count: number, limits: { min: number; max: number }): void => {
  if (count < limits.min)
    throw new DriverError('too_few_values', `"${name}" needs ${limits.min} values or more, not ${count}.`)
  if (count > limits.max)
    throw new DriverError('too_many_values', `"${name}" takes ${limits.max} values or fewer, not ${count}.`)
}

const optionValue = (component: Json, value: string): string => {
  const options = (Array.isArray(component['options']) ? component['options'] : []).filter(isObject)
  const option = options.find((entry) => entry['value'] === value) ?? options.find((entry) => entry['label'] === value)
  if (typeof option?.['value'] === 'string') return option['value']
  throw new DriverError(
    'unknown_value',
    `"${component['custom_id']}" offers no option "${value}"; it offers ${options.map((entry) => entry['value']).join(', ')}.`,
  )
}

/** One chosen value as the client sends it: an option's value, or the id behind a name. */
const readValue = (resolving: Resolving, component: Json, value: string): string => {
  switch (component['type']) {
    case Kind.UserSelect:
      return resolveUser(resolving, value)
    case Kind.RoleSelect:
      return resolveRole(resolving, value)
    case Kind.MentionableSelect:
      return resolveMentionable(resolving, value)
    case Kind.ChannelSelect:
      return resolveChannel(
        resolving,
        value,
        Array.isArray(component['channel_types']) ? component['channel_types'] : [],
      )
    default:
      return optionValue(component, value)
  }
}

/** The chosen values of a select, checked against its options and counts. */
export const readValues = (
  resolving: Resolving,
  component: Json,
  values: readonly string[],
  required = true,
): string[] => {
  const min = required ? numberOr(component['min_values'], 1) : 0
  const isGroup = component['type'] === Kind.CheckboxGroup && Array.isArray(component['options'])
  const fallback = isGroup && Array.isArray(component['options']) ? component['options'].length : 1
  checkCount(String(component['custom_id']), values.length, { min, max: numberOr(component['max_values'], fallback) })
  return values.map((value) => readValue(resolving, component, value))
}

const isSelect = (type: unknown): boolean =>
  type === Kind.StringSelect || (typeof type === 'number' && type >= 5 && type <= 8)

export interface ComponentInput {
  customId: string
  values?: string[] | undefined
  raw?: boolean | undefined
}

/** The `data` of a click or choice, after the checks of a client: there, enabled, permitted values (unless raw). */
export const componentData = (world: World, place: Place, message: Message, input: ComponentInput): Json => {
  if (input.raw) return rawData(message, input)
  const component = findComponent(message, input.customId)
  if (component['disabled'] === true)
    throw new DriverError('component_disabled', `The component "${input.customId}" is disabled.`)
  const data = { custom_id: input.customId, component_type: component['type'], id: component['id'] }
  if (!isSelect(component['type'])) {
    if (input.values !== undefined)
      throw new DriverError('no_values', `"${input.customId}" is a button and takes no values.`)
    return data
  }
  const resolving: Resolving = { world, place, resolved: emptyResolved() }
  const values = readValues(resolving, component, input.values ?? [])
  const resolved = compactResolved(resolving.resolved)
  return { ...data, values, ...(resolved && { resolved }) }
}

const rawData = (message: Message, input: ComponentInput): Json => {
  const component = allComponents(message.data.components).find((entry) => entry['custom_id'] === input.customId)
  return {
    custom_id: input.customId,
    component_type: component?.['type'] ?? (input.values ? Kind.StringSelect : Kind.Button),
    ...(input.values && { values: input.values }),
  }
}

/** The source message as the interaction carries it. */
export const sourceData = (world: World, message: Message): unknown => renderMessage(message, world)
