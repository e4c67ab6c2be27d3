import { PermissionFlagsBits } from 'discord-api-types/v10'
import { describe, expect, it } from 'vitest'
import {
  casesOf,
  isPrivate,
  messagesIn,
  newPlace,
  type Place,
  set,
  settled,
  textOf,
  unchanged,
  useFlow,
} from '../harness/flow.ts'
import { demo } from '../harness/world.ts'

const flow = useFlow()
const sending = PermissionFlagsBits.SendMessages

function everyoneIn(place: Place): { allow: bigint; deny: bigint } | undefined {
  const overwrite = flow.discord.channels.get(place.channels.general)?.overwrites.get(place.id)
  return overwrite && { allow: BigInt(overwrite.allow), deny: BigInt(overwrite.deny) }
}

function asOwner(place: Place, name: string, options: Record<string, unknown> = {}, locale = 'en-US') {
  return place.run(name, options, { user: place.owner, locale })
}

describe('/lock and /unlock', () => {
  it('take writing away and give it back, with cases, audit log and log', async () => {
    const place = await newPlace(flow, { members: 1 })
    const locked = await asOwner(place, 'lock', { reason: 'raid' })
    expect(textOf(locked)).toContain(`<#${place.channels.general}> is locked`)
    expect(isPrivate(locked.message)).toBe(false)
    expect((everyoneIn(place)?.deny ?? 0n) & sending).toBe(sending)
    await expect(
      flow.world.emulator('messages', { guild: place.name, channel: 'general', user: place.members[0], content: 'hi' }),
    ).rejects.toThrow('lacks SendMessages')
    const again = await unchanged(flow, () => asOwner(place, 'lock'))
    expect(textOf(again)).toContain('Nothing to do')
    expect(textOf(again)).toContain(`is locked already, by <@${place.idOf(place.owner)}>`)
    expect(textOf(await asOwner(place, 'unlock', { reason: 'over' }))).toContain('is open again')
    expect(everyoneIn(place)).toBeUndefined()
    const twice = await unchanged(flow, () => asOwner(place, 'unlock'))
    expect(textOf(twice)).toContain('is not locked by me')
    await settled(flow.world)
    expect((await casesOf(flow, place)).map((one) => [one.action_type, one.status])).toEqual([
      ['lock', 'lifted'],
      ['unlock', 'active'],
    ])
    const owner = `${place.owner} (${place.idOf(place.owner)})`
    expect(place.guild.auditLog.map((entry) => entry.reason)).toEqual([
      `${owner} · case #1: raid`,
      `${owner} · case #2: over`,
    ])
    expect(await messagesIn(flow, place.channels['mod-log'])).toHaveLength(2)
  })

  it('leave what was set before as it was', async () => {
    const place = await newPlace(flow, { members: 0, log: false })
    const before = { allow: PermissionFlagsBits.AttachFiles, deny: PermissionFlagsBits.CreateInstantInvite }
    flow.discord.channels
      .get(place.channels.general)
      ?.overwrites.set(place.id, { id: place.id, type: 0, allow: String(before.allow), deny: String(before.deny) })
    await asOwner(place, 'lock')
    await asOwner(place, 'unlock')
    expect(everyoneIn(place)).toEqual(before)
  })

  it('for a while open by themselves, once', async () => {
    const place = await newPlace(flow, { members: 0 })
    expect(textOf(await asOwner(place, 'lock', { duration: '30m' }))).toMatch(/It opens again <t:\d+:R>/)
    await settled(flow.world)
    await flow.world.advance(1700)
    expect((everyoneIn(place)?.deny ?? 0n) & sending).toBe(sending)
    await flow.world.advance(200)
    await settled(flow.world)
    expect(everyoneIn(place)).toBeUndefined()
    const log = await messagesIn(flow, place.channels['mod-log'])
    expect(log.filter((text) => text.includes('Lock ended'))).toHaveLength(1)
  })

  it('work on another channel when its permissions allow it, and say when not', async () => {
    const place = await newPlace(flow, { members: 0, log: false })
    const channel = `<#${place.channels['mod-log']}>`
    expect(textOf(await asOwner(place, 'lock', { channel }))).toContain(`${channel} is locked`)
    const refused = await unchanged(flow, () => place.run('lock', { channel }, { raw: true }))
    expect(textOf(refused)).toContain('You need the permission **Manage Channels**')
  })

  it('that Discord refuses leave a failed case and no lock', async () => {
    const place = await newPlace(flow, { members: 0, log: false })
    const route = '/channels/\\d+/permissions/\\d+'
    await flow.world.emulator('faults', { method: 'PUT', route, status: 403, code: 50013, times: 1 })
    const refused = await asOwner(place, 'lock')
    expect(textOf(refused)).toContain('Case #1 failed: I am missing a permission')
    expect(isPrivate(refused.message)).toBe(true)
    expect(everyoneIn(place)).toBeUndefined()
    expect(textOf(await asOwner(place, 'lock'))).toContain('is locked')
  })
})

describe('/slowmode', () => {
  it('shows, sets and ends the pause', async () => {
    const place = await newPlace(flow, { members: 0 })
    const channel = flow.discord.channels.get(place.channels.general)
    const shown = await unchanged(flow, () => asOwner(place, 'slowmode'))
    expect(textOf(shown)).toContain('has no slow mode')
    expect(textOf(await asOwner(place, 'slowmode', { duration: '1m30s', reason: 'heat' }))).toContain(
      'one message every 1 minute 30 seconds',
    )
    expect(channel?.rateLimitPerUser).toBe(90)
    const same = await unchanged(flow, () => asOwner(place, 'slowmode', { duration: '90s' }))
    expect(textOf(same)).toContain('Nothing to do')
    expect(textOf(same)).toContain('has exactly this slow mode already')
    expect(textOf(await asOwner(place, 'slowmode', { duration: 'aus' }, 'de'))).toContain('off')
    expect(channel?.rateLimitPerUser).toBe(0)
    await settled(flow.world)
    expect((await casesOf(flow, place)).map((one) => one.action_type)).toEqual(['slowmode', 'slowmode'])
  })

  it('answers privately where the guild wants that, in the language of the asker', async () => {
    const place = await newPlace(flow, { members: 0, log: false })
    await set(place, 'public_replies', 'off')
    const done = await asOwner(place, 'slowmode', { duration: '10s' }, 'de')
    expect(isPrivate(done.message)).toBe(true)
    expect(textOf(done)).toContain('kann man jetzt eine Nachricht je 10 Sekunden schreiben')
  })
})

describe('channels of the demo guild', () => {
  it('a forum can be locked, a category and a channel of another guild cannot', async () => {
    const call = { user: 'ada', raw: true }
    expect(textOf(await flow.world.command('lock', { ...call, options: { channel: demo.channels.forum } }))).toContain(
      'is locked',
    )
    for (const channel of [demo.channels.community, demo.other.channels.general]) {
      const refused = await unchanged(flow, () => flow.world.command('lock', { ...call, options: { channel } }))
      expect(textOf(refused)).toContain('wrong kind')
    }
  })
})
