import { describe, expect, it } from 'vitest'
import { casesOf, isPrivate, messagesIn, newPlace, set, settled, textOf, unchanged, useFlow } from '../harness/flow.ts'
import { demo } from '../harness/world.ts'

const flow = useFlow()
const latencies: number[] = []

describe('an action against a member', () => {
  it.each([
    { name: 'warn', done: 'was warned', told: 'You were warned on', audit: false },
    {
      name: 'timeout',
      options: { duration: '2h' },
      done: 'is in timeout',
      told: 'You were put in timeout on',
      audit: true,
    },
    { name: 'kick', done: 'was kicked', told: 'You were kicked from', audit: true },
    { name: 'ban', options: { delete_days: 1 }, done: 'was banned', told: 'You were banned from', audit: true },
    { name: 'tempban', options: { duration: '3d' }, done: 'was banned for a while', told: 'for a while', audit: true },
    { name: 'softban', done: 'may come back', told: 'and may come back', audit: true },
  ])('/$name answers, tells the member, leaves a case, an audit-log entry and a log message', async (action) => {
    const place = await newPlace(flow, { members: 1 })
    const [user = ''] = place.members
    const [userId, modId] = [place.idOf(user), place.idOf(place.mod)]
    const done = await place.run(action.name, { user, reason: 'spam & more', ...action.options })
    latencies.push(done.elapsedMs)
    expect(textOf(done)).toContain('Case #1')
    expect(textOf(done)).toContain(action.done)
    expect(textOf(done)).toContain('spam & more')
    expect(isPrivate(done.message)).toBe(false)

    await expect.poll(() => messagesIn(flow, place.channels['mod-log'])).toHaveLength(1)
    const [log = ''] = await messagesIn(flow, place.channels['mod-log'])
    expect(log).toContain(`(<@${userId}>)`)
    expect(log).toContain('DM delivered')
    const [notice = ''] = await messagesIn(flow, 'dm', user)
    expect(notice).toContain(action.told)
    expect(notice).toContain('spam & more')
    expect(notice).not.toContain(modId)
    await settled(flow.world)
    expect(await casesOf(flow, place)).toMatchObject([
      { case_id: 1, user_id: userId, moderator_id: modId, action_type: action.name, status: 'active', dm: 'sent' },
    ])
    const reasons = place.guild.auditLog.map((entry) => entry.reason)
    const expected = `${place.mod} (${modId}) · case #1: spam & more`
    if (action.audit) expect(new Set(reasons)).toEqual(new Set([expected]))
    else expect(reasons).toEqual([])
  })

  it('does in Discord what it says', async () => {
    const place = await newPlace(flow)
    const [a = '', b = '', c = '', d = ''] = place.members
    await place.run('timeout', { user: a, duration: '2h' })
    const until = place.member(a).timeoutUntil ?? 0
    expect(Math.abs(until - flow.discord.now() - 7_200_000)).toBeLessThan(60_000)
    const [bId, cId, dId] = [place.idOf(b), place.idOf(c), place.idOf(d)]
    await place.run('kick', { user: b })
    await place.run('ban', { user: c })
    await place.run('softban', { user: d })
    expect([...place.guild.bans.keys()]).toEqual([cId])
    for (const id of [bId, cId, dId]) expect(place.guild.members.has(id)).toBe(false)
    await place.run('untimeout', { user: a, reason: 'calm now' })
    expect(place.member(a).timeoutUntil).toBeNull()
    const lifted = await place.run('unban', { user: cId, reason: 'appeal' })
    expect(textOf(lifted)).toContain('is no longer banned')
    expect(place.guild.bans.size).toBe(0)
  })

  it('removes as many days of messages as asked for', async () => {
    const place = await newPlace(flow, { members: 2 })
    const [a = '', b = ''] = place.members
    for (const user of [a, b]) {
      await flow.world.emulator('messages', { guild: place.name, channel: 'general', user, content: `by ${user}` })
    }
    await place.run('ban', { user: a, delete_days: 1 })
    await place.run('ban', { user: b, delete_days: 0 })
    const left = [...(flow.discord.channels.get(place.channels.general)?.messages.values() ?? [])].map(
      (message) => message.data.content,
    )
    expect(left).toContain(`by ${b}`)
    expect(left).not.toContain(`by ${a}`)
  })

  it('goes ahead when the member takes no messages, and reports it', async () => {
    const place = await newPlace(flow, { members: 2 })
    const [a = '', b = ''] = place.members
    await flow.world.emulator('switches', { dmsClosed: { [a]: true, [b]: true } })
    const kicked = await place.run('kick', { user: a, reason: 'x' })
    expect(textOf(kicked)).toContain('DM not delivered: the person takes none')
    await place.run('warn', { user: b, reason: 'x' })
    await expect
      .poll(() => messagesIn(flow, place.channels.general, place.mod))
      .toContainEqual(expect.stringMatching(/was warned[\s\S]*DM not delivered: the person takes none/))
    await settled(flow.world)
    expect((await casesOf(flow, place)).map((one) => one.dm)).toEqual(['closed', 'closed'])
  })

  it('does not write to the member where the guild or the moderator does not want it, and adds how to appeal', async () => {
    const place = await newPlace(flow, { members: 3 })
    const [a = '', b = '', c = ''] = place.members
    await set(place, 'dm_appeal_text', 'Write to appeals@example.org')
    await place.run('warn', { user: a, reason: 'x' })
    await expect.poll(() => messagesIn(flow, 'dm', a)).toHaveLength(1)
    expect((await messagesIn(flow, 'dm', a))[0]).toContain('appeals@example.org')
    await place.run('warn', { user: b, reason: 'x', notify: false })
    await set(place, 'dm_on_action', 'off')
    await place.run('warn', { user: c, reason: 'x' })
    await settled(flow.world)
    expect(await messagesIn(flow, 'dm', b)).toEqual([])
    expect(await messagesIn(flow, 'dm', c)).toEqual([])
  })

  it('answers privately when asked to, and always where the guild wants that', async () => {
    const place = await newPlace(flow, { members: 2 })
    const [a = '', b = ''] = place.members
    expect(isPrivate((await place.run('warn', { user: a, silent: true })).message)).toBe(true)
    await set(place, 'public_replies', 'off')
    expect(isPrivate((await place.run('warn', { user: b })).message)).toBe(true)
  })

  it('needs a reason where the guild asks for one', async () => {
    const place = await newPlace(flow, { members: 1 })
    const [user = ''] = place.members
    await set(place, 'require_reason', 'on')
    for (const name of ['warn', 'kick', 'ban']) {
      const refused = await unchanged(flow, () => place.run(name, { user, reason: '   ' }))
      expect(textOf(refused)).toContain('This server asks for a reason')
    }
    expect(textOf(await place.run('warn', { user, reason: 'spam' }))).toContain('was warned')
  })
})

describe('a ban', () => {
  it('works on people who are not here, once, and can be lifted once', async () => {
    const place = await newPlace(flow, { members: 0 })
    const id = demo.users.hedy
    expect(textOf(await place.run('ban', { user: id, reason: 'raid' }))).toContain('was banned')
    expect(place.guild.bans.has(id)).toBe(true)
    const again = await unchanged(flow, () => place.run('ban', { user: id }))
    expect(textOf(again)).toContain('Nothing to do')
    expect(textOf(again)).toContain('is banned already')
    expect(textOf(await place.run('unban', { user: id }))).toContain('is no longer banned')
    const twice = await unchanged(flow, () => place.run('unban', { user: id }))
    expect(textOf(twice)).toContain('is not banned')
  })

  it('of an account that does not exist any more is answered so, and leaves a failed case', async () => {
    const place = await newPlace(flow, { members: 0 })
    const refused = await place.run('ban', { user: '777000000000000001' })
    expect(textOf(refused)).toContain('That account does not exist (any more)')
    expect(isPrivate(refused.message)).toBe(true)
    await settled(flow.world)
    expect(await casesOf(flow, place)).toMatchObject([{ status: 'failed' }])
    expect(place.guild.bans.size).toBe(0)
  })

  it('for a while ends by itself, once, and is reported', async () => {
    const place = await newPlace(flow, { members: 1 })
    const [user = ''] = place.members
    const id = place.idOf(user)
    const done = await place.run('tempban', { user, duration: '1d', reason: 'cool off' })
    expect(textOf(done)).toMatch(/Ends <t:\d+:R>/)
    await settled(flow.world)
    await flow.world.advance(86_000)
    expect(place.guild.bans.has(id)).toBe(true)
    await flow.world.advance(500)
    await settled(flow.world)
    expect(place.guild.bans.has(id)).toBe(false)
    const log = await messagesIn(flow, place.channels['mod-log'])
    expect(log.filter((text) => text.includes('Ban ended · case #1'))).toHaveLength(1)
    expect(await casesOf(flow, place)).toMatchObject([{ status: 'expired' }])
  })

  it('made lasting in between is not ended by the earlier temporary one', async () => {
    const place = await newPlace(flow, { members: 1 })
    const [user = ''] = place.members
    const id = place.idOf(user)
    await place.run('tempban', { user, duration: '1h' })
    await place.run('unban', { user: id })
    await place.run('ban', { user: id })
    await settled(flow.world)
    await flow.world.advance(7200)
    await settled(flow.world)
    expect(place.guild.bans.has(id)).toBe(true)
  })
})

describe('a timeout', () => {
  it('takes the usual length where none is given, and is over when its time is', async () => {
    const place = await newPlace(flow, { members: 1 })
    const [user = ''] = place.members
    await set(place, 'default_timeout', '30m')
    await place.run('timeout', { user })
    expect(Math.abs((place.member(user).timeoutUntil ?? 0) - flow.discord.now() - 1_800_000)).toBeLessThan(60_000)
    await settled(flow.world)
    await flow.world.advance(2000)
    await settled(flow.world)
    expect(await casesOf(flow, place)).toMatchObject([{ status: 'expired' }])
    const over = await unchanged(flow, () => place.run('untimeout', { user }))
    expect(textOf(over)).toContain('is not in timeout')
  })

  it('given anew ends the one before early', async () => {
    const place = await newPlace(flow, { members: 1 })
    const [user = ''] = place.members
    await place.run('timeout', { user, duration: '1h' })
    await place.run('timeout', { user, duration: '2h' })
    await settled(flow.world)
    const [first, second] = await casesOf(flow, place)
    expect([first?.status, second?.status]).toEqual(['lifted', 'active'])
  })

  it.each([
    ['90', 'has no unit'],
    ['-5m', 'is not a duration'],
    ['1,5h', 'is not a duration'],
    ['1000y', 'too long'],
    ['29d', 'too long'],
    ['0s', 'too short'],
    ['soon', 'is not a duration'],
    ['💥', 'is not a duration'],
  ])('of %s is refused with what to write instead', async (duration, why) => {
    const place = await newPlace(flow, { members: 1, log: false })
    const refused = await unchanged(flow, () => place.run('timeout', { user: place.members[0], duration }))
    expect(textOf(refused)).toContain(why)
    expect(isPrivate(refused.message)).toBe(true)
  })
})

describe('a note', () => {
  it('is kept for moderators only: no message to the member, a private answer', async () => {
    const place = await newPlace(flow, { members: 1 })
    const [user = ''] = place.members
    const done = await place.run('note', { user, text: 'watch this one' })
    expect(isPrivate(done.message)).toBe(true)
    expect(textOf(done)).toContain('They are not told')
    await settled(flow.world)
    expect(await messagesIn(flow, 'dm', user)).toEqual([])
    const blank = await unchanged(flow, () => place.run('note', { user, text: '   ' }))
    expect(textOf(blank)).toContain('blanks alone are not enough')
  })
})

describe('the escalation ladder', () => {
  it('climbs once per level, says so, and ends with a ban', async () => {
    const place = await newPlace(flow, { members: 1 })
    const [user = ''] = place.members
    const id = place.idOf(user)
    const warn = async (count: number) => {
      for (let i = 0; i < count; i += 1) {
        flow.world.stack.clock.advance(1000)
        expect(textOf(await place.run('warn', { user: id, notify: false }))).toContain('was warned')
        await settled(flow.world)
      }
    }
    await warn(5)
    expect(place.member(user).timeoutUntil).not.toBeNull()
    await warn(2)
    expect(place.guild.members.has(id)).toBe(false)
    expect(place.guild.bans.has(id)).toBe(false)
    await flow.world.emulator('members', { guild: place.name, user: id, action: 'join' })
    await warn(3)
    expect(place.guild.bans.has(id)).toBe(true)
    const escalated = (await casesOf(flow, place)).filter((one) => one.source === 'escalation')
    expect(escalated.map((one) => one.action_type)).toEqual(['warn', 'timeout', 'kick', 'ban'])
    expect(escalated.at(-1)?.reason).toContain('10 active warnings')
  })

  it('forgets warnings after the days set, and deleted ones at once', async () => {
    const place = await newPlace(flow, { members: 2 })
    const [a = '', b = ''] = place.members
    await place.run('warn', { user: a })
    await settled(flow.world)
    await flow.world.advance(31 * 86_400)
    expect(textOf(await place.run('warn', { user: a }))).toContain('1 active warning')
    await place.run('warn', { user: b })
    const [, , third] = await casesOf(flow, place)
    await place.run('case delete', { number: third?.case_id }, { user: place.owner })
    expect(textOf(await place.run('warn', { user: b }))).toContain('1 active warning')
  })
})

it('answers in well under a second under normal load (p50 is printed, not asserted)', () => {
  const sorted = latencies.toSorted((a, b) => a - b)
  console.info(`first answers of commands that write a case: p50 ${sorted[Math.floor(sorted.length / 2)]} ms`)
  expect(sorted.length).toBeGreaterThan(0)
})
