import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import * as spec from 'discord-api-spec/zod'
import * as z from 'zod'
import { closeSchema } from './close.ts'
import { type PublishedType, parseType } from './type-parser.ts'

type Schema = z.core.$ZodType

export interface PublishedRoute {
  method: string
  /** As published, e.g. `/channels/{channel_id}/messages`. */
  template: string
  request: PublishedType | null
  /** By status: `200`, `204`, `4XX`, … */
  answers: ReadonlyMap<string, PublishedType>
}

const documentText = (): string => {
  const packageFile = findPackageJSON('discord-api-spec', import.meta.url)
  if (packageFile === undefined) throw new Error('discord-api-spec is not installed; run npm ci')
  const path = join(dirname(packageFile), 'build/discord-api-spec.ts')
  const text = readFileSync(path, 'utf8')
  const start = text.indexOf('export interface Paths {')
  const end = text.indexOf('\n}\n', start)
  if (start < 0 || end < 0) throw new Error(`${path} holds no interface Paths`)
  return text.slice(start + 'export interface Paths '.length, end + 2)
}

const fieldsOf = (type: PublishedType | undefined): ReadonlyMap<string, PublishedType> =>
  type?.kind === 'object' ? type.fields : new Map()

const isAbsent = (type: PublishedType): boolean =>
  type.kind === 'name' && (type.name === 'undefined' || type.name === 'never')

const readRoutes = (): PublishedRoute[] =>
  [...fieldsOf(parseType(documentText()))].flatMap(([template, methods]) =>
    [...fieldsOf(methods)].map(([method, operation]) => {
      const parts = fieldsOf(operation)
      const request = parts.get('requestBody')
      return {
        method: method.toUpperCase(),
        template,
        request: request && !isAbsent(request) ? request : null,
        answers: fieldsOf(parts.get('responses')),
      }
    }),
  )

let routes: readonly PublishedRoute[] | undefined

/** Every route of Discord's published OpenAPI document, read once from the installed package. */
export const publishedRoutes = (): readonly PublishedRoute[] => {
  routes ??= readRoutes()
  return routes
}

const published: ReadonlyMap<string, unknown> = new Map(Object.entries(spec))

const primitives: Record<string, Schema> = {
  string: z.string(),
  number: z.number(),
  boolean: z.boolean(),
  null: z.null(),
  undefined: z.undefined(),
  unknown: z.unknown(),
  never: z.undefined(),
}

const namedSchema = (name: string): Schema => {
  const primitive = primitives[name]
  if (primitive) return primitive
  const schema = published.get(`${name}Schema`)
  if (schema instanceof z.core.$ZodType) return closeSchema(schema)
  throw new Error(`the published document names ${name}, but holds no schema of it`)
}

const objectSchema = (type: Extract<PublishedType, { kind: 'object' }>): Schema => {
  if (type.rest) return z.record(z.string(), schemaOf(type.rest))
  const shape: Record<string, Schema> = {}
  for (const [name, field] of type.fields) {
    shape[name] = type.optional.has(name) ? z.optional(schemaOf(field)) : schemaOf(field)
  }
  return z.strictObject(shape)
}

/** The strict schema of a published type: unknown keys are refused at every depth. */
export const schemaOf = (type: PublishedType): Schema => {
  switch (type.kind) {
    case 'name':
      return namedSchema(type.name)
    case 'literal':
      return z.literal(type.value)
    case 'array':
      return z.array(schemaOf(type.element))
    case 'union':
      return z.union(type.options.map(schemaOf))
    case 'tuple':
      return z.array(z.union(type.elements.map(schemaOf)))
    case 'object':
      return objectSchema(type)
  }
}
