import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { demo } from '../../seed.ts'
import { allowed_mentions, part, registerSamples, startTestDriver, type TestDriver } from '../test-bot.ts'
import { isObject, type Json } from '../types.ts'
import { controlsOf } from './reading.ts'

/** Answers with ids and times of the run, and with buttons that carry ids; a press changes or adds a message. */
const bot = (interaction: Json): unknown => {
  const id = String(interaction['id'])
  const user = part(part(interaction, 'member'), 'user')
  const content = `<@${user['id']}> at <t:${Math.floor(Date.now() / 1000)}:R>: ${id}`
  const buttons = ['One', 'Two'].map((label) => ({ type: 2, style: 1, label, custom_id: `b:${label}:${id}` }))
  const data = { content, components: [{ type: 1, components: buttons }], allowed_mentions }
  if (interaction['type'] !== 3) return { type: 4, data }
  return String(part(interaction, 'data')['custom_id']).startsWith('b:One') ? { type: 7, data } : { type: 4, data }
}

const people = fc.constantFrom('ada', 'grace', 'alan')
const act = fc.oneof(
  fc.record({ do: fc.constant('command'), user: people, channel: fc.constantFrom('general', 'art') }),
  fc.record({ do: fc.constant('press'), user: people, nth: fc.nat(5), label: fc.constantFrom('One', 'Two') }),
  fc.record({
    do: fc.constant('say'),
    user: people,
    about: fc.nat(5),
    words: fc.string({ minLength: 1, maxLength: 20 }),
  }),
  fc.record({ do: fc.constant('react'), user: people, nth: fc.nat(5), emoji: fc.constantFrom('👍', '🎲') }),
  fc.record({ do: fc.constant('join'), name: fc.constantFrom('newcomer', 'visitor') }),
)

const messagesOf = ({ world }: TestDriver) =>
  [...world.channels.values()].flatMap((channel) => [...channel.messages.values()])

const bodyOf = (driver: TestDriver, given: Json): [path: string, body: Json] => {
  const all = messagesOf(driver)
  const at = { guild: demo.guildId, channel: given['channel'] ?? 'general', user: given['user'] }
  const chosen = all[Number(given['nth'] ?? given['about']) % Math.max(1, all.length)]
  const messageId = chosen?.data.id ?? '1'
  if (given['do'] === 'command') return ['commands', { ...at, name: 'form' }]
  if (given['do'] === 'say') return ['messages', { ...at, content: `${given['words']} ${messageId}` }]
  if (given['do'] === 'join') return ['members', { guild: demo.guildId, user: given['name'], action: 'join' }]
  const where = {
    guild: demo.guildId,
    channel: chosen?.channelId ?? 'general',
    user: given['user'],
    message: messageId,
  }
  if (given['do'] === 'react') return ['reactions', { ...where, emoji: given['emoji'] }]
  const button = controlsOf(chosen?.data.components).find(({ label }) => label === given['label'])
  return ['components', { ...where, customId: button?.customId ?? 'b:gone' }]
}

const stepsOf = (body: Json, key: string): Json[] => {
  const steps = part(body, key)['steps']
  return Array.isArray(steps) ? steps.filter(isObject) : []
}

it('replay(record(x)) == x, whatever people do', async () => {
  const driver = await startTestDriver(bot, { surroundings: { whenQuiet: async () => {} } })
  registerSamples(driver.world)
  const post = async (path: string, body: Json = {}) => (await driver.send('POST', `/emulator/${path}`, body)).body
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 8 }), async (acts) => {
      await post('scenarios/record')
      for (const given of acts) await post(...bodyOf(driver, { ...given }))
      const recorded = stepsOf(await post('scenarios/stop', { saveAs: 'run' }), 'scenario')
      expect(recorded).toHaveLength(acts.length)
      const replayed = stepsOf(await post('scenarios/run/replay', { patienceMs: 0 }), 'replay')
      expect(replayed.map(({ outcome }) => outcome)).toEqual(recorded.map((step) => step['expect']))
    }),
    { numRuns: 25 },
  )
  await driver.close()
})
