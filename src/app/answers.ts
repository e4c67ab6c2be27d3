import type { Visibility } from '../core/interactions.ts'
import { messagePayload } from '../core/message-payload.ts'
import { remember } from '../core/remember.ts'
import type { Answer } from '../core/reply.ts'

/** Interaction response types (Discord docs: interactions/receiving-and-responding, "Interaction Callback Type"). */
export const responseTypes = {
  pong: 1,
  message: 4,
  deferMessage: 5,
  deferUpdate: 6,
  update: 7,
  choices: 8,
  modal: 9,
} as const

const EPHEMERAL = 64
const JSON_HEADERS = { 'content-type': 'application/json' }

export function jsonResponse(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: JSON_HEADERS })
}

const PONG = JSON.stringify({ type: responseTypes.pong })

/** Discord asks whether anybody is there; this must not depend on anything else being up. */
export function pong(): Response {
  return new Response(PONG, { headers: JSON_HEADERS })
}

function answerJson(answer: Answer): string {
  if (answer.kind === 'modal') return JSON.stringify({ type: responseTypes.modal, data: answer.modal })
  const ephemeral = answer.kind === 'message' && answer.ephemeral
  return JSON.stringify({ type: responseTypes[answer.kind], data: messagePayload(answer.body, { ephemeral }) })
}

/** Made once for a message that is frozen, since such a one is sent again and again. */
function answerBody(answer: Answer): string {
  if (answer.kind === 'modal' || !Object.isFrozen(answer.body)) return answerJson(answer)
  const name = answer.kind === 'message' && answer.ephemeral ? 'answer:ephemeral' : `answer:${answer.kind}`
  return remember(answer.body, name, () => answerJson(answer))
}

/** The answer as our HTTP response. */
export function answerResponse(answer: Answer): Response {
  return new Response(answerBody(answer), { headers: JSON_HEADERS })
}

/** A promise to answer later. Who will see it is fixed here: only EPHEMERAL is honoured on a deferral. */
export function deferBody(answers: 'update' | Visibility): unknown {
  if (answers === 'update') return { type: responseTypes.deferUpdate }
  return answers === 'ephemeral'
    ? { type: responseTypes.deferMessage, data: { flags: EPHEMERAL } }
    : { type: responseTypes.deferMessage }
}
