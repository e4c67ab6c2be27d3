import type { Snowflake } from './types.ts'

/** First millisecond of 2015, the epoch of Discord's ids. Discord docs: reference#snowflakes. */
export const discordEpoch = 1_420_070_400_000

/** The id whose time is `ms` (since 1970), with the given low 22 bits. */
export const snowflakeAt = (ms: number, low = 0): Snowflake =>
  String((BigInt(Math.floor(ms) - discordEpoch) << 22n) | BigInt(low & 0x3fffff))

/** The creation time of an id, in milliseconds since 1970. */
export const timeOf = (id: Snowflake): number => Number(BigInt(id) >> 22n) + discordEpoch

/** True for 1 to 20 digits that fit 64 bits. */
export const isSnowflake = (value: unknown): value is Snowflake =>
  typeof value === 'string' && /^\d{1,20}$/.test(value) && BigInt(value) < 1n << 64n

/** Orders ids by time; for `Array.sort`. */
export const compareIds = (a: Snowflake, b: Snowflake): number => {
  const difference = BigInt(a) - BigInt(b)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/**
 * Makes ids that strictly grow although the clock may be advanced or asked twice in a millisecond.
 * @param now milliseconds since 1970
 */
export const createIdSource = (now: () => number): (() => Snowflake) => {
  let last = 0n
  return () => {
    const candidate = BigInt(snowflakeAt(now()))
    last = candidate > last ? candidate : last + 1n
    return String(last)
  }
}
