import { describe, expect, it } from 'vitest'
import { type InteractionResult, isObject } from '../../scripts/emulators/discord/driver/types.ts'
import {
  casesOf,
  controlOf,
  controlsOf,
  isPrivate,
  messagesIn,
  newPlace,
  type Place,
  press,
  settled,
  textOf,
  unchanged,
  useFlow,
} from '../harness/flow.ts'

const flow = useFlow()

/** Notes by both moderators, so that neither is slowed down. */
async function placeWithNotes(count: number): Promise<{ place: Place; user: string }> {
  const place = await newPlace(flow, { members: 2, log: false })
  const [user = ''] = place.members
  for (let i = 1; i <= count; i += 1) {
    await place.run('note', { user, text: `note number ${i}` }, { user: i % 2 === 0 ? place.mod : place.mod2 })
  }
  return { place, user }
}

function choicesOf({ response }: InteractionResult): { name: string; value: string | number }[] {
  const data = isObject(response) && isObject(response['data']) ? response['data'] : {}
  return Array.isArray(data['choices']) ? data['choices'] : []
}

interface Typing {
  name: string
  focused: string
  options?: Record<string, unknown>
  user?: string
  locale?: string
}

async function suggestions(place: Place, { user = place.mod, ...typing }: Typing) {
  const result = await flow.world.emulator<InteractionResult>('autocomplete', {
    guild: place.name,
    channel: 'general',
    user,
    ...typing,
  })
  expect(result.error).toBeUndefined()
  return choicesOf(result)
}

describe('/history', () => {
  it('shows pages of cases, filters by type, and turns pages for the asker alone', async () => {
    const { place, user } = await placeWithNotes(17)
    await place.run('warn', { user, reason: 'the only warning', notify: false })
    const first = await place.run('history', { user })
    expect(isPrivate(first.message)).toBe(true)
    expect(textOf(first)).toContain('Page 1 of 3 · 18 in all · 1 active warning')
    expect(textOf(first)).toMatch(new RegExp(`Cases of \\*\\*.*\\*\\* \\(<@${place.idOf(user)}>\\)`))
    expect(textOf(first)).toMatch(/\*\*#18\*\* · Warning[\s\S]*\*\*#11\*\* · Note/)
    const at = { guild: place.name, user: place.mod }
    const last = await press(flow, await press(flow, first, { on: 'Older', ...at }), { on: 'Older', ...at })
    expect(textOf(last)).toContain('Page 3 of 3')
    expect(controlOf(last.message, 'Older').disabled).toBe(true)
    expect(textOf(await press(flow, last, { on: 'Newer', ...at }))).toContain('Page 2 of 3')
    const warnings = await press(flow, last, { on: 'moderation:history-type', values: ['warn'], ...at })
    expect(textOf(warnings)).toContain('1 in all')
    expect(textOf(warnings)).not.toContain('· Note ·')
  })

  it('says so when there is nothing', async () => {
    const place = await newPlace(flow, { members: 1, log: false })
    const empty = await unchanged(flow, () => place.run('history', { user: place.members[0] }))
    expect(textOf(empty)).toContain('There are no cases.')
    expect(controlsOf(empty.message)).toEqual([])
  })

  it('is closed to whoever lost the permission since', async () => {
    const { place, user } = await placeWithNotes(9)
    const list = await place.run('history', { user })
    place.member(place.mod).roles.clear()
    const refused = await unchanged(flow, () => press(flow, list, { on: 'Older', guild: place.name, user: place.mod }))
    expect(textOf(refused)).toContain('You need the permission **Timeout Members**')
    expect(isPrivate(refused.followups[0] ?? refused.message)).toBe(true)
  })
})

describe('/case', () => {
  it('view shows everything that is known, the edits included', async () => {
    const place = await newPlace(flow, { members: 1, log: false })
    const [user = ''] = place.members
    await place.run('timeout', { user, duration: '90m', reason: 'first words', notify: false })
    await place.run('case edit', { number: 1, reason: 'better words' }, { user: place.mod2 })
    const edited = await place.run('case edit', { number: 1, reason: 'best words' }, { user: place.mod2 })
    expect(textOf(edited)).toContain('**Reason** best words')
    const shown = textOf(await place.run('case view', { number: 1 }))
    expect(shown).toContain('Case #1 · Timeout')
    expect(shown).toContain('**Duration** 1 hour 30 minutes')
    expect(shown).toContain('**Status** in force')
    expect(shown).toContain(`The reason was edited 2 times, last by <@${place.idOf(place.mod2)}>`)
  })

  it('edit refuses blanks, and cases that are deleted or not there', async () => {
    const { place } = await placeWithNotes(1)
    const attempt = (options: Record<string, unknown>) =>
      unchanged(flow, async () => textOf(await place.run('case edit', options)))
    expect(await attempt({ number: 1, reason: '   ' })).toContain('blanks alone are not enough')
    expect(await attempt({ number: 99, reason: 'x' })).toContain('There is no case #99')
    await place.run('case delete', { number: 1 }, { user: place.owner })
    expect(await attempt({ number: 1, reason: 'x' })).toContain('Case #1 was deleted')
  })

  it('delete keeps the number and who did it, hides the words, and works once', async () => {
    const { place, user } = await placeWithNotes(2)
    const gone = await place.run('case delete', { number: 2 }, { user: place.owner })
    expect(textOf(gone)).toContain('Case #2 deleted')
    const shown = textOf(await place.run('case view', { number: 2 }))
    expect(shown).toContain('Case #2 was deleted')
    expect(shown).toContain(`<@${place.idOf(place.owner)}>`)
    expect(shown).not.toContain('note number')
    expect(textOf(await place.run('history', { user }))).not.toContain('note number 2')
    const again = await unchanged(flow, () => place.run('case delete', { number: 2 }, { user: place.owner }))
    expect(textOf(again)).toContain('was deleted')
    await place.run('note', { user, text: 'next' })
    expect((await casesOf(flow, place)).map((one) => one.case_id)).toEqual([1, 2, 3])
  })

  it('search finds by person, moderator, type, words and days, and goes on below the last one', async () => {
    const { place, user } = await placeWithNotes(11)
    const [, other = ''] = place.members
    await place.run('warn', { user: other, reason: '100% sure_thing \\ here', notify: false })
    const found = async (options: Record<string, unknown>) => textOf(await place.run('case search', options))
    expect(await found({ user: other })).toMatch(/\*\*#12\*\* · Warning/)
    expect(await found({ text: '100% SURE_' })).toContain('#12')
    expect(await found({ text: '%' })).not.toContain('#11')
    expect(await found({ text: '_' })).not.toContain('#11')
    expect(await found({ type: 'warn' })).not.toContain('Note')
    expect(await found({ moderator: place.mod2, type: 'note' })).not.toContain(`<@${place.idOf(place.mod)}>`)
    expect(await found({ text: 'no such words' })).toContain('No case fits')
    const first = await place.run('case search', { user })
    const older = await press(flow, first, { on: 'Older', guild: place.name, user: place.mod })
    expect(textOf(older)).toContain('**#1** · Note')
    expect(textOf(older)).not.toContain('**#11**')
    expect(controlsOf(older.message)).toEqual([])
    await settled(flow.world)
    await flow.world.advance(3 * 86_400)
    expect(await found({ days: 2 })).toContain('No case fits')
    expect(await found({ days: 4, type: 'warn' })).toContain('#12')
  })
})

describe('suggestions while typing', () => {
  it('offer case numbers with what they were about, and reasons of this moderator', async () => {
    const place = await newPlace(flow, { members: 1, log: false })
    const [user = ''] = place.members
    await place.run('warn', { user, reason: 'Posting referral links', notify: false })
    const [numbered] = await suggestions(place, { name: 'case view', focused: 'number', options: { number: '' } })
    expect(numbered).toEqual({ name: `#1 · Warning · ${user} · Posting referral links`, value: 1 })
    const reasons = await suggestions(place, { name: 'warn', focused: 'reason', options: { reason: 'refer' } })
    expect(reasons).toEqual([{ name: 'Posting referral links', value: 'Posting referral links' }])
    const common = await suggestions(place, {
      name: 'warn',
      focused: 'reason',
      options: { reason: '' },
      user: place.mod2,
    })
    expect(common.map((choice) => choice.name)).toContain('Spam or advertising')
  })

  it('offer durations, and nothing at all to those who may not see', async () => {
    const place = await newPlace(flow, { members: 1, log: false })
    const [user = ''] = place.members
    await place.run('note', { user, text: 'a secret' })
    const lengths = await suggestions(place, { name: 'timeout', focused: 'duration', options: { duration: '1' } })
    expect(lengths.map((choice) => choice.value)).toEqual(['10m', '1h', '1d'])
    const spied = await flow.world.emulator<InteractionResult>('autocomplete', {
      guild: place.name,
      channel: 'general',
      user,
      name: 'case view',
      focused: 'number',
      options: { number: '' },
      raw: true,
    })
    expect(choicesOf(spied)).toEqual([])
  })
})

describe('the log', () => {
  it('opens the case from its button for moderators, and for nobody else', async () => {
    const place = await newPlace(flow, { members: 1 })
    const [user = ''] = place.members
    await place.run('warn', { user, reason: 'x' })
    await expect.poll(() => messagesIn(flow, place.channels['mod-log'])).toHaveLength(1)
    const { messages } = await flow.world.emulator<{ messages: unknown[] }>(
      `messages?channel=${place.channels['mod-log']}`,
    )
    expect(controlOf(messages[0], 'View case').customId).toBe('moderation:view:1')
    const at = { on: 'View case', guild: place.name, channel: place.channels['mod-log'] }
    const opened = await press(flow, { message: messages[0] }, { ...at, user: place.mod2 })
    expect(textOf(opened)).toContain('Case #1 · Warning')
    expect(isPrivate(opened.message)).toBe(true)
    const refused = await unchanged(flow, () => press(flow, { message: messages[0] }, { ...at, user }))
    expect(textOf(refused)).toContain('You need the permission **Timeout Members**')
  })
})
