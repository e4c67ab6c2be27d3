import { GuildOnboardingMode } from 'discord-api-types/v10'
import type { CommunityState, GuildExtras } from './community-types.ts'
import type { Snowflake } from './types.ts'

/** A guild without rules, events, sounds, stages, onboarding, welcome screen, widget and templates. */
export const emptyCommunity = (guildId: Snowflake): CommunityState => ({
  autoModRules: new Map(),
  scheduledEvents: new Map(),
  soundboardSounds: new Map(),
  stageInstances: new Map(),
  onboarding: {
    guild_id: guildId,
    prompts: [],
    default_channel_ids: [],
    enabled: false,
    mode: GuildOnboardingMode.OnboardingDefault,
  },
  welcomeScreen: { enabled: false, description: null, channels: [] },
  widget: { enabled: false, channelId: null },
  templates: new Map(),
})

export const plainExtras = (): GuildExtras => ({
  icon: null,
  splash: null,
  banner: null,
  discoverySplash: null,
  systemChannelFlags: 0,
  publicUpdatesChannelId: null,
  safetyAlertsChannelId: null,
  premiumProgressBar: false,
})
