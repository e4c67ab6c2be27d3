import * as z from 'zod'
import type { SettingsOf } from './context.ts'
import { snowflakeSchema } from './snowflake.ts'
import type { Localised } from './text.ts'

/** Which control edits a setting: the choice list, channel picker and so on of `/config` and of the dashboard. */
export type Control =
  | { kind: 'switch' }
  | { kind: 'number'; least: number; most: number; unit?: Unit }
  | { kind: 'text'; maxLength: number }
  | { kind: 'duration'; mostMs: number }
  | { kind: 'choice'; choices: readonly { value: string; label: Localised }[] }
  | { kind: 'channel'; channelTypes: readonly number[] }
  | { kind: 'role' }
  | { kind: 'roles'; most: number }
  | { kind: 'channels'; most: number }

/** A number in words: `3 warnings`. */
export type Unit = (count: number) => Localised

export interface Setting<Value = unknown> {
  readonly schema: z.ZodType<Value>
  readonly fallback: Value
  readonly label: Localised
  readonly help?: Localised
  readonly control: Control
}

interface About {
  label: Localised
  help?: Localised
}

function make<Value>(schema: z.ZodType<Value>, fallback: Value, control: Control, about: About): Setting<Value> {
  return { schema, fallback, control, ...about }
}

/** Kinds of settings. Each has a default, so that an empty store is a complete configuration. */
export const setting = {
  toggle: (fallback: boolean, about: About) => make(z.boolean(), fallback, { kind: 'switch' }, about),
  number: (fallback: number, about: About & { least: number; most: number; unit?: Unit }) => {
    const { least, most, unit } = about
    const control: Control = { kind: 'number', least, most, ...(unit === undefined ? {} : { unit }) }
    return make(z.number().int().min(least).max(most), fallback, control, pickAbout(about))
  },
  text: (fallback: string, about: About & { maxLength: number }) =>
    make(z.string().max(about.maxLength), fallback, { kind: 'text', maxLength: about.maxLength }, pickAbout(about)),
  /** Milliseconds. */
  duration: (fallback: number, about: About & { mostMs: number }) =>
    make(
      z.number().int().min(0).max(about.mostMs),
      fallback,
      { kind: 'duration', mostMs: about.mostMs },
      pickAbout(about),
    ),
  choice: <const Value extends string>(
    fallback: NoInfer<Value>,
    about: About & { choices: readonly { value: Value; label: Localised }[] },
  ): Setting<Value> => {
    const values = new Set<string>(about.choices.map((choice) => choice.value))
    const schema = z.custom<Value>((value) => typeof value === 'string' && values.has(value))
    return make(schema, fallback, { kind: 'choice', choices: about.choices }, pickAbout(about))
  },
  channel: (about: About & { channelTypes?: readonly number[] }) =>
    make(
      snowflakeSchema.nullable(),
      null,
      { kind: 'channel', channelTypes: about.channelTypes ?? [0, 5] },
      pickAbout(about),
    ),
  role: (about: About) => make(snowflakeSchema.nullable(), null, { kind: 'role' }, about),
  roles: (about: About & { most?: number }) =>
    make(
      z.array(snowflakeSchema).max(about.most ?? 20),
      [],
      { kind: 'roles', most: about.most ?? 20 },
      pickAbout(about),
    ),
  channels: (about: About & { most?: number }) =>
    make(
      z.array(snowflakeSchema).max(about.most ?? 50),
      [],
      { kind: 'channels', most: about.most ?? 50 },
      pickAbout(about),
    ),
}

function pickAbout({ label, help }: About): About {
  return help === undefined ? { label } : { label, help }
}

type Fields = Readonly<Record<string, Setting>>
export type SettingsValues<F extends Fields> = {
  [Name in keyof F]: F[Name] extends Setting<infer Value> ? Value : never
}

/** The settings of a feature with their types erased: what `/config` and the API walk. */
export interface AnySettings {
  readonly feature: string
  readonly fields: Fields
  /** Says what is wrong between fields that are right by themselves; `undefined` when all is well. */
  check?(values: Readonly<Record<string, unknown>>): Localised | undefined
  parse(stored: unknown): Readonly<Record<string, unknown>>
}

export interface Settings<F extends Fields> extends SettingsOf<SettingsValues<F>> {
  readonly fields: F
  check?(values: Readonly<Record<string, unknown>>): Localised | undefined
  parse(stored: unknown): SettingsValues<F>
}

/**
 * `parse` never fails: a stored value that no longer fits its field (an older version wrote it) falls back to the default.
 * `check` is for rules between fields and decides whether a change is accepted, never what is read.
 */
export function defineSettings<F extends Fields>(
  feature: string,
  fields: F,
  check?: (values: SettingsValues<F>) => Localised | undefined,
): Settings<F> {
  const parse = (stored: unknown): SettingsValues<F> => {
    const given: Record<string, unknown> = isRecord(stored) ? stored : {}
    const values: Record<string, unknown> = {}
    for (const [name, field] of Object.entries<Setting>(fields)) {
      const read = field.schema.safeParse(given[name])
      values[name] = read.success ? read.data : field.fallback
    }
    return complete<F>(values)
  }
  return { feature, fields, parse, ...(check === undefined ? {} : { check: (values) => check(parse(values)) }) }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Guarantee: every field of `F` was filled from its own schema or fallback just above. */
function complete<F extends Fields>(values: Record<string, unknown>): SettingsValues<F> {
  return values as SettingsValues<F>
}
