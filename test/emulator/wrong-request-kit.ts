import { InteractionType } from 'discord-api-types/v10'
import { demo, resetWorld } from '../../scripts/emulators/discord/seed.ts'
import { acknowledge, applyResponse, createInteraction } from '../../scripts/emulators/discord/world/interactions.ts'
import { createMessage } from '../../scripts/emulators/discord/world/messages.ts'
import type { Interaction, World } from '../../scripts/emulators/discord/world/types.ts'
import type { Emulator, Json, RestOptions } from './harness.ts'

const { channels, users, guildId, applicationId } = demo

export const nobody = '999999999999999999'
export const allowed_mentions = { parse: [] }
export const inGeneral = `/channels/${channels.general}/messages`
export const guild = `/guilds/${guildId}`
export const day = 24 * 3600 * 1000

export const text = (extra: Json = {}) => ({ content: 'hi', allowed_mentions, ...extra })
export const button = (id: string) => ({ type: 2, style: 1, label: 'x', custom_id: id })
export const row = (...components: Json[]) => ({ type: 1, components })
export const display = (content: string) => ({ type: 10, content })
export const v2 = (...components: Json[]) => ({ flags: 32768, components, allowed_mentions })
export const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))

export type Target = readonly [method: string, path: string, options?: RestOptions]

/** The seeded emulator and shortcuts for what a case needs to stand in it. */
export interface Lab {
  emulator: Emulator
  world: World
  /** A message by that user; the id. */
  write(authorId: string): string
  /** An interaction that the bot has not answered. */
  interact(): Interaction
  /** An interaction that the bot has deferred. */
  answered(): Interaction
}

export interface Case {
  name: string
  target: Target | ((lab: Lab) => Target | Promise<Target>)
  status: number
  code: number | null
  /** `outcome`: a correct bot can meet it too. */
  verdict?: 'outcome'
}

/** A call of the route that creates a message. */
export const send = (body: unknown): Target => ['POST', inGeneral, { body }]

/** The bot loses all but the most basic permissions first. */
export const weakened =
  (target: (lab: Lab) => Target) =>
  async (lab: Lab): Promise<Target> => {
    const botPermissions = ['ViewChannel', 'SendMessages', 'ReadMessageHistory']
    await lab.emulator.driver('POST', 'switches', { botPermissions })
    return target(lab)
  }

export const callbackOf = (interaction: Interaction) => `/interactions/${interaction.id}/${interaction.token}/callback`
export const followupOf = (interaction: Interaction) => `/webhooks/${applicationId}/${interaction.token}`

const write = (world: World, authorId: string): string => {
  const channel = world.channels.get(channels.general)
  const author = world.users.get(authorId)
  if (!channel || !author) throw new Error('The seed has no #general or no such user.')
  const origin = authorId === demo.botId ? 'bot' : 'user'
  return createMessage(world, { channel, author: author.data, origin, content: 'x' }).data.id
}

const interact = (world: World): Interaction =>
  createInteraction(world, {
    type: InteractionType.ApplicationCommand,
    guildId,
    channelId: channels.general,
    userId: users.grace,
    commandName: 'warn',
  })

/** A freshly seeded world in the running emulator. */
export const newLab = (emulator: Emulator): Lab => {
  const { world } = emulator
  resetWorld(world)
  return {
    emulator,
    world,
    write: (authorId) => write(world, authorId),
    interact: () => interact(world),
    answered: () => {
      const interaction = interact(world)
      applyResponse(world, interaction, { type: 5 })
      acknowledge(world, interaction)
      return interaction
    },
  }
}
