import type { CacheKey } from './context.ts'
import type { Snowflake } from './snowflake.ts'

const SAFE = /^[\w.-]+(?::[\w.-]+)*$/

/** Keys that belong to no guild use guild id `0`. */
export const NO_GUILD = '0'

/**
 * The only way to make a Redis key: `bot:{guildId}:{feature}:{key}`.
 * Throws `TypeError` for a part that could reach into another guild's keys.
 */
export function cacheKey(guildId: Snowflake | typeof NO_GUILD, feature: string, key: string): CacheKey {
  if (!SAFE.test(feature) || feature.includes(':') || !SAFE.test(key)) {
    throw new TypeError(`not a cache key: ${feature} ${key}`)
  }
  return brand(`bot:${guildId}:${feature}:${key}`)
}

/** Guarantee: called only with a string that was built from checked parts above. */
function brand(key: string): CacheKey {
  return key as CacheKey
}
