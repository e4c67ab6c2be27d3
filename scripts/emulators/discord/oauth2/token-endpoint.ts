import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { announceDeauthorized } from '../webhook-events/announce.ts'
import type { AccessToken } from '../world/oauth2-types.ts'
import { renderGuild, renderWebhook } from '../world/render.ts'
import type { World } from '../world/types.ts'
import { scopeProblem, splitScopes } from './scopes.ts'
import {
  accessTokenSeconds,
  createGrant,
  isClient,
  issueToken,
  redeemCode,
  refreshToken,
  revokeToken,
  verifiesChallenge,
} from './tokens.ts'

export interface TokenAnswer {
  status: ContentfulStatusCode
  body: Record<string, unknown>
  /** For the request log, in words; null when all went well. */
  explanation: string | null
}

const refuse = (error: string, explanation: string, options: { description?: string; status?: 400 | 401 } = {}) => ({
  status: options.status ?? (400 as const),
  body: { error, ...(options.description !== undefined && { error_description: options.description }) },
  explanation,
})

const isForm = (c: Context): boolean =>
  c.req.header('content-type')?.toLowerCase().startsWith('application/x-www-form-urlencoded') === true

const basicCredentials = (header: string | undefined): [id: string, secret: string] | null => {
  if (!header?.startsWith('Basic ')) return null
  const [id = '', ...rest] = Buffer.from(header.slice('Basic '.length), 'base64').toString('utf8').split(':')
  return [decoded(id), decoded(rest.join(':'))]
}

/** RFC 6749 section 2.3.1 has both parts form-encoded; many clients leave that out, which changes nothing here. */
const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

const isAuthentic = (world: World, header: string | undefined, form: URLSearchParams): boolean => {
  const [id, secret] = basicCredentials(header) ?? [form.get('client_id') ?? '', form.get('client_secret') ?? '']
  return isClient(world, id, secret)
}

/** Discord docs: topics/oauth2#access-token-response, with the guild or webhook that came with the consent. */
const tokenBody = (world: World, token: AccessToken): Record<string, unknown> => {
  const { grant } = token
  const guild = grant.guildId === null ? undefined : world.guilds.get(grant.guildId)
  const webhook = grant.webhookId === null ? undefined : world.webhooks.get(grant.webhookId)
  return {
    token_type: 'Bearer',
    access_token: token.token,
    expires_in: accessTokenSeconds,
    ...(token.refreshToken !== null && { refresh_token: token.refreshToken }),
    scope: [...grant.scopes].join(' '),
    ...(guild && grant.scopes.has('bot') && { guild: renderGuild(guild) }),
    ...(webhook && { webhook: renderWebhook(world, webhook) }),
  }
}

const granted = (world: World, token: AccessToken): TokenAnswer => ({
  status: 200,
  body: tokenBody(world, token),
  explanation: null,
})

const byCode = (world: World, form: URLSearchParams): TokenAnswer => {
  const found = redeemCode(world, form.get('code') ?? '')
  if (!found)
    return refuse('invalid_grant', 'the code is unknown, used before or older than ten minutes', {
      description: 'Invalid "code" in request.',
    })
  if (form.get('redirect_uri') !== found.redirectUri)
    return refuse('invalid_grant', `the code was given for the redirect_uri ${found.redirectUri}`, {
      description: 'Invalid "redirect_uri" in request.',
    })
  if (!verifiesChallenge(found.challenge, form.get('code_verifier')))
    return refuse('invalid_grant', 'the code_verifier does not fit the code_challenge', {
      description: 'Invalid "code_verifier" in request.',
    })
  return granted(world, issueToken(world, found.grant, { refreshable: true }))
}

const byRefreshToken = (world: World, form: URLSearchParams): TokenAnswer => {
  const token = refreshToken(world, form.get('refresh_token') ?? '')
  return token ? granted(world, token) : refuse('invalid_grant', 'the refresh token is unknown, spent or revoked')
}

const byClientCredentials = (world: World, form: URLSearchParams): TokenAnswer => {
  const scopes = splitScopes(form.get('scope') ?? '')
  const problem = scopeProblem(scopes, 'client_credentials')
  if (problem !== null)
    return refuse('invalid_scope', problem, {
      description: 'The requested scope is invalid, unknown, or malformed.',
    })
  const grant = createGrant(world, { userId: world.application.ownerId, scopes })
  return granted(world, issueToken(world, grant, { refreshable: false }))
}

const grants: Readonly<Record<string, (world: World, form: URLSearchParams) => TokenAnswer>> = {
  authorization_code: byCode,
  refresh_token: byRefreshToken,
  client_credentials: byClientCredentials,
}

const unsupported = (type: string | null, explanation: string): TokenAnswer =>
  refuse('unsupported_grant_type', explanation, { description: `Grant type ${type ?? 'None'} is not supported` })

/** POST /oauth2/token. Errors as in RFC 6749 section 5.2; anything but a form is refused as a missing grant type. */
export const answerToken = async (world: World, c: Context): Promise<TokenAnswer> => {
  if (!isForm(c)) return unsupported(null, 'the body is not application/x-www-form-urlencoded')
  const form = new URLSearchParams(await c.req.text())
  const type = form.get('grant_type')
  const grant = type !== null && Object.hasOwn(grants, type) ? grants[type] : undefined
  if (!grant) return unsupported(type, `there is no grant type "${type}"`)
  if (!isAuthentic(world, c.req.header('authorization'), form))
    return refuse('invalid_client', 'the client id or secret is wrong or missing', { status: 401 })
  return grant(world, form)
}

/** POST /oauth2/token/revoke: ends the whole authorisation; an unknown token is answered 200 too (RFC 7009). */
export const answerRevoke = async (world: World, c: Context): Promise<TokenAnswer> => {
  if (!isForm(c)) return refuse('invalid_request', 'the body is not application/x-www-form-urlencoded')
  const form = new URLSearchParams(await c.req.text())
  if (!isAuthentic(world, c.req.header('authorization'), form))
    return refuse('invalid_client', 'the client id or secret is wrong or missing', { status: 401 })
  const token = form.get('token')
  if (token === null)
    return refuse('invalid_request', 'the token is missing', { description: 'Missing token parameter.' })
  const userId = revokeToken(world, token)
  if (userId !== null && world.users.has(userId)) announceDeauthorized(world, userId)
  return { status: 200, body: {}, explanation: null }
}
