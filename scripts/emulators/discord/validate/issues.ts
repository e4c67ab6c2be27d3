import type * as z from 'zod'
import { type Problem, problem } from './problem.ts'

type Issue = z.core.$ZodIssue

/** Zod's findings in Discord's names and words. `subject` (e.g. `modal`) stands before the field's name in limits. */
export const problemsOf = (issues: readonly Issue[], subject = ''): Problem[] =>
  issues.flatMap((issue) => convert(issue, subject))

const at = (issue: Issue) => issue.path.map((key) => (typeof key === 'symbol' ? key.toString() : key))

const nameOf = (issue: Issue, subject: string): string => {
  const field = [...at(issue)].reverse().find((key) => typeof key === 'string' && key !== 'data') ?? 'body'
  return subject === '' ? String(field) : `${subject} ${field}`
}

const sizeOf = (input: unknown): unknown =>
  typeof input === 'string' || Array.isArray(input) ? input.length : typeof input === 'number' ? input : '?'

/** discord.js sends these with every message, also where they mean nothing; Discord ignores them there. */
const sentEverywhere = new Set(['enforce_nonce', 'tts'])

const convert = (issue: Issue, subject: string): Problem[] => {
  switch (issue.code) {
    case 'invalid_type':
      return [wrongType(issue)]
    case 'too_big':
      return [tooBig(issue, nameOf(issue, subject))]
    case 'too_small':
      return [tooSmall(issue, nameOf(issue, subject))]
    case 'unrecognized_keys':
      return issue.keys
        .filter((key) => !sentEverywhere.has(key))
        .map((key) => problem([...at(issue), key], 'UNKNOWN_FIELD', `Discord knows no field "${key}" here.`))
    case 'invalid_value':
      return [choices(issue, issue.values)]
    case 'invalid_format':
      return [wrongFormat(issue)]
    case 'invalid_union':
      return union(issue, subject)
    default:
      return [problem(at(issue), 'BASE_TYPE_INVALID', issue.message)]
  }
}

const typeCodes: Record<string, [code: string, words: string]> = {
  string: ['STRING_TYPE_CONVERT', 'Must be a string.'],
  number: ['NUMBER_TYPE_COERCE', 'Must be a number.'],
  int: ['NUMBER_TYPE_COERCE', 'Must be a whole number.'],
  boolean: ['BOOLEAN_TYPE_CONVERT', 'Must be either true or false.'],
  array: ['LIST_TYPE_CONVERT', 'Must be a list.'],
  object: ['DICT_TYPE_CONVERT', 'Must be an object.'],
  record: ['DICT_TYPE_CONVERT', 'Must be an object.'],
}

const wrongType = (issue: z.core.$ZodIssueInvalidType): Problem => {
  if (issue.input === undefined) return problem(at(issue), 'BASE_TYPE_REQUIRED', 'This field is required.')
  const [code, words] = typeCodes[issue.expected] ?? ['BASE_TYPE_INVALID', `Must be ${issue.expected}.`]
  return problem(at(issue), code, words)
}

const tooBig = (issue: z.core.$ZodIssueTooBig, name: string): Problem => {
  const limit = `${name} ${sizeOf(issue.input)} of ${issue.maximum}`
  if (issue.origin === 'string')
    return problem(at(issue), 'BASE_TYPE_MAX_LENGTH', `${limit}: must be ${issue.maximum} or fewer in length.`)
  if (issue.origin === 'array')
    return problem(at(issue), 'BASE_TYPE_BAD_LENGTH', `${limit}: must be ${issue.maximum} or fewer in length.`)
  return problem(at(issue), 'NUMBER_TYPE_MAX', `${limit}: must be less than or equal to ${issue.maximum}.`)
}

const tooSmall = (issue: z.core.$ZodIssueTooSmall, name: string): Problem => {
  const limit = `${name} ${sizeOf(issue.input)}`
  if (issue.origin === 'string' || issue.origin === 'array')
    return problem(at(issue), 'BASE_TYPE_BAD_LENGTH', `${limit}: must be ${issue.minimum} or more in length.`)
  return problem(at(issue), 'NUMBER_TYPE_MIN', `${limit}: must be greater than or equal to ${issue.minimum}.`)
}

const choices = (issue: Issue, values: readonly unknown[]): Problem =>
  issue.input === undefined
    ? problem(at(issue), 'BASE_TYPE_REQUIRED', 'This field is required.')
    : problem(at(issue), 'BASE_TYPE_CHOICES', `Value must be one of {${values.map(String).join(', ')}}.`)

const wrongFormat = (issue: z.core.$ZodIssueInvalidStringFormat): Problem => {
  if (issue.format === 'url') return problem(at(issue), 'URL_TYPE_INVALID_URL', 'Not a well formed URL.')
  if (issue.format === 'datetime')
    return problem(at(issue), 'DATE_TIME_TYPE_PARSE', 'Could not parse it. Should be ISO8601.')
  return problem(at(issue), 'STRING_TYPE_REGEX', 'String value did not match validation regex.')
}

const union = (issue: z.core.$ZodIssueInvalidUnion, subject: string): Problem[] => {
  const here = at(issue)
  if (issue.discriminator !== undefined)
    return [
      'options' in issue && issue.options !== undefined
        ? problem(
            here,
            'UNION_TYPE_CHOICES',
            `Value of field "type" must be one of {${issue.options.map(String).join(', ')}}.`,
          )
        : problem(here, 'UNION_TYPE_CHOICES', 'No component of this "type" may stand here.'),
    ]
  // The member that got furthest says most: fewest complaints, deepest path.
  const best = [...issue.errors].sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0] ?? []
  if (best.length === 0) return [problem(here, 'UNION_TYPE_CHOICES', 'The value fits none of the allowed shapes.')]
  const inner = problemsOf(best, subject)
  return inner.map((entry) => ({ ...entry, path: [...here.map(String), ...entry.path] }))
}

const depth = (issues: readonly Issue[]): number => Math.max(0, ...issues.map((issue) => issue.path.length))
