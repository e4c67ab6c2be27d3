import { recordViolation } from '../request-log.ts'
import type { World } from '../world/types.ts'
import type { Hub } from './hub.ts'
import { areKnownIntents, disallowedIntents } from './intents.ts'
import { type IdentifyPayload, shardPair } from './payloads.ts'
import { guildsOf } from './registry.ts'
import { createSession, type Session } from './session.ts'

/** Why a connection is closed, in Discord's number and in words. */
export interface Refusal {
  code: number
  reason: string
}

/** True for the bot's token, with or without the `Bot ` that some libraries send along. */
export const isBotToken = (world: World, token: string): boolean =>
  token === world.application.token || token === `Bot ${world.application.token}`

const dayMs = 24 * 3600 * 1000

/** The session starts that are left, on the real clock. Discord docs: events/gateway#session-start-limit-object. */
export const sessionStartLimit = (world: World) => {
  const { settings, starts } = world.gateway
  const resetAfter = Math.max(0, starts.resetAt - Date.now())
  return {
    total: settings.sessionStarts,
    remaining: Math.max(0, settings.sessionStarts - (resetAfter === 0 ? 0 : starts.used)),
    reset_after: resetAfter,
    max_concurrency: settings.maxConcurrency,
  }
}

/** Takes one of the day's starts; false when none is left. */
const takeStart = (world: World): boolean => {
  const { settings, starts } = world.gateway
  if (Date.now() >= starts.resetAt) {
    starts.resetAt = Date.now() + dayMs
    starts.used = 0
  }
  starts.used += 1
  return starts.used <= settings.sessionStarts
}

/** What is wrong with an IDENTIFY, or null. Discord docs: topics/opcodes-and-status-codes#gateway. */
export const refusalOf = (world: World, data: IdentifyPayload): Refusal | null => {
  if (!isBotToken(world, data.token)) return { code: 4004, reason: 'Authentication failed.' }
  if (!areKnownIntents(data.intents)) return { code: 4013, reason: 'Invalid intent(s).' }
  const refused = disallowedIntents(world, data.intents)
  if (refused.length > 0) return { code: 4014, reason: `Disallowed intent(s): ${refused.join(', ')}.` }
  const shard = shardPair.safeParse(data.shard ?? [0, 1])
  if (!shard.success) return { code: 4010, reason: 'Invalid shard.' }
  if (guildsOf(world, shard.data).length > world.gateway.settings.maxGuildsPerShard)
    return { code: 4011, reason: 'Sharding required.' }
  return null
}

/** The buckets of `max_concurrency`: one identify per window and key `shard_id % max_concurrency`. */
export const createIdentifyLimit = (world: World) => {
  const lastAt = new Map<number, number>()
  return (shardId: number): boolean => {
    const { maxConcurrency, identifyWindowMs } = world.gateway.settings
    const key = shardId % maxConcurrency
    const last = lastAt.get(key)
    if (last !== undefined && performance.now() - last < identifyWindowMs) return false
    lastAt.set(key, performance.now())
    return true
  }
}

const exhausted =
  'More identifies than the session start limit allows: Discord ends all sessions and resets the bot token.'

/** Opens a session, or null when the day's starts are used up: then all sessions end, as at Discord. */
export const startSession = (world: World, hub: Hub, data: IdentifyPayload): Session | null => {
  if (!takeStart(world)) {
    recordViolation(world, { rule: 'gateway', explanation: exhausted })
    for (const session of [...hub.sessions.values()]) {
      const { connection } = session
      hub.end(session)
      connection?.close(4004, 'Authentication failed: the session start limit was exceeded.')
    }
    return null
  }
  const [id, count] = shardPair.parse(data.shard ?? [0, 1])
  const session = createSession({
    intents: areKnownIntents(data.intents) ? data.intents : 0,
    shard: [id, count],
    largeThreshold: data.large_threshold ?? 50,
    replayEvents: world.gateway.settings.replayEvents,
  })
  hub.sessions.set(session.id, session)
  return session
}

/** Where clients connect, e.g. `ws://127.0.0.1:8788/gateway`. */
export const gatewayUrl = (world: World): string => `${world.publicUrl.replace(/^http/, 'ws')}/gateway`

/** The READY payload. Discord docs: events/gateway-events#ready. */
export const readyData = (world: World, session: Session) => ({
  v: 10,
  user: {
    ...world.users.get(world.application.botId)?.data,
    verified: true,
    mfa_enabled: true,
    email: null,
    flags: 0,
  },
  guilds: guildsOf(world, session.shard).map((id) => ({ id, unavailable: true })),
  session_id: session.id,
  session_type: 'normal',
  resume_gateway_url: gatewayUrl(world),
  shard: session.shard,
  application: { id: world.application.id, flags: world.application.flags },
  private_channels: [],
  presences: [],
  relationships: [],
  _trace: ['guildhall-emulator'],
})
