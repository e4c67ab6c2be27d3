import { startNeonEmulator } from '../../scripts/emulators/neon/index.ts'
import { startUpstashEmulator } from '../../scripts/emulators/upstash/index.ts'
import { migrate } from '../../scripts/local/migrate.ts'
import type { Alarm, AnnouncedJob } from '../../src/core/alarm.ts'
import type { Actor, Cache, GuildCtx, Log } from '../../src/core/context.ts'
import type { Discord } from '../../src/core/discord.ts'
import { type Snowflake, snowflake } from '../../src/core/snowflake.ts'
import type { Locale } from '../../src/core/text.ts'
import { createDatabase } from '../../src/platform/db.ts'
import { createCache } from '../../src/platform/redis.ts'
import { createGuildDb, type InboxEvent } from '../../src/services/scope/guild-scope.ts'
import { createSystemScope } from '../../src/services/scope/system-scope.ts'
import { createSettingsMemory, createSettingsReader, type SettingsMemory } from '../../src/services/settings/reader.ts'

export const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }
const noDiscord: Discord = {
  applicationId: snowflake('900000000000000001'),
  botId: snowflake('900000000000000002'),
  request: async () => {
    throw new Error('no Discord in this test')
  },
  download: async () => '',
}
const ANY_PORT = 0
const admin: Actor = {
  kind: 'member',
  id: snowflake('200000000000000001'),
  name: 'ada',
  roles: [],
  permissions: 1n << 5n,
}

export interface DataCtx extends GuildCtx {
  /** Jobs that commits announced. */
  readonly announced: AnnouncedJob[]
  /** Waits for everything that was left to the background. */
  settled(): Promise<void>
}

export interface DataCtxOptions {
  guildId?: Snowflake
  guildLocale?: Locale
  actor?: Actor
  event?: InboxEvent
  /** Another one stands for another isolate. */
  memory?: SettingsMemory
  cache?: Cache
  now?: () => Date
}

/** The data services over real SQL, real row-level security and a real Redis, migrated as in production. */
export async function startDataWorld({ timeoutMs = 20_000, cacheTimeoutMs = 250, log = silent } = {}) {
  const neon = await startNeonEmulator({ port: ANY_PORT, localDir: '', memory: true })
  const redis = await startUpstashEmulator({ port: ANY_PORT, token: 'token' })
  const url = (role: string) => `postgres://${role}:secret@127.0.0.1:${neon.port}/guildhall`
  await migrate({ databaseUrl: url('postgres'), fetchEndpoint: neon.sqlEndpoint })
  const database = createDatabase({
    databaseUrl: url('guildhall_app'),
    systemUrl: url('guildhall_system'),
    fetchEndpoint: neon.sqlEndpoint,
    timeoutMs,
    log,
  })
  const newCache = ({ timeoutMs: ms = cacheTimeoutMs } = {}) =>
    createCache({ url: redis.url, token: redis.token, log, timeoutMs: ms })
  const shared = { cache: newCache(), memory: createSettingsMemory() }
  let guilds = 0
  const newGuild = () => {
    guilds += 1
    return snowflake(String(100_000_000_000_000_000n + BigInt(guilds)))
  }

  function ctx(options: DataCtxOptions = {}): DataCtx {
    const { guildId = newGuild(), actor = admin, event, now = () => new Date() } = options
    const { memory = shared.memory, cache = shared.cache } = options
    const announced: AnnouncedJob[] = []
    const background: Promise<unknown>[] = []
    const db = createGuildDb({
      database,
      guildId,
      ...(options.guildLocale && { guildLocale: options.guildLocale }),
      ...(event === undefined ? {} : { event }),
      now,
      announce: (jobs) => void announced.push(...jobs),
    })
    const settings = createSettingsReader({ db: () => db, cache, guildId, memory, now })
    return {
      requestId: 'test',
      actor,
      locale: 'en',
      log,
      discord: noDiscord,
      cache,
      catalog: { features: [], commandIds: async () => new Map() },
      now,
      background: (work) => void background.push(work),
      async settled() {
        while (background.length > 0) await Promise.all(background.splice(0))
      },
      announced,
      guild: {
        id: guildId,
        locale: 'en',
        db,
        facts: async () => ({ name: 'test', ownerId: guildId, roles: new Map(), botRoles: [] }),
        settings: settings.read,
        settingsChanged: settings.changed,
      },
    }
  }

  return {
    neon,
    redis,
    database,
    system: createSystemScope({ database }),
    ownerUrl: url('postgres'),
    newGuild,
    newCache,
    ctx,
    async stop() {
      await redis.stop()
      await neon.stop()
    },
  }
}

export type DataWorld = Awaited<ReturnType<typeof startDataWorld>>

/** An alarm clock that only remembers what it was told. */
export function recordingAlarm(): Alarm & { readonly scheduled: AnnouncedJob[] } {
  const scheduled: AnnouncedJob[] = []
  return { scheduled, schedule: async (jobs) => void scheduled.push(...jobs) }
}

/** A clock that stands still until it is moved. */
export function stillClock(start = Date.UTC(2026, 10, 20)) {
  let time = start
  return {
    now: () => new Date(time),
    advance(ms: number) {
      time += ms
    },
  }
}
