import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { permissionBits } from '../../scripts/emulators/discord/world/guilds.ts'
import {
  type Flow,
  giveRole,
  isPrivate,
  lastRequest,
  newPlace,
  type Place,
  settled,
  snapshot,
  textOf,
  unchanged,
  useFlow,
  writesSince,
} from '../harness/flow.ts'
import { demo, target } from '../harness/world.ts'

const flow = useFlow()

const personCommands: { name: string; options?: Record<string, unknown>; permission: string }[] = [
  { name: 'warn', permission: 'Timeout Members' },
  { name: 'timeout', permission: 'Timeout Members' },
  { name: 'untimeout', permission: 'Timeout Members' },
  { name: 'kick', permission: 'Kick Members' },
  { name: 'ban', permission: 'Ban Members' },
  { name: 'tempban', options: { duration: '1d' }, permission: 'Ban Members' },
  { name: 'softban', permission: 'Ban Members' },
  { name: 'unban', permission: 'Ban Members' },
  { name: 'note', options: { text: 'x' }, permission: 'Timeout Members' },
]

const otherCommands: { name: string; options?: Record<string, unknown>; permission: string }[] = [
  { name: 'case view', options: { number: 1 }, permission: 'Timeout Members' },
  { name: 'case edit', options: { number: 1, reason: 'x' }, permission: 'Timeout Members' },
  { name: 'case delete', options: { number: 1 }, permission: 'Manage Server' },
  { name: 'case search', permission: 'Timeout Members' },
  { name: 'massban', options: { users: demo.users.hedy }, permission: 'Ban Members' },
  { name: 'purge', options: { count: 3 }, permission: 'Manage Messages' },
  { name: 'slowmode', options: { duration: '10s' }, permission: 'Manage Channels' },
  { name: 'lock', permission: 'Manage Channels' },
  { name: 'unlock', permission: 'Manage Channels' },
  { name: 'config view', permission: 'Manage Server' },
  {
    name: 'config set',
    options: { feature: 'moderation', setting: 'dm_on_action', value: 'off' },
    permission: 'Manage Server',
  },
  { name: 'config edit', options: { feature: 'moderation', setting: 'dm_on_action' }, permission: 'Manage Server' },
  { name: 'config reset', options: { feature: 'moderation' }, permission: 'Manage Server' },
  { name: 'config undo', options: { feature: 'moderation' }, permission: 'Manage Server' },
  { name: 'config history', options: { feature: 'moderation' }, permission: 'Manage Server' },
]

/** No statement reached the database, and no call but reads reached Discord. */
async function untouched<T>({ world, discord }: Flow, act: () => Promise<T>): Promise<T> {
  await settled(world)
  const [before, last] = [await world.stack.neon.stats(), lastRequest({ world, discord })]
  const result = await act()
  await settled(world)
  expect(await world.stack.neon.stats()).toEqual(before)
  expect(writesSince({ world, discord }, last)).toEqual([])
  return result
}

describe('without the permission', () => {
  it.each([...personCommands, ...otherCommands])(
    '/$name does nothing at all, neither in the database nor in Discord',
    async ({ name, options = {}, permission }) => {
      const place = await newPlace(flow, { members: 2, log: false })
      const [member = '', victim = ''] = place.members
      const isAboutPerson = personCommands.some((one) => one.name === name)
      const given = isAboutPerson ? { user: victim, ...options } : options
      const refused = await untouched(flow, () => place.run(name, given, { user: member, raw: true }))
      expect(textOf(refused)).toContain(`You need the permission **${permission}**`)
      expect(isPrivate(refused.message)).toBe(true)
    },
  )
})

describe('without a permission of its own', () => {
  it.each([
    { name: 'timeout', options: {}, needed: 'Timeout Members' },
    { name: 'kick', options: {}, needed: 'Kick Members' },
    { name: 'ban', options: {}, needed: 'Ban Members' },
    { name: 'tempban', options: { duration: '1d' }, needed: 'Ban Members' },
    { name: 'softban', options: {}, needed: 'Ban Members' },
    { name: 'unban', options: {}, needed: 'Ban Members' },
  ])('the bot says which one it needs for /$name', async ({ name, options, needed }) => {
    const place = await newPlace(flow, { members: 1, log: false })
    await flow.world.emulator('switches', { guild: place.name, botPermissions: ['ViewChannel', 'SendMessages'] })
    const refused = await untouched(flow, () => place.run(name, { user: place.members[0], ...options }))
    expect(textOf(refused)).toContain(`I need the permission **${needed}** here`)
  })

  it('the bot says so for channels and messages', async () => {
    const place = await newPlace(flow, { members: 1, log: false })
    await flow.world.emulator('switches', { guild: place.name, botPermissions: ['ViewChannel', 'SendMessages'] })
    for (const [name, options, needed] of [
      ['slowmode', { duration: '5s' }, 'Manage Channels'],
      ['lock', {}, 'Manage Roles'],
      ['purge', { count: 1 }, 'Manage Messages'],
      ['massban', { users: demo.users.hedy }, 'Ban Members'],
    ] as const) {
      const refused = await untouched(flow, () => place.run(name, options, { user: place.owner }))
      expect(textOf(refused)).toContain('I need the permission')
      expect(textOf(refused)).toContain(needed)
    }
  })
})

describe('the role order', () => {
  it.each(personCommands.filter(({ name }) => name !== 'unban'))(
    'is explained by /$name',
    async ({ name, options }) => {
      const place = await newPlace(flow, { members: 2, log: false })
      const [high = '', top = ''] = place.members
      giveRole(flow, place, { user: high, name: 'Moderator Two', position: 1 })
      giveRole(flow, place, { user: place.mod2, name: 'Elder', position: 1 })
      giveRole(flow, place, { user: top, name: 'Boss *of* all', position: 9 })
      const attempt = (user: string, by: string) =>
        untouched(flow, async () => textOf(await place.run(name, { user, ...options }, { user: by })))
      expect(await attempt(place.mod, place.mod)).toContain('You cannot do this to yourself')
      expect(await attempt(place.owner, place.mod)).toContain('The owner of the server cannot be moderated')
      expect(await attempt(demo.botId, place.mod)).toContain('I cannot do this to myself')
      expect(await attempt(place.mod2, place.mod)).toMatch(/Your highest role \(\*\*Moderator\*\*\) is not above/)
      expect(await attempt(top, place.owner)).toMatch(
        /My highest role \(\*\*Guildhall\*\*\).*\*\*Boss \\\*of\\\* all\*\*/,
      )
    },
  )

  it('does not protect people without roles from each other: an executor without any role stands above nobody', async () => {
    const place = await newPlace(flow, { members: 2, log: false })
    const everyone = place.guild.roles.get(place.id)
    if (everyone !== undefined)
      everyone.permissions = String(permissionBits('ModerateMembers', 'ViewChannel', 'UseApplicationCommands'))
    const [a = '', b = ''] = place.members
    const refused = await untouched(flow, () => place.run('warn', { user: b }, { user: a }))
    expect(textOf(refused)).toContain('Your highest role (@everyone)')
  })
})

interface Layout {
  executor: number[]
  target: number[]
  bot: number
  isOwner: boolean
  targetIsOwner: boolean
  isSelf: boolean
  command: 'warn' | 'timeout' | 'kick' | 'ban'
}

const positions = [1, 2, 3, 4, 5]
const someRoles = fc.subarray(positions, { maxLength: 3 })
const layouts: fc.Arbitrary<Layout> = fc.record({
  executor: someRoles,
  target: someRoles,
  bot: fc.constantFrom(2, 4, 6),
  isOwner: fc.boolean(),
  targetIsOwner: fc.nat(9).map((n) => n === 0),
  isSelf: fc.nat(4).map((n) => n === 0),
  command: fc.constantFrom('warn', 'timeout', 'kick', 'ban'),
})

interface Arena extends Place {
  roleIds: string[]
}

/** One guild per position of the bot's role: the bot remembers the order of the roles for a minute. */
async function makeArena(bot: number): Promise<Arena> {
  const place = await newPlace(flow, { members: 1, log: false })
  const staff = [...place.guild.roles.values()].find((role) => role.name === 'Moderator')
  if (staff !== undefined) staff.position = 0
  const everyone = place.guild.roles.get(place.id)
  if (everyone !== undefined)
    everyone.permissions = String(
      permissionBits('ViewChannel', 'UseApplicationCommands', 'KickMembers', 'BanMembers', 'ModerateMembers'),
    )
  await flow.world.emulator('switches', { guild: place.name, botRolePosition: bot })
  const roleIds = positions.map((position) =>
    giveRole(flow, place, { user: place.owner, name: `r${position}`, position }),
  )
  place.member(place.owner).roles.clear()
  // On the same level the older role is above; the bot's is the oldest, so its level is settled by its own position.
  return { ...place, roleIds }
}

/** Discord's rule, written down a second time: the highest position decides, equal is not enough. */
function allowed({ executor, target, bot, isOwner, targetIsOwner, isSelf }: Layout): boolean {
  if (isSelf || targetIsOwner) return false
  const highest = (roles: number[]) => Math.max(0, ...roles)
  if (!isOwner && (executor.length === 0 || highest(executor) <= highest(target))) return false
  return bot >= highest(target)
}

describe('properties', () => {
  it('Property 1: Role Hierarchy Enforcement, Property 2: Self-Targeting Prevention, Property 5: Permission Validation Before Execution - whatever the roles, only somebody above the target gets through, never oneself, and a refusal changes nothing', async () => {
    const arenas = new Map<number, Arena>()
    for (const bot of [2, 4, 6]) arenas.set(bot, await makeArena(bot))
    await fc.assert(
      fc.asyncProperty(layouts, async (layout) => {
        const arena = arenas.get(layout.bot)
        if (arena === undefined) throw new Error('no arena')
        flow.world.stack.clock.advance(1000)
        const executor = layout.isOwner ? arena.owner : arena.mod
        const target = layout.isSelf ? executor : layout.targetIsOwner ? arena.owner : (arena.members[0] ?? '')
        const targetId = arena.idOf(target)
        if (!arena.guild.members.has(targetId)) {
          arena.guild.bans.delete(targetId)
          await flow.world.emulator('members', { guild: arena.name, user: targetId, action: 'join' })
        }
        const wear = (user: string, roles: number[]) => {
          const own = arena.member(user).roles
          own.clear()
          for (const position of roles) own.add(arena.roleIds[position - 1] ?? '')
        }
        if (!layout.targetIsOwner) wear(target, layout.target)
        wear(executor, layout.isOwner && layout.isSelf ? [] : layout.executor)
        const isAllowed = allowed({
          ...layout,
          targetIsOwner: layout.targetIsOwner || (layout.isSelf && layout.isOwner),
        })
        const before = isAllowed ? undefined : await snapshot(flow)
        const last = lastRequest(flow)
        const options = { user: targetId, reason: 'p', notify: false }
        const said = textOf(await arena.run(layout.command, options, { user: executor }))
        if (isAllowed) {
          expect(said).toMatch(/was (warned|kicked|banned)|is in timeout/)
        } else {
          expect(said).toMatch(/Not allowed/)
          expect(writesSince(flow, last)).toEqual([])
          expect(await snapshot(flow)).toEqual(before)
        }
        await settled(flow.world)
      }),
      { numRuns: target === 'workerd' ? 100 : 20 },
    )
  }, 240_000)
})

describe('people who are not here', () => {
  it('cannot be warned, timed out or kicked; the answer names what works', async () => {
    const place = await newPlace(flow, { members: 1, log: false })
    const [user = ''] = place.members
    const id = place.idOf(user)
    await flow.world.emulator('members', { guild: place.name, user, action: 'leave' })
    for (const name of ['warn', 'timeout', 'untimeout', 'kick']) {
      const refused = await unchanged(flow, () => place.run(name, { user: id }))
      expect(textOf(refused)).toContain('That user is not on this server (any more). Use `/ban`, `/note` or `/history`')
    }
    expect(textOf(await place.run('note', { user: id, text: 'left in anger' }))).toContain('is kept')
  })

  it('whose account was deleted are found in the history, and cannot be warned', async () => {
    const place = await newPlace(flow, { members: 1, log: false })
    const [user = ''] = place.members
    const id = place.idOf(user)
    await place.run('warn', { user, notify: false })
    await flow.world.emulator('members', { guild: place.name, user, action: 'delete-account' })
    const refused = await unchanged(flow, () => place.run('warn', { user: id }))
    expect(textOf(refused)).toContain('not on this server')
    expect(textOf(await place.run('history', { user: id }))).toContain('**#1** · Warning')
  })

  it('who left between command and effect are reported, and the case says failed', async () => {
    const place = await newPlace(flow, { members: 1, log: false })
    const [user = ''] = place.members
    await flow.world.emulator('faults', {
      method: 'DELETE',
      route: '/guilds/\\d+/members/\\d+$',
      status: 404,
      code: 10007,
      times: 1,
    })
    const gone = await place.run('kick', { user, notify: false })
    expect(textOf(gone)).toContain('Case #1 failed: That user is not on this server any more')
    expect(isPrivate(gone.message)).toBe(true)
  })
})

it('too many commands of one moderator in a few seconds are slowed down', async () => {
  const place = await newPlace(flow, { members: 1, log: false })
  const said: string[] = []
  for (let i = 0; i < 21; i += 1) said.push(textOf(await place.run('warn', { user: place.mod2 })))
  expect(said.filter((one) => one.includes('too fast'))).toHaveLength(1)
  expect(said.at(-1)).toMatch(/You can do this again <t:\d+:R>/)
})
