import {
  type APIGuildScheduledEventRecurrenceRule,
  AuditLogEvent,
  ChannelType,
  GuildScheduledEventEntityType as EntityType,
  type RESTPatchAPIGuildScheduledEventJSONBody,
  type RESTPostAPIGuildScheduledEventJSONBody,
  GuildScheduledEventStatus as Status,
} from 'discord-api-types/v10'
import { discordError, fieldError } from '../errors.ts'
import type { PermissionName } from '../permissions.ts'
import { requireChannel, requireGuild, requireGuildPermission } from '../world/access.ts'
import { changesBetween } from '../world/audit.ts'
import type { ScheduledEvent } from '../world/community-types.ts'
import { storeImageData } from '../world/images.ts'
import { renderCountedEvent, renderScheduledEvent } from '../world/scheduled-events.ts'
import type { Guild, World } from '../world/types.ts'

import { boolParam } from './query.ts'
import { auditAsBot, bodyOf, type Call, noContent, ok, type Reply, type Route, route } from './route.ts'

export type EventCall = Call<'guild_id' | 'guild_scheduled_event_id'>
type Body = RESTPatchAPIGuildScheduledEventJSONBody

const maxUncompleted = 100

/** The event of that guild, or 10070. */
export const requireEvent = (call: EventCall): [ScheduledEvent, Guild] => {
  const guild = requireGuild(call.world, call.params.guild_id)
  const event = guild.community.scheduledEvents.get(call.params.guild_scheduled_event_id)
  if (!event) throw discordError(10070, `no scheduled event ${call.params.guild_scheduled_event_id} in ${guild.name}`)
  return [event, guild]
}

const neededIn: Record<EntityType, readonly PermissionName[]> = {
  [EntityType.External]: [],
  [EntityType.Voice]: ['ViewChannel', 'Connect'],
  [EntityType.StageInstance]: ['ManageChannels', 'MuteMembers', 'MoveMembers'],
}

const checkPlace = (world: World, event: ScheduledEvent): void => {
  if (event.entityType === EntityType.External) {
    if (event.channelId !== null) throw fieldError('channel_id', 'BASE_TYPE_NONE', 'Must be null for external events')
    if (!event.location) throw fieldError('entity_metadata.location', 'BASE_TYPE_REQUIRED', 'This field is required')
    if (event.end === null) throw fieldError('scheduled_end_time', 'BASE_TYPE_REQUIRED', 'This field is required')
    return
  }
  if (event.channelId === null) throw fieldError('channel_id', 'BASE_TYPE_REQUIRED', 'This field is required')
  const channel = requireChannel(world, event.channelId, ...neededIn[event.entityType])
  const wanted = event.entityType === EntityType.Voice ? ChannelType.GuildVoice : ChannelType.GuildStageVoice
  if (channel.type !== wanted) throw discordError(50024, `#${channel.name} does not hold events of this type`)
}

const checkTimes = (world: World, event: ScheduledEvent, isStartNew: boolean): void => {
  if (isStartNew && Date.parse(event.start) < world.now()) {
    throw fieldError(
      'scheduled_start_time',
      'GUILD_SCHEDULED_EVENT_SCHEDULE_PAST',
      'Cannot schedule event in the past.',
    )
  }
  if (event.end === null || Date.parse(event.end) > Date.parse(event.start)) return
  throw fieldError('scheduled_end_time', 'BASE_TYPE_MIN', 'The event must end after it starts.')
}

/** Scheduled -> active or canceled, active -> completed. Discord docs: resources/guild-scheduled-event. */
const transitions: Record<Status, readonly Status[]> = {
  [Status.Scheduled]: [Status.Active, Status.Canceled],
  [Status.Active]: [Status.Completed],
  [Status.Completed]: [],
  [Status.Canceled]: [],
}

const nextStatus = (event: ScheduledEvent, wanted: Status | undefined): Status => {
  if (wanted === undefined || wanted === event.status) return event.status
  if (transitions[event.status].length === 0) throw discordError(180000)
  if (transitions[event.status].includes(wanted)) return wanted
  throw fieldError('status', 'GUILD_SCHEDULED_EVENT_INVALID_STATUS_TRANSITION', 'Invalid Status Transition')
}

const recurrenceOf = (rule: NonNullable<Body['recurrence_rule']>): APIGuildScheduledEventRecurrenceRule => ({
  start: rule.start,
  end: null,
  frequency: rule.frequency,
  interval: rule.interval,
  by_weekday: rule.by_weekday ?? null,
  by_n_weekday: rule.by_n_weekday ?? null,
  by_month: rule.by_month ?? null,
  by_month_day: rule.by_month_day ?? null,
  by_year_day: null,
  count: null,
})

const iso = (time: string): string => new Date(time).toISOString()

const merged = (world: World, event: ScheduledEvent, body: Body): ScheduledEvent => ({
  ...event,
  name: body.name ?? event.name,
  description: body.description === undefined ? event.description : body.description,
  entityType: body.entity_type ?? event.entityType,
  channelId: body.channel_id === undefined ? event.channelId : body.channel_id && String(body.channel_id),
  location: body.entity_metadata == null ? event.location : (body.entity_metadata.location ?? null),
  start: body.scheduled_start_time ? iso(body.scheduled_start_time) : event.start,
  end: body.scheduled_end_time == null ? event.end : iso(body.scheduled_end_time),
  image: body.image === undefined ? event.image : storeImageData(world, 'image', body.image),
  recurrence:
    body.recurrence_rule === undefined ? event.recurrence : body.recurrence_rule && recurrenceOf(body.recurrence_rule),
  status: nextStatus(event, body.status),
})

const create = (call: Call<'guild_id'>): Reply => {
  const { world } = call
  const guild = requireGuild(world, call.params.guild_id)
  requireGuildPermission(world, guild, 'CreateEvents')
  const { scheduledEvents } = guild.community
  const open = [...scheduledEvents.values()].filter(({ status }) => transitions[status].length > 0)
  if (open.length >= maxUncompleted) throw discordError(30038)
  const body = bodyOf<RESTPostAPIGuildScheduledEventJSONBody>(call)
  const blank: ScheduledEvent = {
    id: world.newId(),
    name: body.name,
    description: null,
    channelId: null,
    creatorId: world.application.botId,
    image: null,
    start: iso(body.scheduled_start_time),
    end: null,
    status: Status.Scheduled,
    entityType: body.entity_type,
    entityId: null,
    location: null,
    recurrence: null,
    exceptions: new Map(),
    userIds: new Set(),
  }
  const event = merged(world, blank, body)
  checkPlace(world, event)
  checkTimes(world, event, true)
  scheduledEvents.set(event.id, event)
  auditAsBot(call, guild, { action: AuditLogEvent.GuildScheduledEventCreate, targetId: event.id })
  const shown = renderScheduledEvent(world, guild, event)
  world.emit({ type: 'GUILD_SCHEDULED_EVENT_CREATE', guildId: guild.id, payload: shown })
  return ok(shown)
}

const patch = (call: EventCall): Reply => {
  const { world } = call
  const [event, guild] = requireEvent(call)
  requireGuildPermission(world, guild, event.creatorId === world.application.botId ? 'CreateEvents' : 'ManageEvents')
  const body = bodyOf<Body>(call)
  const next = merged(world, event, body)
  checkPlace(world, next)
  checkTimes(world, next, body.scheduled_start_time !== undefined)
  const before = renderScheduledEvent(world, guild, event)
  guild.community.scheduledEvents.set(event.id, next)
  const shown = renderScheduledEvent(world, guild, next)
  const changes = changesBetween(before, shown)
  auditAsBot(call, guild, { action: AuditLogEvent.GuildScheduledEventUpdate, targetId: event.id, changes })
  world.emit({ type: 'GUILD_SCHEDULED_EVENT_UPDATE', guildId: guild.id, payload: shown })
  return ok(shown)
}

const remove = (call: EventCall): Reply => {
  const { world } = call
  const [event, guild] = requireEvent(call)
  requireGuildPermission(world, guild, event.creatorId === world.application.botId ? 'CreateEvents' : 'ManageEvents')
  guild.community.scheduledEvents.delete(event.id)
  auditAsBot(call, guild, { action: AuditLogEvent.GuildScheduledEventDelete, targetId: event.id })
  const payload = renderScheduledEvent(world, guild, event)
  world.emit({ type: 'GUILD_SCHEDULED_EVENT_DELETE', guildId: guild.id, payload })
  return noContent
}

const base = '/guilds/{guild_id}/scheduled-events'
const one = `${base}/{guild_scheduled_event_id}` as const

/** Scheduled events. Discord docs: resources/guild-scheduled-event. */
export const scheduledEventRoutes: Route[] = [
  route('GET', base, (call) => {
    const guild = requireGuild(call.world, call.params.guild_id)
    const withCount = boolParam(call.query, 'with_user_count')
    const events = [...guild.community.scheduledEvents.values()]
    const render = withCount ? renderCountedEvent : renderScheduledEvent
    return ok(events.map((event) => render(call.world, guild, event)))
  }),
  route('POST', base, create),
  route('GET', one, (call) => {
    const [event, guild] = requireEvent(call)
    const render = boolParam(call.query, 'with_user_count') ? renderCountedEvent : renderScheduledEvent
    return ok(render(call.world, guild, event))
  }),
  route('PATCH', one, patch),
  route('DELETE', one, remove),
]
