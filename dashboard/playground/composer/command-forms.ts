import {
  type APIApplicationCommand,
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  ApplicationCommandType,
  ApplicationCommandOptionType as Kind,
} from 'discord-api-types/v10'

/** One slash command or sub-command as it stands in the menu. */
export interface CommandForm {
  commandId: string
  /** The words behind the slash, e.g. `case view`; what the driver is told. */
  name: string
  /** The same words in the reader's language. */
  label: string
  description: string
  options: FormOption[]
}

export type FormOption = APIApplicationCommandBasicOption & { label: string; words: string }

type Localised = {
  name: string
  description?: string
  name_localizations?: Partial<Record<string, string | null>> | null
  description_localizations?: Partial<Record<string, string | null>> | null
}

/** Discord shows the text of the reader's locale and has no other fallback than the default text. */
export const labelOf = (entry: Localised, locale: string): string => entry.name_localizations?.[locale] || entry.name

const wordsOf = (entry: Localised, locale: string): string =>
  entry.description_localizations?.[locale] || entry.description || ''

const isGroup = (option: APIApplicationCommandOption) =>
  option.type === Kind.Subcommand || option.type === Kind.SubcommandGroup

const isBasic = (option: APIApplicationCommandOption): option is APIApplicationCommandBasicOption => !isGroup(option)

type Level = Localised & { options?: readonly APIApplicationCommandOption[] }

const formsOf = (level: Level, above: { id: string; name: string; label: string }, locale: string): CommandForm[] => {
  const name = `${above.name} ${level.name}`.trim()
  const label = `${above.label} ${labelOf(level, locale)}`.trim()
  const options = level.options ?? []
  const groups = options.filter(isGroup)
  if (groups.length > 0) return groups.flatMap((group) => formsOf(group, { id: above.id, name, label }, locale))
  const own = options.filter(isBasic).map((option) => ({
    ...option,
    label: labelOf(option, locale),
    words: wordsOf(option, locale),
  }))
  return [{ commandId: above.id, name, label, description: wordsOf(level, locale), options: own }]
}

/** Every slash command and sub-command that is offered, in the order of their names. */
export const commandForms = (commands: readonly APIApplicationCommand[], locale: string): CommandForm[] =>
  commands
    .filter(({ type }) => type === ApplicationCommandType.ChatInput)
    .flatMap((command) => formsOf(command, { id: command.id, name: '', label: '' }, locale))
    .sort((a, b) => a.label.localeCompare(b.label))

const fold = (text: string): string => text.toLowerCase().normalize('NFKD').replaceAll(/\p{M}/gu, '')

/** Beginnings first, then words inside the name, then words of the description. */
export const searchForms = (forms: readonly CommandForm[], typed: string): CommandForm[] => {
  const wanted = fold(typed.trim())
  if (wanted === '') return [...forms]
  const rank = (form: CommandForm): number => {
    const names = [fold(form.label), form.name]
    if (names.some((name) => name.startsWith(wanted))) return 0
    if (names.some((name) => name.includes(wanted))) return 1
    return fold(form.description).includes(wanted) ? 2 : 3
  }
  return forms
    .map((form) => ({ form, rank: rank(form) }))
    .filter((entry) => entry.rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .map(({ form }) => form)
}
