import * as z from 'zod'
import { problemsOf } from './issues.ts'
import type { Problem } from './problem.ts'
import { type PublishedRoute, publishedRoutes, schemaOf } from './published.ts'
import { type BodyRule, normaliseTemplate } from './routes.ts'

type Schema = z.core.$ZodType

const keyOf = (method: string, template: string): string => `${method} ${normaliseTemplate(template)}`

let byKey: ReadonlyMap<string, PublishedRoute> | undefined

const findPublished = (method: string, template: string): PublishedRoute | undefined => {
  byKey ??= new Map(publishedRoutes().map((entry) => [keyOf(entry.method, entry.template), entry]))
  return byKey.get(keyOf(method, template))
}

/** The published document types the codes inside `errors` as numbers; Discord docs: reference#error-messages has names. */
const nestedErrors: Schema = z.lazy(() =>
  z.union([
    z.strictObject({ _errors: z.array(z.strictObject({ code: z.string(), message: z.string() })) }),
    z.record(z.string(), nestedErrors),
  ]),
)

const rateLimited = z.strictObject({
  code: z.int(),
  message: z.string(),
  retry_after: z.number(),
  global: z.boolean(),
})
const refused = z.strictObject({ code: z.int(), message: z.string(), errors: z.optional(nestedErrors) })

const schemas = new Map<string, Schema>()

const answerSchema = (route: PublishedRoute, status: number): Schema | null => {
  const key = `${route.method} ${route.template} ${status}`
  const known = schemas.get(key)
  if (known) return known
  if (status >= 400) return status === 429 ? rateLimited : refused
  const type = route.answers.get(String(status))
  if (!type) return null
  const schema = schemaOf(type)
  schemas.set(key, schema)
  return schema
}

const requestRules = new Map<PublishedRoute, BodyRule>()

/** The rule that the published document itself gives for a request's body; undefined when the route takes none. */
export const publishedRequest = (method: string, template: string): BodyRule | undefined => {
  const published = findPublished(method, template)
  if (!published?.request) return undefined
  const rule = requestRules.get(published) ?? { schema: schemaOf(published.request) }
  requestRules.set(published, rule)
  return rule
}

/**
 * What is wrong with an answer of the emulator itself, against Discord's published schema of that route and status:
 * strict, so that a field too many counts too. Routes that are not published, and 5xx, pass.
 */
export const answerProblems = (
  route: { method: string; template: string },
  status: number,
  body: unknown,
): readonly Problem[] => {
  const published = status < 500 ? findPublished(route.method, route.template) : undefined
  if (!published) return []
  const schema = answerSchema(published, status)
  if (!schema) {
    const message = `the published document has no answer ${status} (but ${[...published.answers.keys()].join(', ')})`
    return [{ path: [], code: 'STATUS', message }]
  }
  const wire: unknown = body === undefined ? undefined : JSON.parse(JSON.stringify(body))
  const result = z.core.safeParse(schema, wire, { reportInput: true })
  return result.success ? [] : problemsOf(result.error.issues, 'answer')
}
