import type { APIInteraction } from 'discord-api-types/v10'
import type { Feature } from '../core/feature.ts'
import { isSnowflake, snowflake } from '../core/snowflake.ts'
import { clockAt, clockOf } from '../platform/clock.ts'
import { createVerifier, type Verify } from '../platform/crypto.ts'
import type { Env } from '../platform/env.ts'
import { createLog } from '../platform/log.ts'
import { givenRequestId } from '../platform/trace.ts'
import { pong } from './answers.ts'
import { readBody } from './body.ts'
import { createIsolate, type RequestScope } from './context.ts'
import { errorResponse } from './errors.ts'
import { handleInteraction } from './interactions.ts'
import { createRegistry } from './registry.ts'
import { createRoutes } from './routes.ts'

/** The part of Cloudflare's execution context that we use. */
export interface Execution {
  waitUntil(work: Promise<unknown>): void
}

export interface App {
  fetch(request: Request, execution: Execution): Promise<Response>
  /** `time` is what the platform says the run is for, in milliseconds. */
  scheduled(time: number, execution: Execution): Promise<void>
}

/** Discord sends no interaction larger than this; anything above is not read to its end. */
const MAX_BODY_BYTES = 1_000_000
const SWEEP_BUDGET_MS = 20_000
const PING = 1

/** The bot's user id is the first part of its token; only for the oldest applications it is not the application's id. */
function botIdOf(env: Env) {
  const first = env.DISCORD_TOKEN.split('.')[0] ?? ''
  try {
    const decoded = atob(first)
    if (isSnowflake(decoded)) return decoded
  } catch {
    // Not base64: a token of another form, so the application's id is the best guess.
  }
  return snowflake(env.DISCORD_APPLICATION_ID)
}

export function createApp(env: Env, features: readonly Feature[]): App {
  const registry = createRegistry(features)
  const ids = { applicationId: snowflake(env.DISCORD_APPLICATION_ID), botId: botIdOf(env) }
  const isolate = createIsolate(env, registry, ids)
  const verify = createVerifier(env.DISCORD_PUBLIC_KEY)
  const isLocalClock = env.LOCAL_CLOCK === '1'
  let underWay = 0
  const routes = createRoutes(isolate, { underWay: () => underWay })

  const scopeOf = (clock: RequestScope['clock'], execution: Execution, given?: string): RequestScope => {
    const requestId = given ?? crypto.randomUUID()
    const scope: RequestScope = {
      clock,
      requestId,
      log: createLog(env.LOG_LEVEL, { requestId }),
      background(work) {
        underWay += 1
        execution.waitUntil(
          logged(work, scope).finally(() => {
            underWay -= 1
          }),
        )
      },
    }
    return scope
  }

  return {
    async fetch(request, execution) {
      const clock = clockOf(request.headers, isLocalClock)
      if (request.method === 'POST' && isInteractionPath(request.url)) {
        const read = await readInteraction({ request, verify, now: clock() })
        if (read instanceof Response) return read
        if (read.type === PING) return pong()
        return handleInteraction(
          isolate,
          scopeOf(clock, execution, givenRequestId(request.headers, isLocalClock)),
          read,
        )
      }
      const scope = scopeOf(clock, execution, givenRequestId(request.headers, isLocalClock))
      try {
        return await routes(request, scope)
      } catch (error) {
        return errorResponse(scope, error)
      }
    },
    async scheduled(time, execution) {
      const scope = scopeOf(clockAt(time, isLocalClock), execution)
      await isolate.jobRunner(scope).sweep(SWEEP_BUDGET_MS)
    },
  }
}

/** Both are common in tutorials, and Discord calls whichever was saved. */
function isInteractionPath(url: string): boolean {
  const start = url.indexOf('/', url.indexOf('//') + 2)
  const path = start === -1 ? '/' : url.slice(start)
  return path === '/interactions' || path === '/'
}

async function logged(work: Promise<unknown>, scope: RequestScope): Promise<void> {
  try {
    await work
  } catch (error) {
    scope.log.error('background work failed', { error })
  }
}

interface SignedCall {
  request: Request
  verify: Verify
  now: Date
}

/**
 * Nothing is parsed, looked up or written before the signature has been found to be Discord's.
 * Answers the refusal where there is one: 401 for anything that Discord did not sign just now.
 */
async function readInteraction({ request, verify, now }: SignedCall): Promise<APIInteraction | Response> {
  const { headers } = request
  const signature = headers.get('x-signature-ed25519')
  const timestamp = headers.get('x-signature-timestamp')
  if (signature === null || timestamp === null) return unsigned()
  const body = await readBody(request, MAX_BODY_BYTES)
  if (body === undefined) return new Response('too large', { status: 413 })
  if (!(await verify({ signature, timestamp, body }, now))) return unsigned()
  return parseInteraction(body) ?? new Response('not an interaction', { status: 400 })
}

function unsigned(): Response {
  return new Response('invalid request signature', { status: 401 })
}

const decoder = new TextDecoder()

/** Guarantee: the signature has proved that Discord wrote it, so it has the documented shape; an unknown type is turned away by the router. */
function parseInteraction(body: Uint8Array): APIInteraction | undefined {
  try {
    const parsed: unknown = JSON.parse(decoder.decode(body))
    const type = typeof parsed === 'object' && parsed !== null && 'type' in parsed ? parsed.type : undefined
    return typeof type === 'number' ? (parsed as APIInteraction) : undefined
  } catch {
    return undefined
  }
}
