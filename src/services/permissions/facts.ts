import type { APIGuild, APIGuildMember } from 'discord-api-types/v10'
import * as z from 'zod'
import { cacheKey } from '../../core/cache-key.ts'
import type { Cache, GuildFacts } from '../../core/context.ts'
import type { Discord } from '../../core/discord.ts'
import { type Snowflake, snowflake, snowflakeSchema } from '../../core/snowflake.ts'

const TTL_SECONDS = 60
const TTL_MS = TTL_SECONDS * 1000
const MAX_GUILDS = 500

const storedSchema = z.object({
  /** Milliseconds: how old it is counts from here, whichever layer hands it out. */
  fetchedAt: z.number(),
  name: z.string(),
  ownerId: snowflakeSchema,
  botRoles: z.array(snowflakeSchema),
  roles: z.array(z.object({ id: snowflakeSchema, name: z.string(), position: z.number(), permissions: z.string() })),
})
type Stored = z.infer<typeof storedSchema>

/** Isolate-wide, plain data only: nothing in it belongs to a request. */
export type FactsMemory = Map<Snowflake, { facts: GuildFacts; until: number }>

export interface FactsDeps {
  guildId: Snowflake
  botId: Snowflake
  discord: Discord
  cache: Cache
  memory: FactsMemory
  now(): Date
}

/** Owner, roles and the bot's own roles: from the isolate, else Redis, else Discord; never older than 60 s in all. */
export async function readFacts(deps: FactsDeps): Promise<GuildFacts> {
  const now = deps.now().getTime()
  const known = deps.memory.get(deps.guildId)
  if (known !== undefined && known.until > now) return known.facts
  const key = cacheKey(deps.guildId, 'facts', 'main')
  const cached = parseStored(await deps.cache.get(key), now)
  const stored = cached ?? (await fetchFacts(deps))
  if (cached === undefined) await deps.cache.set(key, JSON.stringify(stored), TTL_SECONDS)
  const facts = toFacts(stored)
  if (deps.memory.size >= MAX_GUILDS) deps.memory.clear()
  deps.memory.set(deps.guildId, { facts, until: Math.min(stored.fetchedAt, now) + TTL_MS })
  return facts
}

/** `undefined` for what is no longer fresh. */
function parseStored(json: string | undefined, now: number): Stored | undefined {
  if (json === undefined) return undefined
  try {
    const stored = storedSchema.safeParse(JSON.parse(json)).data
    return stored !== undefined && now - stored.fetchedAt < TTL_MS ? stored : undefined
  } catch {
    return undefined
  }
}

async function fetchFacts({ guildId, botId, discord, now }: FactsDeps): Promise<Stored> {
  const fetchedAt = now().getTime()
  const [guild, self] = await Promise.all([
    discord.request<APIGuild>({ method: 'GET', path: `/guilds/${guildId}` }),
    discord.request<APIGuildMember>({ method: 'GET', path: `/guilds/${guildId}/members/${botId}` }),
  ])
  return {
    fetchedAt,
    name: guild.name,
    ownerId: snowflake(guild.owner_id),
    botRoles: self.roles.map(snowflake),
    roles: guild.roles.map(({ id, name, position, permissions }) => ({
      id: snowflake(id),
      name,
      position,
      permissions,
    })),
  }
}

function toFacts({ name, ownerId, botRoles, roles }: Stored): GuildFacts {
  return {
    name,
    ownerId,
    botRoles,
    roles: new Map(roles.map((role) => [role.id, { ...role, permissions: BigInt(role.permissions) }])),
  }
}
