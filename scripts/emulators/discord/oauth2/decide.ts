import { randomBytes } from 'node:crypto'
import { WebhookType } from 'discord-api-types/v10'
import { hasPermissions, memberPermissions } from '../permissions.ts'
import { announceAuthorized } from '../webhook-events/announce.ts'
import { installBot } from '../world/bot-installs.ts'
import type { Grant } from '../world/oauth2-types.ts'
import type { Channel, Guild, Snowflake, User, Webhook, World } from '../world/types.ts'
import { type AuthorizeRequest, errorLocation, withParameters } from './request.ts'
import { needsPlace } from './scopes.ts'
import { accessTokenSeconds, createGrant, issueCode, issueToken } from './tokens.ts'

/** What the person on the consent page chose. */
export interface Choice {
  user: User
  guildId: Snowflake | null
  channelId: Snowflake | null
  /** What is left of the permissions asked for. */
  permissions: bigint
}

export type Decision =
  | { location: string }
  /** The end of an installation without redirect, in words. */
  | { done: string }

/** The consent page cannot go on; shown to the person, never sent to the redirect URI. */
export class ConsentError extends Error {
  override readonly name = 'ConsentError'
}

/** True when the link wants a guild: for the bot, and for commands that are installed into guilds. */
export const needsGuild = ({ scopes, integrationType }: AuthorizeRequest): boolean =>
  scopes.includes('bot') || (scopes.includes('applications.commands') && integrationType === 0)

/** The guilds in which that user may add applications. */
export const manageableGuilds = (world: World, userId: Snowflake): Guild[] =>
  [...world.guilds.values()].filter((guild) => hasPermissions(memberPermissions(world, guild, userId), 'ManageGuild'))

const chosenGuild = (world: World, request: AuthorizeRequest, choice: Choice): Guild => {
  const id = request.isGuildFixed ? request.guildId : (choice.guildId ?? request.guildId)
  if (id === null) throw new ConsentError('Choose a server to add the application to.')
  const guild = manageableGuilds(world, choice.user.data.id).find((known) => known.id === id)
  if (guild) return guild
  throw new ConsentError(`${choice.user.data.username} needs the permission Manage Server there.`)
}

/** The text channels in which that user may make webhooks. */
export const webhookChannels = (world: World, userId: Snowflake): Channel[] =>
  [...world.channels.values()].filter((channel) => {
    const guild = channel.guildId === null ? undefined : world.guilds.get(channel.guildId)
    if (!guild || channel.thread || channel.type !== 0) return false
    return hasPermissions(memberPermissions(world, guild, userId, channel), 'ViewChannel', 'ManageWebhooks')
  })

const createWebhook = (world: World, choice: Choice): Webhook => {
  const { id: userId, username } = choice.user.data
  const channel = webhookChannels(world, userId).find(({ id }) => id === choice.channelId)
  if (!channel) throw new ConsentError(`Choose a channel in which ${username} may manage webhooks.`)
  const webhook: Webhook = {
    id: world.newId(),
    type: WebhookType.Incoming,
    guildId: channel.guildId,
    channelId: channel.id,
    name: world.application.name,
    avatar: null,
    token: randomBytes(51).toString('base64url'),
    creatorId: userId,
    applicationId: world.application.id,
  }
  world.webhooks.set(webhook.id, webhook)
  return webhook
}

const implicitLocation = (world: World, redirectUri: string, request: AuthorizeRequest, grant: Grant): string => {
  const { token } = issueToken(world, grant, { refreshable: false })
  const parameters = {
    token_type: 'Bearer',
    access_token: token,
    expires_in: String(accessTokenSeconds),
    scope: request.scopes.join(' '),
    state: request.state,
  }
  return withParameters(redirectUri, parameters, 'fragment')
}

const finish = (world: World, request: AuthorizeRequest, grant: Grant, permissions: bigint): Decision => {
  const { redirectUri, challenge, state, responseType } = request
  const guild = grant.guildId === null ? undefined : world.guilds.get(grant.guildId)
  if (redirectUri === null)
    return { done: `${world.application.name} was added to ${guild ? guild.name : 'your account'}.` }
  if (responseType === 'token') return { location: implicitLocation(world, redirectUri, request, grant) }
  const code = issueCode(world, { grant, redirectUri, challenge })
  const place = guild ? { guild_id: guild.id, permissions: String(permissions) } : {}
  return { location: withParameters(redirectUri, { code, state, ...place }) }
}

/**
 * Carries out what the person consented to: adds the bot, makes the webhook, tells the application, and grants a code
 * or a token. Throws ConsentError when the person may not do that.
 */
export const approve = (world: World, request: AuthorizeRequest, choice: Choice): Decision => {
  const guild = needsGuild(request) ? chosenGuild(world, request, choice) : undefined
  const webhook = request.scopes.includes('webhook.incoming') ? createWebhook(world, choice) : undefined
  const permissions = choice.permissions & request.permissions
  if (guild && request.scopes.includes('bot')) installBot(world, guild, permissions)
  const userId = choice.user.data.id
  const grant = createGrant(world, {
    userId,
    scopes: request.scopes,
    guildId: guild?.id ?? null,
    webhookId: webhook?.id ?? null,
  })
  const isInstalled = request.scopes.includes('bot') || request.scopes.includes('applications.commands')
  announceAuthorized(world, {
    userId,
    scopes: request.scopes,
    guild,
    ...(isInstalled && { integrationType: guild ? 0 : 1 }),
  })
  return finish(world, request, grant, permissions)
}

/** The person pressed Cancel. */
export const deny = (request: AuthorizeRequest): Decision => {
  const { redirectUri, state, responseType } = request
  if (redirectUri === null) return { done: 'Nothing was changed.' }
  const words = 'The resource owner or authorization server denied the request'
  return { location: errorLocation({ redirectUri, state, responseType }, 'access_denied', words) }
}

/** True when `prompt=none` lets the page be skipped: all of it was allowed before, and nothing is to be installed. */
export const maySkip = (world: World, request: AuthorizeRequest, userId: Snowflake): boolean => {
  const allowed = world.oauth2.consents.get(userId)
  if (request.prompt !== 'none' || allowed === undefined || needsPlace(request.scopes)) return false
  return request.scopes.every((scope) => allowed.has(scope))
}
