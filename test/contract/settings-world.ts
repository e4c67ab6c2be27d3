import type { GuildFacts } from '../../src/core/context.ts'
import type { DiscordRequest } from '../../src/core/discord.ts'
import type { Feature } from '../../src/core/feature.ts'
import type { InteractionCtx } from '../../src/core/interaction-context.ts'
import type { Snowflake } from '../../src/core/snowflake.ts'
import { createGuildDb } from '../../src/services/scope/guild-scope.ts'
import { createSettingsMemory, createSettingsReader } from '../../src/services/settings/reader.ts'
import { startCaseWorld } from '../harness/case-world.ts'
import { type FakeOptions, fakeCache, fakeCtx, fakeDiscord } from './fake-ctx.ts'

export interface SettingsCtxOptions extends FakeOptions {
  guildId: Snowflake
  facts?: GuildFacts
  discord?: (request: DiscordRequest) => unknown
  interaction?: Partial<InteractionCtx['interaction']>
}

/** The settings service over a real Postgres, with the caches that production has. */
export async function startSettingsWorld(features: readonly Feature[]) {
  const { database, newGuild, stop } = await startCaseWorld()
  const memory = createSettingsMemory()
  const cache = fakeCache()
  let queries = 0
  const counted: typeof database = {
    sql: database.sql,
    transaction(...args) {
      queries += 1
      return database.transaction(...args)
    },
  }
  return {
    newGuild,
    cache,
    /** Round trips to Postgres since the last look. */
    takeQueries() {
      const taken = queries
      queries = 0
      return taken
    },
    stop,
    ctx(options: SettingsCtxOptions): InteractionCtx {
      const base = fakeCtx({ features, ...options })
      const { guildId, facts } = options
      const { now } = base
      const db = createGuildDb({ database: counted, guildId, now, announce() {} })
      const reader = createSettingsReader({ db: () => db, cache, guildId, memory, now })
      return {
        ...base,
        background: (work) => void work.catch(() => {}),
        cache,
        ...(options.discord === undefined ? {} : { discord: fakeDiscord(options.discord) }),
        guild: {
          ...base.guild,
          id: guildId,
          db,
          ...(facts === undefined ? {} : { facts: async () => facts }),
          settings: (of) => reader.read(of),
          settingsChanged: (stored) => reader.changed(stored),
        },
        interaction: { ...base.interaction, ...options.interaction },
      }
    },
  }
}
