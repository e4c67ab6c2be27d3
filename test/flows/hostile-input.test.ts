import { describe, expect, it } from 'vitest'
import { type InteractionResult, isObject } from '../../scripts/emulators/discord/driver/types.ts'
import {
  casesOf,
  controlOf,
  isPrivate,
  messageId,
  messagesIn,
  newPlace,
  settled,
  textOf,
  unchanged,
  useFlow,
} from '../harness/flow.ts'
import { demo } from '../harness/world.ts'

const flow = useFlow()

/** Guarantee: the emulator renders who was notified with each message. */
interface Rendered {
  pings: { everyone: boolean; users: string[]; roles: string[] }
}

async function pingsIn(channel: string): Promise<Rendered['pings'][]> {
  const { messages } = await flow.world.emulator<{ messages: Rendered[] }>(`messages?channel=${channel}`)
  return messages.map((message) => message.pings)
}

const reasons = {
  mentions: '@everyone @here <@310000000000000001> <@&810000000000000004>',
  markdown:
    '**bold** __under__ ~~gone~~ `code` ```block``` ||spoiler|| # title\n> quote\n- list [link](https://evil.example)',
  emoji: '👩‍👩‍👧‍👦🏴‍☠️🇩🇪 zalgo t̸̢͈e̷x̶t',
  rtl: 'שלום ‮txet desrever‬ مرحبا',
  sql: "'; DROP TABLE moderation_cases; --",
  template: '{user} {number} %s $reason \\u0000',
  long: 'x'.repeat(1000),
}

describe('a reason', () => {
  it.each(Object.entries(reasons))(
    'with %s is kept letter by letter, shown harmless and pings nobody',
    async (_, reason) => {
      const place = await newPlace(flow, { members: 1 })
      const [user = ''] = place.members
      const done = await place.run('warn', { user, reason })
      const said = textOf(done)
      expect(said).toContain('was warned')
      expect(said).not.toMatch(/(?<!\\)(\*\*bold|~~gone|\|\|spoiler|\[link\]\()/)
      expect(said).not.toMatch(/(?<!\\)@everyone/)
      await expect.poll(() => messagesIn(flow, place.channels['mod-log'])).toHaveLength(1)
      await settled(flow.world)
      expect((await casesOf(flow, place))[0]?.reason).toBe(reason.trim())
      for (const pings of [...(await pingsIn(place.channels.general)), ...(await pingsIn(place.channels['mod-log']))]) {
        expect(pings).toEqual({ everyone: false, users: [], roles: [] })
      }
      expect(textOf(await place.run('case view', { number: 1 }))).toContain('Case #1 · Warning')
    },
  )

  it('of 4,000 characters is refused, in every language', async () => {
    const place = await newPlace(flow, { members: 1, log: false })
    const call = { raw: true }
    const options = { user: place.members[0], reason: 'x'.repeat(4000) }
    const said = async (locale: string) =>
      textOf(await unchanged(flow, () => place.run('warn', options, { ...call, locale })))
    expect(await said('en-US')).toContain('The option `reason` is too long: at most 1000 characters')
    expect(await said('de')).toContain('ist zu lang: höchstens 1000 Zeichen')
    expect(await said('fr')).toContain('est trop longue : 1000 caractères au plus')
  })

  it('that fits the command fits the audit log of Discord too', async () => {
    const place = await newPlace(flow, { members: 1, log: false })
    const reason = 'ü€🙂'.repeat(200)
    expect(textOf(await place.run('kick', { user: place.members[0], reason }))).toContain('was kicked')
    const kept = place.guild.auditLog.at(-1)?.reason ?? ''
    expect(kept.length).toBeLessThanOrEqual(512)
    expect(kept).toContain('ü€🙂ü€🙂')
    expect(kept).not.toContain('\uFFFD')
  })
})

describe('what no client would send', () => {
  it.each([
    ['warn', { user: 5 }],
    ['warn', { user: 'no id' }],
    ['warn', { user: demo.channels.general }],
    ['warn', {}],
    ['timeout', { duration: 90 }],
    ['timeout', { duration: ['1h'] }],
    ['timeout', { duration: { a: 1 } }],
    ['ban', { delete_days: 8 }],
    ['ban', { delete_days: -1 }],
    ['ban', { delete_days: '1' }],
    ['ban', { delete_days: 1.5 }],
    ['warn', { reason: 12 }],
    ['warn', { reason: true }],
    ['warn', { silent: 'yes' }],
    ['tempban', {}],
    ['tempban', { duration: '30s' }],
    ['tempban', { duration: '6y' }],
    ['case view', { number: 0 }],
    ['case view', { number: 3_000_000_000 }],
    ['case view', { number: '1; drop table' }],
    ['case view', {}],
    ['case edit', { number: 1, reason: '' }],
    ['case search', { type: 'murder' }],
    ['case search', { days: 0 }],
    ['case search', { text: 'y'.repeat(30) }],
    ['history', { user: 'x', type: 'nonsense' }],
    ['purge', { count: 0 }],
    ['purge', { count: 1001 }],
    ['purge', { count: 5, before: 'yesterday' }],
    ['purge', { count: 5, from: 'aliens' }],
    ['massban', { users: 'abc, def' }],
    ['massban', { users: ' , ;' }],
    ['slowmode', { duration: '7h' }],
    ['slowmode', { duration: '90' }],
    ['slowmode', { channel: demo.other.channels.general }],
    ['lock', { duration: '1000y' }],
    ['lock', { channel: demo.channels.general }],
    ['lock', { channel: 'nowhere' }],
    ['unlock', {}],
    ['config view', { feature: 'nothing' }],
    ['config set', { feature: 'moderation', setting: 'nothing', value: '1' }],
    ['config set', { feature: 'moderation', setting: '__proto__', value: '1' }],
    ['config set', { feature: 'moderation', setting: 'dm_on_action', value: 'maybe' }],
    ['config set', { feature: 'moderation', setting: 'default_timeout', value: '90' }],
    ['config set', { feature: 'moderation', setting: 'default_timeout', value: '29d' }],
    ['config set', { feature: 'moderation', setting: 'escalation_warn_threshold', value: '9' }],
    ['config set', { feature: 'moderation', setting: 'escalation_warn_threshold', value: '1e3' }],
    ['config set', { feature: 'moderation', setting: 'log_channel_id', value: demo.other.channels.modLog }],
    ['config set', { feature: 'moderation', setting: 'dm_appeal_text', value: 'x'.repeat(501) }],
    ['config reset', { feature: 'moderation', setting: 'toString' }],
    ['config undo', { feature: 'moderation' }],
    ['help', { command: 'nothing' }],
    ['nonsense', {}],
    ['case', {}],
  ])('/%s %j is answered with what to do, and changes nothing', async (name, options: Record<string, unknown>) => {
    const place = await newPlace(flow, { members: 1, log: false })
    const needsUser = ['warn', 'timeout', 'ban', 'tempban'].includes(name) && Object.keys(options).length > 0
    const given = needsUser || name === 'tempban' ? { user: place.members[0], ...options } : options
    const refused = await unchanged(flow, () => place.run(name, given, { user: place.owner, raw: true }))
    const said = textOf(refused)
    expect(said.length).toBeGreaterThan(20)
    expect(said).not.toMatch(/Something went wrong|undefined|\[object|NaN|\{\w+\}/)
    expect(isPrivate(refused.message)).toBe(true)
    const german = await place.run(name, given, { user: place.owner, raw: true, locale: 'de' })
    expect(textOf(german)).not.toBe(said)
  })

  it('a case of another server is not found', async () => {
    const [ours, theirs] = [
      await newPlace(flow, { members: 1, log: false }),
      await newPlace(flow, { members: 1, log: false }),
    ]
    await theirs.run('warn', { user: theirs.members[0] })
    for (const [name, options] of [
      ['case view', { number: 1 }],
      ['case edit', { number: 1, reason: 'changed' }],
      ['case delete', { number: 1 }],
    ] as const) {
      const refused = await unchanged(flow, () => ours.run(name, options, { user: ours.owner }))
      expect(textOf(refused)).toContain('There is no case #1 on this server')
    }
  })
})

describe('a forged click', () => {
  async function listOf(): Promise<{ place: Awaited<ReturnType<typeof newPlace>>; list: InteractionResult }> {
    const place = await newPlace(flow, { members: 1, log: false })
    for (let i = 0; i < 9; i += 1) await place.run('note', { user: place.members[0], text: `n${i}` })
    return { place, list: await place.run('history', { user: place.members[0] }) }
  }

  it.each([
    'moderation:history',
    'moderation:history:1:2:3:4',
    'moderation:nothing:1',
    'nothing',
    '',
    ':::::',
    'moderation:view:abc',
    'moderation:view:1:2',
    'moderation:massban-confirm:1',
    'constructor:prototype',
    '%:%25',
  ])('with the custom id "%s" is told to be old, and changes nothing', async (customId) => {
    const { place, list } = await listOf()
    const click = () =>
      flow.world.click(messageId(list.message), customId, { guild: place.name, user: place.mod, raw: true })
    const said = textOf(await unchanged(flow, click))
    expect(said).toMatch(/older version of me|not waiting for a confirmation|You need the permission/)
  })

  it('with a page far beyond the end shows the last one, and with an unknown type all of them', async () => {
    const { place, list } = await listOf()
    const id = controlOf(list.message, 'moderation:history:').customId.split(':')
    const far = [...id.slice(0, 4), '999999', id.at(-1)].join(':')
    const click = (customId: string, values?: string[]) =>
      flow.world.click(messageId(list.message), customId, {
        guild: place.name,
        user: place.mod,
        raw: true,
        ...(values === undefined ? {} : { values }),
      })
    expect(textOf(await click(far))).toContain('Page 2 of 2')
    const filter = controlOf(list.message, 'moderation:history-type').customId
    expect(textOf(await click(filter, ['nonsense']))).toContain('9 in all')
  })

  it('of somebody else on a private list is refused', async () => {
    const { place, list } = await listOf()
    const customId = controlOf(list.message, 'Older').customId
    const foreign = await unchanged(flow, () =>
      flow.world.click(messageId(list.message), customId, { guild: place.name, user: place.mod2, raw: true }),
    )
    expect(textOf(foreign)).toMatch(/Only <@\d+> can use this; run `\/history` yourself/)
  })
})

it('a person who may do everything still gets no answer that is not for this server', async () => {
  const result = await flow.world.command('warn', {
    guild: 'Other Guild',
    user: 'otto',
    options: { user: demo.users.hedy, reason: 'x' },
  })
  expect(textOf(result)).toContain('not on this server')
  expect(isObject(result.message)).toBe(true)
})
