import { PermissionFlagsBits } from 'discord-api-types/v10'
import * as z from 'zod'
import { addFault } from '../faults.ts'
import { resetWorld } from '../seed.ts'
import { createGuild } from '../world/guilds.ts'
import type { Guild, RequestEntry, World } from '../world/types.ts'
import { findGuild, findUser } from './lookup.ts'
import { type Driver, DriverError } from './types.ts'

const people = z.union([z.int().min(0).max(5000), z.array(z.string().min(1).max(32)).max(5000)]).optional()

export const guildInput = z.strictObject({
  name: z.string().min(2).max(100),
  ownerName: z.string().min(1).max(32).optional(),
  moderators: people,
  members: people,
})

export const faultInput = z.strictObject({
  method: z.string().optional(),
  route: z.string().optional(),
  status: z.int().min(400).max(599).optional(),
  code: z.int().optional(),
  message: z.string().optional(),
  delayMs: z.int().min(0).max(120_000).optional(),
  drop: z.boolean().optional(),
  times: z.int().min(1).optional(),
  retryAfter: z.number().min(0).optional(),
  scope: z.enum(['user', 'global', 'shared']).optional(),
})

/** Ten years: enough for any temporary ban, and no accidental overflow of dates. */
const maxAdvanceSeconds = 10 * 366 * 24 * 3600

export const advanceInput = z.strictObject({ seconds: z.number().min(0).max(maxAdvanceSeconds) })

export const switchesInput = z.strictObject({
  /** The guild whose bot role changes; all guilds when absent. */
  guild: z.string().optional(),
  /** A decimal bitfield, or names such as `BanMembers`. */
  botPermissions: z.union([z.string().regex(/^\d{1,20}$/), z.array(z.string())]).optional(),
  botRolePosition: z.int().min(1).max(250).optional(),
  /** Users by id or name, and whether their DMs are closed. */
  dmsClosed: z.record(z.string(), z.boolean()).optional(),
  ackRaceMs: z.int().min(0).max(2000).optional(),
  deadlineMs: z.number().int().min(1).max(600_000).optional(),
  explicitAllowedMentions: z.boolean().optional(),
})

const requestQuery = z.object({
  method: z.string().optional(),
  /** A template, or a part of the path. */
  route: z.string().optional(),
  status: z.coerce.number().optional(),
  verdict: z.enum(['ok', 'outcome', 'violation', 'fault']).optional(),
  /** Only entries with a higher id. */
  since: z.coerce.number().optional(),
  limit: z.coerce.number().int().min(1).max(10_000).default(1000),
})

/** The log of the bot's REST calls, oldest first, by the filters of the query. */
export const listRequests = (world: World, query: Record<string, string>) => {
  const filter = requestQuery.parse(query)
  const fits = (entry: RequestEntry): boolean =>
    (filter.method === undefined || entry.method === filter.method.toUpperCase()) &&
    (filter.route === undefined || entry.route === filter.route || entry.path.includes(filter.route)) &&
    (filter.status === undefined || entry.status === filter.status) &&
    (filter.verdict === undefined || entry.verdict === filter.verdict) &&
    (filter.since === undefined || entry.id > filter.since)
  return { requests: world.requests.entries.filter(fits).slice(-filter.limit), dropped: world.requests.dropped }
}

export const listViolations = (world: World) => ({
  violations: world.violations.entries,
  dropped: world.violations.dropped,
})

export const clearViolations = (world: World): void => {
  world.violations.entries.length = 0
  world.violations.dropped = 0
}

export const makeFault = (world: World, body: z.infer<typeof faultInput>) => ({ fault: addFault(world, body) })

/** Removes one fault, or all without an id. */
export const clearFaults = (world: World, id: string | undefined): void => {
  world.faults = id === undefined ? [] : world.faults.filter((fault) => fault.id !== Number(id))
}

/** Moves the shared clock; resolves when everything due by then has been delivered. */
export const advance = async ({ world, deps }: Driver, body: z.infer<typeof advanceInput>) => {
  world.clock.advance(body.seconds * 1000)
  await deps.onAdvance?.()
  return { now: new Date(world.now()).toISOString(), offsetMs: world.clock.offsetMs() }
}

/** Back to the seed, with switches and faults at their defaults. */
export const reset = ({ world, switches }: Driver, defaults: Driver['switches']): void => {
  resetWorld(world)
  Object.assign(switches, { deadlineMs: undefined, ...defaults })
  world.rules.explicitAllowedMentions = true
}

const names = (guild: string, people: number | string[] | undefined, kind: string): string[] =>
  typeof people === 'number'
    ? Array.from({ length: people }, (_, index) => `${guild}-${kind}${index + 1}`)
    : (people ?? [])

/** A guild for load tests; numbers of people become names such as `load1-member3`. */
export const makeGuild = (world: World, body: z.infer<typeof guildInput>) => {
  const { guild, ...ids } = createGuild(world, {
    name: body.name,
    ...(body.ownerName !== undefined && { ownerName: body.ownerName }),
    moderators: names(body.name, body.moderators, 'moderator'),
    members: names(body.name, body.members, 'member'),
  })
  return { guild: { id: guild.id, name: guild.name }, ...ids }
}

const permissionBits: Record<string, bigint | undefined> = PermissionFlagsBits

const bitsOf = (permissions: string | string[]): string => {
  if (typeof permissions === 'string') return permissions
  const bits = permissions.map((name) => {
    const bit = permissionBits[name]
    if (bit === undefined)
      throw new DriverError('unknown_permission', `There is no permission "${name}"; names look like BanMembers.`)
    return bit
  })
  return bits.reduce((all, bit) => all | bit, 0n).toString()
}

const botRole = (world: World, guild: Guild) =>
  [...guild.roles.values()].find((role) => role.tags?.bot_id === world.application.botId)

const changeBotRole = (world: World, guild: Guild, body: z.infer<typeof switchesInput>): void => {
  const role = botRole(world, guild)
  if (!role) throw new DriverError('no_bot_role', `The bot has no role of its own in ${guild.name}.`)
  if (body.botPermissions !== undefined) role.permissions = bitsOf(body.botPermissions)
  if (body.botRolePosition !== undefined) role.position = body.botRolePosition
}

/** Changes what people around the bot could change: its permissions and position, closed DMs; and the emulator's own switches. */
export const turnSwitches = ({ world, switches }: Driver, body: z.infer<typeof switchesInput>) => {
  const guilds = body.guild === undefined ? [...world.guilds.values()] : [findGuild(world, body.guild)]
  if (body.botPermissions !== undefined || body.botRolePosition !== undefined)
    for (const guild of guilds) changeBotRole(world, guild, body)
  for (const [user, closed] of Object.entries(body.dmsClosed ?? {})) findUser(world, user).dmsClosed = closed
  if (body.ackRaceMs !== undefined) switches.ackRaceMs = body.ackRaceMs
  if (body.deadlineMs !== undefined) switches.deadlineMs = body.deadlineMs
  if (body.explicitAllowedMentions !== undefined) world.rules.explicitAllowedMentions = body.explicitAllowedMentions
  return { switches, rules: world.rules }
}
