import type {
  APIAutoModerationRule,
  APIGuildOnboarding,
  APIGuildScheduledEventRecurrenceRule,
  APIGuildWelcomeScreenChannel,
  APISoundboardSound,
  APIStageInstance,
  GuildScheduledEventEntityType,
  GuildScheduledEventStatus,
} from 'discord-api-types/v10'
import type { Snowflake } from './types.ts'

export interface EventException {
  id: Snowflake
  /** ISO 8601, or null when the occurrence keeps its time. */
  start: string | null
  end: string | null
  isCanceled: boolean
}

export interface ScheduledEvent {
  id: Snowflake
  name: string
  description: string | null
  channelId: Snowflake | null
  creatorId: Snowflake
  /** The hash of the cover picture. */
  image: string | null
  /** ISO 8601 */
  start: string
  end: string | null
  status: GuildScheduledEventStatus
  entityType: GuildScheduledEventEntityType
  entityId: Snowflake | null
  location: string | null
  recurrence: APIGuildScheduledEventRecurrenceRule | null
  exceptions: Map<Snowflake, EventException>
  /** Who said they are interested. */
  userIds: Set<Snowflake>
}

export interface GuildTemplate {
  code: string
  name: string
  description: string | null
  creatorId: Snowflake
  /** ISO 8601 */
  createdAt: string
  updatedAt: string
  /** The guild as it was at the last sync. */
  snapshot: unknown
}

/** Parts of a guild around its community; few bots touch them, so they live beside the main fields. */
export interface CommunityState {
  autoModRules: Map<Snowflake, APIAutoModerationRule>
  scheduledEvents: Map<Snowflake, ScheduledEvent>
  soundboardSounds: Map<Snowflake, APISoundboardSound>
  /** By channel. */
  stageInstances: Map<Snowflake, APIStageInstance>
  onboarding: APIGuildOnboarding
  welcomeScreen: { enabled: boolean; description: string | null; channels: APIGuildWelcomeScreenChannel[] }
  widget: { enabled: boolean; channelId: Snowflake | null }
  templates: Map<string, GuildTemplate>
}

/** Settings of a guild that only `PATCH /guilds/{id}` changes. */
export interface GuildExtras {
  /** Hashes of pictures. */
  icon: string | null
  splash: string | null
  banner: string | null
  discoverySplash: string | null
  systemChannelFlags: number
  publicUpdatesChannelId: Snowflake | null
  safetyAlertsChannelId: Snowflake | null
  premiumProgressBar: boolean
}
