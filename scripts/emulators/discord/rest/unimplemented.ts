import { plainError } from '../errors.ts'

export interface UnimplementedRoute {
  method: string
  /** As published. */
  template: string
  why: string
}

const lobby = 'lobbies belong to games with the Social SDK'
const partner = 'provisional accounts belong to games with the Social SDK'
const targets = 'invites for listed users (a CSV upload) are not emulated'
const groups = 'group direct messages need user tokens, which no bot has'
const joinRequests = 'applications to join a server are not emulated'
const activity = 'activities (embedded apps) are not emulated'
const foreign = 'webhooks in the form of other services are not emulated'

const rows: readonly (readonly [method: string, template: string, why: string])[] = [
  ['GET', '/applications/{application_id}/activity-instances/{instance_id}', activity],
  ['POST', '/applications/{application_id}/attachment', activity],
  ['GET', '/guilds/{guild_id}/requests', joinRequests],
  ['PATCH', '/guilds/{guild_id}/requests/{request_id}', joinRequests],
  ['GET', '/guilds/{guild_id}/widget.png', 'the widget exists as JSON, not as a picture'],
  ['GET', '/invites/{code}/target-users', targets],
  ['PUT', '/invites/{code}/target-users', targets],
  ['GET', '/invites/{code}/target-users/job-status', targets],
  ['POST', '/invites/{code}/target-users/bulk-add', targets],
  ['POST', '/invites/{code}/target-users/bulk-delete', targets],
  ['PUT', '/invites/{code}/target-users/{user_id}', targets],
  ['DELETE', '/invites/{code}/target-users/{user_id}', targets],
  ['GET', '/oauth2/keys', 'no OpenID tokens are signed here'],
  ['PUT', '/channels/{channel_id}/recipients/{user_id}', groups],
  ['DELETE', '/channels/{channel_id}/recipients/{user_id}', groups],
  ['POST', '/webhooks/{webhook_id}/{webhook_token}/github', foreign],
  ['POST', '/webhooks/{webhook_id}/{webhook_token}/slack', foreign],
  ['GET', '/lobbies/{lobby_id}', lobby],
  ['GET', '/lobbies/{lobby_id}/messages', lobby],
  ['PUT', '/lobbies', lobby],
  ['POST', '/lobbies', lobby],
  ['PATCH', '/lobbies/{lobby_id}', lobby],
  ['DELETE', '/lobbies/{lobby_id}', lobby],
  ['PATCH', '/lobbies/{lobby_id}/channel-linking', lobby],
  ['POST', '/lobbies/{lobby_id}/members/@me/invites', lobby],
  ['DELETE', '/lobbies/{lobby_id}/members/@me', lobby],
  ['POST', '/lobbies/{lobby_id}/members/bulk', lobby],
  ['PUT', '/lobbies/{lobby_id}/members/{user_id}', lobby],
  ['DELETE', '/lobbies/{lobby_id}/members/{user_id}', lobby],
  ['POST', '/lobbies/{lobby_id}/members/{user_id}/invites', lobby],
  ['POST', '/lobbies/{lobby_id}/messages', lobby],
  ['PUT', '/lobbies/{lobby_id}/messages/{message_id}/moderation-metadata', lobby],
  ['PUT', '/partner-sdk/dms/{user_id_1}/{user_id_2}/messages/{message_id}/moderation-metadata', partner],
  ['POST', '/partner-sdk/provisional-accounts/unmerge', partner],
  ['POST', '/partner-sdk/provisional-accounts/unmerge/bot', partner],
  ['POST', '/partner-sdk/token', partner],
  ['POST', '/partner-sdk/token/bot', partner],
]

/** Published routes that the emulator does not have, and why; they are answered 501. */
export const unimplemented: readonly UnimplementedRoute[] = rows.map(([method, template, why]) => ({
  method,
  template,
  why,
}))

const patternOf = (template: string): RegExp =>
  new RegExp(`^${template.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`)

const patterns = unimplemented.map((entry) => ({ ...entry, pattern: patternOf(entry.template) }))

/** The 501 of a published route that is missing here, or null for an address that Discord does not have either. */
export const unimplementedError = (method: string, path: string) => {
  const found = patterns.find((entry) => entry.method === method && entry.pattern.test(path))
  if (!found) return null
  return plainError(501, 'unimplemented', `this emulator lacks ${method} ${found.template}: ${found.why}`)
}
