import { beforeEach, expect, test } from 'vitest'
import { changeInterest } from '../driver/event-interest.ts'
import { demo } from '../seed.ts'
import { grant, guild } from './error-kit.ts'
import { createTestClient, type TestClient } from './test-client.ts'

const { channels, guildId, users } = demo
const base = `${guild}/scheduled-events`
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()

const external = (more: object = {}) => ({
  name: 'Meetup',
  privacy_level: 2,
  entity_type: 3,
  entity_metadata: { location: 'Town hall' },
  scheduled_start_time: inHours(1),
  scheduled_end_time: inHours(2),
  ...more,
})

let client: TestClient
beforeEach(() => {
  client = createTestClient()
  grant(client.world, 'CreateEvents')
})

const create = async (more: object = {}) => {
  const made = await client.call('POST', base, { body: external(more) })
  expect(made.status, JSON.stringify(made.body)).toBe(200)
  return `${base}/${made.body['id']}`
}

test('an event is made, listed with its count, changed and deleted as published', async () => {
  const rule = { start: inHours(1), frequency: 2, interval: 1, by_weekday: [0] }
  const path = await create({ recurrence_rule: rule })
  changeInterest(client.world, { guild: guildId, user: 'alan', event: 'Meetup', interested: true })
  expect((await client.call('GET', `${base}?with_user_count=true`)).body).toMatchObject([{ user_count: 1 }])
  const interested = await client.call('GET', `${path}/users?with_member=true`)
  expect(interested.body).toMatchObject([{ user_id: users.alan, member: { user: { username: 'alan' } } }])
  expect((await client.call('GET', `${path}/users/counts`)).body).toMatchObject({ guild_scheduled_event_count: 1 })
  const patched = await client.call('PATCH', path, { body: { name: 'Reunion' } })
  expect(patched.body).toMatchObject({ name: 'Reunion', entity_metadata: { location: 'Town hall' } })
  expect((await client.call('DELETE', path)).status).toBe(204)
  expect((await client.call('GET', path)).body.code).toBe(10070)
  expect(client.world.violations.entries.filter(({ rule: name }) => name === 'emulator')).toEqual([])
})

test('an occurrence can differ from its rule or be canceled', async () => {
  const path = await create({ recurrence_rule: { start: inHours(1), frequency: 3, interval: 1 } })
  const body = { original_scheduled_start_time: inHours(1), is_canceled: true }
  const exception = await client.call('POST', `${path}/exceptions`, { body })
  const id = exception.body['event_exception_id']
  expect((await client.call('GET', path)).body['guild_scheduled_event_exceptions']).toMatchObject([
    { is_canceled: true },
  ])
  await client.call('PATCH', `${path}/exceptions/${id}`, { body: { is_canceled: false } })
  expect((await client.call('DELETE', `${path}/exceptions/${id}`)).status).toBe(204)
  expect(client.world.violations.entries).toEqual([])
})

test('the status goes forward only', async () => {
  const path = await create()
  const status = (value: number) => client.call('PATCH', path, { body: { status: value } })
  expect((await status(3)).body.code).toBe(50035)
  expect((await status(2)).body['status']).toBe(2)
  expect((await status(4)).body.code).toBe(50035)
  expect((await status(3)).body['status']).toBe(3)
  expect((await status(2)).body.code).toBe(180000)
})

test.each([
  ['in the past', { scheduled_start_time: inHours(-1) }, 50035],
  ['without an end', { scheduled_end_time: null }, 50035],
  ['ending before it starts', { scheduled_end_time: inHours(0) }, 50035],
  ['of a voice channel that is none', { entity_type: 2, channel_id: channels.general, entity_metadata: null }, 50024],
])('an event %s is refused', async (_, more, code) => {
  expect((await client.call('POST', base, { body: external(more) })).body.code).toBe(code)
})

test('without CREATE_EVENTS nothing is made', async () => {
  const poor = createTestClient()
  expect((await poor.call('POST', base, { body: external() })).body.code).toBe(50013)
})
