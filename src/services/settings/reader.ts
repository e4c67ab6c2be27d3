import { cacheKey } from '../../core/cache-key.ts'
import type { Cache, CacheKey, SettingsOf, StoredSettings } from '../../core/context.ts'
import type { Scope } from '../../core/db.ts'
import type { Snowflake } from '../../core/snowflake.ts'
import type { SettingsEntry, SettingsMemory } from './memory.ts'
import { readStored, selectStored, storedSchema } from './store.ts'

export { createSettingsMemory, type SettingsMemory } from './memory.ts'

const FRESH_MS = 10_000
/** What is this old still serves when neither Redis nor Postgres can be asked. */
const STALE_MS = 60_000
const REDIS_TTL_SECONDS = 300

/** The revision stands before the JSON, so that a slow reader cannot put an older state over a newer one. */
const SET_IF_NEWER = `
local held = redis.call('GET', KEYS[1])
local revision = held and tonumber(string.match(held, '^(%d+):'))
if revision and revision > tonumber(ARGV[1]) then return 0 end
redis.call('SET', KEYS[1], ARGV[1] .. ':' .. ARGV[2], 'EX', tonumber(ARGV[3]))
return 1`

export interface SettingsReaderOptions {
  /** Only asked for when memory and Redis do not know. */
  db(): Scope
  cache: Cache
  guildId: Snowflake
  memory: SettingsMemory
  now(): Date
}

export interface SettingsReader {
  read<T>(of: SettingsOf<T>): Promise<T>
  /** Puts the outcome of a change into memory and Redis. False when Redis did not take it. */
  changed(stored: StoredSettings): Promise<boolean>
}

/**
 * Settings of one guild for one request: isolate memory (10 s), then Redis (300 s), then Postgres in one round trip.
 * Throws what the database throws, unless memory still has a state at most 60 s old.
 */
export function createSettingsReader({ db, cache, guildId, memory, now }: SettingsReaderOptions): SettingsReader {
  const key = () => cacheKey(guildId, 'config', 'main')
  /** Of this request alone, so that several features asking at once load once. */
  let loading: Promise<SettingsEntry> | undefined

  async function load(known: SettingsEntry | undefined): Promise<SettingsEntry> {
    const cached = parseCached(await cache.get(key()))
    if (cached !== undefined && cached.revision >= (known?.stored.revision ?? 0)) {
      return memory.keep(guildId, cached, now().getTime())
    }
    try {
      const [result] = await db().read((sql) => [selectStored(sql, guildId)])
      const stored = readStored(result)
      await store(cache, key(), stored)
      return memory.keep(guildId, stored, now().getTime())
    } catch (error) {
      if (known !== undefined && ageOf(known) <= STALE_MS) return known
      throw error
    }
  }

  function ageOf(entry: SettingsEntry): number {
    return now().getTime() - entry.readAt
  }

  async function current(): Promise<SettingsEntry> {
    const known = memory.get(guildId)
    if (known !== undefined && ageOf(known) <= FRESH_MS) return known
    loading ??= load(known)
    try {
      return await loading
    } finally {
      loading = undefined
    }
  }

  return {
    async read(of) {
      return parsedOf(await current(), of)
    },
    async changed(stored) {
      memory.keep(guildId, stored, now().getTime())
      return store(cache, key(), stored)
    },
  }
}

async function store(cache: Cache, key: CacheKey, stored: StoredSettings): Promise<boolean> {
  const args = [stored.revision, JSON.stringify(stored.features), REDIS_TTL_SECONDS]
  return (await cache.script(SET_IF_NEWER, [key], args)) !== undefined
}

/** What does not look like ours counts as nothing. */
function parseCached(text: string | undefined): StoredSettings | undefined {
  const [, revision, features] = /^(\d+):(.*)$/s.exec(text ?? '') ?? []
  if (features === undefined) return undefined
  try {
    return storedSchema.safeParse({ revision: Number(revision), features: JSON.parse(features) }).data
  } catch {
    return undefined
  }
}

function parsedOf<T>(entry: SettingsEntry, of: SettingsOf<T>): T {
  if (!entry.parsed.has(of)) {
    entry.parsed.set(of, freeze(of.parse(entry.stored.features[of.feature]?.value)))
  }
  return recall<T>(entry, of)
}

/** Guarantee: what lies under `of` came from `of.parse`. */
function recall<T>(entry: SettingsEntry, of: SettingsOf<T>): T {
  return entry.parsed.get(of) as T
}

/** Many requests are given the same object. */
function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(freeze)
    Object.freeze(value)
  }
  return value
}
