import { interactionHeaders, pingBody, prepareCommand, prepareInteraction } from '../emulators/discord/driver/index.ts'
import { createGuild } from '../emulators/discord/world/guilds.ts'
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
  guild?: string
  user: string
  name: string
  options: Record<string, unknown>
}

/** Each with an id of its own, as Discord sends them: the same one twice would be refused as done. */
export function commands(world: World, command: CommandOf, count: number): SignedCall[] {
  return Array.from({ length: count }, () => commandCall(world, command))
}

function commandCall(world: World, command: CommandOf): SignedCall {
  const place = { guild: 'Guildhall Demo', channel: 'general' }
  const prepared = prepareCommand({ world }, { ...place, ...command })
  return sign(world, prepareInteraction(world, prepared.place, prepared.input).body)
}

const BENCH_GUILD = 'Benchmark'
const MODERATORS = Array.from({ length: 200 }, (_, i) => `bench-moderator${i}`)

/** Notes of many moderators, since each of them may act only so often in ten seconds. */
export function notes(world: World, count: number): SignedCall[] {
  const isThere = [...world.guilds.values()].some(({ name }) => name === BENCH_GUILD)
  if (!isThere) createGuild(world, { name: BENCH_GUILD, moderators: MODERATORS, members: ['bench-member'] })
  const options = { user: 'bench-member', text: 'seen in the benchmark' }
  return Array.from({ length: count }, (_, i) => {
    const user = MODERATORS[i % MODERATORS.length] ?? ''
    return commandCall(world, { guild: BENCH_GUILD, user, name: 'note', options })
  })
}
