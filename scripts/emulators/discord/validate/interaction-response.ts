import * as spec from 'discord-api-spec/zod'
import * as z from 'zod'
import { closeSchema } from './close.ts'
import { choiceValueProblems } from './commands.ts'
import { problemsOf } from './issues.ts'
import { messageProblems } from './messages.ts'
import { modalProblems } from './modals.ts'
import { isObject, type Json, objects, type Problem, problem } from './problem.ts'

/** A modal submit knows whether a component or a command opened the modal: only the former may update a message. */
export type InteractionKind =
  | 'ping'
  | 'command'
  | 'component'
  | 'autocomplete'
  | 'modal-from-command'
  | 'modal-from-component'

const allowedTypes: Record<InteractionKind, readonly number[]> = {
  ping: [1],
  command: [4, 5, 9, 12],
  component: [4, 5, 6, 7, 9, 12],
  autocomplete: [8],
  'modal-from-command': [4, 5],
  'modal-from-component': [4, 5, 6, 7],
}

const schemas = new Map<unknown, z.core.$ZodType>([
  [1, closeSchema(spec.PongInteractionCallbackRequestSchema)],
  [4, closeSchema(spec.CreateMessageInteractionCallbackRequestSchema)],
  [5, closeSchema(spec.CreateMessageInteractionCallbackRequestSchema)],
  [6, closeSchema(spec.UpdateMessageInteractionCallbackRequestSchema)],
  [7, closeSchema(spec.UpdateMessageInteractionCallbackRequestSchema)],
  [8, closeSchema(spec.ApplicationCommandAutocompleteCallbackRequestSchema)],
  [9, closeSchema(spec.ModalInteractionCallbackRequestSchema)],
  [12, closeSchema(spec.LaunchActivityInteractionCallbackRequestSchema)],
])

const subjects: Record<number, string> = { 8: 'autocomplete', 9: 'modal' }

/**
 * Checks an answer to an interaction, be it the HTTP reply or the body of the callback route: whether this type may
 * answer this kind of interaction, then schema and rules (Discord docs: interactions/receiving-and-responding).
 */
export const validateInteractionResponse = (kind: InteractionKind, response: unknown): Problem[] => {
  if (!isObject(response)) return [problem([], 'DICT_TYPE_CONVERT', 'The answer must be a JSON object with a "type".')]
  const type = response['type']
  const allowed = allowedTypes[kind]
  if (typeof type !== 'number' || !allowed.includes(type))
    return [
      problem(
        ['type'],
        'BASE_TYPE_CHOICES',
        `Response type ${JSON.stringify(type)} cannot answer this ${kind.replaceAll('-', ' ')} interaction; value must be one of {${allowed.join(', ')}}.`,
      ),
    ]
  return callbackProblems(response)
}

/** Schema and rules of a callback body, whatever it answers. */
export const callbackProblems = (response: Json): Problem[] => {
  const type = response['type']
  const schema = schemas.get(type)
  if (schema === undefined)
    return [problem(['type'], 'BASE_TYPE_CHOICES', `Value must be one of {${[...schemas.keys()].join(', ')}}.`)]
  const result = z.core.safeParse(schema, response, { reportInput: true })
  const found = result.success ? [] : problemsOf(result.error.issues, subjects[Number(type)])
  const data = isObject(response['data']) ? response['data'] : {}
  return [...found, ...dataProblems(type, data)]
}

const dataProblems = (type: unknown, data: Json): Problem[] => {
  switch (type) {
    case 4:
      return messageProblems(data, { path: ['data'], kind: 'create' })
    case 7:
      return messageProblems(data, { path: ['data'], kind: 'edit' })
    case 8:
      return objects(data['choices']).flatMap(([index, choice]) =>
        choiceValueProblems(choice, ['data', 'choices', index]),
      )
    case 9:
      return modalProblems(data, ['data'])
    default:
      return []
  }
}
