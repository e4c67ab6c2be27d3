import { sql } from 'drizzle-orm'
import type { Actor, GuildCtx, Log } from '../core/context.ts'
import type { Database } from '../core/db.ts'
import type { Snowflake } from '../core/snowflake.ts'
import type { Locale } from '../core/text.ts'
import type { Clock } from '../platform/clock.ts'
import { withQueue } from '../platform/db/queued.ts'
import { createDatabase } from '../platform/db.ts'
import { createDiscord, createDiscordMemory } from '../platform/discord.ts'
import type { Env } from '../platform/env.ts'
import { createLog } from '../platform/log.ts'
import { createAlarm } from '../platform/qstash.ts'
import { createCache } from '../platform/redis.ts'
import { tracedDatabase, tracedFetch } from '../platform/trace.ts'
import { createCatalog, createCatalogMemory } from '../services/catalog/catalog.ts'
import { createJobRunner, type JobRunner } from '../services/jobs/runner.ts'
import { type FactsMemory, readFacts } from '../services/permissions/facts.ts'
import { createGuildDb, type InboxEvent } from '../services/scope/guild-scope.ts'
import { createSystemScope } from '../services/scope/system-scope.ts'
import { createSettingsMemory, createSettingsReader } from '../services/settings/reader.ts'
import type { Registry } from './registry.ts'
import { createTurns } from './turns.ts'

/** As long as one transaction may take: a command that finds the database silent still answers within 2.5 s. */
const DATABASE_STALL_MS = 1800

/** What lives as long as one request, event or scheduled run. */
export interface RequestScope {
  requestId: string
  clock: Clock
  log: Log
  background(work: Promise<unknown>): void
}

export interface GuildRequest<A extends Actor> {
  guildId: Snowflake
  actor: A
  locale: Locale
  guildLocale: Locale
  /** What causes the changes; they take effect once per event. Jobs have their own record. */
  event?: InboxEvent
}

/** What lives as long as the isolate: plain data and functions over it, never a promise, timer or connection of a request. */
export interface Isolate {
  readonly env: Env
  readonly registry: Registry
  readonly discordIds: { applicationId: Snowflake; botId: Snowflake }
  guildCtx<A extends Actor>(scope: RequestScope, request: GuildRequest<A>): GuildCtx & { readonly actor: A }
  jobRunner(scope: RequestScope): JobRunner
  /** One question to each system behind us; false or a failure means that it is not there. */
  probes(scope: RequestScope): Readonly<Record<string, () => Promise<boolean>>>
}

export function createIsolate(env: Env, registry: Registry, ids: Isolate['discordIds']): Isolate {
  const log = createLog(env.LOG_LEVEL)
  const postgres = createDatabase({
    databaseUrl: env.DATABASE_URL,
    systemUrl: env.DATABASE_SYSTEM_URL,
    ...(env.NEON_FETCH_ENDPOINT === undefined ? {} : { fetchEndpoint: env.NEON_FETCH_ENDPOINT }),
    log,
  })
  const database = withQueue(postgres, { stallMs: DATABASE_STALL_MS })
  const cache = createCache({ url: env.UPSTASH_REDIS_REST_URL, token: env.UPSTASH_REDIS_REST_TOKEN, log })
  const jobsUrl = new URL('/jobs', env.PUBLIC_URL).href
  const alarm = createAlarm({ url: env.QSTASH_URL, token: env.QSTASH_TOKEN, jobsUrl, log })
  const discordMemory = createDiscordMemory()
  const catalogMemory = createCatalogMemory()
  const settingsMemory = createSettingsMemory()
  const factsMemory: FactsMemory = new Map()
  const isLocal = env.LOCAL_CLOCK === '1'
  const turns = createTurns()

  const isolate: Isolate = { env, registry, discordIds: ids, guildCtx, jobRunner, probes }
  return isolate

  function databaseOf(scope: RequestScope): Database {
    return isLocal ? tracedDatabase(database, scope.requestId) : database
  }

  function discordOf(scope: RequestScope) {
    return createDiscord({
      ...ids,
      token: env.DISCORD_TOKEN,
      apiUrl: env.DISCORD_API_URL,
      now: () => scope.clock().getTime(),
      log: scope.log,
      memory: discordMemory,
      ...(isLocal ? { fetch: tracedFetch(scope.requestId) } : {}),
    })
  }

  function guildCtx<A extends Actor>(scope: RequestScope, request: GuildRequest<A>): GuildCtx & { readonly actor: A } {
    const { guildId } = request
    const now = scope.clock
    // No getters that make these when asked for: an object with accessors of its own costs more than all of them.
    const discord = discordOf(scope)
    const catalog = createCatalog({
      features: registry.features,
      cache,
      discord,
      memory: catalogMemory,
      now,
      oneAtATime: (work) => turns.take('command-ids', now, work),
      log: scope.log,
    })
    const db = createGuildDb({
      database: databaseOf(scope),
      guildId,
      guildLocale: request.guildLocale,
      ...(request.event === undefined ? {} : { event: request.event }),
      now,
      announce: (jobs) => scope.background(announce(scope, jobs)),
    })
    const settings = createSettingsReader({ db: () => db, cache, guildId, memory: settingsMemory, now })
    return {
      actor: request.actor,
      locale: request.locale,
      cache,
      now,
      background: scope.background,
      requestId: scope.requestId,
      log: scope.log,
      discord,
      catalog,
      guild: {
        id: guildId,
        locale: request.guildLocale,
        db,
        async facts() {
          const known = factsMemory.get(guildId)
          if (known !== undefined && known.until > now().getTime()) return known.facts
          return turns.take(`facts:${guildId}`, now, () =>
            readFacts({ guildId, botId: ids.botId, discord, cache, memory: factsMemory, now }),
          )
        },
        settings: (of) => settings.read(of),
        settingsChanged: (stored) => settings.changed(stored),
      },
    }
  }

  /** Jobs that are due are run right here; the others get an alarm. The sweeper is behind both. */
  async function announce(scope: RequestScope, jobs: Parameters<typeof alarm.schedule>[0]): Promise<void> {
    const now = scope.clock()
    const due = jobs.filter((job) => job.runAt <= now)
    const later = jobs.filter((job) => job.runAt > now)
    if (later.length > 0) await alarm.schedule(later, now)
    const runner = jobRunner(scope)
    for (const job of due) await runner.run(job.id)
  }

  function jobRunner(scope: RequestScope): JobRunner {
    return createJobRunner({
      system: createSystemScope({ database: databaseOf(scope) }),
      now: scope.clock,
      jobs: registry.jobs,
      alarm,
      log: scope.log,
      contextFor: ({ id, guildId, guildLocale }) =>
        guildCtx(scope, { guildId, actor: { kind: 'job', id }, locale: guildLocale, guildLocale }),
    })
  }

  function probes(scope: RequestScope): Record<string, () => Promise<boolean>> {
    return {
      async postgres() {
        await database.transaction('app', [database.sql.execute(sql`select 1`)])
        return true
      },
      redis: async () => (await cache.script('return 1', [], [])) === 1,
      async discord() {
        await discordOf(scope).request({ method: 'GET', path: '/gateway' })
        return true
      },
    }
  }
}
