import { interactionHeaders, pingBody, prepareCommand, prepareInteraction } from '../emulators/discord/driver/index.ts'
import type { DiscordEmulator } from '../local/stack.ts'
import type { SignedCall } from './load.ts'

type World = DiscordEmulator['world']

/** Bodies are signed by the emulator's key and the clock of now; they are good for five minutes. */
function sign(world: World, body: string): SignedCall {
  return { body, headers: interactionHeaders(world.application.privateKey, world.clock, body) }
}

export function pings(world: World, count: number): SignedCall[] {
  return Array.from({ length: count }, () => sign(world, pingBody(world)))
}

export interface CommandOf {
  user: string
  name: string
  options: Record<string, unknown>
}

/** Each with an id of its own, as Discord sends them: the same one twice would be refused as done. */
export function commands(world: World, command: CommandOf, count: number): SignedCall[] {
  const place = { guild: 'Guildhall Demo', channel: 'general' }
  return Array.from({ length: count }, () => {
    const prepared = prepareCommand({ world }, { ...place, ...command })
    return sign(world, prepareInteraction(world, prepared.place, prepared.input).body)
  })
}
