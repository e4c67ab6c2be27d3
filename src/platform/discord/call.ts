import type { DiscordRequest } from '../../core/discord.ts'
import { nonceOf, takesNonce, withoutMentions } from './payload.ts'
import { isRecord } from './plain.ts'
import { encodeReason } from './reason.ts'
import type { Route } from './route.ts'

const USER_AGENT = 'DiscordBot (https://github.com/guildhall/guildhall, 0.1.0)'

/** Posts that have the same effect when they are done twice. */
const REPEATABLE_POSTS: readonly string[] = [
  'POST /users/@me/channels',
  'POST /channels/:id/messages/bulk-delete',
  'POST /channels/:id/typing',
  'POST /interactions/:id/:token/callback',
]

/** One request, ready to be sent as often as it takes. */
export interface Call {
  url: string
  init: { method: string; headers: Record<string, string>; body?: string; redirect: 'manual' }
  /** Whether sending it again after an unknown outcome can do no harm. */
  repeatable: boolean
}

export async function buildCall(
  request: DiscordRequest,
  route: Route,
  { apiUrl, token }: { apiUrl: string; token: string },
): Promise<Call> {
  const body = await buildBody(request, route)
  return {
    url: `${apiUrl.replace(/\/+$/, '')}${request.path}${queryOf(request.query)}`,
    init: {
      method: request.method,
      headers: headersOf(request, token),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'manual',
    },
    repeatable: isRepeatable(request, route),
  }
}

async function buildBody({ body, idempotencyKey }: DiscordRequest, route: Route): Promise<unknown> {
  const safe = withoutMentions(route, body)
  if (idempotencyKey === undefined || !takesNonce(route) || !isRecord(safe)) return safe
  return { ...safe, nonce: await nonceOf(route, idempotencyKey), enforce_nonce: true }
}

function headersOf({ method, auth, reason }: DiscordRequest, token: string): Record<string, string> {
  const encoded = reason === undefined ? undefined : encodeReason(reason)
  return {
    'User-Agent': USER_AGENT,
    ...(method === 'GET' ? {} : { 'Content-Type': 'application/json' }),
    ...(auth === 'interaction' ? {} : { Authorization: `Bot ${token}` }),
    ...(encoded === undefined ? {} : { 'X-Audit-Log-Reason': encoded }),
  }
}

function isRepeatable({ method, idempotencyKey }: DiscordRequest, route: Route): boolean {
  if (method !== 'POST') return true
  return REPEATABLE_POSTS.includes(route.name) || (idempotencyKey !== undefined && takesNonce(route))
}

function queryOf(query: DiscordRequest['query']): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) params.set(name, String(value))
  return params.size === 0 ? '' : `?${params}`
}
