import type { CodeChallenge } from '../world/oauth2-types.ts'
import type { Snowflake, World } from '../world/types.ts'
import { isInstallOnly, scopeProblem, splitScopes } from './scopes.ts'

/** What an authorisation link asks for, checked. */
export interface AuthorizeRequest {
  scopes: string[]
  /** Null: nothing but an installation, which ends on Discord's own page. */
  responseType: 'code' | 'token' | null
  redirectUri: string | null
  state: string | null
  prompt: 'consent' | 'none'
  permissions: bigint
  guildId: Snowflake | null
  isGuildFixed: boolean
  integrationType: 0 | 1
  challenge: CodeChallenge | null
}

export type Checked =
  | { kind: 'ask'; request: AuthorizeRequest }
  | { kind: 'redirect'; location: string }
  /** Nothing may be sent to the redirect URI: it is wrong itself, or there is none. */
  | { kind: 'refuse'; message: string }

const refuse = (message: string): Checked => ({ kind: 'refuse', message })

/** True when the URI is registered, character by character, or lies below one that ends with `/**`. */
export const isRegistered = (world: World, uri: string): boolean =>
  world.application.redirectUris.some((known) =>
    known.endsWith('/**') ? uri.startsWith(known.slice(0, -2)) && URL.canParse(uri) : known === uri,
  )

/** The redirect URI with these parameters added: in the query, or in the fragment for the implicit grant. */
export const withParameters = (
  uri: string,
  parameters: Record<string, string | null>,
  place: 'query' | 'fragment' = 'query',
): string => {
  const url = new URL(uri)
  const added = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== null)
  if (place === 'fragment') url.hash = new URLSearchParams(added).toString()
  else for (const [name, value] of added) url.searchParams.set(name, value)
  return url.toString()
}

/** RFC 6749 section 4.1.2.1. */
export const errorLocation = (
  target: { redirectUri: string; state: string | null; responseType?: string | null },
  error: string,
  description: string,
): string =>
  withParameters(
    target.redirectUri,
    { error, error_description: description, state: target.state },
    target.responseType === 'token' ? 'fragment' : 'query',
  )

interface Wish {
  scopes: string[]
  permissions: string
}

/** Without scope, integration type and redirect the application's default install settings count. */
const wishOf = (world: World, query: URLSearchParams, integrationType: 0 | 1): Wish => {
  const permissions = query.get('permissions')
  const scope = query.get('scope')
  if (scope !== null) return { scopes: splitScopes(scope), permissions: permissions ?? '0' }
  const defaults = world.application.installParams ?? world.application.integrationTypes.get(String(integrationType))
  return { scopes: defaults?.scopes ?? [], permissions: permissions ?? defaults?.permissions ?? '0' }
}

const readChallenge = (query: URLSearchParams): CodeChallenge | null | 'wrong' => {
  const value = query.get('code_challenge')
  if (value === null) return null
  const method = query.get('code_challenge_method') ?? 'plain'
  if ((method !== 'S256' && method !== 'plain') || !/^[\w.~-]{43,128}$/.test(value)) return 'wrong'
  return { value, method }
}

const redirectOf = (world: World, query: URLSearchParams, installOnly: boolean): string | null | 'wrong' => {
  const given = query.get('redirect_uri')
  if (given !== null) return isRegistered(world, given) ? given : 'wrong'
  if (installOnly && !query.has('response_type')) return null
  return world.application.redirectUris.find((uri) => !uri.endsWith('/**')) ?? 'wrong'
}

const flowProblem = (query: URLSearchParams, scopes: string[]): [error: string, description: string] | null => {
  const type = query.get('response_type')
  if (type === null && !isInstallOnly(scopes)) return ['invalid_request', 'Missing response_type parameter.']
  if (type !== null && type !== 'code' && type !== 'token')
    return ['unsupported_response_type', `The response type "${type}" is not supported.`]
  const problem = scopeProblem(scopes, type === 'token' ? 'token' : 'code')
  return problem === null ? null : ['invalid_scope', 'The requested scope is invalid, unknown, or malformed.']
}

const responseTypeOf = (query: URLSearchParams): AuthorizeRequest['responseType'] => {
  const type = query.get('response_type')
  return type === 'code' || type === 'token' ? type : null
}

const clientProblem = (world: World, query: URLSearchParams): string | null => {
  const clientId = query.get('client_id')
  if (!clientId) return 'Invalid Form Body: client_id: This field is required'
  if (clientId !== world.application.id) return 'Unknown Application'
  const type = query.get('integration_type')
  if (type !== null && !world.application.integrationTypes.has(type)) return 'Invalid integration_type'
  return /^\d{1,20}$/.test(query.get('permissions') ?? '0') ? null : 'Invalid permissions'
}

/**
 * Judges the query of an authorisation link as Discord does: what may go back to the redirect URI as an OAuth2 error,
 * and what may not. Discord docs: topics/oauth2.
 */
export const checkAuthorizeRequest = (world: World, query: URLSearchParams): Checked => {
  const problem = clientProblem(world, query)
  if (problem !== null) return refuse(problem)
  const integrationType = query.get('integration_type') === '1' ? 1 : 0
  const { scopes, permissions } = wishOf(world, query, integrationType)
  const redirectUri = redirectOf(world, query, isInstallOnly(scopes))
  if (redirectUri === 'wrong') return refuse('Invalid OAuth2 redirect_uri')
  const state = query.get('state')
  const responseType = responseTypeOf(query)
  const fail = (error: string, description: string): Checked =>
    redirectUri === null
      ? refuse(`${error}: ${description}`)
      : { kind: 'redirect', location: errorLocation({ redirectUri, state, responseType }, error, description) }
  const wrong = flowProblem(query, scopes)
  if (wrong !== null) return fail(...wrong)
  const challenge = readChallenge(query)
  if (challenge === 'wrong') return fail('invalid_request', 'Invalid code_challenge or code_challenge_method.')
  const request: AuthorizeRequest = {
    scopes,
    responseType: redirectUri === null ? null : (responseType ?? 'code'),
    redirectUri,
    state,
    prompt: query.get('prompt') === 'none' ? 'none' : 'consent',
    permissions: BigInt(permissions),
    guildId: query.get('guild_id'),
    isGuildFixed: query.get('disable_guild_select') === 'true',
    integrationType,
    challenge,
  }
  return { kind: 'ask', request }
}
