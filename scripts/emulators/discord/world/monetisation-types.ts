import type { APIEntitlement, APISKU, APISubscription } from 'discord-api-types/v10'
import type { Snowflake } from './types.ts'

export interface MonetisationState {
  skus: Map<Snowflake, APISKU>
  /** Oldest first. */
  entitlements: Map<Snowflake, APIEntitlement>
  subscriptions: Map<Snowflake, APISubscription>
  /** Ids of entitlements made for tests, the only ones that the API deletes. */
  sandbox: Set<Snowflake>
}
