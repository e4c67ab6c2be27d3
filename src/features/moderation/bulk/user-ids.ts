import { isSnowflake, type Snowflake } from '../../../core/snowflake.ts'

const SEPARATORS = /[\s,;|]+/
const MENTION = /<@!?(\d{1,25})>/g

export interface ParsedIds {
  /** Each once, in the order given. */
  ids: readonly Snowflake[]
  /** What was no user id, as it was written. */
  invalid: readonly string[]
  /** How many were given more than once. */
  repeated: number
}

/** Reads user ids and mentions out of free text: separated by spaces, commas, semicolons, bars or line breaks. */
export function parseUserIds(given: string): ParsedIds {
  const ids = new Set<Snowflake>()
  const invalid = new Set<string>()
  let repeated = 0
  const words = given.replace(MENTION, ' $1 ').split(SEPARATORS)
  for (const word of words) {
    if (word === '') continue
    if (!isUserId(word)) invalid.add(word)
    else if (ids.has(word)) repeated += 1
    else ids.add(word)
  }
  return { ids: [...ids], invalid: [...invalid], repeated }
}

/** Ids are 64 bits wide; twenty digits can be more than that, and Discord answers 400 to the whole list then. */
function isUserId(word: string): word is Snowflake {
  return isSnowflake(word) && BigInt(word) < 1n << 63n
}
