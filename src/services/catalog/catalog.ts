import type { APIApplicationCommand } from 'discord-api-types/v10'
import * as z from 'zod'
import { cacheKey, NO_GUILD } from '../../core/cache-key.ts'
import type { Catalog } from '../../core/catalog.ts'
import type { Cache, Log } from '../../core/context.ts'
import type { Discord } from '../../core/discord.ts'
import type { Feature } from '../../core/feature.ts'
import { type Snowflake, snowflakeSchema } from '../../core/snowflake.ts'

/** How long a mention may lead nowhere after a command was registered anew. */
const TTL_SECONDS = 600
/** The ids only make mentions clickable: nobody should wait long for that. */
const TIMEOUT_MS = 800
const HELD_MS = 60_000
/** Nobody knew them: mentions are plain text for a moment, rather than each request waiting anew. */
const RETRY_MS = 5_000
const key = cacheKey(NO_GUILD, 'catalog', 'command-ids')

const storedSchema = z.record(z.string(), snowflakeSchema)

/** Isolate-wide, plain data only. */
export interface CatalogMemory {
  ids: ReadonlyMap<string, Snowflake>
  until: number
}

export function createCatalogMemory(): CatalogMemory {
  return { ids: new Map(), until: 0 }
}

export interface CatalogDeps {
  features: readonly Feature[]
  cache: Cache
  discord: Discord
  memory: CatalogMemory
  now(): Date
  /** Lets one request of the isolate look the ids up while the others wait for what it finds. */
  oneAtATime<T>(work: () => Promise<T>): Promise<T>
  log?: Log
}

/**
 * The catalogue of one request. Command ids come from the isolate, Redis, or Discord, in this order; without any of them
 * mentions are plain text.
 */
export function createCatalog(deps: CatalogDeps): Catalog {
  const { features, memory, now, oneAtATime } = deps
  const held = () => (memory.until > now().getTime() ? memory.ids : undefined)
  return {
    features,
    async commandIds() {
      return held() ?? oneAtATime(async () => held() ?? keep(memory, await lookUp(deps), now()))
    },
  }
}

function keep(memory: CatalogMemory, ids: ReadonlyMap<string, Snowflake>, now: Date): ReadonlyMap<string, Snowflake> {
  memory.ids = ids
  memory.until = now.getTime() + (ids.size > 0 ? HELD_MS : RETRY_MS)
  return ids
}

async function lookUp({ cache, discord, log }: CatalogDeps): Promise<ReadonlyMap<string, Snowflake>> {
  const known = parseStored(await cache.get(key))
  if (known !== undefined) return known
  try {
    const ids = await fetchIds(discord)
    await cache.set(key, JSON.stringify(Object.fromEntries(ids)), TTL_SECONDS)
    return ids
  } catch (error) {
    log?.warn('command ids are not known', { error })
    return new Map()
  }
}

function parseStored(json: string | undefined): ReadonlyMap<string, Snowflake> | undefined {
  if (json === undefined) return undefined
  try {
    const { data } = storedSchema.safeParse(JSON.parse(json))
    return data === undefined ? undefined : new Map(Object.entries(data))
  } catch {
    return undefined
  }
}

async function fetchIds(discord: Discord): Promise<Map<string, Snowflake>> {
  const commands = await discord.request<APIApplicationCommand[]>({
    method: 'GET',
    path: `/applications/${discord.applicationId}/commands`,
    timeoutMs: TIMEOUT_MS,
  })
  const chat = commands.filter(({ type }) => Number(type) === 1)
  return new Map(chat.map(({ id, name }) => [name, snowflakeSchema.parse(id)]))
}
