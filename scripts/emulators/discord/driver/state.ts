import { renderChannel, renderMember, renderRoles } from '../world/render.ts'
import type { Guild, World } from '../world/types.ts'
import { type Driver, DriverError } from './types.ts'

const guildState = (world: World, guild: Guild) => ({
  id: guild.id,
  name: guild.name,
  ownerId: guild.ownerId,
  locale: guild.preferredLocale,
  roles: renderRoles(guild),
  channels: [...world.channels.values()]
    .filter((channel) => channel.guildId === guild.id)
    .map((channel) => renderChannel(world, channel)),
  members: [...guild.members.values()].map((member) => renderMember(world, member)),
  bans: [...guild.bans.values()],
  voiceStates: [...guild.voiceStates.values()],
})

const commandsOf = (world: World) => [
  ...world.commands.global.values(),
  ...[...world.commands.guilds.values()].flatMap((commands) => [...commands.values()]),
]

/** Everything a person or a test wants to know of the world. Throws `starting` (503) until all of it has started. */
export const describeState = ({ world, deps, switches }: Driver) => {
  if (!world.ready) throw new DriverError('starting', 'Guildhall is still starting; ask again in a moment.', 503)
  const { id, name, description, botId, publicKeyHex, clientSecret, interactionsEndpointUrl } = world.application
  return {
    ready: true,
    application: { id, name, description, botId, publicKey: publicKeyHex, clientSecret, interactionsEndpointUrl },
    guilds: [...world.guilds.values()].map((guild) => guildState(world, guild)),
    users: [...world.users.values()].map(({ data, dmsClosed }) => ({ ...data, dmsClosed })),
    commands: commandsOf(world),
    clock: { now: new Date(world.now()).toISOString(), offsetMs: world.clock.offsetMs() },
    ports: deps.ports ?? {},
    switches,
    limits: world.limits,
    rules: world.rules,
    messages: {
      kept: [...world.channels.values()].reduce((sum, { messages }) => sum + messages.size, 0),
      dropped: world.droppedMessages,
    },
    log: {
      requests: world.requests.entries.length,
      requestsDropped: world.requests.dropped,
      violations: world.violations.entries.length,
      violationsDropped: world.violations.dropped,
    },
  }
}
