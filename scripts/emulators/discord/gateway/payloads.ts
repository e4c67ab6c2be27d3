import * as z from 'zod'

const snowflake = z.string().regex(/^\d{1,20}$/)

/** Whatever a client sends. Discord docs: events/gateway-events#payload-structure. */
export const anyPayload = z.looseObject({ op: z.int(), d: z.unknown().optional() })

const activity = z.looseObject({ name: z.string(), type: z.int() })

/** Op 3 and the `presence` of IDENTIFY. */
export const presencePayload = z.looseObject({
  since: z.number().nullish(),
  activities: z.array(activity),
  status: z.enum(['online', 'dnd', 'idle', 'invisible', 'offline']),
  afk: z.boolean().nullish(),
})

/** Op 2. The intents and the shard are judged apart: they have close codes of their own. */
export const identifyPayload = z.looseObject({
  token: z.string(),
  properties: z.looseObject({}),
  compress: z.boolean().nullish(),
  large_threshold: z.int().min(50).max(250).nullish(),
  shard: z.unknown().optional(),
  presence: presencePayload.nullish(),
  intents: z.unknown().optional(),
})

/** `[shard_id, num_shards]`. */
export const shardPair = z
  .tuple([z.int().min(0), z.int().min(1)])
  .refine(([id, count]) => id < count, 'The shard id must be below the number of shards.')

/** Op 6. */
export const resumePayload = z.looseObject({ token: z.string(), session_id: z.string(), seq: z.int() })

/** Op 1: the last number the client got. */
export const heartbeatPayload = z.int().nullable().optional()

/** Op 4. */
export const voicePayload = z.looseObject({
  guild_id: snowflake,
  channel_id: snowflake.nullable(),
  self_mute: z.boolean().default(false),
  self_deaf: z.boolean().default(false),
})

/** Op 8. Discord still takes `guild_id` as a list of one. */
export const membersPayload = z.looseObject({
  guild_id: z.union([snowflake, z.tuple([snowflake]).transform(([id]) => id)]),
  query: z.string().optional(),
  limit: z.int().min(0).optional(),
  presences: z.boolean().nullish(),
  user_ids: z.union([snowflake.transform((id) => [id]), z.array(snowflake)]).optional(),
  nonce: z.string().nullish(),
})

/** Op 31. */
export const soundsPayload = z.looseObject({ guild_ids: z.array(snowflake) })

/** Op 43. */
export const channelInfoPayload = z.looseObject({ guild_id: snowflake, fields: z.array(z.string()) })

export type IdentifyPayload = z.infer<typeof identifyPayload>
export type PresencePayload = z.infer<typeof presencePayload>
export type VoicePayload = z.infer<typeof voicePayload>
export type MembersPayload = z.infer<typeof membersPayload>
