import * as spec from 'discord-api-spec/zod'
import * as z from 'zod'

type Schema = z.core.$ZodType

/** Fields that Discord's document types as integers although every client sends them as decimal strings. */
const bitfields = new Set(['permissions', 'allow', 'deny', 'default_member_permissions'])

const bitfield = z.union([z.string().regex(/^(0|[1-9]\d{0,19})$/), z.int().min(0)])
const snowflakeOrIndex = z.union([z.string().regex(/^(0|[1-9]\d*)$/), z.int().min(0)])

/** Documented fields that the published document lacks. */
const missing = new Map<Schema, Record<string, Schema>>([
  [spec.ApplicationCommandCreateRequestSchema, { nsfw: z.boolean().nullish() }],
  [spec.ApplicationCommandUpdateRequestSchema, { nsfw: z.boolean().nullish() }],
  [spec.ApplicationCommandPatchRequestPartialSchema, { nsfw: z.boolean().nullish() }],
  // Forwards: docs resources/message#message-reference-types.
  [spec.MessageReferenceRequestSchema, { type: z.literal([0, 1]).nullish() }],
  [spec.MessageReferenceResponseSchema, { type: z.literal([0, 1]) }],
  [spec.MessageAttachmentRequestSchema, { id: snowflakeOrIndex }],
  // The published document nests the description with its translations; clients send a text.
  [spec.ApplicationFormPartialSchema, { description: z.string().nullish() }],
  [spec.CreatedThreadResponseSchema, { message: z.optional(z.lazy(() => closeSchema(spec.MessageResponseSchema))) }],
])

const closed = new WeakMap<Schema, Schema>()

/**
 * The same schema, but objects refuse unknown keys, bitfields may be strings, timestamps may carry an offset, and
 * unions of objects are chosen by their `type` so that errors speak of one member only. Memoised.
 */
export const closeSchema = (schema: Schema): Schema => {
  const known = closed.get(schema)
  if (known !== undefined) return known
  const result = rebuild(schema)
  closed.set(schema, result)
  return result
}

const rebuild = (schema: Schema): Schema => {
  if (schema instanceof z.core.$ZodObject) return closeObject(schema)
  if (schema instanceof z.core.$ZodLazy) return z.lazy(() => closeSchema(schema._zod.def.getter()))
  if (schema instanceof z.core.$ZodOptional) return z.optional(closeSchema(schema._zod.def.innerType))
  if (schema instanceof z.core.$ZodNullable) return z.nullable(closeSchema(schema._zod.def.innerType))
  if (schema instanceof z.core.$ZodRecord) return z.record(z.string(), closeSchema(schema._zod.def.valueType))
  if (schema instanceof z.core.$ZodArray)
    return z.core.clone(schema, { ...schema._zod.def, element: closeSchema(schema._zod.def.element) })
  if (schema instanceof z.core.$ZodUnion) return closeUnion(schema._zod.def.options)
  if (schema instanceof z.core.$ZodString) return acceptOffsets(schema)
  return schema
}

const closeObject = (schema: z.core.$ZodObject): Schema => {
  const shape: Record<string, Schema> = {}
  for (const [key, value] of Object.entries(schema._zod.def.shape))
    shape[key] = bitfields.has(key) && isNumeric(value) ? z.nullish(bitfield) : closeSchema(value)
  return z.strictObject({ ...shape, ...missing.get(schema) })
}

const isNumeric = (schema: Schema): boolean => resolve(schema) instanceof z.core.$ZodNumber

/** The schema beneath optional, nullable and lazy wrappers. */
const resolve = (schema: Schema): Schema => {
  if (schema instanceof z.core.$ZodLazy) return resolve(schema._zod.def.getter())
  if (schema instanceof z.core.$ZodOptional || schema instanceof z.core.$ZodNullable)
    return resolve(schema._zod.def.innerType)
  return schema
}

const literalTypes = (schema: Schema): z.core.util.Literal[] => {
  if (!(schema instanceof z.core.$ZodObject)) return []
  const type = schema._zod.def.shape['type']
  return type instanceof z.core.$ZodLiteral ? [...type._zod.def.values] : []
}

const closeUnion = (options: readonly Schema[]): Schema => {
  const members = options.map(resolve)
  const types = members.map(literalTypes)
  const distinct = types.every((values) => values.length > 0) && new Set(types.flat()).size === types.flat().length
  if (!distinct) return z.union(options.map(closeSchema))
  const [first, ...rest] = members.map(closeSchema).filter((member) => member instanceof z.ZodObject)
  return first === undefined ? z.union(options.map(closeSchema)) : z.discriminatedUnion('type', [first, ...rest])
}

const acceptOffsets = (schema: z.core.$ZodString): Schema =>
  schema._zod.def.checks?.some((check) => 'format' in check._zod.def && check._zod.def.format === 'datetime')
    ? z.iso.datetime({ offset: true })
    : schema
