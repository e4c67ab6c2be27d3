import { type Catalog, callableCommands } from '../../src/core/catalog.ts'
import type { Cache, Log, SettingsOf } from '../../src/core/context.ts'
import type { Discord, DiscordRequest } from '../../src/core/discord.ts'
import type { Feature } from '../../src/core/feature.ts'
import type { InteractionCtx } from '../../src/core/interaction-context.ts'
import { permissionBits } from '../../src/core/permissions.ts'
import { type Snowflake, snowflake } from '../../src/core/snowflake.ts'

export const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

/** A Redis that is a map; `lost` makes it answer as one that cannot be reached. */
export function fakeCache(): Cache & { lost: boolean; entries: Map<string, string> } {
  const entries = new Map<string, string>()
  const cache = {
    lost: false,
    entries,
    get: async (key: string) => (cache.lost ? undefined : entries.get(key)),
    set: async (key: string, value: string) => void entries.set(key, value),
    delete: async (...keys: string[]) => {
      for (const key of keys) entries.delete(key)
    },
    script: async () => undefined,
  }
  return cache
}

/** Answers each request by `answer` and remembers it. */
export function fakeDiscord(answer: (request: DiscordRequest) => unknown): Discord & { calls: DiscordRequest[] } {
  const calls: DiscordRequest[] = []
  return {
    applicationId: snowflake('900000000000000001'),
    botId: snowflake('900000000000000001'),
    calls,
    download: async () => '',
    async request<T>(request: DiscordRequest) {
      calls.push(request)
      return answered<T>(answer(request))
    },
  }
}

/** Guarantee: each test answers with the shape that the code under test asks for. */
function answered<T>(value: unknown): T {
  return value as T
}

export const ids = {
  guild: snowflake('100000000000000001'),
  ada: snowflake('200000000000000001'),
  channel: snowflake('300000000000000001'),
}

export interface FakeOptions {
  features?: readonly Feature[]
  permissions?: bigint
  locale?: InteractionCtx['locale']
  commandIds?: ReadonlyMap<string, Snowflake>
  settings?: <T>(of: SettingsOf<T>) => T
}

function unreachable(what: string): () => never {
  return () => {
    throw new Error(`${what} was not expected to be used`)
  }
}

/** A context without anything behind it: whatever a test does not give throws when it is used. */
export function fakeCtx(options: FakeOptions = {}): InteractionCtx {
  const { features = [], permissions = permissionBits('Administrator'), locale = 'en' } = options
  const catalog: Catalog = { features, commandIds: async () => options.commandIds ?? new Map() }
  const { settings = (of) => of.parse({}) } = options
  return {
    requestId: 'test',
    actor: { kind: 'member', id: ids.ada, name: 'ada', roles: [], permissions },
    locale,
    log: silent,
    discord: fakeDiscord(unreachable('Discord')),
    cache: fakeCache(),
    catalog,
    now: () => new Date('2026-01-01T00:00:00Z'),
    background: unreachable('the background'),
    guild: {
      id: ids.guild,
      locale,
      db: { read: unreachable('Postgres'), commit: unreachable('Postgres') },
      facts: unreachable('facts'),
      settings: async (of) => settings(of),
      settingsChanged: unreachable('settingsChanged'),
    },
    interaction: {
      id: snowflake('400000000000000001'),
      token: 'token',
      channelId: ids.channel,
      appPermissions: permissions,
      resolved: {},
    },
    editReply: unreachable('editReply'),
    deleteReply: unreachable('deleteReply'),
    followUp: unreachable('followUp'),
  }
}

/** The command that people call by `words`, with the answer to it. */
export async function call(ctx: InteractionCtx, words: string, options: Record<string, unknown> = {}) {
  const found = ctx.catalog.features.flatMap(callableCommands).find(({ path }) => path.join(' ') === words)
  if (found === undefined) throw new Error(`no command ${words}`)
  const given = Object.entries(options).map(([name, value]) => ({ name, value }))
  return found.command.prepare(ctx, { options: given }).run()
}

/** Presses or picks: the component or modal that made `customId`, with the answer to it. */
export async function press(ctx: InteractionCtx, customId: string, values: readonly string[] = []) {
  for (const component of ctx.catalog.features.flatMap((feature) => feature.components ?? [])) {
    const prepared = component.prepare(ctx, customId, values)
    if (prepared !== undefined) return prepared.run()
  }
  throw new Error(`nothing answers to ${customId}`)
}

export async function submit(ctx: InteractionCtx, customId: string, fields: Record<string, string>) {
  for (const modal of ctx.catalog.features.flatMap((feature) => feature.modals ?? [])) {
    const prepared = modal.prepare(ctx, customId, fields)
    if (prepared !== undefined) return prepared.run()
  }
  throw new Error(`nothing answers to ${customId}`)
}
