import type { Snowflake } from '../world/types.ts'

const upperBits = new Map<Snowflake, number>()
const cacheLimit = 10_000

/** `guild_id >> 22`: 42 bits, which a number holds exactly. */
const shifted = (guildId: Snowflake): number => {
  const known = upperBits.get(guildId)
  if (known !== undefined) return known
  if (upperBits.size >= cacheLimit) upperBits.clear()
  const value = Number(BigInt(guildId) >> 22n)
  upperBits.set(guildId, value)
  return value
}

/** The shard that gets a guild's events; direct messages (null) go to shard 0. Discord docs: events/gateway#sharding. */
export const shardOf = (guildId: Snowflake | null, shardCount: number): number =>
  guildId === null ? 0 : shifted(guildId) % shardCount
