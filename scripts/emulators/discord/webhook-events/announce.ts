import type { APIEntitlement } from 'discord-api-types/v10'
import { requireUser } from '../world/access.ts'
import { renderGuild } from '../world/render.ts'
import type { Guild, Snowflake, World } from '../world/types.ts'
import { sendWebhookEvent } from './send.ts'

type EntitlementEvent = 'ENTITLEMENT_CREATE' | 'ENTITLEMENT_UPDATE' | 'ENTITLEMENT_DELETE'

/** Tells the gateway and the webhook about a change of an entitlement. */
export const announceEntitlement = (world: World, type: EntitlementEvent, entitlement: APIEntitlement): void => {
  world.emit({ type, guildId: entitlement.guild_id ?? null, payload: entitlement })
  sendWebhookEvent(world, type, entitlement)
}

/** Tells the webhook that somebody added the application to a guild or to their account. */
export const announceAuthorized = (
  world: World,
  input: { userId: Snowflake; scopes: readonly string[]; guild?: Guild | undefined; integrationType?: 0 | 1 },
): void => {
  const { userId, scopes, guild, integrationType } = input
  sendWebhookEvent(world, 'APPLICATION_AUTHORIZED', {
    ...(integrationType !== undefined && { integration_type: integrationType }),
    scopes,
    user: requireUser(world, userId).data,
    ...(guild && { guild: renderGuild(guild) }),
  })
}

/** Tells the webhook that somebody took their authorisation back. */
export const announceDeauthorized = (world: World, userId: Snowflake): void => {
  sendWebhookEvent(world, 'APPLICATION_DEAUTHORIZED', { user: requireUser(world, userId).data })
}
