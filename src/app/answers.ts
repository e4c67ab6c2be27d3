import type { Visibility } from '../core/interactions.ts'
import { messagePayload } from '../core/message-payload.ts'
import { remember } from '../core/remember.ts'
import type { Answer, MessageBody } from '../core/reply.ts'

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

/** The JSON of a message; made once for a body that is frozen, since such a body is sent again and again. */
function messageJson(body: MessageBody, ephemeral: boolean): string {
  const make = () => JSON.stringify(messagePayload(body, { ephemeral }))
  return Object.isFrozen(body) ? remember(body, ephemeral ? 'json:ephemeral' : 'json', make) : make()
}

function answerJson(answer: Answer): string {
  switch (answer.kind) {
    case 'message':
      return `{"type":${responseTypes.message},"data":${messageJson(answer.body, answer.ephemeral)}}`
    case 'update':
      return `{"type":${responseTypes.update},"data":${messageJson(answer.body, false)}}`
    case 'modal':
      return JSON.stringify({ type: responseTypes.modal, data: answer.modal })
  }
}

/** The answer as our HTTP response. */
export function answerResponse(answer: Answer): Response {
  return new Response(answerJson(answer), { headers: JSON_HEADERS })
}

/** A promise to answer later. Who will see it is fixed here: only EPHEMERAL is honoured on a deferral. */
export function deferBody(answers: 'update' | Visibility): unknown {
  if (answers === 'update') return { type: responseTypes.deferUpdate }
  return answers === 'ephemeral'
    ? { type: responseTypes.deferMessage, data: { flags: EPHEMERAL } }
    : { type: responseTypes.deferMessage }
}
