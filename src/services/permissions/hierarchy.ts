import type { GuildFacts, RoleFacts } from '../../core/context.ts'
import type { Snowflake } from '../../core/snowflake.ts'

export interface Person {
  id: Snowflake
  roles: readonly Snowflake[]
}

/** Why someone may not be acted on; `ok` when they may. */
export type Verdict = 'ok' | 'self' | 'bot-itself' | 'owner' | 'executor-too-low' | 'bot-too-low'

/** Higher position wins; at the same position the older role (the smaller id) does (Discord docs: topics/permissions, "Permission Hierarchy"). */
function outranks(a: RoleFacts, b: RoleFacts): boolean {
  if (a.position !== b.position) return a.position > b.position
  return BigInt(a.id) < BigInt(b.id)
}

/** `undefined` when someone has no role but @everyone. */
export function highestRole(facts: GuildFacts, roles: readonly Snowflake[]): RoleFacts | undefined {
  let highest: RoleFacts | undefined
  for (const id of roles) {
    const role = facts.roles.get(id)
    if (role !== undefined && (highest === undefined || outranks(role, highest))) highest = role
  }
  return highest
}

function isAbove(facts: GuildFacts, upper: readonly Snowflake[], lower: readonly Snowflake[]): boolean {
  const high = highestRole(facts, upper)
  const low = highestRole(facts, lower)
  if (high === undefined) return false
  return low === undefined || outranks(high, low)
}

export interface Question {
  facts: GuildFacts
  botId: Snowflake
  executor: Person
  target: Person
}

/**
 * May `executor`, through the bot, act on `target`? Equal roles do not suffice, for the executor nor for the bot.
 * The owner is above everybody and nobody is above the owner.
 */
export function judge({ facts, botId, executor, target }: Question): Verdict {
  if (executor.id === target.id) return 'self'
  if (target.id === botId) return 'bot-itself'
  if (target.id === facts.ownerId) return 'owner'
  if (executor.id !== facts.ownerId && !isAbove(facts, executor.roles, target.roles)) return 'executor-too-low'
  if (!isAbove(facts, facts.botRoles, target.roles)) return 'bot-too-low'
  return 'ok'
}
