import { expect, test } from 'vitest'
import { registerSamples, startTestDriver } from '../driver/test-bot.ts'
import { demo } from '../seed.ts'
import { createInteraction } from '../world/interactions.ts'
import { createTestClient } from './test-client.ts'

const timeout = `/guilds/${demo.guildId}/members/${demo.users.alan}`
const until = () => new Date(Date.now() + 60_000).toISOString()
const messages = `/channels/${demo.channels.general}/messages`
const quiet = { allowed_mentions: { parse: [] } }

test('the house rule refuses a field that Discord does not know', async () => {
  const { call, world } = createTestClient()
  const answer = await call('PATCH', timeout, { body: { communication_disabled_until: until(), communicationX: 1 } })
  expect([answer.status, answer.body.code]).toEqual([400, 50035])
  expect(world.violations.entries).toMatchObject([{ rule: 'schema' }])
})

test('without it the field is ignored as Discord does, at any depth, and never stored', async () => {
  const { call, world, last } = createTestClient({ rules: { unknownFields: false } })
  const answer = await call('PATCH', timeout, { body: { communication_disabled_until: until(), communicationX: 1 } })
  expect(answer.status).toBe(200)
  expect(last().body).toHaveProperty('communicationX')
  const components = [{ type: 1, components: [{ type: 2, style: 1, label: 'x', custom_id: 'x', colour: 'red' }] }]
  const message = await call('POST', messages, { body: { content: 'x', components, contnt: 'y', ...quiet } })
  expect(message.status).toBe(200)
  expect(JSON.stringify(message.body)).not.toMatch(/colour|contnt/)
  expect(world.violations.entries).toEqual([])
})

test('without it answers to interactions are treated alike, by HTTP reply and by callback route', async () => {
  const response = { type: 4, data: { content: 'x', contnt: 'y', ...quiet } }
  const driver = await startTestDriver(() => response)
  registerSamples(driver.world)
  driver.world.rules.unknownFields = false
  const command = { guild: demo.guildId, channel: 'general', user: 'ada', name: 'form' }
  const replied = await driver.send('POST', '/emulator/commands', command)
  expect(replied.body).toMatchObject({ message: { content: 'x' }, response: { data: { contnt: 'y' } } })
  expect(driver.world.violations.entries).toEqual([])
  await driver.close()

  const { call, world } = createTestClient({ rules: { unknownFields: false } })
  const place = { guildId: demo.guildId, channelId: demo.channels.general, userId: demo.users.alan }
  const interaction = createInteraction(world, { ...place, type: 2, commandName: 'x' })
  const address = `/interactions/${interaction.id}/${interaction.token}/callback`
  expect((await call('POST', address, { body: response, headers: { authorization: undefined } })).status).toBe(204)
  expect(interaction.response).toEqual({ type: 4, data: { content: 'x', ...quiet } })
})

test('without it everything else that is wrong still is', async () => {
  const { call } = createTestClient({ rules: { unknownFields: false } })
  const answer = await call('POST', messages, { body: { content: 'x'.repeat(2_001), contnt: 'y', ...quiet } })
  expect(answer.body['errors']).toEqual({
    content: { _errors: [expect.objectContaining({ code: 'BASE_TYPE_MAX_LENGTH' })] },
  })
})
