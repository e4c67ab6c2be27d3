import { DiscordError, type FormProblem } from '../errors.ts'
import type { World } from '../world/types.ts'
import { probe } from './signed-post.ts'

/** The 50035 with Discord's own message; the request log says what was wrong. */
const unverified = (problem: FormProblem, why: string): DiscordError =>
  new DiscordError({
    status: 400,
    body: {
      code: 50035,
      message: 'Invalid Form Body',
      errors: { [problem.path.join('.')]: { _errors: [{ code: problem.code, message: problem.message }] } },
    },
    verdict: 'violation',
    rule: 'endpoint',
    explanation: `${problem.message} ${why}`,
  })

const ask = async (world: World, url: string, handshake: { body: string; problem: FormProblem } & Kind) => {
  try {
    return await probe(world, url, handshake)
  } catch (error) {
    throw unverified(handshake.problem, error instanceof Error ? error.message : String(error))
  }
}

interface Kind {
  kind: 'interaction' | 'webhook'
}

/**
 * What Discord does before it stores an interactions endpoint: a PING with a good signature must be answered 200 with
 * `{"type":1}`, one with a bad signature 401. Throws 50035 otherwise.
 * Discord docs: interactions/overview#setting-up-an-endpoint.
 */
export const verifyInteractionsEndpoint = async (world: World, url: string): Promise<void> => {
  const id = world.newId()
  const body = JSON.stringify({ id, application_id: world.application.id, type: 1, token: 'ping', version: 1 })
  const problem: FormProblem = {
    path: ['interactions_endpoint_url'],
    code: 'APPLICATION_INTERACTIONS_ENDPOINT_URL_INVALID',
    message: 'The specified interactions endpoint URL could not be verified.',
  }
  const { status, answer, forgedStatus } = await ask(world, url, { body, kind: 'interaction', problem })
  const isPong = typeof answer === 'object' && answer !== null && 'type' in answer && answer.type === 1
  if (status !== 200 || !isPong) throw unverified(problem, `A signed PING was answered ${status}, not 200 {"type":1}.`)
  if (forgedStatus !== 401)
    throw unverified(problem, `A PING with a bad signature was answered ${forgedStatus}, not 401.`)
}

/**
 * The same for the URL of webhook events, whose PING (type 0) is answered 204 without a body.
 * Discord docs: events/webhook-events#setting-up-an-endpoint.
 */
export const verifyEventWebhooksUrl = async (world: World, url: string): Promise<void> => {
  const body = JSON.stringify({ version: 1, application_id: world.application.id, type: 0 })
  const problem: FormProblem = {
    path: ['event_webhooks_url'],
    code: 'APPLICATION_EVENT_WEBHOOKS_URL_INVALID',
    message: 'The specified event webhooks URL could not be verified.',
  }
  const { status, forgedStatus } = await ask(world, url, { body, kind: 'webhook', problem })
  if (status !== 204) throw unverified(problem, `A signed PING was answered ${status}, not 204.`)
  if (forgedStatus !== 401)
    throw unverified(problem, `A PING with a bad signature was answered ${forgedStatus}, not 401.`)
}
