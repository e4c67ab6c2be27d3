import { GatewayIntentBits, PresenceUpdateStatus } from 'discord-api-types/v10'
import { guildChannels, guildThreads } from '../world/access.ts'
import { renderChannel, renderGuild, renderMember } from '../world/render.ts'
import { renderScheduledEvent } from '../world/scheduled-events.ts'
import type { Guild, Member, Snowflake, World } from '../world/types.ts'
import { botSees } from './events/dispatch.ts'
import type { SessionInput } from './session.ts'

/** Above this many members a guild sends only its bot and who is in voice. */
const hugeGuild = 75_000

/** A user's presence in a guild; everybody is online who was not set otherwise. */
export const presenceOf = (world: World, guildId: Snowflake, userId: Snowflake) => {
  const presence = world.gateway.presences.get(userId)
  const status = presence?.status ?? PresenceUpdateStatus.Online
  return {
    user: { id: userId },
    guild_id: guildId,
    status,
    activities: presence?.activities ?? [],
    client_status: status === PresenceUpdateStatus.Offline ? {} : { desktop: status },
  }
}

const sentMembers = (world: World, guild: Guild, session: SessionInput): Member[] => {
  const members = [...guild.members.values()]
  const seesPresences = (session.intents & GatewayIntentBits.GuildPresences) !== 0
  const bot = world.application.botId
  if (!seesPresences || members.length > hugeGuild)
    return members.filter(({ userId }) => userId === bot || guild.voiceStates.has(userId))
  if (members.length <= session.largeThreshold) return members
  const isOffline = (id: Snowflake) => world.gateway.presences.get(id)?.status === PresenceUpdateStatus.Offline
  return members.filter(
    ({ userId, roles, nick }) =>
      userId === bot || !isOffline(userId) || roles.size > 0 || nick !== null || guild.voiceStates.has(userId),
  )
}

const voiceStates = (guild: Guild) =>
  [...guild.voiceStates.values()].map((state) => {
    const { guild_id: _, ...rest } = state
    return rest
  })

/**
 * The whole guild as GUILD_CREATE carries it to a session: members and presences by its intents, threads that the bot
 * sees.
 * Discord docs: events/gateway-events#guild-create.
 */
export const guildCreate = (world: World, guild: Guild, session: SessionInput) => {
  const members = sentMembers(world, guild, session)
  const seesPresences = (session.intents & GatewayIntentBits.GuildPresences) !== 0
  const { community } = guild
  const active = guildThreads(world, guild.id).filter(({ thread }) => thread?.archived === false)
  return {
    ...renderGuild(guild),
    joined_at: guild.members.get(world.application.botId)?.joinedAt,
    large: guild.members.size > session.largeThreshold,
    unavailable: false,
    member_count: guild.members.size,
    voice_states: voiceStates(guild),
    members: members.map((member) => renderMember(world, member)),
    channels: guildChannels(world, guild.id).map((channel) => renderChannel(world, channel)),
    threads: active.filter((thread) => botSees(world, thread)).map((thread) => renderChannel(world, thread)),
    presences: seesPresences ? members.map(({ userId }) => presenceOf(world, guild.id, userId)) : [],
    stage_instances: [...community.stageInstances.values()],
    guild_scheduled_events: [...community.scheduledEvents.values()].map((event) =>
      renderScheduledEvent(world, guild, event),
    ),
    soundboard_sounds: [...community.soundboardSounds.values()],
  }
}
