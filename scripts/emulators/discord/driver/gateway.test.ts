import { afterEach, beforeEach, expect, test } from 'vitest'
import { createGateway, type Gateway } from '../gateway/index.ts'
import { demo } from '../seed.ts'
import { createStandaloneClock, createWorld } from '../world/create.ts'
import type { WorldEvent } from '../world/types.ts'
import { codeOf, startTestDriver, type TestDriver } from './test-bot.ts'

let driver: TestDriver
let gateway: Gateway
let events: WorldEvent[]

beforeEach(async () => {
  gateway = createGateway(createWorld({ clock: createStandaloneClock() }))
  driver = await startTestDriver(() => 204, { gateway })
  events = []
  driver.world.onEvent((event) => events.push(event))
})

afterEach(async () => {
  gateway.close()
  await driver.close()
})

const general = { guild: demo.guildId, channel: 'general' }

test('a burst writes numbered messages of several people in turn', async () => {
  const { status, body } = await driver.send('POST', '/emulator/bursts', {
    ...general,
    messages: 5,
    users: ['alan', 'barbara'],
    content: 'number {n}',
  })
  expect(status).toBe(200)
  expect(body).toMatchObject({ messages: 5 })
  const written = [...(driver.world.channels.get(demo.channels.general)?.messages.values() ?? [])]
  expect(written.map(({ data }) => `${data.author.username} ${data.content}`)).toEqual([
    'alan number 1',
    'barbara number 2',
    'alan number 3',
    'barbara number 4',
    'alan number 5',
  ])
  expect(events.filter(({ type }) => type === 'MESSAGE_CREATE')).toHaveLength(5)
})

test('a burst of somebody who may not write there is refused', async () => {
  const answer = await driver.send('POST', '/emulator/bursts', {
    ...general,
    channel: 'staff',
    messages: 2,
    users: ['alan'],
  })
  expect([answer.status, codeOf(answer)]).toEqual([400, expect.objectContaining({ code: 'not_allowed' })])
  expect(events).toEqual([])
})

test('a presence is told in every guild of that person', async () => {
  await driver.send('POST', '/emulator/presence', { user: 'alan', status: 'dnd', activity: 'Chess' })
  const told = events.filter(({ type }) => type === 'PRESENCE_UPDATE')
  expect(told.map(({ guildId }) => guildId)).toEqual([demo.guildId, demo.other.guildId])
  expect(told[0]?.payload).toMatchObject({
    user: { id: demo.users.alan },
    status: 'dnd',
    activities: [{ name: 'Chess' }],
    client_status: { desktop: 'dnd' },
  })
})

test('voice: a moderator mutes somebody who keeps their own switches', async () => {
  const voice = { guild: demo.guildId, user: 'alan', channel: 'Lounge' }
  await driver.send('POST', '/emulator/voice', { ...voice, selfMute: true })
  const { body } = await driver.send('POST', '/emulator/voice', { ...voice, mute: true })
  expect(body).toMatchObject({ voiceState: { mute: true, self_mute: true, deaf: false } })
})

test('the gateway shows its sessions, and settings change one by one', async () => {
  const { body } = await driver.send('GET', '/emulator/gateway')
  expect(body).toMatchObject({ sessions: [], settings: { heartbeatIntervalMs: 41_250, replayEvents: 10_000 } })
  const change = { action: 'configure', maxConcurrency: 16, privilegedIntents: [] }
  const changed = await driver.send('POST', '/emulator/gateway', change)
  expect(changed.body).toMatchObject({ settings: { maxConcurrency: 16, privilegedIntents: [], replayEvents: 10_000 } })
  const nobody = await driver.send('POST', '/emulator/gateway', { action: 'drop' })
  expect(nobody.body).toEqual({ sessions: 0 })
  const wrong = await driver.send('POST', '/emulator/gateway', { action: 'explode' })
  expect([wrong.status, codeOf(wrong)]).toEqual([400, expect.objectContaining({ code: 'invalid_request' })])
})
