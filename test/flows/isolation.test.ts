import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InteractionResult } from '../../scripts/emulators/discord/driver/types.ts'
import {
  casesOf,
  controlsOf,
  messageId,
  messagesIn,
  newPlace,
  type Place,
  set,
  settled,
  textOf,
  unchanged,
  useFlow,
} from '../harness/flow.ts'
import { target } from '../harness/world.ts'

const flow = useFlow()
const SECRET = 'zebra4711'

/** Two guilds with a moderator and a member in common; everything of the first carries a word the second must never read. */
async function twoPlaces(): Promise<{ ours: Place; theirs: Place; user: string }> {
  const [ours, theirs] = [await newPlace(flow, { members: 1 }), await newPlace(flow, { members: 0 })]
  const user = ours.idOf(ours.members[0] ?? '')
  await flow.world.emulator('members', { guild: theirs.name, user, action: 'join' })
  await flow.world.emulator('members', { guild: theirs.name, user: ours.idOf(ours.mod), action: 'join' })
  for (const role of theirs.member(theirs.mod).roles) theirs.member(ours.mod).roles.add(role)
  await ours.run('warn', { user, reason: `${SECRET} warning` })
  await ours.run('note', { user, text: `${SECRET} note` })
  await set(ours, 'dm_appeal_text', `${SECRET} appeal`)
  await settled(flow.world)
  return { ours, theirs, user }
}

const questions = (user: string, mod: string) =>
  fc.constantFrom<[string, Record<string, unknown>]>(
    ['history', { user }],
    ['history', { user, type: 'warn' }],
    ['case search', { user }],
    ['case search', { moderator: mod }],
    ['case search', { text: SECRET }],
    ['case search', { days: 3650 }],
    ['case view', { number: 1 }],
    ['case view', { number: 2 }],
    ['modpanel', { user }],
    ['config view', { feature: 'moderation' }],
    ['config history', { feature: 'moderation' }],
    ['config view', {}],
    ['help', {}],
  )

describe('Property 3: Guild Data Isolation, another guild', () => {
  it('reads nothing of ours, by whatever command, also when the same people ask', async () => {
    const { ours, theirs, user } = await twoPlaces()
    const asks = fc.record({
      question: questions(user, ours.idOf(ours.mod)),
      by: fc.constantFrom(theirs.owner, ours.mod, theirs.mod),
      locale: fc.constantFrom('en-US', 'de', 'fr'),
    })
    await fc.assert(
      fc.asyncProperty(asks, async ({ question: [name, options], by, locale }) => {
        flow.world.stack.clock.advance(500)
        const said = textOf(await theirs.run(name, options, { user: by, locale, raw: true }))
        expect(said).not.toContain(SECRET)
        expect(said).not.toContain(ours.channels['mod-log'])
      }),
      { numRuns: target === 'workerd' ? 100 : 20 },
    )
    expect(textOf(await ours.run('history', { user }))).toContain(SECRET)
  })

  it('is offered nothing of ours while typing', async () => {
    const { ours, theirs } = await twoPlaces()
    for (const typing of [
      { name: 'case view', focused: 'number', options: { number: '' } },
      { name: 'warn', focused: 'reason', options: { reason: '' } },
    ]) {
      const ask = (place: Place, user: string) =>
        flow.world.emulator<InteractionResult>('autocomplete', {
          guild: place.name,
          channel: 'general',
          user,
          ...typing,
        })
      expect(JSON.stringify((await ask(ours, ours.mod)).response)).toContain(SECRET)
      expect(JSON.stringify((await ask(theirs, ours.mod)).response)).not.toContain(SECRET)
    }
  })

  it('counts its own cases and warnings, keeps its own settings and log', async () => {
    const { ours, theirs, user } = await twoPlaces()
    const ourLog = await messagesIn(flow, ours.channels['mod-log'])
    expect(textOf(await theirs.run('warn', { user, reason: 'theirs' }))).toMatch(/Case #1[\s\S]*1 active warning/)
    await settled(flow.world)
    expect(await messagesIn(flow, ours.channels['mod-log'])).toEqual(ourLog)
    expect(await messagesIn(flow, theirs.channels['mod-log'])).toHaveLength(1)
    expect((await messagesIn(flow, 'dm', ours.members[0])).at(-1)).not.toContain(SECRET)
    expect(await casesOf(flow, theirs)).toMatchObject([{ case_id: 1, reason: 'theirs' }])
    expect(await casesOf(flow, ours)).toHaveLength(2)
  })

  it('cannot use the buttons of our messages', async () => {
    const { ours, theirs, user } = await twoPlaces()
    const panel = await ours.run('modpanel', { user })
    const list = await ours.run('massban', { users: user })
    const own = await theirs.run('history', { user })
    for (const { customId } of [...controlsOf(panel.message), ...controlsOf(list.message)]) {
      if (/panel-(warn|timeout|kick|ban|note|duration|untimeout)/.test(customId)) continue
      const pressed = await unchanged(flow, () =>
        flow.world.click(messageId(own.message), customId, { guild: theirs.name, user: ours.mod, raw: true }),
      )
      expect(textOf(pressed)).not.toContain(SECRET)
    }
    expect(ours.guild.bans.size + theirs.guild.bans.size).toBe(0)
  })
})
