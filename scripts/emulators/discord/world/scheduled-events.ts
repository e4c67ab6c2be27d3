import { GuildScheduledEventEntityType } from 'discord-api-types/v10'
import type { EventException, ScheduledEvent } from './community-types.ts'
import type { Guild, World } from './types.ts'

const renderException = (event: ScheduledEvent, exception: EventException) => ({
  event_id: event.id,
  event_exception_id: exception.id,
  scheduled_start_time: exception.start,
  scheduled_end_time: exception.end,
  is_canceled: exception.isCanceled,
})

const metadataOf = (event: ScheduledEvent) =>
  event.entityType === GuildScheduledEventEntityType.External ? { location: event.location ?? '' } : null

/** The scheduled event as the API shows it. Discord docs: resources/guild-scheduled-event. */
export const renderScheduledEvent = (world: World, guild: Guild, event: ScheduledEvent) => ({
  id: event.id,
  guild_id: guild.id,
  channel_id: event.channelId,
  creator_id: event.creatorId,
  creator: world.users.get(event.creatorId)?.data,
  name: event.name,
  description: event.description,
  image: event.image,
  scheduled_start_time: event.start,
  scheduled_end_time: event.end,
  privacy_level: 2,
  status: event.status,
  entity_type: event.entityType,
  entity_id: event.entityId,
  entity_metadata: metadataOf(event),
  recurrence_rule: event.recurrence,
  guild_scheduled_event_exceptions: [...event.exceptions.values()].map((entry) => renderException(event, entry)),
})

/** The same with the number of people who are interested. */
export const renderCountedEvent = (world: World, guild: Guild, event: ScheduledEvent) => ({
  ...renderScheduledEvent(world, guild, event),
  user_count: event.userIds.size,
})

/** Says or takes back that somebody is interested; true when that changed something. */
export const setInterest = (
  world: World,
  guild: Guild,
  interest: { event: ScheduledEvent; userId: string; isInterested: boolean },
): boolean => {
  const { event, userId, isInterested } = interest
  if (isInterested === event.userIds.has(userId)) return false
  if (isInterested) event.userIds.add(userId)
  else event.userIds.delete(userId)
  world.emit({
    type: isInterested ? 'GUILD_SCHEDULED_EVENT_USER_ADD' : 'GUILD_SCHEDULED_EVENT_USER_REMOVE',
    guildId: guild.id,
    payload: { guild_scheduled_event_id: event.id, user_id: userId, guild_id: guild.id },
  })
  return true
}
