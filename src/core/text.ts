/** The languages the bot speaks. Everything else that Discord sends falls back to English. */
export const locales = ['en', 'de', 'fr'] as const
export type Locale = (typeof locales)[number]

/** A text whose words are chosen but whose language is not: errors, labels and replies carry these. */
export type Localised = (locale: Locale) => string

/** `{count}` decides the form, by the language's own plural rules. */
export interface Plural {
  one: string
  other: string
}
export type Message = string | Plural
export type Catalogue = Readonly<Record<string, Message>>

type Placeholders<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never
type TextOf<M extends Message> = M extends Plural ? M['one'] | M['other'] : M
/** Widens when the text is not a literal, so that a catalogue built at run time still can be used. */
type Params<M extends Message> = { [Name in Placeholders<Extract<TextOf<M>, string>>]: string | number | Localised }
type Args<M extends Message> = keyof Params<M> extends never ? [] : [params: Params<M>]

export interface Texts<En extends Catalogue> {
  <Key extends keyof En & string>(key: Key, ...args: Args<En[Key]>): Localised
  /** For tests and tools that walk every text. */
  readonly catalogues: Readonly<Record<Locale, Catalogue>>
}

type Translation<En extends Catalogue> = { readonly [Key in keyof En]: En[Key] extends Plural ? Plural : string }
type Values = Readonly<Record<string, string | number | Localised>>
type Render = (values: Values, locale: Locale) => string

const rules = Object.fromEntries(locales.map((locale) => [locale, new Intl.PluralRules(locale)]))

function compileText(text: string): Render {
  const parts = text.split(/\{(\w+)\}/)
  const [only] = parts
  if (parts.length === 1 && only !== undefined) return () => only
  return (values, locale) => {
    let out = ''
    for (let i = 0; i < parts.length; i += 1) {
      const part = parts[i] ?? ''
      if (i % 2 === 0) out += part
      else out += resolve(values[part], locale)
    }
    return out
  }
}

function resolve(value: string | number | Localised | undefined, locale: Locale): string {
  if (typeof value === 'function') return value(locale)
  return value === undefined ? '' : String(value)
}

function compile(message: Message): Render {
  if (typeof message === 'string') return compileText(message)
  const one = compileText(message.one)
  const other = compileText(message.other)
  return (values, locale) => {
    const form = rules[locale]?.select(Number(values['count'])) === 'one' ? one : other
    return form(values, locale)
  }
}

const NO_VALUES: Values = {}

/**
 * The texts of one feature, in every language. Placeholders are `{name}` and are type-checked against the English text.
 * Messages are compiled once: rendering costs well under a microsecond, which keeps texts out of the hot path's budget.
 */
export function defineTexts<const En extends Catalogue>(
  catalogues: { readonly en: En } & Readonly<Record<Exclude<Locale, 'en'>, Translation<En>>>,
): Texts<En> {
  const compiled = new Map<string, Render>()
  for (const locale of locales) {
    for (const [key, message] of Object.entries<Message>(catalogues[locale])) {
      compiled.set(`${locale}:${key}`, compile(message))
    }
  }
  const say = (key: string, values: Values = NO_VALUES): Localised => {
    return (locale) => (compiled.get(`${locale}:${key}`) ?? compiled.get(`en:${key}`) ?? (() => key))(values, locale)
  }
  return Object.assign(say, { catalogues })
}

/** Discord's locale (`de`, `en-GB`, `pt-BR` …) to one that we speak. */
export function toLocale(discordLocale: string | undefined): Locale {
  const language = discordLocale?.slice(0, 2)
  return locales.find((locale) => locale === language) ?? 'en'
}

/** Text that is the same in every language: a name, a number, something a user wrote. */
export function verbatim(text: string): Localised {
  return () => text
}
