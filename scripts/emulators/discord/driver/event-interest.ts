import * as z from 'zod'
import { renderCountedEvent, setInterest } from '../world/scheduled-events.ts'
import type { World } from '../world/types.ts'
import { findGuild, findUser } from './lookup.ts'
import { DriverError } from './types.ts'

export const eventInterestInput = z.strictObject({
  guild: z.string(),
  user: z.string(),
  /** A scheduled event by id or name. */
  event: z.string(),
  interested: z.boolean().default(true),
})

/** A person says, or takes back, that they are interested in a scheduled event. */
export const changeInterest = (world: World, body: z.infer<typeof eventInterestInput>) => {
  const guild = findGuild(world, body.guild)
  const user = findUser(world, body.user, guild)
  const events = [...guild.community.scheduledEvents.values()]
  const event = events.find(({ id, name }) => id === body.event || name === body.event)
  if (!event) throw new DriverError('unknown_event', `There is no scheduled event "${body.event}" in ${guild.name}.`)
  if (!guild.members.has(user.data.id))
    throw new DriverError('not_a_member', `${user.data.username} is not a member of ${guild.name}.`)
  setInterest(world, guild, { event, userId: user.data.id, isInterested: body.interested })
  return { event: renderCountedEvent(world, guild, event) }
}
