import type { Log } from '../../core/context.ts'
import type { Ticket } from './admission.ts'
import { recordBreaker } from './breaker.ts'
import { blockRoute, leaveBucket } from './buckets.ts'
import { blockGlobal } from './global-limit.ts'
import type { DiscordMemory } from './memory.ts'
import type { Outcome } from './outcome.ts'
import { clearRefusal, countInvalid, isTokenRefusal, markRefusal } from './refusals.ts'
import type { Route } from './route.ts'

/** A 429 that does not say how long. */
const DEFAULT_RETRY_MS = 1_000

export interface Settlement {
  memory: DiscordMemory
  route: Route
  ticket: Ticket
  outcome: Outcome
  now: number
  log: Log
}

/**
 * Gives a ticket back and keeps what the answer teaches: limits, the breaker, refusals. Logs never hold paths or
 * tokens.
 */
export function settle(settlement: Settlement): void {
  const { memory, route, ticket, outcome, now, log } = settlement
  const failed = outcome.kind === 'failed'
  const isEdge = outcome.kind === 'limited' && outcome.scope === 'edge'
  const limits = outcome.kind === 'failed' ? undefined : outcome.limits
  leaveBucket(memory.buckets, { route, ticket: ticket.bucket, answered: !failed && !isEdge, limits, now })
  const opened = recordBreaker(memory.breakers[route.auth], { answered: !failed, probe: ticket.probe, now })
  if (failed) log.warn('discord gave no answer', { route: route.name, cause: String(outcome.cause) })
  if (opened) log.error('discord breaker opened: calls pause', { route: route.name, auth: route.auth })
  if (outcome.kind === 'ok') clearRefusal(memory.refusals, route)
  if (outcome.kind === 'limited') settleLimited(settlement, outcome)
  if (outcome.kind === 'refused') settleRefused(settlement, outcome)
}

function settleLimited(settlement: Settlement, outcome: Extract<Outcome, { kind: 'limited' }>): void {
  const { memory, route, now, log } = settlement
  const { scope, retryAfterMs = DEFAULT_RETRY_MS } = outcome
  log.warn('discord rate limit', { route: route.name, scope, retryAfterMs, code: outcome.error.code })
  if (scope !== 'shared') noteInvalid(settlement)
  if (scope === 'edge') return
  const until = now + retryAfterMs
  if (scope === 'global' && route.auth === 'bot') blockGlobal(memory.global, until)
  else blockRoute(memory.buckets, route, { until, lengthMs: retryAfterMs })
}

function settleRefused(settlement: Settlement, { error }: Extract<Outcome, { kind: 'refused' }>): void {
  const { memory, route, now, log } = settlement
  const { status, code } = error
  if (status === 401 || status === 403) noteInvalid(settlement)
  const message = error.message.replace(`${route.name}: ${status} ${code} `, '')
  markRefusal(memory.refusals, route, { status, code, message, now })
  if (!isTokenRefusal(route, status, code) || memory.refusals.tokenDead) return
  memory.refusals.tokenDead = true
  log.error('discord refused the bot token: no more calls. Set a new DISCORD_TOKEN and restart', { status, code })
}

function noteInvalid({ memory, now, log }: Settlement): void {
  if (!countInvalid(memory.refusals, now)) return
  log.error('discord refused too many requests: no calls until the 10 minute window is over', {})
}
