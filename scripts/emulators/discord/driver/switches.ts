import { Locale, PermissionFlagsBits } from 'discord-api-types/v10'
import * as z from 'zod'
import { addFault } from '../faults.ts'
import type { Fault, Guild, World } from '../world/types.ts'
import { findGuild, findUser } from './lookup.ts'
import { type Driver, DriverError } from './types.ts'

export const switchesInput = z.strictObject({
  /** The guild whose bot role changes; all guilds when absent. */
  guild: z.string().optional(),
  /** A decimal bitfield, or names such as `BanMembers`. */
  botPermissions: z.union([z.string().regex(/^\d{1,20}$/), z.array(z.string())]).optional(),
  botRolePosition: z.int().min(1).max(250).optional(),
  /** Users by id or name, and whether their DMs are closed. */
  dmsClosed: z.record(z.string(), z.boolean()).optional(),
  /** Users by id or name, and the language of their client, e.g. `de`. */
  locales: z.record(z.string(), z.enum(Locale)).optional(),
  ackRaceMs: z.int().min(0).max(2000).optional(),
  deadlineMs: z.number().int().min(1).max(600_000).optional(),
  explicitAllowedMentions: z.boolean().optional(),
  searchIndexing: z.boolean().optional(),
  validateAnswers: z.enum(['all', 'sampled', 'off']).optional(),
  userAgent: z.boolean().optional(),
  unknownFields: z.boolean().optional(),
})

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
  world.emit({ type: 'GUILD_ROLE_UPDATE', guildId: guild.id, payload: role })
}

/**
 * Changes what people around the bot could change: its permissions and position,
 * closed DMs, languages; and the emulator's own switches.
 */
export const turnSwitches = ({ world, switches }: Driver, body: z.infer<typeof switchesInput>) => {
  const guilds = body.guild === undefined ? [...world.guilds.values()] : [findGuild(world, body.guild)]
  if (body.botPermissions !== undefined || body.botRolePosition !== undefined)
    for (const guild of guilds) changeBotRole(world, guild, body)
  for (const [user, closed] of Object.entries(body.dmsClosed ?? {})) findUser(world, user).dmsClosed = closed
  for (const [user, locale] of Object.entries(body.locales ?? {})) findUser(world, user).locale = locale
  if (body.ackRaceMs !== undefined) switches.ackRaceMs = body.ackRaceMs
  if (body.deadlineMs !== undefined) switches.deadlineMs = body.deadlineMs
  for (const rule of ['explicitAllowedMentions', 'userAgent', 'unknownFields', 'searchIndexing'] as const)
    world.rules[rule] = body[rule] ?? world.rules[rule]
  if (body.validateAnswers !== undefined) world.rules.validateAnswers = body.validateAnswers
  return { switches, rules: world.rules }
}

const namesOf = (bits: bigint): string[] =>
  Object.entries(PermissionFlagsBits).flatMap(([name, bit]) => ((bits & bit) === bit ? [name] : []))

/** How the switches stand: the bot's role in each guild, people's languages and closed DMs, the slow bot, the faults. */
export const describeSwitches = ({ world, switches, deps }: Driver) => ({
  switches,
  rules: world.rules,
  slowBot: world.faults.find(({ slowBot }) => slowBot !== undefined)?.slowBot ?? 'off',
  resetsData: deps.surroundings?.onReset !== undefined,
  guilds: [...world.guilds.values()].map((guild) => {
    const role = botRole(world, guild)
    const permissions = role ? namesOf(BigInt(role.permissions)) : []
    const highest = Math.max(...[...guild.roles.values()].map(({ position }) => position))
    return { id: guild.id, name: guild.name, bot: role ? { position: role.position, highest, permissions } : null }
  }),
  users: [...world.users.values()]
    .filter(({ data }) => !data.bot)
    .map(({ data, dmsClosed, locale }) => ({ id: data.id, name: data.username, dmsClosed, locale: locale ?? 'en-US' })),
  permissions: Object.keys(PermissionFlagsBits),
  faults: world.faults,
})

export type SwitchesView = ReturnType<typeof describeSwitches>

export const slowBotInput = z.strictObject({ preset: z.enum(['off', 'thinking', 'silent']) })

/** Longer than the 1.5 s after which Guildhall promises an answer, and longer than the 3 s that Discord waits. */
const thinkingMs = 1_700
const silentMs = 3_100

const slowFaults: Record<z.infer<typeof slowBotInput>['preset'], Omit<Fault, 'id' | 'hits'> | null> = {
  off: null,
  // Answers themselves stay quick, so that "thinking…" ends as soon as the work is done.
  thinking: { slowBot: 'thinking', route: '^/(?!webhooks/|interactions/)', delayMs: thinkingMs },
  silent: { slowBot: 'silent', on: 'interactions', delayMs: silentMs },
}

/**
 * A slow bot at one touch. `thinking`: every REST call takes 1.7 s, so that commands which need one are promised first.
 * `silent`: answers to interactions arrive after 3.1 s, and the client says "The application did not respond".
 */
export const slowDown = (driver: Driver, { preset }: z.infer<typeof slowBotInput>) => {
  const { world } = driver
  world.faults = world.faults.filter(({ slowBot }) => slowBot === undefined)
  const fault = slowFaults[preset]
  if (fault) addFault(world, fault)
  return describeSwitches(driver)
}
