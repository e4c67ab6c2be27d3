import type {
  APIApplicationCommandAutocompleteInteraction,
  APIApplicationCommandInteraction,
  APIModalSubmissionComponent,
  ModalSubmitComponent,
} from 'discord-api-types/v10'
import type { GivenOption } from '../core/options.ts'

type CommandData = APIApplicationCommandInteraction['data'] | APIApplicationCommandAutocompleteInteraction['data']

const SUBCOMMAND = 1
const SUBCOMMAND_GROUP = 2

interface Nested extends GivenOption {
  type: number
  focused?: boolean
  options?: readonly Nested[]
}

/** The words that name a command (`case view`) and the options given to it, whatever the nesting. */
export function commandPath(data: CommandData): {
  words: string
  options: readonly (GivenOption & { focused?: boolean })[]
} {
  let words = data.name
  let options: readonly Nested[] = 'options' in data && data.options !== undefined ? data.options : []
  let first = options[0]
  while (first !== undefined && (first.type === SUBCOMMAND || first.type === SUBCOMMAND_GROUP)) {
    words += ` ${first.name}`
    options = first.options ?? []
    first = options[0]
  }
  return { words, options }
}

function fieldsOf(entry: APIModalSubmissionComponent): readonly ModalSubmitComponent[] {
  if ('component' in entry) return [entry.component]
  return 'components' in entry ? entry.components : []
}

/** Modal fields by custom id. Labels wrap one field, the older action rows a list of them. */
export function modalFields(
  components: readonly APIModalSubmissionComponent[],
): Record<string, string | readonly string[]> {
  const fields: Record<string, string | readonly string[]> = {}
  for (const field of components.flatMap(fieldsOf)) {
    fields[field.custom_id] = 'values' in field ? field.values : String(field.value ?? '')
  }
  return fields
}
