import type { GatewayActivity, PresenceUpdateStatus } from 'discord-api-types/v10'
import type { Bucket, RouteLimit } from './traffic-types.ts'
import type { Snowflake } from './types.ts'

/** The privileged intents as the switches of the developer portal name them. */
export type PrivilegedIntent = 'GUILD_MEMBERS' | 'GUILD_PRESENCES' | 'MESSAGE_CONTENT'

/** Sizes and rates of the gateway; all may be changed while running and hold for what starts later. */
export interface GatewaySettings {
  heartbeatIntervalMs: number
  /** Events kept per session for RESUME; a client that missed more gets op 9 `false`. */
  replayEvents: number
  /** Real time in ms for which a session without a connection can be resumed. */
  resumeWindowMs: number
  /** Identifies per `identifyWindowMs`, each in the bucket `shard_id % maxConcurrency`. */
  maxConcurrency: number
  identifyWindowMs: number
  /** Identifies in 24 hours. */
  sessionStarts: number
  /** What a client may send on one connection. */
  sends: RouteLimit
  /** Shards that `GET /gateway/bot` recommends. */
  shards: number
  maxGuildsPerShard: number
  /** Privileged intents that are switched on; the application's flags allow them as well. */
  privilegedIntents: PrivilegedIntent[]
}

export interface Presence {
  status: PresenceUpdateStatus
  activities: GatewayActivity[]
}

export interface GatewayState {
  settings: GatewaySettings
  /** Identifies of the current 24 hours, on the real clock. */
  starts: Bucket
  /** Of users who are not simply online. */
  presences: Map<Snowflake, Presence>
}

/** Discord's numbers, and every privileged intent switched on. Discord docs: events/gateway. */
export const defaultGatewaySettings = (): GatewaySettings => ({
  heartbeatIntervalMs: 41_250,
  replayEvents: 10_000,
  resumeWindowMs: 180_000,
  maxConcurrency: 1,
  identifyWindowMs: 5_000,
  sessionStarts: 1_000,
  sends: { requests: 120, seconds: 60 },
  shards: 1,
  maxGuildsPerShard: 2_500,
  privilegedIntents: ['GUILD_MEMBERS', 'GUILD_PRESENCES', 'MESSAGE_CONTENT'],
})
