import * as z from 'zod'
import { publishedRequest } from './answers.ts'
import { problemsOf } from './issues.ts'
import { isObject, type Problem, problem } from './problem.ts'
import { type BodyRule, bodyRules, normaliseTemplate } from './routes.ts'

export { answerProblems } from './answers.ts'
export { type InteractionKind, validateInteractionResponse } from './interaction-response.ts'
export { type MessageContext, messageProblems } from './messages.ts'
export { jsonCodeOf, type Problem } from './problem.ts'

/**
 * Everything that is wrong with the JSON body of a REST call; empty when nothing is. The template is Discord's own,
 * e.g. `/channels/{channel_id}/messages`; routes that take no body, or that are not known, pass. Routes without rules
 * of their own are held to the published schema of their request.
 * Answer with 50035 and nested errors, or with `jsonCodeOf(problems)`. Pure: needs no state and no clock.
 */
export const validateRestBody = (method: string, routeTemplate: string, body: unknown): Problem[] => {
  const rule =
    bodyRules.get(`${method.toUpperCase()} ${normaliseTemplate(routeTemplate)}`) ??
    publishedRequest(method.toUpperCase(), routeTemplate)
  if (rule === undefined) return []
  if (body === undefined || body === null) return rule.optional ? [] : validateRestBody(method, routeTemplate, {})
  return [
    ...schemaProblems(rule, body),
    ...(isObject(body) ? (rule.rules?.(body) ?? []) : []),
    ...(rule.listRules?.(body) ?? []),
  ]
}

const schemaProblems = (rule: BodyRule, body: unknown): Problem[] => {
  if (typeof rule.schema === 'function' || rule.schema === undefined)
    if (!isObject(body)) return [problem([], 'DICT_TYPE_CONVERT', 'The body must be an object.')]
  const schema = typeof rule.schema === 'function' ? rule.schema(isObject(body) ? body : {}) : rule.schema
  if (schema === undefined) return []
  const result = z.core.safeParse(schema, body, { reportInput: true })
  return result.success ? [] : problemsOf(result.error.issues)
}

/** The problems of a bulk overwrite of commands, schema and rules together. */
export const validateCommands = (commands: unknown): Problem[] =>
  validateRestBody('PUT', '/applications/{application_id}/commands', commands)
