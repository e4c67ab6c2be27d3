import { InteractionType } from 'discord-api-types/v10'
import { describe, expect, test } from 'vitest'
import { demo } from '../seed.ts'
import { canSeeMessage } from '../world/access.ts'
import { acknowledge, applyResponse, createInteraction, originalMessage } from '../world/interactions.ts'
import { createMessage } from '../world/messages.ts'
import type { World } from '../world/types.ts'
import { createTestClient } from './test-client.ts'

const { users, channels, roles, guildId } = demo
const quiet = { allowed_mentions: { parse: [] } }
const general = `/channels/${channels.general}`

const channelOf = (world: World, id: string) => {
  const channel = world.channels.get(id)
  if (!channel) throw new Error(`no channel ${id}`)
  return channel
}

const botMessage = (world: World) => {
  const author = world.users.get(demo.botId)?.data
  if (!author) throw new Error('no bot')
  return createMessage(world, { channel: channelOf(world, channels.general), author, origin: 'bot', content: 'panel' })
}

describe('answers to components', () => {
  const open = (world: World, sourceMessageId: string) =>
    createInteraction(world, {
      type: InteractionType.MessageComponent,
      guildId,
      channelId: channels.general,
      userId: users.grace,
      sourceMessageId,
      customId: 'x',
    })

  test('an update changes the message of the component, and a deferred one leaves it until the edit', async () => {
    const client = createTestClient()
    const source = botMessage(client.world)
    const direct = open(client.world, source.data.id)
    applyResponse(client.world, direct, { type: 7, data: { content: 'updated' } })
    expect(source.data.content).toBe('updated')
    const deferred = open(client.world, source.data.id)
    applyResponse(client.world, deferred, { type: 6 })
    acknowledge(client.world, deferred)
    expect(source.data.content).toBe('updated')
    const path = `/webhooks/${demo.applicationId}/${deferred.token}/messages/@original`
    expect((await client.call('PATCH', path, { body: { content: 'later', ...quiet } })).status).toBe(200)
    expect(source.data.content).toBe('later')
  })

  test('choices and modals are kept on the interaction and post nothing', () => {
    const { world } = createTestClient()
    const choices = open(world, '1')
    applyResponse(world, choices, { type: 8, data: { choices: [{ name: 'a', value: 'a' }] } })
    expect(choices.choices).toEqual([{ name: 'a', value: 'a' }])
    const modal = open(world, '1')
    applyResponse(world, modal, { type: 9, data: { custom_id: 'm', title: 't', components: [] } })
    expect(modal.modal?.title).toBe('t')
    expect([choices, modal].map((one) => originalMessage(world, one))).toEqual([undefined, undefined])
  })

  test('the oldest interactions are forgotten beyond the limit', () => {
    const { world } = createTestClient({ limits: { interactions: 2 } })
    const [first] = [open(world, '1'), open(world, '1'), open(world, '1')]
    expect(world.interactions.size).toBe(2)
    expect(first && world.interactions.has(first.id)).toBe(false)
  })
})

describe('who sees a message', () => {
  test('is decided by ephemerality, the channel and direct messages', () => {
    const { world } = createTestClient()
    const message = botMessage(world)
    expect(canSeeMessage(world, message, users.alan)).toBe(true)
    expect(canSeeMessage(world, message, users.otto)).toBe(false)
    message.visibleTo = users.grace
    expect(canSeeMessage(world, message, users.alan)).toBe(false)
    expect(canSeeMessage(world, message, users.grace)).toBe(true)
    message.visibleTo = null
    message.channelId = channels.staff
    expect(canSeeMessage(world, message, users.alan)).toBe(false)
    expect(canSeeMessage(world, message, users.linus)).toBe(true)
    message.channelId = '1'
    expect(canSeeMessage(world, message, users.linus)).toBe(false)
  })
})

describe('lists', () => {
  test('of bans are paged by user id', async () => {
    const client = createTestClient()
    const path = `/guilds/${guildId}/bans`
    for (const id of [users.alan, users.barbara, users.dennis]) await client.call('PUT', `${path}/${id}`, { body: {} })
    const ids = async (query: string) =>
      Object.values((await client.call('GET', `${path}?${query}`)).body).map((ban) => Object(ban).user.id)
    expect(await ids('limit=1')).toEqual([users.alan])
    expect(await ids(`after=${users.alan}&limit=1`)).toEqual([users.barbara])
    expect(await ids(`before=${users.dennis}&limit=1`)).toEqual([users.barbara])
    expect((await client.call('GET', `${path}?after=x`)).body.code).toBe(50035)
  })

  test('of members need a query to search, and take nicknames', async () => {
    const client = createTestClient()
    const path = `/guilds/${guildId}/members`
    await client.call('PATCH', `${path}/${users.alan}`, { body: { nick: 'Enigma' } })
    expect(Object.values((await client.call('GET', `${path}/search?query=eni`)).body)).toHaveLength(1)
    expect((await client.call('GET', `${path}/search`)).body.code).toBe(50035)
    expect((await client.call('GET', `${path}?limit=x`)).body.code).toBe(50035)
    expect((await client.call('GET', `${path}?limit=0`)).body.code).toBe(50035)
  })
})

describe('webhooks by their token', () => {
  test('are read without the user, changed, and not found by another id', async () => {
    const client = createTestClient()
    const { id, token } = (await client.call('POST', `${general}/webhooks`, { body: { name: 'Log' } })).body
    const path = `/webhooks/${id}/${token}`
    expect((await client.call('GET', path)).body).not.toHaveProperty('user')
    expect((await client.call('PATCH', path, { body: { name: 'New' } })).body['name']).toBe('New')
    expect((await client.call('GET', `/webhooks/${id}`)).body).toHaveProperty('user')
    expect((await client.call('GET', '/webhooks/1')).body.code).toBe(10015)
    expect(
      (await client.call('POST', `/channels/${channels.community}/webhooks`, { body: { name: 'x' } })).body.code,
    ).toBe(50024)
    await client.call('PUT', `${general}/permissions/${roles.bot}`, { body: { type: 0, deny: '1024' } })
    expect((await client.call('DELETE', `/webhooks/${id}`)).body.code).toBe(50001)
  })

  test('of an unknown interaction are 10015', async () => {
    const client = createTestClient()
    const answer = await client.call('POST', `/webhooks/${demo.applicationId}/abc`, {
      body: { content: 'x', ...quiet },
    })
    expect(answer.body.code).toBe(10015)
  })
})

describe('requests', () => {
  test('broken multipart, too large ones and odd fields are answered, not thrown', async () => {
    const client = createTestClient()
    const type = { 'content-type': 'multipart/form-data; boundary=x' }
    const path = `${general}/messages`
    expect((await client.call('POST', path, { raw: 'nonsense', headers: type })).body.code).toBe(50109)
    const large = { 'content-type': 'application/json', 'content-length': String(26 * 1024 * 1024) }
    expect((await client.call('POST', path, { raw: '{}', headers: large })).body.code).toBe(40005)
    const form = new FormData()
    form.set('content', 'plain field')
    expect((await client.call('POST', path, { raw: form })).body['content']).toBe('plain field')
  })

  test('a mistake of the emulator itself is a 500 and named in the log', async () => {
    const client = createTestClient()
    client.world.users.clear()
    expect((await client.call('GET', `/guilds/${guildId}/members?limit=5`)).status).toBe(500)
    expect(client.world.violations.entries[0]?.rule).toBe('emulator')
  })

  test('uploaded files beyond the limit push out the oldest', async () => {
    const client = createTestClient({ limits: { uploadBytes: 6 } })
    for (const name of ['a.txt', 'b.txt']) {
      const form = new FormData()
      form.set('payload_json', JSON.stringify({ content: name, ...quiet }))
      form.set('files[0]', new File(['12345'], name))
      await client.call('POST', `${general}/messages`, { raw: form })
    }
    expect([...client.world.uploads.values()].map(({ name }) => name)).toEqual(['b.txt'])
  })
})
