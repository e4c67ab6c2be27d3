import { PresenceUpdateStatus } from 'discord-api-types/v10'
import type { Context, Hono } from 'hono'
import * as z from 'zod'
import { presenceOf } from '../gateway/guild-create.ts'
import { isTextBased } from '../world/messages.ts'
import type { Message, User, World } from '../world/types.ts'
import { requirePermission } from './actions.ts'
import { postAsPerson } from './auto-moderated.ts'
import { findChannel, findGuild, findUser, type Place } from './lookup.ts'
import { type Driver, DriverError } from './types.ts'

const actionInput = z.strictObject({
  action: z.enum(['reconnect', 'invalidate', 'drop', 'close', 'heartbeat']),
  code: z.int().min(1000).max(4999).optional(),
  shard: z.int().min(0).optional(),
  resumable: z.boolean().optional(),
})

const settingsInput = z.strictObject({
  action: z.literal('configure'),
  heartbeatIntervalMs: z.int().min(100).max(600_000).optional(),
  replayEvents: z.int().min(1).max(1_000_000).optional(),
  resumeWindowMs: z.int().min(0).max(86_400_000).optional(),
  maxConcurrency: z.int().min(1).max(1_000).optional(),
  identifyWindowMs: z.int().min(0).max(60_000).optional(),
  sessionStarts: z.int().min(0).max(1_000_000).optional(),
  sends: z.strictObject({ requests: z.int().min(1), seconds: z.number().positive() }).optional(),
  shards: z.int().min(1).max(1_000).optional(),
  maxGuildsPerShard: z.int().min(1).optional(),
  privilegedIntents: z.array(z.enum(['GUILD_MEMBERS', 'GUILD_PRESENCES', 'MESSAGE_CONTENT'])).optional(),
})

export const gatewayInput = z.discriminatedUnion('action', [settingsInput, actionInput])

export const burstInput = z.strictObject({
  guild: z.string(),
  channel: z.string(),
  messages: z.int().min(1).max(10_000),
  /** Who writes, in turn; all members who are no bots when absent. */
  users: z.array(z.string()).min(1).max(1_000).optional(),
  /** `{n}` becomes the number of the message, from 1. */
  content: z.string().min(1).max(1_990).optional(),
})

export const presenceInput = z.strictObject({
  user: z.string(),
  status: z.enum(['online', 'idle', 'dnd', 'offline']),
  activity: z.string().min(1).max(128).optional(),
})

const statuses = {
  online: PresenceUpdateStatus.Online,
  idle: PresenceUpdateStatus.Idle,
  dnd: PresenceUpdateStatus.DoNotDisturb,
  offline: PresenceUpdateStatus.Offline,
} as const

const writersOf = (world: World, body: z.infer<typeof burstInput>): User[] => {
  const guild = findGuild(world, body.guild)
  if (body.users) return body.users.map((name) => findUser(world, name, guild))
  const members = [...guild.members.keys()].flatMap((id) => world.users.get(id) ?? [])
  return members.filter(({ data }) => data.bot !== true)
}

/** The message, or nothing where AutoMod blocks it. */
const postUnlessBlocked = (world: World, place: Place, content: string): Message[] => {
  try {
    return [postAsPerson(world, place, { content })]
  } catch (error) {
    if (error instanceof DriverError) return []
    throw error
  }
}

/**
 * Several people write at once: `messages` messages, the writers in turn. Slow mode does not hold them, AutoMod does:
 * `blocked` says how many it kept back.
 */
export const burst = (world: World, body: z.infer<typeof burstInput>) => {
  const guild = findGuild(world, body.guild)
  const channel = findChannel(world, guild, body.channel)
  if (!isTextBased(channel)) throw new DriverError('no_text', `#${channel.name} holds no messages.`)
  const writers = writersOf(world, body)
  for (const user of writers) requirePermission(world, { guild, channel, user }, 'ViewChannel', 'SendMessages')
  const text = body.content ?? 'Message {n}'
  const numbers = Array.from({ length: body.messages }, (_, index) => index)
  const ids = numbers.flatMap((index) => {
    const user = writers[index % writers.length]
    if (!user) throw new DriverError('unknown_user', `Nobody in ${guild.name} can write.`)
    const content = text.replaceAll('{n}', String(index + 1))
    return postUnlessBlocked(world, { guild, channel, user }, content).map(({ data }) => data.id)
  })
  return { messages: ids.length, blocked: body.messages - ids.length, first: ids[0], last: ids.at(-1) }
}

/** Somebody goes online, idle, offline or starts something: PRESENCE_UPDATE in every guild shared with the bot. */
export const setPresence = (world: World, body: z.infer<typeof presenceInput>) => {
  const { id } = findUser(world, body.user).data
  const activities =
    body.activity === undefined ? [] : [{ id: 'custom', name: body.activity, type: 0, created_at: world.now() }]
  world.gateway.presences.set(id, { status: statuses[body.status], activities })
  for (const guild of world.guilds.values()) {
    if (!guild.members.has(id)) continue
    world.emit({ type: 'PRESENCE_UPDATE', guildId: guild.id, payload: presenceOf(world, guild.id, id) })
  }
  return { user: id, status: body.status, activities }
}

const gatewayOf = ({ deps }: Driver) => {
  if (deps.gateway) return deps.gateway
  throw new DriverError('no_gateway', 'This emulator runs without its gateway.')
}

const isSetting = (body: z.infer<typeof gatewayInput>): body is z.infer<typeof settingsInput> =>
  body.action === 'configure'

const definedOnly = <T extends object>(object: T) =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined))

/** Does something to the connected sessions, or changes the gateway's settings. */
export const actOnGateway = (driver: Driver, body: z.infer<typeof gatewayInput>) => {
  const gateway = gatewayOf(driver)
  if (!isSetting(body)) return { sessions: gateway.act(body) }
  const { action: _, ...change } = body
  return { settings: gateway.configure(definedOnly(change)) }
}

type Parse = <T>(c: Context, schema: z.ZodType<T>) => Promise<T>

/** The gateway's side of the driver: its sessions, bursts of messages, presences. */
export const addGatewayRoutes = (app: Hono, driver: Driver, parse: Parse): void => {
  const { world } = driver
  app.get('/emulator/gateway', (c) => c.json(gatewayOf(driver).describe()))
  app.post('/emulator/gateway', async (c) => c.json(actOnGateway(driver, await parse(c, gatewayInput))))
  app.post('/emulator/bursts', async (c) => c.json(burst(world, await parse(c, burstInput))))
  app.post('/emulator/presence', async (c) => c.json(setPresence(world, await parse(c, presenceInput))))
}
