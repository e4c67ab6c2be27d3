import type { Log } from '../core/context.ts'
import type { Discord, DiscordRequest } from '../core/discord.ts'
import type { DiscordError } from '../core/errors.ts'
import type { Snowflake } from '../core/snowflake.ts'
import { waitForAdmission } from './discord/admission.ts'
import { buildCall, type Call } from './discord/call.ts'
import { downloadText } from './discord/download.ts'
import { busy, unanswered } from './discord/failures.ts'
import { createDiscordMemory, type DiscordMemory } from './discord/memory.ts'
import { type Outcome, readOutcome } from './discord/outcome.ts'
import { type Route, routeOf } from './discord/route.ts'
import { settle } from './discord/settle.ts'

export { createDiscordMemory, type DiscordMemory }

export interface DiscordOptions {
  applicationId: Snowflake
  botId: Snowflake
  token: string
  /** With the version: `https://discord.com/api/v10`. */
  apiUrl: string
  /** Milliseconds since 1970, for limits and deadlines. */
  now(): number
  log: Log
  /** One per isolate, shared by its clients; without it the client learns for itself alone. */
  memory?: DiscordMemory
  sleep?(ms: number): Promise<void>
  fetch?: typeof fetch
  /** 0 to 1, spreads waiting requests. */
  random?(): number
}

const DEFAULT_TIMEOUT_MS = 10_000
const MOST_ATTEMPTS = 6
const MOST_FAILURES = 4
const BACKOFF_MS = 250
const EDGE_BACKOFF_MS = 1_000
const ALREADY_ACKNOWLEDGED = 40060

type Client = Required<DiscordOptions>

/**
 * The client of Discord's REST API: the only module that calls it. Keeps to rate limits before and after Discord says
 * so, retries what can be repeated, stops while Discord is down (5 failures, 60 s) or refuses too much, pings nobody.
 * Throws `DiscordError` (Discord refused), `AppError('unavailable')` (no answer; nothing happened or asking again is
 * safe) or `AppError('uncertain')` (a POST without key was sent and not answered). Discord docs: reference,
 * topics/rate-limits, topics/opcodes-and-status-codes.
 */
export function createDiscord(options: DiscordOptions): Discord {
  const client: Client = {
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    fetch: (input, init) => fetch(input, init),
    random: Math.random,
    ...options,
    memory: options.memory ?? createDiscordMemory(),
  }
  return {
    applicationId: options.applicationId,
    botId: options.botId,
    request: async <T>(request: DiscordRequest) => asDocumented<T>(await perform(client, request)),
    download: (file) => downloadText(file, client.fetch),
  }
}

/** Guarantee: none at run time. `T` is what Discord documents for the route, named by the caller. */
function asDocumented<T>(data: unknown): T {
  return data as T
}

async function perform(client: Client, request: DiscordRequest): Promise<unknown> {
  const { memory, now, log } = client
  const route = routeOf(request, now())
  const timeoutMs = request.timeoutMs ?? DEFAULT_TIMEOUT_MS
  const deadline = now() + timeoutMs
  const call = await buildCall(request, route, client)
  let failures = 0
  let failure: Error | undefined
  for (let attempt = 1; ; attempt += 1) {
    const admission = await waitForAdmission({ ...client, route, deadline })
    if (admission.kind === 'refused') throw failure ?? admission.error
    const outcome = await exchange(client, { call, route, leftMs: deadline - now() })
    settle({ memory, route, ticket: admission.ticket, outcome, now: now(), log })
    if (outcome.kind === 'ok') return outcome.data
    if (outcome.kind === 'refused') {
      if (failure !== undefined && isOwnEffect(request, outcome.error)) return undefined
      throw outcome.error
    }
    if (outcome.kind === 'failed') {
      failures += 1
      failure = unanswered(route.name, call.repeatable, outcome.cause)
      if (!call.repeatable || failures >= MOST_FAILURES) throw failure
    }
    const pause = pauseAfter(outcome, attempt, client.random())
    if (attempt >= MOST_ATTEMPTS || now() + pause >= deadline) throw failure ?? busy(route.name, retryAfterOf(outcome))
    if (pause > 0) await client.sleep(pause)
  }
}

/** After an attempt without answer: the repetition finds that the first one was carried out after all. */
function isOwnEffect({ method }: DiscordRequest, { status, code }: DiscordError): boolean {
  return code === ALREADY_ACKNOWLEDGED || (method === 'DELETE' && status === 404)
}

interface Exchange {
  call: Call
  route: Route
  leftMs: number
}

/** What can be repeated gives up after half of the time that is left, so that a second attempt has a chance. */
async function exchange(client: Client, { call, route, leftMs }: Exchange): Promise<Outcome> {
  const limitMs = Math.max(1, Math.ceil(call.repeatable ? leftMs / 2 : leftMs))
  try {
    const response = await client.fetch(call.url, { ...call.init, signal: AbortSignal.timeout(limitMs) })
    return readOutcome(route, { status: response.status, headers: response.headers, text: await response.text() })
  } catch (cause) {
    return { kind: 'failed', cause }
  }
}

/** Doubling and jittered; 0 after a 429 of Discord itself, because admission knows how long that lasts. */
function pauseAfter(outcome: Outcome, attempt: number, random: number): number {
  const spread = 2 ** (attempt - 1) * (0.5 + random / 2)
  if (outcome.kind === 'failed') return Math.ceil(BACKOFF_MS * spread)
  if (outcome.kind !== 'limited' || outcome.scope !== 'edge') return 0
  return Math.ceil(Math.max(outcome.retryAfterMs ?? 0, EDGE_BACKOFF_MS * spread))
}

function retryAfterOf(outcome: Outcome): number {
  return outcome.kind === 'limited' ? (outcome.retryAfterMs ?? EDGE_BACKOFF_MS) : 0
}
