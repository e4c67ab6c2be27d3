import { MessageFlags } from 'discord-api-types/v10'
import { expect, vi } from 'vitest'
import { demo } from '../../../scripts/emulators/discord/seed.ts'
import { startDiscordEmulator } from '../../../scripts/emulators/discord/server.ts'
import { createStandaloneClock } from '../../../scripts/emulators/discord/world/create.ts'
import type { HouseRules, World } from '../../../scripts/emulators/discord/world/types.ts'
import { type FetchHandler, listen } from '../../../scripts/local/http-server.ts'
import type { Json } from '../harness.ts'

export { demo }

/** Machines of a CI are slow: what is waited for arrives in milliseconds, or the test has found something. */
export const patience = { timeout: 20_000, interval: 20 }

/** Slow work of a bot: `done` resolves once for each `finish`, also for one that came before it. */
export const createWork = () => {
  let { promise, resolve } = Promise.withResolvers<void>()
  const done = async (): Promise<void> => {
    await promise
    ;({ promise, resolve } = Promise.withResolvers<void>())
  }
  return { done, finish: () => resolve() }
}

/** Where people are unless a test says otherwise. */
const place = { guild: demo.guildId, channel: demo.channels.botCommands }

/** The emulator with the demo guilds, a stranger's credentials for it, and the people there. */
export interface Stage {
  /** Base address without a path, e.g. `http://127.0.0.1:8788`. */
  url: string
  world: World
  token: string
  applicationId: string
  publicKey: string
  /** Somebody does something: POST `/emulator/{action}`. Throws what a Discord client would have refused. */
  act(action: string, body: Json): Promise<Json>
  /** GET `/emulator/{what}`. */
  look(what: string): Promise<Json>
  command(user: string, name: string, options?: Json): Promise<Json>
  autocomplete(user: string, name: string, given: { focused: string; options: Json }): Promise<Json>
  press(user: string, message: unknown, customId: string, values?: string[]): Promise<Json>
  submit(opener: Json, fields: Json): Promise<Json>
  /** Somebody writes a message; resolves to its id. */
  say(user: string, content: string, channel?: string): Promise<string>
  /** Resolves when somebody sees that the bot is thinking. */
  seeThinking(user: string): Promise<void>
  /** What somebody sees in a channel, oldest first. */
  read(user: string, channel: string): Promise<Json[]>
  close(): Promise<void>
}

/** Guarantee: the driver answers JSON objects only. */
const asJson = (value: unknown): Json => value as Json

const call = async (url: string, init: RequestInit): Promise<Json> => {
  const response = await fetch(url, init)
  const body = asJson(await response.json())
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${JSON.stringify(body)}`)
  return body
}

/** The thing, where a bot should know it; a failing test where it does not. */
export const known = <T>(thing: T | null | undefined, name: string): T => {
  if (thing === null || thing === undefined) throw new Error(`The bot does not know ${name}.`)
  return thing
}

/** The text under that key; fails the test when there is none. */
export const textOf = (body: unknown, key: string): string => {
  const value = typeof body === 'object' && body !== null ? asJson(body)[key] : undefined
  if (typeof value !== 'string') throw new Error(`No text "${key}" in ${JSON.stringify(body)}`)
  return value
}

/** Guarantee: the driver lists messages, which are JSON objects. */
const asList = (value: unknown): Json[] => value as Json[]

const read = async (look: Stage['look'], user: string, channel: string): Promise<Json[]> => {
  const query = new URLSearchParams({ guild: demo.guildId, channel, user })
  return asList((await look(`messages?${query}`))['messages'])
}

const isThinking = (message: Json | undefined): boolean =>
  (Number(message?.['flags'] ?? 0) & MessageFlags.Loading) !== 0

const peopleOf = ({ act, look }: Pick<Stage, 'act' | 'look'>) => ({
  command: (user: string, name: string, options: Json = {}) => act('commands', { ...place, user, name, options }),
  autocomplete: (user: string, name: string, given: { focused: string; options: Json }) =>
    act('autocomplete', { ...place, user, name, ...given }),
  press: (user: string, message: unknown, customId: string, values?: string[]) =>
    act('components', { ...place, user, message: textOf(message, 'id'), customId, ...(values && { values }) }),
  submit: ({ interaction }: Json, fields: Json) => act('modals', { interaction: textOf(interaction, 'id'), fields }),
  say: async (user: string, content: string, channel: string = demo.channels.general) => {
    const { message } = await act('messages', { guild: demo.guildId, channel, user, content })
    return textOf(message, 'id')
  },
  seeThinking: async (user: string) => {
    await vi.waitUntil(async () => isThinking((await read(look, user, place.channel)).at(-1)), patience)
  },
  read: (user: string, channel: string) => read(look, user, channel),
})

/**
 * Starts the emulator on a free port. Guildhall's own rule about `allowed_mentions` is off, since it is none of
 * Discord's; `rules` may switch off more.
 */
export const setStage = async (rules: Partial<HouseRules> = {}): Promise<Stage> => {
  const { url, world, close } = await startDiscordEmulator({
    port: 0,
    clock: createStandaloneClock(),
    workerUrl: 'http://127.0.0.1:9',
    rules: { explicitAllowedMentions: false, unknownFields: false, ...rules },
  })
  world.ready = true
  const act = (action: string, body: Json) =>
    call(`${url}/emulator/${action}`, { method: 'POST', body: JSON.stringify(body) })
  const { token, id: applicationId, publicKeyHex: publicKey } = world.application
  const look = (what: string) => call(`${url}/emulator/${what}`, {})
  return {
    url,
    world,
    token,
    applicationId,
    publicKey,
    act,
    look,
    ...peopleOf({ act, look }),

    close,
  }
}

/** What a bot author enters in the developer portal: Discord checks the address before it stores it. */
export const enterEndpoint = (stage: Stage, endpoint: string | null): Promise<Json> =>
  call(`${stage.url}/api/v10/applications/@me`, {
    method: 'PATCH',
    headers: {
      authorization: `Bot ${stage.token}`,
      'content-type': 'application/json',
      'user-agent': 'DiscordBot (https://example.org/strangers, 1.0)',
    },
    body: JSON.stringify({ interactions_endpoint_url: endpoint }),
  })

/** Serves an HTTP bot on a free port. */
export const serveBot = (fetch: FetchHandler) => listen({ port: 0, name: "a stranger's bot", fetch })

/** The emulator saw nothing that a correct bot never does, and answered nothing that Discord never would. */
export const expectNoViolations = async (stage: Stage): Promise<void> =>
  expect((await stage.look('violations'))['violations']).toEqual([])
