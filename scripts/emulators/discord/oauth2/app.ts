import { setTimeout as sleep } from 'node:timers/promises'
import { type Context, Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { faultAnswer, takeFault } from '../faults.ts'
import { recordRequest, recordViolation } from '../request-log.ts'
import { authorizationKind } from '../rest/request.ts'
import type { Verdict, World } from '../world/types.ts'
import { showConsent, takeConsent } from './authorize.ts'
import { ConsentError } from './decide.ts'
import { messagePage } from './page.ts'
import { answerRevoke, answerToken, type TokenAnswer } from './token-endpoint.ts'

type Endpoint = (world: World, c: Context) => Promise<TokenAnswer>

/** Faults strike these routes too, so that a bot can be tried with Discord's sign-in down. Headers come with a 429. */
const faulty = async (world: World, c: Context, path: string) => {
  const fault = takeFault(world, { method: c.req.method, path, template: path })
  if (fault?.delayMs) await sleep(fault.delayMs)
  const answer = fault && faultAnswer(fault)
  return answer ? { ...answer, explanation: `answered ${answer.status} on purpose (fault ${fault.id})` } : null
}

/** A client that is refused may be out of date or careless; only a wrong secret or form is its own fault. */
const verdictOf = (answer: TokenAnswer): Verdict => {
  if (answer.explanation === null) return 'ok'
  return answer.body['error'] === 'invalid_grant' ? 'outcome' : 'violation'
}

interface Exchange {
  path: string
  startedAt: number
  status: number
  verdict: Verdict
  explanation: string | null
}

/** Bodies of these routes hold secrets, so the log keeps none. */
const log = (world: World, c: Context, { startedAt, ...exchange }: Exchange): void => {
  const entry = {
    ...exchange,
    id: world.nextNumber(),
    at: new Date(world.now()).toISOString(),
    method: c.req.method,
    query: '',
    route: exchange.path,
    body: null,
    files: [],
    reason: null,
    userAgent: c.req.header('user-agent') ?? null,
    authorization: authorizationKind(c.req.header('authorization')),
    code: null,
    elapsedMs: Math.round((performance.now() - startedAt) * 100) / 100,
  }
  recordRequest(world, entry)
  if (exchange.verdict !== 'violation') return
  const explanation = `${c.req.method} ${exchange.path}: ${exchange.explanation}`
  recordViolation(world, { rule: 'oauth2', explanation, requestId: entry.id })
}

/** Guarantee: a fault's status lies between 400 and 599, so its answer may carry a body. */
const withBody = (status: number): ContentfulStatusCode => status as ContentfulStatusCode

const serve = (world: World, path: string, endpoint: Endpoint) => async (c: Context) => {
  const startedAt = performance.now()
  const fault = await faulty(world, c, path)
  if (fault) {
    log(world, c, { path, startedAt, status: fault.status, verdict: 'fault', explanation: fault.explanation })
    return c.json(fault.body, withBody(fault.status), fault.headers)
  }
  const answer = await endpoint(world, c)
  const { status, explanation } = answer
  log(world, c, { path, startedAt, status, explanation, verdict: verdictOf(answer) })
  return c.json(answer.body, status, { 'cache-control': 'no-store', pragma: 'no-cache' })
}

const prefixes = ['', '/api', '/api/:version{v[0-9]+}']

/**
 * OAuth2: the consent page at `/oauth2/authorize`, the token and the revocation endpoint, each with and without
 * `/api` and version before it. Discord docs: topics/oauth2.
 */
export const createOAuth2App = (world: World): Hono => {
  const app = new Hono()
  app.onError((error, c) => {
    if (error instanceof ConsentError) return c.html(messagePage('Error', error.message), 400)
    throw error
  })
  for (const prefix of prefixes) {
    app.get(`${prefix}/oauth2/authorize`, showConsent(world))
    app.post(`${prefix}/oauth2/authorize`, takeConsent(world))
    app.post(`${prefix}/oauth2/token`, serve(world, '/oauth2/token', answerToken))
    app.post(`${prefix}/oauth2/token/revoke`, serve(world, '/oauth2/token/revoke', answerRevoke))
  }
  return app
}
