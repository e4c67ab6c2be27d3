import { setTimeout as sleep } from 'node:timers/promises'
import { type Context, Hono } from 'hono'
import type { ContentfulStatusCode, StatusCode } from 'hono/utils/http-status'
import { getPath } from 'hono/utils/url'
import { DiscordError, formError, plainError } from '../errors.ts'
import { type FaultAnswer, faultAnswer, takeFault } from '../faults.ts'
import {
  bucketKey,
  countInvalid,
  findIgnoredWait,
  type LimitedRoute,
  rememberWait,
  takeFromBucket,
} from '../rate-limit.ts'
import { recordRequest, recordViolation } from '../request-log.ts'
import type { AccessToken } from '../world/oauth2-types.ts'
import { isSnowflake } from '../world/snowflake.ts'
import type { Fault, RequestEntry, Verdict, World } from '../world/types.ts'
import { answerExplanation } from './answer-check.ts'
import { missingAllowedMentions } from './house-rules.ts'
import { problemsError } from './problems.ts'
import {
  authorizationKind,
  bearerOf,
  checkAuthorization,
  checkUserAgent,
  type ParsedBody,
  readBody,
  readReason,
} from './request.ts'
import type { Call, Reply, Route, ValidateAnswer, ValidateBody, ValidateCallback } from './route.ts'
import { routes } from './routes.ts'
import { unimplementedError } from './unimplemented.ts'
import { checkFields } from './unknown-fields.ts'

export interface RestDeps {
  validateBody: ValidateBody
  validateAnswer: ValidateAnswer
  validateCallback: ValidateCallback
}

/** What is known about a request while it is worked on, for its answer and its log entry. */
interface Exchange {
  readonly world: World
  readonly route: Route | null
  readonly method: string
  readonly path: string
  readonly params: Record<string, string>
  readonly startedAt: number
  readonly at: string
  readonly bearer: AccessToken | null
  fault: Fault | undefined
  parsed: ParsedBody
  reason: string | null
  headers: Record<string, string>
  verdict: Verdict
  rule: string
  explanation: string | null
}

/**
 * The address below `/api` and `/api/v{n}`, so that the router holds each route once. Some clients escape the `@` of
 * `@me` and `@original`, which a URL decoder leaves as it is.
 */
const readPath = (request: Request): string =>
  getPath(request)
    .replace(/^\/api(\/v\d+)?(?=\/|$)/, '')
    .replaceAll('%40', '@') || '/'

const honoPath = (template: string): string => template.replace(/\{(\w+)\}/g, ':$1')

const newExchange = (c: Context, world: World, route: Route | null): Exchange => ({
  world,
  route,
  method: c.req.method,
  path: c.req.path,
  params: c.req.param(),
  startedAt: performance.now(),
  at: new Date(world.now()).toISOString(),
  bearer: bearerOf(world, c.req.header('authorization')),
  fault: undefined,
  parsed: { body: undefined, files: [] },
  reason: null,
  headers: {},
  verdict: 'ok',
  rule: '',
  explanation: null,
})

const limitedRoute = (exchange: Exchange, route: Route): LimitedRoute => ({
  method: route.method,
  template: route.template,
  params: exchange.params,
  countsGlobally: route.auth === 'bot' && exchange.bearer === null,
  ...(exchange.bearer && { userId: exchange.bearer.grant.userId }),
})

const templatePattern = (template: string): RegExp =>
  new RegExp(`^${template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '[^/]+')}$`)

const unknownRoute = ({ method, path }: Exchange): DiscordError => {
  const missing = unimplementedError(method, path)
  if (missing) return missing
  const isKnownPath = routes.some((route) => templatePattern(route.template).test(path))
  return isKnownPath
    ? plainError(405, 'unknown-route', `${path} does not take ${method}`)
    : plainError(404, 'unknown-route', `there is no route ${method} ${path}`)
}

const checkIds = (params: Record<string, string>): void => {
  const problems = Object.entries(params).flatMap(([name, value]) => {
    if (!name.endsWith('_id') || isSnowflake(value)) return []
    return [{ path: [name], code: 'NUMBER_TYPE_COERCE', message: `Value "${value}" is not snowflake.` }]
  })
  if (problems.length > 0) throw formError(problems)
}

/** The body that the route works with; throws what is wrong with it. */
const checkBody = ({ world, parsed }: Exchange, { method, template }: Route, deps: RestDeps): unknown => {
  if (parsed.body === undefined) return undefined
  const { body, problems } = checkFields(world, parsed.body, (given) => deps.validateBody(method, template, given))
  if (problems.length > 0) throw problemsError(problems)
  return body
}

const work = async (c: Context, exchange: Exchange, deps: RestDeps): Promise<Reply> => {
  const { world, route } = exchange
  exchange.parsed = await readBody(c)
  if (exchange.bearer === null) checkUserAgent(world, c.req.header('user-agent'))
  if (!route) throw unknownRoute(exchange)
  checkAuthorization(world, route, c.req.header('authorization'))
  exchange.headers = takeFromBucket(world, limitedRoute(exchange, route))
  checkIds(exchange.params)
  exchange.reason = readReason(c.req.header('x-audit-log-reason'))
  const { files } = exchange.parsed
  const body = checkBody(exchange, route, deps)
  const call: Call = {
    world,
    params: exchange.params,
    query: new URL(c.req.url).searchParams,
    body,
    files,
    reason: exchange.reason,
    bearer: exchange.bearer,
    validateCallback: deps.validateCallback,
  }
  const reply = await route.handle(call)
  const broken = missingAllowedMentions(world, `${route.method} ${route.template}`, body)
  if (broken !== null) judge(exchange, 'violation', 'allowed-mentions', broken)
  return reply
}

const judge = (exchange: Exchange, verdict: Verdict, rule: string, explanation: string): void => {
  exchange.verdict = verdict
  exchange.rule = rule
  exchange.explanation = explanation
}

const answerError = (exchange: Exchange, error: unknown): Reply => {
  if (error instanceof DiscordError) {
    judge(exchange, error.verdict, error.rule, error.message)
    exchange.headers = { ...exchange.headers, ...error.headers }
    return { status: error.status, body: error.body }
  }
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error)
  judge(exchange, 'violation', 'emulator', `the emulator could not handle this request: ${words}`)
  return { status: 500, body: { message: '500: Internal Server Error', code: 0 } }
}

const answerFault = (exchange: Exchange, answer: FaultAnswer): Reply => {
  exchange.headers = answer.headers
  if (answer.status === 429 && exchange.route) {
    const isGlobal = answer.body.global === true
    const key = isGlobal ? 'global' : bucketKey(limitedRoute(exchange, exchange.route))
    rememberWait(exchange.world, key, answer.body.retry_after ?? 0)
  }
  judge(exchange, 'fault', 'fault', `answered ${answer.status} on purpose (fault ${exchange.fault?.id})`)
  return { status: answer.status, body: answer.body }
}

const answer = async (c: Context, exchange: Exchange, deps: RestDeps): Promise<Reply> => {
  const { world, route } = exchange
  const target = { method: exchange.method, path: exchange.path, template: route?.template ?? null }
  exchange.fault = takeFault(world, target)
  const ignored = route ? findIgnoredWait(world, limitedRoute(exchange, route)) : null
  if (exchange.fault?.delayMs) await sleep(exchange.fault.delayMs)
  const faulty = exchange.fault && faultAnswer(exchange.fault)
  try {
    if (!faulty) return await work(c, exchange, deps)
    exchange.parsed = await readBody(c)
    return answerFault(exchange, faulty)
  } catch (error) {
    return answerError(exchange, error)
  } finally {
    if (ignored !== null) judge(exchange, 'violation', 'retry-after', ignored)
  }
}

const codeOf = (body: unknown): number | null =>
  typeof body === 'object' && body !== null && 'message' in body && 'code' in body && typeof body.code === 'number'
    ? body.code
    : null

const log = (c: Context, exchange: Exchange, reply: Reply): void => {
  const { world, parsed } = exchange
  const code = reply.status >= 400 ? codeOf(reply.body) : null
  const entry: RequestEntry = {
    id: world.nextNumber(),
    at: exchange.at,
    method: exchange.method,
    path: exchange.path,
    query: new URL(c.req.url).search,
    route: exchange.route?.template ?? null,
    body: parsed.body,
    files: parsed.files.map(({ name, bytes }) => ({ name, size: bytes.length })),
    reason: exchange.reason,
    userAgent: c.req.header('user-agent') ?? null,
    trace: c.req.header('x-guildhall-request') ?? null,
    authorization: authorizationKind(c.req.header('authorization')),
    status: reply.status,
    code,
    elapsedMs: Math.round((performance.now() - exchange.startedAt) * 100) / 100,
    verdict: exchange.verdict,
    explanation: exchange.explanation,
  }
  recordRequest(world, entry)
  if (exchange.verdict !== 'violation') return
  const explanation = `${exchange.method} ${exchange.path}: ${exchange.explanation}`
  recordViolation(world, { rule: exchange.rule, explanation, code, requestId: entry.id })
}

/** Hono types statuses by whether they carry a body; replies without one are exactly those given no body. */
const emptyStatus = (status: number): StatusCode => status as StatusCode
const jsonStatus = (status: number): ContentfulStatusCode => status as ContentfulStatusCode

const bannedByCloudflare = (c: Context): Response =>
  c.text('error code: 1015', 429, { 'retry-after': '600', 'content-type': 'text/plain' })

/** The Node socket behind the request, when the app is served by @hono/node-server. */
const cutConnection = (c: Context): Response => {
  const bindings: unknown = c.env
  if (typeof bindings === 'object' && bindings !== null && 'outgoing' in bindings) {
    const { outgoing } = bindings
    if (typeof outgoing === 'object' && outgoing !== null && 'destroy' in outgoing) {
      if (typeof outgoing.destroy === 'function') outgoing.destroy()
    }
  }
  return c.body(null, 502)
}

const serve = async (c: Context, exchange: Exchange, deps: RestDeps): Promise<Response> => {
  const { world } = exchange
  const reply = await answer(c, exchange, deps)
  const isDropped = exchange.fault?.drop === true
  if (isDropped) judge(exchange, 'fault', 'fault', `the answer was cut on purpose (fault ${exchange.fault?.id})`)
  log(c, exchange, reply)
  if (exchange.route && exchange.verdict !== 'fault') {
    const wrong = answerExplanation(world, { route: exchange.route, reply, validate: deps.validateAnswer })
    if (wrong !== null) recordViolation(world, { rule: 'emulator', explanation: `${exchange.path}: ${wrong}` })
  }
  if (isDropped) return cutConnection(c)
  if (exchange.verdict !== 'fault' && countInvalid(world, reply.status, exchange.headers['x-ratelimit-scope'])) {
    return bannedByCloudflare(c)
  }
  for (const [name, value] of Object.entries(exchange.headers)) c.header(name, value)
  return reply.body === undefined
    ? c.body(null, emptyStatus(reply.status))
    : c.json(reply.body, jsonStatus(reply.status))
}

/**
 * Discord's REST API v10 over a world, at /api/v{n}: authorisation, rate limits, faults, validation, permissions and
 * the request log. `deps` are the validators of request bodies and interaction responses.
 */
export const createRestApp = (world: World, deps: RestDeps): Hono => {
  const app = new Hono({ getPath: readPath })
  for (const route of routes) {
    app.on(route.method, honoPath(route.template), (c) => serve(c, newExchange(c, world, route), deps))
  }
  app.all('*', (c) => serve(c, newExchange(c, world, null), deps))
  return app
}
