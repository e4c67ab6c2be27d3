import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { AccessToken, AuthorizationCode, CodeChallenge, Grant } from '../world/oauth2-types.ts'
import { setBounded } from '../world/platform-state.ts'
import type { Snowflake, World } from '../world/types.ts'

/** Seven days, as `expires_in` says (seconds). */
export const accessTokenSeconds = 604_800
/** Ten minutes: the longest that RFC 6749 recommends. */
const codeMs = 600_000
const maxTokens = 10_000

const secret = (bytes: number): string => randomBytes(bytes).toString('base64url')

/** A new grant by that user; remembers the consent for `prompt=none`. */
export const createGrant = (
  world: World,
  input: { userId: Snowflake; scopes: readonly string[]; guildId?: Snowflake | null; webhookId?: Snowflake | null },
): Grant => {
  const { userId, scopes } = input
  const known = world.oauth2.consents.get(userId)
  world.oauth2.consents.set(userId, new Set([...(known ?? []), ...scopes]))
  return {
    id: world.newId(),
    userId,
    scopes: new Set(scopes),
    guildId: input.guildId ?? null,
    webhookId: input.webhookId ?? null,
  }
}

/** A code for that grant, good for one exchange within ten minutes of the local clock. */
export const issueCode = (
  world: World,
  input: { grant: Grant; redirectUri: string; challenge: CodeChallenge | null },
): string => {
  const code = secret(22)
  setBounded(world.oauth2.codes, [code, { ...input, expiresAt: world.now() + codeMs }], maxTokens)
  return code
}

/** Takes the code out of the world, used or not; undefined when it is unknown, used before or too old. */
export const redeemCode = (world: World, code: string): AuthorizationCode | undefined => {
  const found = world.oauth2.codes.get(code)
  world.oauth2.codes.delete(code)
  return found && found.expiresAt > world.now() ? found : undefined
}

/** An access token for that grant, with a refresh token where the grant type has one. */
export const issueToken = (world: World, grant: Grant, options: { refreshable: boolean }): AccessToken => {
  const token: AccessToken = {
    token: secret(22),
    refreshToken: options.refreshable ? secret(22) : null,
    grant,
    expiresAt: world.now() + accessTokenSeconds * 1000,
  }
  setBounded(world.oauth2.tokens, [token.token, token], maxTokens)
  if (token.refreshToken !== null) setBounded(world.oauth2.refreshable, [token.refreshToken, token], maxTokens)
  return token
}

/** A new pair for a refresh token, which is spent by it together with its access token; undefined when it is unknown. */
export const refreshToken = (world: World, refresh: string): AccessToken | undefined => {
  const old = world.oauth2.refreshable.get(refresh)
  if (!old) return undefined
  world.oauth2.refreshable.delete(refresh)
  world.oauth2.tokens.delete(old.token)
  return issueToken(world, old.grant, { refreshable: true })
}

/** The access token as long as it lasts, or null. */
export const findAccessToken = (world: World, token: string): AccessToken | null => {
  const found = world.oauth2.tokens.get(token)
  return found && found.expiresAt > world.now() ? found : null
}

/** Ends everything that this user has granted; true when there was something to end. */
export const forgetUser = (world: World, userId: Snowflake): boolean => {
  const { tokens, refreshable, codes, consents } = world.oauth2
  for (const [key, { grant }] of [...tokens, ...refreshable, ...codes]) {
    if (grant.userId !== userId) continue
    tokens.delete(key)
    refreshable.delete(key)
    codes.delete(key)
  }
  return consents.delete(userId)
}

/** Revokes the authorisation behind an access or refresh token, with all its tokens. Returns whose it was, or null. */
export const revokeToken = (world: World, token: string): Snowflake | null => {
  const found = world.oauth2.tokens.get(token) ?? world.oauth2.refreshable.get(token)
  if (!found) return null
  forgetUser(world, found.grant.userId)
  return found.grant.userId
}

const same = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** RFC 7636: without a challenge nothing is asked; with one, only its verifier passes. */
export const verifiesChallenge = (challenge: CodeChallenge | null, verifier: string | null): boolean => {
  if (challenge === null) return true
  if (verifier === null || !/^[\w.~-]{43,128}$/.test(verifier)) return false
  const made = challenge.method === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url')
  return same(made, challenge.value)
}

/** True for the application's own id and secret. */
export const isClient = (world: World, id: string, clientSecret: string): boolean =>
  id === world.application.id && same(clientSecret, world.application.clientSecret)
