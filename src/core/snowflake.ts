import * as z from 'zod'

declare const snowflakeBrand: unique symbol

/** A Discord id: a 64-bit number as a decimal string, never a `Number` (Discord docs: reference, "Snowflakes"). */
export type Snowflake = string & { readonly [snowflakeBrand]: true }

const PATTERN = /^[1-9]\d{16,19}$/
const DISCORD_EPOCH = 1_420_070_400_000n

export function isSnowflake(value: unknown): value is Snowflake {
  return typeof value === 'string' && PATTERN.test(value)
}

/** Checks and brands an id. Throws `TypeError` when it is not one: use it where the id comes from Discord or our own tables. */
export function snowflake(value: string): Snowflake {
  if (!isSnowflake(value)) throw new TypeError(`not a Discord id: ${value.slice(0, 40)}`)
  return value
}

export const snowflakeSchema = z.custom<Snowflake>(isSnowflake, 'not a Discord id')

/** When Discord made the thing that carries this id. */
export function snowflakeTime(id: Snowflake): Date {
  return new Date(Number((BigInt(id) >> 22n) + DISCORD_EPOCH))
}

/** The smallest id that Discord can have given out at `time`; useful as a `before` or `after` cursor. */
export function snowflakeAt(time: Date): Snowflake {
  return snowflake(String((BigInt(time.getTime()) - DISCORD_EPOCH) << 22n))
}
