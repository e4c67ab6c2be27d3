import { readdirSync, readFileSync } from 'node:fs'
import { neon } from '@neondatabase/serverless'
import { type NeonEmulator, startNeonEmulator } from '../../scripts/emulators/neon/index.ts'
import type { Actor, Cache, GuildCtx, Log } from '../../src/core/context.ts'
import type { Discord } from '../../src/core/discord.ts'
import { type Snowflake, snowflake } from '../../src/core/snowflake.ts'
import { createDatabase } from '../../src/platform/db.ts'
import { createGuildDb } from '../../src/services/scope/guild-scope.ts'

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }
const noCache: Cache = {
  get: async () => undefined,
  set: async () => {},
  delete: async () => {},
  script: async () => undefined,
}
const noDiscord: Discord = {
  applicationId: snowflake('900000000000000001'),
  botId: snowflake('900000000000000002'),
  request: async () => {
    throw new Error('no Discord in this test')
  },
}

export const bot = noDiscord.botId
export const ada: Actor = {
  kind: 'member',
  id: snowflake('200000000000000001'),
  name: 'ada',
  roles: [],
  permissions: 8n,
}

export interface CaseCtxOptions {
  guildId?: Snowflake
  actor?: Actor
  cache?: Cache
  discord?: Discord
  now?: () => Date
  settings?: Record<string, unknown>
}

export interface CaseCtx extends GuildCtx {
  /** Waits for everything that was left to the background. */
  settled(): Promise<void>
  /** Jobs that were announced. */
  readonly announced: { kind: string; key: string; runAt: Date }[]
}

/** Real SQL and real row-level security for the verbs: Postgres behind Neon's protocol, migrated as in production. */
export async function startCaseWorld() {
  const emulator = await startNeonEmulator({ port: 0, localDir: '', memory: true })
  const url = (role: string) => `postgres://${role}:secret@127.0.0.1:${emulator.port}/guildhall`
  const database = createDatabase({
    databaseUrl: url('guildhall_app'),
    systemUrl: url('guildhall_system'),
    fetchEndpoint: emulator.sqlEndpoint,
    timeoutMs: 20_000,
    log: silent,
  })
  await migrate(emulator, url('postgres'))
  let guilds = 0
  const newGuild = () => {
    guilds += 1
    return snowflake(String(100_000_000_000_000_000n + BigInt(guilds)))
  }
  return { emulator, database, newGuild, ctx: (options: CaseCtxOptions = {}) => caseCtx(database, newGuild, options) }
}

function caseCtx(
  database: ReturnType<typeof createDatabase>,
  newGuild: () => Snowflake,
  options: CaseCtxOptions,
): CaseCtx {
  const { guildId = newGuild(), actor = ada, cache = noCache, discord = noDiscord, now = () => new Date() } = options
  const background: Promise<unknown>[] = []
  const announced: CaseCtx['announced'] = []
  return {
    requestId: 'test',
    actor,
    locale: 'en',
    log: silent,
    discord,
    cache,
    catalog: { features: [], commandIds: async () => new Map() },
    now,
    background: (work) => void background.push(work),
    announced,
    async settled() {
      while (background.length > 0) await Promise.all(background.splice(0))
    },
    guild: {
      id: guildId,
      locale: 'en',
      db: createGuildDb({ database, guildId, now, announce: (jobs) => void announced.push(...jobs) }),
      facts: async () => ({ name: 'test', ownerId: guildId, roles: new Map(), botRoles: [] }),
      settings: async (of) => of.parse(options.settings ?? {}),
    },
  }
}

async function migrate(emulator: NeonEmulator, ownerUrl: string): Promise<void> {
  const run = neon(ownerUrl, { fetchOptions: {}, fullResults: true })
  const files = readdirSync('drizzle')
    .filter((name) => name.endsWith('.sql'))
    .sort()
  for (const file of files) {
    for (const statement of readFileSync(`drizzle/${file}`, 'utf8').split('--> statement-breakpoint')) {
      if (statement.trim() !== '') await run.query(statement)
    }
  }
  await emulator.resetStats()
}
