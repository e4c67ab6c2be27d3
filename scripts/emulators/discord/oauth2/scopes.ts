/** The scopes anybody may ask a user for, with the words of the consent page. Discord docs: topics/oauth2#scopes. */
export const scopeWords: Readonly<Record<string, string>> = {
  identify: 'Access your username, avatar and banner',
  email: 'Access your email address',
  openid: 'Sign you in with your Discord account (OpenID Connect)',
  connections: 'Access your third-party connections',
  guilds: 'Know what servers you are in',
  'guilds.join': 'Join servers for you',
  'guilds.members.read': 'Read your member information (nickname, avatar, roles) in servers that you belong to',
  'gdm.join': 'Join your group direct messages',
  bot: 'Add a bot to a server',
  'applications.commands': 'Create commands',
  'applications.commands.permissions.update': 'Change the permissions of its commands in servers that you manage',
  'applications.entitlements': 'Read your entitlements of this application',
  'role_connections.write': 'Update your connection and its metadata for this application',
  'webhook.incoming': 'Create a webhook in a channel of yours',
}

/** Only for the client credentials grant. */
const clientCredentialsOnly = new Set(['applications.commands.update'])

/** Discord gives these to approved partners only; for anybody else the flow ends with `invalid_scope`. */
const partnerScopes = new Set([
  'activities.read',
  'activities.write',
  'applications.builds.read',
  'applications.builds.upload',
  'applications.store.update',
  'dm_channels.read',
  'identify.premium',
  'messages.read',
  'relationships.read',
  'rpc',
  'rpc.activities.write',
  'rpc.notifications.read',
  'rpc.voice.read',
  'rpc.voice.write',
  'voice',
])

export type GrantKind = 'code' | 'token' | 'client_credentials'

/** The scopes of a space-separated list, without repetitions. */
export const splitScopes = (text: string): string[] => [...new Set(text.split(/[\s+]+/).filter(Boolean))]

/** What is wrong with these scopes for that way of granting, in words; null when nothing is. */
export const scopeProblem = (scopes: readonly string[], kind: GrantKind): string | null => {
  if (scopes.length === 0) return 'no scope was asked for'
  for (const scope of scopes) {
    const isKnown = Object.hasOwn(scopeWords, scope)
    if (clientCredentialsOnly.has(scope) && kind === 'client_credentials') continue
    if (clientCredentialsOnly.has(scope)) return `${scope} is for the client credentials grant only`
    if (partnerScopes.has(scope)) return `${scope} is for approved partners only`
    if (!isKnown) return `there is no scope "${scope}"`
    if (scope === 'role_connections.write' && kind === 'token') return `${scope} cannot be granted implicitly`
  }
  return null
}

/** Scopes that need a place: consent is asked for every time. Discord docs: topics/oauth2, "passthrough scopes". */
export const needsPlace = (scopes: Iterable<string>): boolean =>
  [...scopes].some((scope) => scope === 'bot' || scope === 'webhook.incoming' || scope === 'applications.commands')

/** True when nothing but an installation is asked for, so that neither `response_type` nor `redirect_uri` is needed. */
export const isInstallOnly = (scopes: readonly string[]): boolean =>
  scopes.every((scope) => scope === 'bot' || scope === 'applications.commands')
