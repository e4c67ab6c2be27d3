import { permissionsOf } from '../core/catalog.ts'
import type { Feature } from '../core/feature.ts'
import type { AnyCommand, CommandGroup, Names } from '../core/interactions.ts'
import type { LocalisedChoice, Option } from '../core/options.ts'
import { type Permission, permissionBits } from '../core/permissions.ts'
import type { Localised } from '../core/text.ts'

type Localisations = Readonly<Record<string, string>>

interface ChoicePayload {
  name: string
  name_localizations: Localisations
  value: string | number
}

export interface OptionPayload {
  type: number
  name: string
  name_localizations?: Localisations
  description: string
  description_localizations: Localisations
  required?: boolean
  autocomplete?: boolean
  choices?: ChoicePayload[]
  options?: OptionPayload[]
  min_value?: number
  max_value?: number
  min_length?: number
  max_length?: number
  channel_types?: readonly number[]
}

/** One command as the bulk overwrite takes it (Discord docs: interactions/application-commands). */
export interface CommandPayload {
  type: number
  name: string
  name_localizations?: Localisations
  description?: string
  description_localizations?: Localisations
  options?: OptionPayload[]
  default_member_permissions: string | null
  contexts: readonly number[]
  integration_types: readonly number[]
}

const commandTypes = { chat: 1, user: 2, message: 3 } as const
const SUBCOMMAND = 1
const SUBCOMMAND_GROUP = 2

/** In guilds only, installed to guilds only: the bot acts for a guild, never for one person. */
const guildOnly = { contexts: [0], integration_types: [0] } as const

/** The body of the bulk overwrite for these features. Pure: the same features give the same payloads in the same order. */
export function commandPayloads(features: readonly Feature[]): CommandPayload[] {
  return features.flatMap((feature) => (feature.commands ?? []).map(commandPayload))
}

function commandPayload(command: AnyCommand | CommandGroup): CommandPayload {
  if (command.kind === 'group') {
    const { permission, commands } = command
    return {
      type: commandTypes.chat,
      ...named(command),
      ...described(command.description),
      options: commands.map(nestedPayload),
      default_member_permissions: permissions(permission === undefined ? [] : [permission]),
      ...guildOnly,
    }
  }
  return {
    type: commandTypes[command.kind],
    ...named(command),
    ...(command.kind === 'chat' ? { ...describedCommand(command), options: optionPayloads(command) } : {}),
    default_member_permissions: permissions(permissionsOf(command)),
    ...guildOnly,
  }
}

function nestedPayload(command: AnyCommand | CommandGroup): OptionPayload {
  if (command.kind === 'group') {
    return {
      type: SUBCOMMAND_GROUP,
      ...named(command),
      ...described(command.description),
      options: command.commands.map(nestedPayload),
    }
  }
  return { type: SUBCOMMAND, ...named(command), ...describedCommand(command), options: optionPayloads(command) }
}

function describedCommand({ name, description }: AnyCommand): ReturnType<typeof described> {
  if (description === undefined) throw new TypeError(`command "${name}" has no description`)
  return described(description)
}

/** Discord wants the required options first; the order within both kinds stays as written. */
function optionPayloads({ options }: AnyCommand): OptionPayload[] {
  const entries = Object.entries(options)
  const required = entries.filter(([, option]) => option.required)
  const optional = entries.filter(([, option]) => !option.required)
  return [...required, ...optional].map(([name, option]) => optionPayload(name, option))
}

function optionPayload(name: string, option: Option): OptionPayload {
  return {
    type: option.type,
    ...named({ name, ...(option.names === undefined ? {} : { names: option.names }) }),
    ...described(option.description),
    required: option.required,
    ...(option.choices === undefined ? {} : { choices: option.choices.map(choicePayload) }),
    ...(option.autocomplete === undefined ? {} : { autocomplete: true }),
    ...option.limits,
  }
}

function choicePayload({ label, value }: LocalisedChoice): ChoicePayload {
  return { name: label('en'), name_localizations: translations(label), value }
}

/** The en-US key is needed: without it Discord shows people with that language the text of en-GB or of none. */
function translations(text: Localised): Localisations {
  return { 'en-US': text('en'), 'en-GB': text('en'), de: text('de'), fr: text('fr') }
}

function named({ name, names }: { name: string; names?: Names }): Pick<CommandPayload, 'name' | 'name_localizations'> {
  if (names === undefined) return { name }
  return { name, name_localizations: { 'en-US': name, 'en-GB': name, ...names } }
}

function described(text: Localised): Pick<OptionPayload, 'description' | 'description_localizations'> {
  return { description: text('en'), description_localizations: translations(text) }
}

/** Hides a command from members who could not use it; each guard still checks for itself. `null` shows it to everybody. */
function permissions(needed: readonly Permission[]): string | null {
  return needed.length === 0 ? null : String(permissionBits(...needed))
}

/**
 * A text that is equal for two command lists exactly when registering one over the other would change nothing:
 * order of commands, ids, versions and everything that Discord fills in by itself are left out.
 */
export function registrationFingerprint(commands: readonly object[]): string {
  return JSON.stringify(commands.map(canonicalCommand).sort((a, b) => compare(JSON.stringify(a), JSON.stringify(b))))
}

const commandFields = [
  'type',
  'name',
  'name_localizations',
  'description',
  'description_localizations',
  'options',
  'default_member_permissions',
  'contexts',
  'integration_types',
]

function canonicalCommand(command: object): unknown {
  return canonical(
    Object.fromEntries(Object.entries({ type: 1, ...command }).filter(([key]) => commandFields.includes(key))),
  )
}

/** Sorts keys and drops what Discord leaves out of its answers when it has its default value. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, inner]) => !isDefault(inner))
  return Object.fromEntries(entries.sort(([a], [b]) => compare(a, b)).map(([key, inner]) => [key, canonical(inner)]))
}

function isDefault(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '') return true
  if (Array.isArray(value)) return value.length === 0
  return typeof value === 'object' && Object.keys(value).length === 0
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
