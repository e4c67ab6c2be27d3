import { discordError } from '../errors.ts'
import { requireGuildPermission, requireUser } from '../world/access.ts'
import type { EventException, ScheduledEvent } from '../world/community-types.ts'
import { renderMember } from '../world/render.ts'
import type { Guild, World } from '../world/types.ts'
import { between, boolParam, intParam } from './query.ts'
import { bodyOf, type Call, noContent, ok, type Reply, type Route, route } from './route.ts'
import { requireEvent } from './scheduled-events.ts'

interface ExceptionBody {
  original_scheduled_start_time?: string
  scheduled_start_time?: string | null
  scheduled_end_time?: string | null
  is_canceled?: boolean | null
}

type ExceptionCall = Call<'guild_id' | 'guild_scheduled_event_id' | 'exception_id'>

const renderException = (event: ScheduledEvent, exception: EventException) => ({
  event_id: event.id,
  event_exception_id: exception.id,
  scheduled_start_time: exception.start,
  scheduled_end_time: exception.end,
  is_canceled: exception.isCanceled,
})

const renderUsers = (call: Call, place: [ScheduledEvent, Guild], ids: readonly string[]): unknown[] =>
  ids.map((userId) => {
    const [event, guild] = place
    const member = guild.members.get(userId)
    return {
      guild_scheduled_event_id: event.id,
      user_id: userId,
      user: requireUser(call.world, userId).data,
      response: 1,
      ...(boolParam(call.query, 'with_member') && member && { member: renderMember(call.world, member) }),
    }
  })

const listUsers = (call: Call<'guild_id' | 'guild_scheduled_event_id'>): Reply => {
  const place = requireEvent(call)
  const [event] = place
  const limit = intParam(call.query, 'limit', { min: 1, max: 100, fallback: 100 })
  const known = [...event.userIds].filter((id) => call.world.users.has(id))
  const page = between(known, (id) => id, call.query)
  const isBefore = call.query.has('before')
  return ok(renderUsers(call, place, isBefore ? page.slice(-limit) : page.slice(0, limit)))
}

const editable = (call: Call<'guild_id' | 'guild_scheduled_event_id'>): ScheduledEvent => {
  const [event, guild] = requireEvent(call)
  requireGuildPermission(
    call.world,
    guild,
    event.creatorId === call.world.application.botId ? 'CreateEvents' : 'ManageEvents',
  )
  return event
}

const withBody = (world: World, body: ExceptionBody, known?: EventException): EventException => ({
  id: known?.id ?? world.newId(),
  start: body.scheduled_start_time === undefined ? (known?.start ?? null) : body.scheduled_start_time,
  end: body.scheduled_end_time === undefined ? (known?.end ?? null) : body.scheduled_end_time,
  isCanceled: body.is_canceled ?? known?.isCanceled ?? false,
})

const requireException = (event: ScheduledEvent, id: string): EventException => {
  const exception = event.exceptions.get(id)
  if (!exception) throw discordError(10070, `event ${event.id} has no exception ${id}`)
  return exception
}

const createException = (call: Call<'guild_id' | 'guild_scheduled_event_id'>): Reply => {
  const event = editable(call)
  const exception = withBody(call.world, bodyOf<ExceptionBody>(call))
  event.exceptions.set(exception.id, exception)
  return ok(renderException(event, exception))
}

const patchException = (call: ExceptionCall): Reply => {
  const event = editable(call)
  const known = requireException(event, call.params.exception_id)
  const exception = withBody(call.world, bodyOf<ExceptionBody>(call), known)
  event.exceptions.set(exception.id, exception)
  return ok(renderException(event, exception))
}

const one = '/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}'

/** Who is interested in a scheduled event, and single occurrences that differ from its rule. */
export const scheduledEventUserRoutes: Route[] = [
  route('GET', `${one}/users`, listUsers),
  route('GET', `${one}/users/counts`, (call) => {
    const [event] = requireEvent(call)
    const counts = Object.fromEntries([...event.exceptions.keys()].map((id) => [id, 0]))
    return ok({ guild_scheduled_event_count: event.userIds.size, guild_scheduled_event_exception_counts: counts })
  }),
  route('GET', `${one}/{guild_scheduled_event_exception_id}/users`, (call) => {
    const [event] = requireEvent(call)
    requireException(event, call.params.guild_scheduled_event_exception_id)
    return ok([])
  }),
  route('POST', `${one}/exceptions`, createException),
  route('PATCH', `${one}/exceptions/{exception_id}`, patchException),
  route('DELETE', `${one}/exceptions/{exception_id}`, (call) => {
    const event = editable(call)
    event.exceptions.delete(requireException(event, call.params.exception_id).id)
    return noContent
  }),
]
