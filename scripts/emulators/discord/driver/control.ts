import * as z from 'zod'
import { addFault } from '../faults.ts'
import { resetWorld } from '../seed.ts'
import { createGuild } from '../world/guilds.ts'
import type { RequestEntry, World } from '../world/types.ts'
import type { Driver } from './types.ts'

const people = z.union([z.int().min(0).max(5000), z.array(z.string().min(1).max(32)).max(5000)]).optional()

export const guildInput = z.strictObject({
  name: z.string().min(2).max(100),
  ownerName: z.string().min(1).max(32).optional(),
  moderators: people,
  members: people,
})

export const faultInput = z.strictObject({
  on: z.enum(['rest', 'interactions']).optional(),
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

export const resetInput = z.strictObject({
  /** Also the bot's own data: its database, its cache, and what it keeps in memory. */
  data: z.boolean().optional(),
  /** Also the commands that the bot has registered; else they stay, so that its slash menu goes on working. */
  commands: z.boolean().optional(),
})

/** Back to the seed, with switches and faults at their defaults. With `data` the bot starts afresh and registers again. */
export const reset = async (
  { world, switches, inspector, deps }: Driver,
  defaults: Driver['switches'],
  body: z.infer<typeof resetInput>,
): Promise<void> => {
  const resetDiscord = (): void => {
    resetWorld(world, { keepCommands: !body.commands })
    inspector?.clear()
    Object.assign(switches, { deadlineMs: undefined, ...defaults })
    Object.assign(world.rules, world.initialRules)
  }
  const onReset = body.data ? deps.surroundings?.onReset : undefined
  if (onReset) await onReset(resetDiscord)
  else resetDiscord()
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
