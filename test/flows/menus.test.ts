import { describe, expect, it } from 'vitest'
import { type InteractionResult, isObject } from '../../scripts/emulators/discord/driver/types.ts'
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
  set,
  settled,
  textOf,
  unchanged,
  useFlow,
} from '../harness/flow.ts'

const flow = useFlow()

function menu(place: Place, name: string, target: string, user = place.mod): Promise<InteractionResult> {
  return place.run(name, {}, { target, user })
}

function titleOf({ response }: InteractionResult): string {
  return isObject(response) && isObject(response['data']) ? String(response['data']['title']) : ''
}

async function messageOf(place: Place, user: string, content: string): Promise<string> {
  const sent = await flow.world.emulator<{ message: { id: string } }>('messages', {
    guild: place.name,
    channel: 'general',
    user,
    content,
  })
  return sent.message.id
}

describe('the menu of a member', () => {
  it('warns with the words of a form', async () => {
    const place = await newPlace(flow, { members: 1 })
    const [user = ''] = place.members
    const form = await menu(place, 'Warn', user)
    expect(titleOf(form)).toBe(`Warn ${user}`)
    const done = await flow.world.submit(form.interaction.id, { reason: 'from the menu' })
    expect(textOf(done)).toContain('was warned')
    await settled(flow.world)
    expect(await casesOf(flow, place)).toMatchObject([{ source: 'menu', reason: 'from the menu', dm: 'sent' }])
  })

  it('keeps a note, and shows the cases', async () => {
    const place = await newPlace(flow, { members: 1 })
    const [user = ''] = place.members
    const form = await menu(place, 'Note', user)
    const done = await flow.world.submit(form.interaction.id, { reason: 'watch' })
    expect(isPrivate(done.message)).toBe(true)
    expect(textOf(await menu(place, 'Cases', user))).toContain('**#1** · Note')
  })

  it('refuses before the form, and again when it is sent after a demotion', async () => {
    const place = await newPlace(flow, { members: 2 })
    const [user = '', other = ''] = place.members
    giveRole(flow, place, { user: other, name: 'Above', position: 9 })
    expect(textOf(await unchanged(flow, () => menu(place, 'Warn', other)))).toContain('Your highest role')
    expect(textOf(await unchanged(flow, () => menu(place, 'Warn', place.mod)))).toContain('to yourself')
    const form = await menu(place, 'Warn', user)
    const risen = giveRole(flow, place, { user, name: 'Risen', position: 1 })
    place.member(user).roles.delete(risen)
    for (const role of place.member(place.mod2).roles) place.member(user).roles.add(role)
    const judged = await unchanged(flow, () => flow.world.submit(form.interaction.id, { reason: 'late' }))
    expect(textOf(judged)).toContain('Your highest role')
    place.member(user).roles.clear()
    const second = await menu(place, 'Warn', user)
    place.member(place.mod).roles.clear()
    const refused = await unchanged(flow, () => flow.world.submit(second.interaction.id, { reason: 'late' }))
    expect(textOf(refused)).toContain('You need the permission **Timeout Members**')
  })

  it('says so when the member left while the form was open', async () => {
    const place = await newPlace(flow, { members: 1 })
    const [user = ''] = place.members
    const form = await menu(place, 'Warn', user)
    await flow.world.emulator('members', { guild: place.name, user, action: 'leave' })
    const gone = await unchanged(flow, () => flow.world.submit(form.interaction.id, { reason: 'x' }))
    expect(textOf(gone)).toContain('not on this server any more')
  })
})

describe('the menu of a message', () => {
  it('warns and keeps the message as evidence', async () => {
    const place = await newPlace(flow, { members: 1 })
    const [user = ''] = place.members
    const id = await messageOf(place, user, 'buy *cheap* things')
    const form = await menu(place, 'Warn for message', id)
    textOf(await flow.world.submit(form.interaction.id, { reason: 'ads' }))
    await settled(flow.world)
    const shown = textOf(await place.run('case view', { number: 1 }))
    expect(shown).toContain(`https://discord.com/channels/${place.id}/${place.channels.general}/${id}`)
    expect(shown).toContain('buy \\*cheap\\* things')
  })

  it('still warns when the message is gone by then', async () => {
    const place = await newPlace(flow, { members: 1 })
    const [user = ''] = place.members
    const id = await messageOf(place, user, 'gone soon')
    const form = await menu(place, 'Warn for message', id)
    flow.discord.channels.get(place.channels.general)?.messages.delete(id)
    expect(textOf(await flow.world.submit(form.interaction.id, { reason: 'ads' }))).toContain('was warned')
  })

  it('does not warn the bot for its own message, nor a webhook', async () => {
    const place = await newPlace(flow, { members: 1 })
    const [user = ''] = place.members
    const done = await place.run('warn', { user, notify: false })
    const own = await unchanged(flow, () => menu(place, 'Warn for message', messageId(done.message)))
    expect(textOf(own)).toContain('I cannot do this to myself')
    const id = await messageOf(place, user, 'news')
    const sent = flow.discord.channels.get(place.channels.general)?.messages.get(id)
    Object.assign(sent?.data ?? {}, { webhook_id: '700000000000000009' })
    const refused = await unchanged(flow, () => menu(place, 'Warn for message', id))
    expect(textOf(refused)).toContain('A webhook wrote this message')
  })
})

describe('/modpanel', () => {
  const open = (place: Place, user: string, by = place.mod) => place.run('modpanel', { user }, { user: by })
  const at = (place: Place, user = place.mod) => ({ guild: place.name, user })

  it('shows a member and acts through forms, and shows what was done', async () => {
    const place = await newPlace(flow, { members: 1 })
    const [user = ''] = place.members
    const panel = await open(place, user)
    expect(isPrivate(panel.message)).toBe(true)
    expect(textOf(panel)).toContain('No cases')
    const form = await press(flow, panel, { on: 'moderation:panel-warn', ...at(place) })
    const warned = await flow.world.submit(form.interaction.id, { reason: 'by panel' })
    expect(textOf(warned)).toContain('Case #1')
    await expect.poll(() => messagesIn(flow, 'dm', user)).toHaveLength(1)
    const timed = await press(flow, panel, { on: 'moderation:panel-duration', values: ['3600'], ...at(place) })
    expect(textOf(timed)).toContain('is in timeout')
    expect(place.member(user).timeoutUntil ?? 0).toBeGreaterThan(flow.discord.now() + 3_000_000)
    const ended = await press(flow, timed, { on: 'End timeout', ...at(place) })
    expect(textOf(ended)).toContain('is over')
    expect(place.member(user).timeoutUntil).toBeNull()
    const ban = await press(flow, ended, { on: 'moderation:panel-ban', ...at(place) })
    expect(textOf(await flow.world.submit(ban.interaction.id, { reason: 'enough', days: ['1'] }))).toContain(
      'was banned',
    )
    expect(place.guild.bans.has(place.idOf(user))).toBe(true)
    await settled(flow.world)
    expect((await casesOf(flow, place)).map((one) => [one.action_type, one.source])).toEqual([
      ['warn', 'panel'],
      ['timeout', 'panel'],
      ['untimeout', 'panel'],
      ['ban', 'panel'],
    ])
  })

  it('refuses durations that are none, in the form as in the command', async () => {
    const place = await newPlace(flow, { members: 1 })
    const panel = await open(place, place.members[0] ?? '')
    for (const [duration, why] of [
      ['90', 'has no unit'],
      ['1000y', 'too long'],
    ] as const) {
      const form = await press(flow, panel, { on: 'moderation:panel-timeout', ...at(place) })
      const refused = await unchanged(flow, () => flow.world.submit(form.interaction.id, { duration, reason: 'x' }))
      expect(textOf(refused)).toContain(why)
    }
    const forged = await unchanged(flow, () =>
      flow.world.click(
        String(isObject(panel.message) ? panel.message['id'] : ''),
        controlOf(panel.message, 'moderation:panel-duration').customId,
        {
          ...at(place),
          values: ['99999999'],
          raw: true,
        },
      ),
    )
    expect(textOf(forged)).toContain('28 days at most')
  })

  it('checks the permission anew at every button, and the role order too', async () => {
    const place = await newPlace(flow, { members: 1 })
    const [user = ''] = place.members
    const panel = await open(place, user)
    const mine = new Set(place.member(place.mod).roles)
    place.member(place.mod).roles.clear()
    for (const on of [
      'moderation:panel-warn',
      'moderation:panel-ban',
      'moderation:panel-history',
      'moderation:panel-refresh',
    ]) {
      const refused = await unchanged(flow, () => press(flow, panel, { on, ...at(place) }))
      expect(textOf(refused)).toContain('You need the permission')
    }
    const picked = await unchanged(flow, () =>
      press(flow, panel, { on: 'moderation:panel-duration', values: ['3600'], ...at(place) }),
    )
    expect(textOf(picked)).toContain('You need the permission')
    for (const role of mine) place.member(place.mod).roles.add(role)
    for (const role of mine) place.member(user).roles.add(role)
    const judged = await unchanged(flow, () => press(flow, panel, { on: 'moderation:panel-warn', ...at(place) }))
    expect(textOf(judged)).toContain('Your highest role')
  })

  it('asks for the form where a reason is needed, and shows people who are not here', async () => {
    const place = await newPlace(flow, { members: 1 })
    const [user = ''] = place.members
    await set(place, 'require_reason', 'on')
    const panel = await open(place, user)
    const refused = await unchanged(flow, () =>
      press(flow, panel, { on: 'moderation:panel-duration', values: ['3600'], ...at(place) }),
    )
    expect(textOf(refused)).toContain('Use the button Timeout instead')
    const id = place.idOf(user)
    await flow.world.emulator('members', { guild: place.name, user, action: 'leave' })
    const absent = await open(place, id)
    expect(textOf(absent)).toContain('Not on this server')
    expect(controlOf(absent.message, 'Kick').disabled).toBe(true)
    expect(controlOf(absent.message, 'Ban').disabled).toBe(false)
  })
})
