import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { demo } from '../seed.ts'
import { registerSamples, say, startTestDriver, type TestDriver } from './test-bot.ts'
import type { Json } from './types.ts'

let driver: TestDriver
let resets: string[]
beforeEach(async () => {
  resets = []
  const onReset = async (resetDiscord: () => void) => {
    resets.push('bot stopped')
    resetDiscord()
    resets.push(`users ${driver.world.users.size}`)
  }
  driver = await startTestDriver(() => say('hi'), { surroundings: { onReset } })
  registerSamples(driver.world)
})
afterEach(() => driver.close())

const view = async (): Promise<Json> => (await driver.send('GET', '/emulator/switches')).body
const post = (path: string, body: Json) => driver.send('POST', `/emulator/${path}`, body)

describe('GET /emulator/switches', () => {
  it('tells how everything stands', async () => {
    await post('switches', { locales: { grace: 'de' }, dmsClosed: { grace: true } })
    await post('switches', { guild: 'Guildhall Demo', botPermissions: ['KickMembers'], botRolePosition: 2 })
    expect(await view()).toMatchObject({
      slowBot: 'off',
      resetsData: true,
      guilds: [{ name: 'Guildhall Demo', bot: { position: 2, highest: 7, permissions: ['KickMembers'] } }, {}],
      users: expect.arrayContaining([{ id: demo.users.grace, name: 'grace', dmsClosed: true, locale: 'de' }]),
    })
  })
})

it('a language is that of the client from then on, and unknown ones are refused', async () => {
  await post('switches', { locales: { grace: 'de' } })
  await post('commands', { guild: demo.guildId, channel: 'general', user: 'grace', name: 'form' })
  expect(driver.received[0]?.['locale']).toBe('de')
  expect((await post('switches', { locales: { grace: 'elvish' } })).status).toBe(400)
})

it('a change of the role of the bot is told as an event', async () => {
  const types: string[] = []
  driver.world.onEvent(({ type }) => types.push(type))
  await post('switches', { guild: 'Guildhall Demo', botRolePosition: 3 })
  expect(types).toEqual(['GUILD_ROLE_UPDATE'])
})

describe('the slow bot', () => {
  it('is one preset at a time, beside other faults', async () => {
    await post('faults', { status: 500 })
    expect((await post('slow-bot', { preset: 'thinking' })).body['slowBot']).toBe('thinking')
    expect(driver.world.faults).toHaveLength(2)
    await post('slow-bot', { preset: 'silent' })
    expect(driver.world.faults.map(({ on, delayMs }) => [on, delayMs])).toEqual([
      [undefined, undefined],
      ['interactions', 3100],
    ])
    await post('slow-bot', { preset: 'off' })
    expect(driver.world.faults).toHaveLength(1)
  })
})

describe('a reset', () => {
  it('starts the bot afresh when asked to, with Discord reset while it stands still', async () => {
    await post('members', { guild: demo.guildId, user: 'newcomer', action: 'join' })
    await post('reset', { data: true })
    expect(resets).toEqual(['bot stopped', `users ${Object.keys(demo.users).length + 1}`])
  })

  it('leaves the bot alone otherwise', async () => {
    await post('reset', {})
    expect(resets).toEqual([])
  })
})
