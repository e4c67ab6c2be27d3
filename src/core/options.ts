import type { APIAttachment, APIInteractionDataResolvedChannel, APIRole } from 'discord-api-types/v10'
import { type DurationLimits, parseDuration } from './duration.ts'
import { AppError } from './errors.ts'
import { findTarget, type InteractionCtx, type Resolved, type Target } from './interaction-context.ts'
import type { Choice } from './reply.ts'
import { isSnowflake, type Snowflake } from './snowflake.ts'
import { defineTexts, type Locale, type Localised } from './text.ts'

const texts = defineTexts({
  en: {
    missing: 'The option `{name}` is missing.',
    wrongType: 'The option `{name}` has a value of the wrong kind. Pick it from the list that Discord offers.',
    tooLong: 'The option `{name}` is too long: at most {most} characters.',
    tooShort: 'The option `{name}` is too short: at least {least} characters.',
    outOfRange: 'The option `{name}` must be between {least} and {most}.',
    unknownChoice: 'The option `{name}` must be one of the choices that Discord offers.',
    unknownUser: 'I cannot find that user. They may have deleted their account.',
  },
  de: {
    missing: 'Die Option `{name}` fehlt.',
    wrongType: 'Die Option `{name}` hat einen Wert der falschen Art. Wähle ihn aus der Liste, die Discord anbietet.',
    tooLong: 'Die Option `{name}` ist zu lang: höchstens {most} Zeichen.',
    tooShort: 'Die Option `{name}` ist zu kurz: mindestens {least} Zeichen.',
    outOfRange: 'Die Option `{name}` muss zwischen {least} und {most} liegen.',
    unknownChoice: 'Die Option `{name}` muss eine der Auswahlmöglichkeiten sein, die Discord anbietet.',
    unknownUser: 'Ich finde diese Person nicht. Vielleicht hat sie ihr Konto gelöscht.',
  },
  fr: {
    missing: "L'option `{name}` manque.",
    wrongType: "L'option `{name}` a une valeur du mauvais type. Choisis-la dans la liste proposée par Discord.",
    tooLong: "L'option `{name}` est trop longue : {most} caractères au plus.",
    tooShort: "L'option `{name}` est trop courte : {least} caractères au moins.",
    outOfRange: "L'option `{name}` doit être entre {least} et {most}.",
    unknownChoice: "L'option `{name}` doit être l'un des choix proposés par Discord.",
    unknownUser: 'Je ne trouve pas cette personne. Elle a peut-être supprimé son compte.',
  },
})

/** Discord's option types (Discord docs: interactions/application-commands, "Application Command Option Type"). */
export const optionTypes = {
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  number: 10,
  attachment: 11,
} as const
export type OptionType = (typeof optionTypes)[keyof typeof optionTypes]

export type Autocomplete = (
  ctx: InteractionCtx,
  typed: string,
  others: Readonly<Record<string, unknown>>,
) => Promise<readonly Choice[]> | readonly Choice[]

export interface LocalisedChoice {
  label: Localised
  value: string
}

/** What registration sends to Discord besides type, name and description. */
export interface OptionLimits {
  min_value?: number
  max_value?: number
  min_length?: number
  max_length?: number
  channel_types?: readonly number[]
}

export interface RawOption {
  name: string
  value: unknown
  resolved: Resolved
}

export interface Option<Value = unknown, Required extends boolean = boolean> {
  readonly type: OptionType
  readonly description: Localised
  readonly required: Required
  readonly names?: Partial<Record<Locale, string>>
  readonly limits: OptionLimits
  readonly choices?: readonly LocalisedChoice[]
  readonly autocomplete?: Autocomplete
  /** What somebody could type, for examples in `/help`. */
  readonly sample?: string
  /** Throws `AppError('invalid_input')`: Discord checks options only in its client, so a value may be anything. */
  parse(raw: RawOption): Value
}

export type Options = Readonly<Record<string, Option>>
export type OptionValues<O extends Options> = {
  [Name in keyof O]: O[Name] extends Option<infer Value, infer Required>
    ? Required extends true
      ? Value
      : Value | undefined
    : never
}

interface Common<Required extends boolean> {
  description: Localised
  required?: Required
  names?: Partial<Record<Locale, string>>
}

function invalid(text: Localised): AppError {
  return new AppError('invalid_input', text)
}

/** Guarantee: `required` defaults to `false`, which is what `Required` is inferred as when the field is left out. */
function isRequired<Required extends boolean>(common: Common<Required>): Required {
  return (common.required ?? false) as Required
}

function make<Value, Required extends boolean>(
  type: OptionType,
  common: Common<Required>,
  rest: Pick<Option<Value>, 'limits' | 'parse'> & Partial<Pick<Option, 'choices' | 'autocomplete' | 'sample'>>,
): Option<Value, Required> {
  return {
    type,
    description: common.description,
    required: isRequired(common),
    ...(common.names === undefined ? {} : { names: common.names }),
    ...rest,
  }
}

interface TextOptions<Required extends boolean> extends Common<Required> {
  minLength?: number
  maxLength?: number
  autocomplete?: Autocomplete
}

function string<const Required extends boolean = false>(options: TextOptions<Required>): Option<string, Required> {
  const { minLength = 0, maxLength = 6000, autocomplete } = options
  return make(optionTypes.string, options, {
    limits: { ...(minLength > 0 ? { min_length: minLength } : {}), max_length: maxLength },
    ...(autocomplete === undefined ? {} : { autocomplete }),
    parse({ name, value }) {
      if (typeof value !== 'string') throw invalid(texts('wrongType', { name }))
      if (value.length > maxLength) throw invalid(texts('tooLong', { name, most: maxLength }))
      if (value.length < minLength) throw invalid(texts('tooShort', { name, least: minLength }))
      return value
    },
  })
}

function choice<const Value extends string, const Required extends boolean = false>(
  options: Common<Required> & { choices: readonly { label: Localised; value: Value }[] },
): Option<Value, Required> {
  return make(optionTypes.string, options, {
    limits: {},
    choices: options.choices,
    parse({ name, value }) {
      const found = options.choices.find((offered) => offered.value === value)
      if (found === undefined) throw invalid(texts('unknownChoice', { name }))
      return found.value
    },
  })
}

interface NumberOptions<Required extends boolean> extends Common<Required> {
  least: number
  most: number
  autocomplete?: Autocomplete
}

function integer<const Required extends boolean = false>(options: NumberOptions<Required>): Option<number, Required> {
  const { least, most, autocomplete } = options
  return make(optionTypes.integer, options, {
    limits: { min_value: least, max_value: most },
    ...(autocomplete === undefined ? {} : { autocomplete }),
    parse({ name, value }) {
      if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw invalid(texts('wrongType', { name }))
      if (value < least || value > most) throw invalid(texts('outOfRange', { name, least, most }))
      return value
    },
  })
}

function boolean<const Required extends boolean = false>(options: Common<Required>): Option<boolean, Required> {
  return make(optionTypes.boolean, options, {
    limits: {},
    parse({ name, value }) {
      if (typeof value !== 'boolean') throw invalid(texts('wrongType', { name }))
      return value
    },
  })
}

function readId({ name, value }: RawOption): Snowflake {
  if (!isSnowflake(value)) throw invalid(texts('wrongType', { name }))
  return value
}

function user<const Required extends boolean = false>(options: Common<Required>): Option<Target, Required> {
  return make(optionTypes.user, options, {
    limits: {},
    parse(raw) {
      const target = findTarget(raw.resolved, readId(raw))
      if (target === undefined) throw invalid(texts('unknownUser'))
      return target
    },
  })
}

function channel<const Required extends boolean = false>(
  options: Common<Required> & { channelTypes?: readonly number[] },
): Option<APIInteractionDataResolvedChannel & { id: Snowflake }, Required> {
  return make(optionTypes.channel, options, {
    limits: options.channelTypes === undefined ? {} : { channel_types: options.channelTypes },
    parse(raw) {
      const id = readId(raw)
      const found = raw.resolved.channels?.[id]
      const allowed = found !== undefined && (options.channelTypes?.includes(found.type) ?? true)
      if (!allowed) throw invalid(texts('wrongType', { name: raw.name }))
      return { ...found, id }
    },
  })
}

function role<const Required extends boolean = false>(
  options: Common<Required>,
): Option<APIRole & { id: Snowflake }, Required> {
  return make(optionTypes.role, options, {
    limits: {},
    parse(raw) {
      const id = readId(raw)
      const found = raw.resolved.roles?.[id]
      if (found === undefined) throw invalid(texts('wrongType', { name: raw.name }))
      return { ...found, id }
    },
  })
}

function attachment<const Required extends boolean = false>(
  options: Common<Required>,
): Option<APIAttachment, Required> {
  return make(optionTypes.attachment, options, {
    limits: {},
    parse(raw) {
      const found = raw.resolved.attachments?.[readId(raw)]
      if (found === undefined) throw invalid(texts('wrongType', { name: raw.name }))
      return found
    },
  })
}

const DURATION_HINTS = ['10m', '1h', '6h', '1d', '7d', '28d']

/** Free text such as `1d12h`, read to milliseconds, with common lengths offered while typing. */
function duration<const Required extends boolean = false>(
  options: Common<Required> & DurationLimits,
): Option<number, Required> {
  return make(optionTypes.string, options, {
    limits: { max_length: 40 },
    sample: '1h',
    autocomplete: (_ctx, typed) =>
      DURATION_HINTS.filter((hint) => hint.startsWith(typed.trim())).map((hint) => ({ name: hint, value: hint })),
    parse({ name, value }) {
      if (typeof value !== 'string') throw invalid(texts('wrongType', { name }))
      return parseDuration(value, options)
    },
  })
}

export const option = { string, choice, integer, boolean, user, channel, role, attachment, duration }

export interface GivenOption {
  name: string
  value?: unknown
}

/** Reads all options of a command. Throws `AppError('invalid_input')` naming the first that is missing or wrong. */
export function readOptions<O extends Options>(
  options: O,
  given: readonly GivenOption[],
  resolved: Resolved,
): OptionValues<O> {
  const values: Record<string, unknown> = {}
  for (const [name, spec] of Object.entries(options)) {
    const found = given.find((one) => one.name === name)
    if (found !== undefined) values[name] = spec.parse({ name, value: found.value, resolved })
    else if (spec.required) throw invalid(texts('missing', { name }))
  }
  return complete<O>(values)
}

/** Guarantee: every key of `O` was filled by its own `parse`, or is optional and absent. */
function complete<O extends Options>(values: Record<string, unknown>): OptionValues<O> {
  return values as OptionValues<O>
}
