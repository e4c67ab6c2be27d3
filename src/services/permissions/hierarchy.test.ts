import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GuildFacts, RoleFacts } from '../../core/context.ts'
import { type Snowflake, snowflake } from '../../core/snowflake.ts'
import { highestRole, judge } from './hierarchy.ts'

const idOf = (n: number): Snowflake => snowflake(String(175928847299117000n + BigInt(n)))
const role = (n: number, position: number): RoleFacts => ({ id: idOf(n), name: `role ${n}`, position, permissions: 0n })
const owner = idOf(900)
const bot = idOf(901)

const rolesArbitrary = fc
  .array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 10 })
  .map((positions) => positions.map((position, n) => role(n, position)))

function factsOf(roles: RoleFacts[], botRoles: Snowflake[]): GuildFacts {
  return { name: 'guild', ownerId: owner, roles: new Map(roles.map((one) => [one.id, one])), botRoles }
}

/** As Discord describes it, written the slow way: the best role first, older roles before younger ones at the same height. */
function rank(roles: RoleFacts[], own: Snowflake[]): [number, number] {
  const mine = roles
    .filter((one) => own.includes(one.id))
    .map((one): [number, number] => [one.position, -Number(BigInt(one.id) - 175928847299117000n)])
  return mine.sort((a, b) => b[0] - a[0] || b[1] - a[1])[0] ?? [0, Number.NEGATIVE_INFINITY]
}
const isAbove = (a: [number, number], b: [number, number]) => a[0] > b[0] || (a[0] === b[0] && a[1] > b[1])

const scene = rolesArbitrary.chain((roles) => {
  const some = fc.subarray(roles.map((one) => one.id))
  return fc.record({
    roles: fc.constant(roles),
    executor: some,
    target: some,
    bot: some,
    executorIsOwner: fc.boolean(),
  })
})

describe('role order', () => {
  it('Property 1: Role Hierarchy Enforcement - nobody acts on an equal or higher role', () => {
    fc.assert(
      fc.property(scene, (given) => {
        const executor = { id: given.executorIsOwner ? owner : idOf(800), roles: given.executor }
        const target = { id: idOf(801), roles: given.target }
        const verdict = judge({ facts: factsOf(given.roles, given.bot), botId: bot, executor, target })
        const targetRank = rank(given.roles, given.target)
        const executorMay = given.executorIsOwner || isAbove(rank(given.roles, given.executor), targetRank)
        const botMay = isAbove(rank(given.roles, given.bot), targetRank)
        expect(verdict).toBe(executorMay ? (botMay ? 'ok' : 'bot-too-low') : 'executor-too-low')
      }),
      { numRuns: 1000 },
    )
  })

  it('Property 2: Self-Targeting Prevention - nobody acts on themselves, whatever their roles', () => {
    fc.assert(
      fc.property(scene, (given) => {
        const self = { id: given.executorIsOwner ? owner : idOf(800), roles: given.executor }
        const verdict = judge({
          facts: factsOf(given.roles, given.bot),
          botId: bot,
          executor: self,
          target: { ...self, roles: given.target },
        })
        expect(verdict).toBe('self')
      }),
    )
  })

  it('protects the owner and the bot from everybody', () => {
    const roles = [role(1, 5)]
    const facts = factsOf(roles, [idOf(1)])
    const executor = { id: idOf(800), roles: [idOf(1)] }
    expect(judge({ facts, botId: bot, executor, target: { id: owner, roles: [] } })).toBe('owner')
    expect(judge({ facts, botId: bot, executor, target: { id: bot, roles: [] } })).toBe('bot-itself')
  })

  it('ignores roles that no longer exist', () => {
    expect(highestRole(factsOf([role(1, 2)], []), [idOf(5)])).toBeUndefined()
  })
})
