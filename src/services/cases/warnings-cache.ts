import * as z from 'zod'
import { cacheKey } from '../../core/cache-key.ts'
import type { CacheKey, GuildCtx } from '../../core/context.ts'
import type { Snowflake } from '../../core/snowflake.ts'

const DAY_MS = 86_400_000
const TTL_SECONDS = 300

/** Keeps the value with the higher revision, so that a slow reader cannot bring back an older count. */
const SET_IF_NEWER = `
local current = redis.call('GET', KEYS[1])
if current then
  local revision = tonumber(cjson.decode(current).revision)
  if revision and revision > tonumber(ARGV[1]) then return 0 end
end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
return 1`

const storedSchema = z.object({
  count: z.number(),
  revision: z.number(),
  decayDays: z.number(),
  /** Until the next warning decays, in milliseconds; `null` when none will. */
  until: z.number().nullable(),
})

export interface CountedWarnings {
  userId: Snowflake
  decayDays: number
  count: number
  oldest: Date | null
  revision: number
}

function warningsKey(ctx: GuildCtx, userId: Snowflake): CacheKey {
  return cacheKey(ctx.guild.id, 'warnings', userId)
}

/** Puts a count that was read from Postgres into Redis, unless a newer one is there. */
export async function rememberWarnings(ctx: GuildCtx, counted: CountedWarnings): Promise<void> {
  const { userId, decayDays, count, oldest, revision } = counted
  const until = oldest === null || decayDays === 0 ? null : oldest.getTime() + decayDays * DAY_MS
  const value = JSON.stringify({ count, revision, decayDays, until })
  await ctx.cache.script(SET_IF_NEWER, [warningsKey(ctx, userId)], [revision, value, TTL_SECONDS])
}

/** The count in Redis; `undefined` when there is none that still holds. */
export async function recallWarnings(
  ctx: GuildCtx,
  { userId, decayDays }: { userId: Snowflake; decayDays: number },
): Promise<number | undefined> {
  const stored = parseStored(await ctx.cache.get(warningsKey(ctx, userId)))
  if (stored === undefined || stored.decayDays !== decayDays) return undefined
  if (stored.until !== null && stored.until <= ctx.now().getTime()) return undefined
  return stored.count
}

function parseStored(json: string | undefined): z.infer<typeof storedSchema> | undefined {
  if (json === undefined) return undefined
  try {
    return storedSchema.safeParse(JSON.parse(json)).data
  } catch {
    return undefined
  }
}
