import { describe, expect, it } from 'vitest'
import type { InteractionResult } from '../../scripts/emulators/discord/driver/types.ts'
import {
  casesOf,
  controlOf,
  giveRole,
  isPrivate,
  messageId,
  messagesIn,
  newPlace,
  type Place,
  press,
  readMessage,
  settled,
  textOf,
  unchanged,
  useFlow,
} from '../harness/flow.ts'
import { demo } from '../harness/world.ts'

const flow = useFlow()
const PATIENCE = { timeout: 30_000 }

/** What the private message of an interaction says by now. */
function now(place: Place, { message }: InteractionResult): string {
  return readMessage(flow.discord.channels.get(place.channels.general)?.messages.get(messageId(message))?.data)
}

async function write(place: Place, texts: string[], user = place.members[0]): Promise<void> {
  for (const content of texts) {
    await flow.world.emulator('messages', { guild: place.name, channel: 'general', user, content })
  }
}

async function publicTexts(place: Place): Promise<string[]> {
  const channel = flow.discord.channels.get(place.channels.general)
  return [...(channel?.messages.values() ?? [])].filter((one) => one.origin === 'user').map((one) => one.data.content)
}

describe('/massban', () => {
  it('previews, bans after the confirmation, and reports to moderator and log', async () => {
    const place = await newPlace(flow, { members: 3 })
    const [a = '', b = '', c = ''] = place.members
    giveRole(flow, place, { user: c, name: 'Above', position: 8 })
    const [aId, bId] = [place.idOf(a), place.idOf(b)]
    const users = `${aId} <@${bId}> ${place.idOf(c)} ${place.idOf(place.mod)} ${place.idOf(place.owner)} ${demo.botId} ${aId} rubbish 12`
    const preview = await unchanged2(() => place.run('massban', { users, reason: 'raid' }), place)
    const said = textOf(preview)
    expect(said).toContain('Ban 2 accounts?')
    for (const words of [
      'yourself (1)',
      'bots (1)',
      'owner of the server (1)',
      'role not below yours (1)',
      'No user ids (2): rubbish, 12',
    ]) {
      expect(said).toContain(words)
    }
    expect(isPrivate(preview.message)).toBe(true)
    await press(flow, preview, { on: 'Ban 2 accounts', guild: place.name, user: place.mod })
    await expect.poll(() => now(place, preview), PATIENCE).toContain('Mass ban finished')
    expect(now(place, preview)).toContain('**2** accounts banned')
    expect([...place.guild.bans.keys()].toSorted()).toEqual([aId, bId].toSorted())
    await settled(flow.world)
    expect(
      (await casesOf(flow, place)).map(({ case_id, action_type, source }) => ({ case_id, action_type, source })),
    ).toEqual([
      { case_id: 1, action_type: 'ban', source: 'bulk' },
      { case_id: 2, action_type: 'ban', source: 'bulk' },
    ])
    expect((await messagesIn(flow, place.channels['mod-log'])).join()).toContain('Mass ban finished')
    const late = await unchanged(flow, () =>
      flow.world.click(messageId(preview.message), controlOf(preview.message, 'Ban 2').customId, {
        guild: place.name,
        user: place.mod,
        raw: true,
      }),
    )
    expect(textOf(late)).toContain('is not waiting for a confirmation any more')
  })

  /** The run itself is stored; nobody is banned and no case is written before the confirmation. */
  async function unchanged2<T>(act: () => Promise<T>, place: Place): Promise<T> {
    const result = await act()
    await settled(flow.world)
    expect(place.guild.bans.size).toBe(0)
    expect(await casesOf(flow, place)).toEqual([])
    return result
  }

  it('is decided by the person who asked, in time, with the permission they need', async () => {
    const place = await newPlace(flow, { members: 1 })
    const preview = await place.run('massban', { users: place.idOf(place.members[0] ?? ''), reason: 'x' })
    const { customId } = controlOf(preview.message, 'moderation:massban-confirm')
    const click = (user: string, id = customId) =>
      flow.world.click(messageId(preview.message), id, { guild: place.name, user, raw: true })
    expect(textOf(await unchanged(flow, () => click(place.mod2)))).toMatch(/Only <@\d+> can decide this/)
    const roles = new Set(place.member(place.mod).roles)
    place.member(place.mod).roles.clear()
    expect(textOf(await unchanged(flow, () => click(place.mod)))).toContain('You need the permission **Ban Members**')
    for (const role of roles) place.member(place.mod).roles.add(role)
    await flow.world.advance(11 * 60)
    await settled(flow.world)
    expect(textOf(await click(place.mod))).toContain('is not waiting for a confirmation any more')
    expect(place.guild.bans.size).toBe(0)
  })

  it('can be cancelled, and asks with a form when no list is given', async () => {
    const place = await newPlace(flow, { members: 1 })
    const form = await place.run('massban')
    const users = place.idOf(place.members[0] ?? '')
    const preview = await flow.world.submit(form.interaction.id, { users, reason: 'from the form' })
    expect(textOf(preview)).toMatch(/Ban 1 account\?[\s\S]*from the form/)
    const cancelled = await press(flow, preview, { on: 'Cancel', guild: place.name, user: place.mod })
    expect(textOf(cancelled)).toContain('Mass ban cancelled')
    expect(place.guild.bans.size).toBe(0)
  })

  it('of more than a thousand accounts is refused', async () => {
    const place = await newPlace(flow, { members: 0, log: false })
    const users = Array.from({ length: 1001 }, (_, i) => String(500000000000000000n + BigInt(i))).join(' ')
    const refused = await unchanged(flow, () => place.run('massban', { users }, { raw: true }))
    expect(textOf(refused)).toMatch(/1001 accounts; at most 1000|too long/)
  })

  it('looks a long list up in steps, and bans nobody meanwhile', async () => {
    const place = await newPlace(flow, { members: 45 })
    const users = place.members.map((user) => place.idOf(user)).join(' ')
    const started = await place.run('massban', { users, reason: 'raid' })
    expect(textOf(started)).toContain('Nobody is banned before you confirm')
    await expect.poll(() => now(place, started), PATIENCE).toContain('Ban 45 accounts?')
    expect(place.guild.bans.size).toBe(0)
  })
})

describe('/purge', () => {
  it('deletes what the filter takes and nothing else, and reports it', async () => {
    const place = await newPlace(flow, { members: 2 })
    const [a = '', b = ''] = place.members
    await write(place, ['keep 1', 'see https://spam.example', 'keep 2', 'again https://spam.example'], a)
    await write(place, ['https://fine.example by another'], b)
    const run = await place.run('purge', { count: 10, user: a, from: 'links', reason: 'ads' })
    expect(isPrivate(run.message)).toBe(true)
    await expect.poll(() => now(place, run), PATIENCE).toContain('Purge finished')
    expect(now(place, run)).toContain('**2** messages deleted')
    expect(await publicTexts(place)).toEqual(['keep 1', 'keep 2', 'https://fine.example by another'])
    await settled(flow.world)
    expect(await casesOf(flow, place)).toMatchObject([{ action_type: 'purge', reason: 'ads' }])
    expect(place.guild.auditLog.at(-1)?.reason).toContain('purge: ads')
  })

  it('counts back from now, spares pinned messages, and what comes later', async () => {
    const place = await newPlace(flow, { members: 1 })
    await write(place, ['one', 'two', 'three', 'four'])
    const channel = flow.discord.channels.get(place.channels.general)
    const three = [...(channel?.messages.values() ?? [])].find((one) => one.data.content === 'three')
    if (three !== undefined) three.pinnedAt = new Date(flow.discord.now()).toISOString()
    const run = await place.run('purge', { count: 2 })
    await write(place, ['five'])
    await expect.poll(() => now(place, run), PATIENCE).toContain('Purge finished')
    expect(await publicTexts(place)).toEqual(['one', 'three', 'five'])
  })

  it('leaves messages older than two weeks unless asked for', async () => {
    const place = await newPlace(flow, { members: 1 })
    await write(place, ['ancient'])
    await flow.world.advance(15 * 86_400)
    await write(place, ['fresh'])
    const run = await place.run('purge', { count: 10 })
    await expect.poll(() => now(place, run), PATIENCE).toContain('**1** message deleted')
    expect(await publicTexts(place)).toEqual(['ancient'])
    const older = await place.run('purge', { count: 10, older: true })
    await expect.poll(() => now(place, older), PATIENCE).toContain('**1** message deleted')
    expect(await publicTexts(place)).toEqual([])
  })

  it('that finds nothing says so and leaves no case', async () => {
    const place = await newPlace(flow, { members: 1 })
    await write(place, ['hello'])
    const run = await place.run('purge', { count: 10, contains: 'nowhere' })
    await expect.poll(() => now(place, run), PATIENCE).toContain('No message matched')
    await settled(flow.world)
    expect(await casesOf(flow, place)).toEqual([])
    const over = await flow.world.click(messageId(run.message), `moderation:purge-stop:${run.interaction.id}`, {
      guild: place.name,
      user: place.mod,
      raw: true,
    })
    expect(textOf(over)).toContain('Nothing to do')
    expect(textOf(over)).toContain('already ended')
  })

  it('can be stopped by those who may delete messages, and by nobody else', async () => {
    const place = await newPlace(flow, { members: 1 })
    await write(
      place,
      Array.from({ length: 5 }, (_, i) => `m${i}`),
    )
    await flow.world.emulator('faults', { method: 'GET', route: '/channels/\\d+/messages', delayMs: 1200, times: 1 })
    const run = await place.run('purge', { count: 5 })
    const { customId } = controlOf(run.message, 'Stop')
    const click = (user = place.mod2) =>
      flow.world.click(messageId(run.message), customId, { guild: place.name, user, raw: true })
    expect(textOf(await click(place.members[0]))).toContain('You need the permission **Manage Messages**')
    expect(textOf(await click())).toMatch(/Stopping/)
    await expect.poll(() => now(place, run), PATIENCE).toContain('Purge stopped')
    expect(await publicTexts(place)).toHaveLength(5)
  })
})
