import type {
  APIComponentInContainer,
  APISelectMenuComponent,
  APISelectMenuDefaultValue,
  APISelectMenuOption,
  ChannelType,
  SelectMenuDefaultValueType,
} from 'discord-api-types/v10'
import { cut } from './reply.ts'
import type { Snowflake } from './snowflake.ts'

/** Discord's limits (Discord docs: components/reference, "Select Option Structure"). */
const MAX_OPTIONS = 25
const MAX_LABEL = 100
const MAX_PLACEHOLDER = 150

interface Select {
  customId: string
  placeholder?: string
  /** How many can be picked; one unless told. At least 0 lets people pick nothing, which clears. */
  least?: number
  most?: number
}

export interface SelectChoice {
  value: string
  label: string
  description?: string
  picked?: boolean
}

function common({ customId, placeholder, least = 1, most = 1 }: Select) {
  return {
    custom_id: customId,
    ...(placeholder === undefined ? {} : { placeholder: cut(placeholder, MAX_PLACEHOLDER) }),
    min_values: least,
    max_values: Math.max(1, Math.min(most, MAX_OPTIONS)),
  }
}

function rowOf(select: APISelectMenuComponent): APIComponentInContainer {
  return { type: 1, components: [select] }
}

/** A list to pick from; more than Discord's 25 are left out, so page longer lists. */
export function choiceSelect(options: Select & { choices: readonly SelectChoice[] }): APIComponentInContainer {
  const choices: APISelectMenuOption[] = options.choices.slice(0, MAX_OPTIONS).map((choice) => ({
    value: choice.value,
    label: cut(choice.label, MAX_LABEL),
    ...(choice.description === undefined ? {} : { description: cut(choice.description, MAX_LABEL) }),
    ...(choice.picked === undefined ? {} : { default: choice.picked }),
  }))
  return rowOf({ type: 3, ...common(options), options: choices })
}

/** Discord's own channel picker. `channelTypes` are Discord's numbers. */
export function channelSelect(
  options: Select & { channelTypes?: readonly number[]; picked?: readonly Snowflake[] },
): APIComponentInContainer {
  const { channelTypes, picked = [] } = options
  return rowOf({
    type: 8,
    ...common(options),
    ...(channelTypes === undefined ? {} : { channel_types: toChannelTypes(channelTypes) }),
    ...(picked.length === 0 ? {} : { default_values: picked.slice(0, MAX_OPTIONS).map(pickedChannel) }),
  })
}

/** Guarantee: `channel` is the value of `SelectMenuDefaultValueType.Channel`; the enum itself would be bundled. */
function pickedChannel(id: Snowflake): APISelectMenuDefaultValue<SelectMenuDefaultValueType.Channel> {
  return { id, type: 'channel' as SelectMenuDefaultValueType.Channel }
}

/** Guarantee: `role` is the value of `SelectMenuDefaultValueType.Role`. */
function pickedRole(id: Snowflake): APISelectMenuDefaultValue<SelectMenuDefaultValueType.Role> {
  return { id, type: 'role' as SelectMenuDefaultValueType.Role }
}

/** Guarantee: the numbers are Discord's channel types; the enum of discord-api-types holds the same numbers. */
function toChannelTypes(numbers: readonly number[]): ChannelType[] {
  return [...numbers] as ChannelType[]
}

export function roleSelect(options: Select & { picked?: readonly Snowflake[] }): APIComponentInContainer {
  const { picked = [] } = options
  return rowOf({
    type: 6,
    ...common(options),
    ...(picked.length === 0 ? {} : { default_values: picked.slice(0, MAX_OPTIONS).map(pickedRole) }),
  })
}
