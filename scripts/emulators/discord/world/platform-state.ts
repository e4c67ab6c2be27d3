import type { APIApplicationCommandPermission, APIApplicationRoleConnection } from 'discord-api-types/v10'
import type { MonetisationState } from './monetisation-types.ts'
import type { OAuth2State } from './oauth2-types.ts'
import type { Snowflake, Upload } from './types.ts'
import type { WebhookEventState } from './webhook-event-types.ts'

/** What Discord's platform keeps around an application, beside its guilds. */
export interface PlatformState {
  oauth2: OAuth2State
  monetisation: MonetisationState
  webhookEvents: WebhookEventState
  /** Uploaded pictures by their hash (of emojis by their id); the oldest go beyond `limits.uploadBytes`. */
  images: Map<string, Upload>
  /** By guild, then by command id; the application's id stands for all its commands. */
  commandPermissions: Map<Snowflake, Map<Snowflake, APIApplicationCommandPermission[]>>
  /** By user. */
  roleConnections: Map<Snowflake, APIApplicationRoleConnection>
}

/** Nobody has authorised anything, nothing is sold, no event was sent. */
export const emptyPlatformState = (): PlatformState => ({
  oauth2: {
    codes: new Map(),
    tokens: new Map(),
    refreshable: new Map(),
    consents: new Map(),
  },
  monetisation: { skus: new Map(), entitlements: new Map(), subscriptions: new Map(), sandbox: new Set() },
  webhookEvents: { records: [], failuresInARow: 0 },
  images: new Map(),
  commandPermissions: new Map(),
  roleConnections: new Map(),
})

/** Sets an entry and drops the oldest ones beyond the limit. */
export const setBounded = <K, V>(map: Map<K, V>, entry: readonly [K, V], limit: number): void => {
  map.delete(entry[0])
  map.set(...entry)
  for (const key of map.keys()) {
    if (map.size <= limit) return
    map.delete(key)
  }
}
