import { type APIOverwrite, OverwriteType, PermissionFlagsBits } from 'discord-api-types/v10'
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  allPermissions,
  canActOn,
  effectivePermissions,
  highestRole,
  memberPermissions,
  timedOutPermissions,
} from './permissions.ts'
import { demo, seedWorld } from './seed.ts'
import { createStandaloneClock, createWorld } from './world/create.ts'
import { addRole, permissionBits } from './world/guilds.ts'
import { addMember, addUser } from './world/members.ts'
import type { Channel, Guild, World } from './world/types.ts'

let world: World
let guild: Guild
let channel: Channel

const must = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('missing in the demo world')
  return value
}

beforeEach(() => {
  world = createWorld({ clock: createStandaloneClock() })
  seedWorld(world)
  guild = must(world.guilds.get(demo.guildId))
  channel = must(world.channels.get(demo.channels.general))
})

const bit = fc.constantFrom(...Object.values(PermissionFlagsBits))
const bitfield = fc.array(bit, { maxLength: 6 }).map((bits) => bits.reduce((all, one) => all | one, 0n))
const pair = fc.record({ allow: bitfield, deny: bitfield })

const scenario = fc.record({
  everyone: bitfield,
  roles: fc.array(fc.record({ permissions: bitfield, isHeld: fc.boolean(), overwrite: fc.option(pair) }), {
    maxLength: 5,
  }),
  everyoneOverwrite: fc.option(pair),
  memberOverwrite: fc.option(pair),
  isTimedOut: fc.boolean(),
})

type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never

/** The rules of Discord's documentation, one permission at a time. */
const slowReference = (input: Scenario, one: bigint): boolean => {
  const held = input.roles.filter(({ isHeld }) => isHeld)
  const fromRoles = (wanted: bigint) =>
    (input.everyone & wanted) !== 0n || held.some(({ permissions }) => (permissions & wanted) !== 0n)
  if (fromRoles(PermissionFlagsBits.Administrator)) return true
  const has = (value: bigint | undefined) => ((value ?? 0n) & one) !== 0n
  let granted = fromRoles(one)
  if (has(input.everyoneOverwrite?.deny)) granted = false
  if (has(input.everyoneOverwrite?.allow)) granted = true
  if (held.some(({ overwrite }) => has(overwrite?.deny))) granted = false
  if (held.some(({ overwrite }) => has(overwrite?.allow))) granted = true
  if (has(input.memberOverwrite?.deny)) granted = false
  if (has(input.memberOverwrite?.allow)) granted = true
  return granted && (!input.isTimedOut || (timedOutPermissions & one) !== 0n)
}

const setOverwrite = (id: string, type: OverwriteType, value: { allow: bigint; deny: bigint } | null): void => {
  if (!value) return
  const overwrite: APIOverwrite = { id, type, allow: String(value.allow), deny: String(value.deny) }
  channel.overwrites.set(id, overwrite)
}

const build = (input: Scenario): string => {
  channel.overwrites.clear()
  must(guild.roles.get(guild.id)).permissions = String(input.everyone)
  const { id } = addUser(world, { username: 'somebody' }).data
  const held = input.roles.flatMap((role, index) => {
    const added = addRole(world, guild, { name: 'r', position: 10 + index, permissions: role.permissions })
    setOverwrite(added.id, OverwriteType.Role, role.overwrite)
    return role.isHeld ? [added.id] : []
  })
  const member = addMember(world, guild, id, held)
  if (input.isTimedOut) member.timeoutUntil = world.now() + 60_000
  setOverwrite(guild.id, OverwriteType.Role, input.everyoneOverwrite)
  setOverwrite(id, OverwriteType.Member, input.memberOverwrite)
  return id
}

describe('memberPermissions', () => {
  test('agrees with the documented rules for every permission', () => {
    fc.assert(
      fc.property(scenario, (input) => {
        const total = memberPermissions(world, guild, build(input), channel)
        for (const one of Object.values(PermissionFlagsBits)) {
          expect((total & one) !== 0n).toBe(slowReference(input, one))
        }
      }),
      { numRuns: 150 },
    )
  })

  test('gives the owner and administrators everything, whatever the overwrites say', () => {
    setOverwrite(guild.id, OverwriteType.Role, { allow: 0n, deny: allPermissions })
    expect(memberPermissions(world, guild, demo.users.ada, channel)).toBe(allPermissions)
    expect(memberPermissions(world, guild, demo.users.radia, channel)).toBe(allPermissions)
  })

  test('gives nothing to somebody who is no member', () => {
    expect(memberPermissions(world, guild, demo.users.otto)).toBe(0n)
  })

  test('ends a timeout when its time has come', () => {
    const alan = must(guild.members.get(demo.users.alan))
    alan.timeoutUntil = world.now() + 1000
    expect(memberPermissions(world, guild, demo.users.alan) & PermissionFlagsBits.SendMessages).toBe(0n)
    world.clock.advance(2000)
    expect(memberPermissions(world, guild, demo.users.alan) & PermissionFlagsBits.SendMessages).not.toBe(0n)
  })
})

describe('effectivePermissions', () => {
  test('leaves nothing without VIEW_CHANNEL', () => {
    setOverwrite(guild.id, OverwriteType.Role, { allow: 0n, deny: permissionBits('ViewChannel') })
    expect(effectivePermissions(world, guild, demo.users.alan, channel)).toBe(0n)
  })

  test('takes files, embeds and mentions away without SEND_MESSAGES', () => {
    setOverwrite(guild.id, OverwriteType.Role, { allow: 0n, deny: permissionBits('SendMessages') })
    const left = effectivePermissions(world, guild, demo.users.alan, channel)
    expect(left & permissionBits('EmbedLinks', 'AttachFiles', 'MentionEveryone')).toBe(0n)
    expect(left & permissionBits('ReadMessageHistory')).not.toBe(0n)
  })
})

describe('canActOn', () => {
  const { users } = demo
  const cases: [string, string, string, boolean][] = [
    ['a senior moderator on a moderator', users.linus, users.grace, true],
    ['a moderator on a senior moderator', users.grace, users.linus, false],
    ['a moderator on a member', users.grace, users.alan, true],
    ['a member on an equal', users.alan, users.dennis, false],
    ['anybody on the owner', users.radia, users.ada, false],
    ['the owner on an administrator', users.ada, users.radia, true],
    ['the bot on a moderator', demo.botId, users.linus, true],
    ['the bot on a role above its own', demo.botId, users.radia, false],
    ['the bot on somebody who is no member', demo.botId, users.otto, true],
  ]
  test.each(cases)('%s', (_name, actor, target, expected) => {
    expect(canActOn(guild, actor, target)).toBe(expected)
  })

  test('is never true both ways, and never on oneself', () => {
    const ids = [...guild.members.keys()]
    for (const a of ids) {
      for (const b of ids) expect(canActOn(guild, a, b) && canActOn(guild, b, a)).toBe(false)
    }
  })

  test('of two roles at one position the older stands higher', () => {
    const older = addRole(world, guild, { id: '1000000000000000001', name: 'older', position: 3 })
    const younger = addRole(world, guild, { id: '1000000000000000002', name: 'younger', position: 3 })
    must(guild.members.get(demo.users.alan)).roles = new Set([younger.id, older.id])
    must(guild.members.get(demo.users.dennis)).roles = new Set([younger.id])
    expect(highestRole(guild, demo.users.alan)?.name).toBe('older')
    expect(canActOn(guild, demo.users.alan, demo.users.dennis)).toBe(true)
  })
})
