import { isSnowflake } from '../../core/snowflake.ts'
import { isRecord } from './plain.ts'
import type { Route } from './route.ts'

const CREATE_MESSAGE = 'POST /channels/:id/messages'
const MESSAGE_ROUTES = [
  /^POST \/channels\/:id\/messages$/,
  /^PATCH \/channels\/:id\/messages\/:id$/,
  /^POST \/webhooks\/:\w+\/:token$/,
  /^PATCH \/webhooks\/:\w+\/:token\/messages\/[^/]+$/,
]
const CALLBACK = /^POST \/interactions\/:id\/:token\/callback$/
const CREATE_THREAD = /^POST \/channels\/:id\/threads$/
/** CHANNEL_MESSAGE_WITH_SOURCE and UPDATE_MESSAGE: the callbacks that carry a message. */
const MESSAGE_CALLBACKS: readonly unknown[] = [4, 7]

/**
 * Sets `allowed_mentions` wherever Discord takes it, because its own default pings everybody who is named in the text
 * (Discord docs: resources/message, "Allowed Mentions"). Ids that the caller lists stay; `parse` never does.
 */
export function withoutMentions(route: Route, body: unknown): unknown {
  if (!isRecord(body)) return body
  if (MESSAGE_ROUTES.some((pattern) => pattern.test(route.name))) return silenced(body)
  if (CALLBACK.test(route.name) && MESSAGE_CALLBACKS.includes(body['type']) && isRecord(body['data']))
    return { ...body, data: silenced(body['data']) }
  if (CREATE_THREAD.test(route.name) && isRecord(body['message']))
    return { ...body, message: silenced(body['message']) }
  return body
}

function silenced(message: Record<string, unknown>): Record<string, unknown> {
  const given = isRecord(message['allowed_mentions']) ? message['allowed_mentions'] : {}
  return { ...message, allowed_mentions: { parse: [], ...ids('users', given), ...ids('roles', given) } }
}

function ids(kind: 'users' | 'roles', given: Record<string, unknown>): Record<string, string[]> {
  const listed = given[kind]
  return Array.isArray(listed) ? { [kind]: [...new Set(listed.filter(isSnowflake))] } : {}
}

/** Only Create Message knows the nonce; elsewhere a key makes nothing safer. */
export function takesNonce(route: Route): boolean {
  return route.name === CREATE_MESSAGE
}

/**
 * 25 characters that stand for this key in this channel. The channel is part of it because Discord looks for the nonce
 * among all messages of the bot (Discord docs: resources/message, "enforce_nonce").
 */
export async function nonceOf(route: Route, key: string): Promise<string> {
  const input = new TextEncoder().encode(`${route.major}\n${key}`)
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', input))
  const base64 = btoa(String.fromCharCode(...digest))
  return base64.replaceAll('+', '-').replaceAll('/', '_').slice(0, 25)
}
