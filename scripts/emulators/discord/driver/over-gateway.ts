import type { Interaction } from '../world/types.ts'
import type { Place } from './lookup.ts'
import type { Driver } from './types.ts'
import { waitUntil } from './wait-until.ts'

/**
 * True when Discord would send interactions of that place over the gateway: the application has no endpoint of its
 * own, and a session of it is connected. Discord docs: interactions/receiving-and-responding#receiving-an-interaction.
 */
export const goesOverGateway = ({ world, deps }: Driver, place: Place): boolean =>
  world.application.interactionsEndpointUrl === null &&
  deps.interactions !== 'http' &&
  deps.gateway?.isHeard(place.guild?.id ?? null) === true

/** Sends INTERACTION_CREATE and waits for the callback route; false when the deadline (ms) passes without it. */
export const sendOverGateway = (
  { world }: Driver,
  interaction: Interaction,
  sent: { body: string; deadlineMs: number },
): Promise<boolean> => {
  const isAnswered = () => interaction.state === 'acknowledged'
  world.emit({ type: 'INTERACTION_CREATE', guildId: interaction.guildId, payload: JSON.parse(sent.body) })
  return waitUntil(world, isAnswered, sent.deadlineMs)
}
