import type { Catalog } from './catalog.ts'
import type { Scope } from './db.ts'
import type { Discord } from './discord.ts'
import type { Snowflake } from './snowflake.ts'
import type { Locale } from './text.ts'

/** Who asks. Verbs write it into audit rows; guards decide by it. */
export type Actor =
  | { kind: 'member'; id: Snowflake; name: string; roles: readonly Snowflake[]; permissions: bigint }
  | { kind: 'job'; id: string }
  | { kind: 'gateway' }
  | { kind: 'operator' }

export interface Log {
  debug(message: string, fields?: Record<string, unknown>): void
  info(message: string, fields?: Record<string, unknown>): void
  warn(message: string, fields?: Record<string, unknown>): void
  error(message: string, fields?: Record<string, unknown>): void
}

/** Redis, for what can be lost. Every call gives up after 250 ms and then answers `undefined`: callers go on without it. */
export interface Cache {
  /** Answers `undefined` both when there is nothing and when Redis is not there. */
  get(key: CacheKey): Promise<string | undefined>
  set(key: CacheKey, value: string, ttlSeconds: number): Promise<void>
  delete(...keys: CacheKey[]): Promise<void>
  /** Runs a Lua script, by its hash where Redis knows it. */
  script(source: string, keys: readonly CacheKey[], args: readonly (string | number)[]): Promise<unknown>
}

declare const cacheKeyBrand: unique symbol
export type CacheKey = string & { readonly [cacheKeyBrand]: true }

export interface RoleFacts {
  id: Snowflake
  name: string
  position: number
  permissions: bigint
}

/** What permission decisions need to know of a guild; at most 60 s old. */
export interface GuildFacts {
  name: string
  ownerId: Snowflake
  roles: ReadonlyMap<Snowflake, RoleFacts>
  botRoles: readonly Snowflake[]
}

export interface Ctx {
  readonly requestId: string
  readonly actor: Actor
  /** The language of the person who asks; the guild's own where there is no person. */
  readonly locale: Locale
  readonly log: Log
  readonly discord: Discord
  readonly cache: Cache
  readonly catalog: Catalog
  /** The only clock. Locally it can be moved forward. */
  now(): Date
  /** Goes on after the answer was sent, for about 30 s at most. Anything that must happen belongs into a job. */
  background(work: Promise<unknown>): void
}

/** The settings of one feature; `parse` gives every missing field its default. */
export interface SettingsOf<T> {
  readonly feature: string
  parse(stored: unknown): T
}

/** Everything stored about a guild's settings. `revision` grows with every change, so that caches never go backwards. */
export interface StoredSettings {
  revision: number
  features: Readonly<Record<string, { version: number; value: unknown }>>
}

export interface GuildScope {
  readonly id: Snowflake
  /** For texts that everybody in the guild reads. */
  readonly locale: Locale
  readonly db: Scope
  facts(): Promise<GuildFacts>
  settings<T>(of: SettingsOf<T>): Promise<T>
  /** For the settings verbs: what a change left behind replaces what the caches hold. False when Redis did not take it. */
  settingsChanged(stored: StoredSettings): Promise<boolean>
}

export interface GuildCtx extends Ctx {
  readonly guild: GuildScope
}
