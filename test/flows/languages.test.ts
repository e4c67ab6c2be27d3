import { describe, expect, it } from 'vitest'
import { controlsOf, messagesIn, newPlace, type Place, settled, textOf, useFlow } from '../harness/flow.ts'
import { demo } from '../harness/world.ts'

const flow = useFlow()

const locales = ['en-US', 'de', 'fr'] as const

/** Whoever reads these in a German or French answer reads English. */
const english = /\b(the|you|your|is not|this server|must|cannot|please|again|there are|none|of the)\b/i

interface Question {
  name: string
  options?: (place: Place) => Record<string, unknown>
  asOwner?: boolean
}

const refusals: Question[] = [
  { name: 'warn', options: (place) => ({ user: place.mod }) },
  { name: 'warn', options: (place) => ({ user: place.owner }) },
  { name: 'warn', options: () => ({ user: demo.botId }) },
  { name: 'warn', options: (place) => ({ user: place.mod2 }) },
  { name: 'warn', options: () => ({ user: demo.users.hedy }) },
  { name: 'timeout', options: (place) => ({ user: place.members[0], duration: '90' }) },
  { name: 'timeout', options: (place) => ({ user: place.members[0], duration: '-5m' }) },
  { name: 'timeout', options: (place) => ({ user: place.members[0], duration: '1000y' }) },
  { name: 'untimeout', options: (place) => ({ user: place.members[0] }) },
  { name: 'unban', options: () => ({ user: demo.users.hedy }) },
  { name: 'note', options: (place) => ({ user: place.members[0], text: ' ' }) },
  { name: 'case view', options: () => ({ number: 77 }) },
  { name: 'massban', options: () => ({ users: 'abc' }) },
  { name: 'purge', options: () => ({ count: 5, before: 'x' }) },
  { name: 'lock' },
  { name: 'unlock', asOwner: true },
  { name: 'slowmode', options: () => ({ duration: '7h' }), asOwner: true },
  { name: 'config view' },
  {
    name: 'config set',
    options: () => ({ feature: 'moderation', setting: 'dm_on_action', value: 'x' }),
    asOwner: true,
  },
  { name: 'config undo', options: () => ({ feature: 'moderation' }), asOwner: true },
  { name: 'help', options: () => ({ command: 'x' }) },
  { name: 'nonsense' },
]

const lists: Question[] = [
  { name: 'history', options: (place) => ({ user: place.members[0] }) },
  { name: 'case search' },
  { name: 'case view', options: () => ({ number: 1 }) },
  { name: 'modpanel', options: (place) => ({ user: place.members[0] }) },
  { name: 'config view', options: () => ({ feature: 'moderation' }), asOwner: true },
  { name: 'config history', options: () => ({ feature: 'moderation' }), asOwner: true },
  { name: 'help' },
]

/** Names of commands are no sentences. */
const withoutQuotes = (text: string): string => text.replace(/`[^`]*`|<[^>]*>|\*\*Warn for message\*\*/g, '')

describe('private answers', () => {
  it.each([...refusals, ...lists])('of /$name come in the language of the person who asks', async (question) => {
    const place = await newPlace(flow, { members: 1 })
    await place.run('timeout', { user: place.members[0], duration: '1s', notify: false })
    flow.world.stack.clock.advance(2000)
    const options = question.options?.(place) ?? {}
    const ask = async (locale: string) => {
      const user = question.asOwner === true ? place.owner : place.mod
      const result = await place.run(question.name, options, { locale, user, raw: true })
      const labels = controlsOf(result.message).map(({ label }) => label)
      return withoutQuotes([textOf(result), ...labels].join('\n'))
    }
    const said = { 'en-US': await ask('en-US'), de: await ask('de'), fr: await ask('fr') }
    expect(said.de).not.toMatch(english)
    expect(said.fr).not.toMatch(english)
    expect(new Set(Object.values(said)).size).toBe(3)
    for (const text of Object.values(said)) expect(text).not.toMatch(/\{\w+\}|undefined|\[object|NaN/)
  })
})

describe('what everybody reads', () => {
  it.each(locales)('is in the language of the server (%s): answer, log and direct message', async (locale) => {
    const place = await newPlace(flow, { members: 1 })
    place.guild.preferredLocale = locale
    const done = await place.run('timeout', { user: place.members[0], duration: '2h', reason: 'X' }, { locale: 'fr' })
    await settled(flow.world)
    const words = { 'en-US': 'Reason', de: 'Begründung', fr: 'Raison' }[locale]
    const told = { 'en-US': 'You were put in timeout', de: 'Du bist auf', fr: 'Tu es exclu' }[locale]
    expect(textOf(done)).toContain(`**${words}** X`)
    expect((await messagesIn(flow, place.channels['mod-log'])).at(-1)).toContain(`**${words}** X`)
    expect((await messagesIn(flow, 'dm', place.members[0])).at(-1)).toContain(told)
  })

  it('is English where the language of the server is another one', async () => {
    const place = await newPlace(flow, { members: 1, log: false })
    place.guild.preferredLocale = 'ja'
    expect(textOf(await place.run('warn', { user: place.members[0] }, { locale: 'ja' }))).toContain('was warned')
  })
})
