import * as z from 'zod'
import { snowflakeSchema } from './snowflake.ts'

const MAX_LENGTH = 100

/** Argument kinds of a custom id. Each reads from a string, since that is all that Discord hands back. */
export const arg = {
  id: () => snowflakeSchema,
  int: () =>
    z
      .string()
      .regex(/^-?\d{1,15}$/)
      .transform(Number),
  text: () => z.string(),
  flag: () => z.enum(['0', '1']).transform((value) => value === '1'),
  oneOf: <const Values extends readonly [string, ...string[]]>(...values: Values) => z.enum(values),
}

export type ArgsSchema = z.ZodObject<Record<string, z.ZodType<string | number | boolean, string>>>

function encode(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? '1' : '0'
  return String(value).replace(/[%:]/g, (char) => (char === '%' ? '%25' : '%3A'))
}

function decode(value: string): string {
  return value.replace(/%(25|3A)/g, (_, code: string) => (code === '25' ? '%' : ':'))
}

/** The part of a custom id that routes: `feature:action`. */
export function customIdRoute(customId: string): string {
  const first = customId.indexOf(':')
  const second = first === -1 ? -1 : customId.indexOf(':', first + 1)
  return second === -1 ? customId : customId.slice(0, second)
}

export interface CustomIdCodec<Args> {
  /** Throws `TypeError` when the result would be longer than Discord's 100 characters. */
  encode(args: Args): string
  /** `undefined` for anything that this codec did not make. */
  decode(customId: string): Args | undefined
}

/** Typed arguments in a custom id: `feature:action:arg:arg`, in the order of the schema's keys. */
export function customIdCodec<Schema extends ArgsSchema>(id: string, schema: Schema): CustomIdCodec<z.output<Schema>> {
  const keys = Object.keys(schema.shape)
  return {
    encode(args) {
      const values: Record<string, unknown> = args
      const parts = keys.map((key) => encode(primitive(values[key])))
      const customId = [id, ...parts].join(':')
      if (customId.length > MAX_LENGTH) throw new TypeError(`custom id too long: ${customId}`)
      return customId
    },
    decode(customId) {
      const parts = customId.slice(id.length + 1).split(':')
      const given = customId.length > id.length ? parts : []
      if (customIdRoute(customId) !== id || given.length !== keys.length) return undefined
      const parsed = schema.safeParse(Object.fromEntries(keys.map((key, i) => [key, decode(given[i] ?? '')])))
      return parsed.success ? parsed.data : undefined
    },
  }
}

function primitive(value: unknown): string | number | boolean {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  throw new TypeError('custom id arguments are strings, numbers and booleans')
}
