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
const key = cacheKey(NO_GUILD, 'catalog', 'command-ids')

const storedSchema = z.record(z.string(), snowflakeSchema)

export interface CatalogDeps {
  features: readonly Feature[]
  cache: Cache
  discord: Discord
  log?: Log
}

/** The catalogue of one request. Command ids come from Redis, else from Discord; without either, mentions are plain text. */
export function createCatalog({ features, cache, discord, log }: CatalogDeps): Catalog {
  return {
    features,
    async commandIds() {
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
    },
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
