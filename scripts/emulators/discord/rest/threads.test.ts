import { describe, expect, test } from 'vitest'
import { demo } from '../seed.ts'
import { createTestClient, type TestClient } from './test-client.ts'

const { users, channels, guildId, roles } = demo
const quiet = { allowed_mentions: { parse: [] } }
const general = `/channels/${channels.general}`

const openThread = async (client: TestClient, body: object = { name: 'ticket', type: 12 }): Promise<string> =>
  String((await client.call('POST', `${general}/threads`, { body })).body['id'])

const messageIn = async (client: TestClient, path: string) =>
  String((await client.call('POST', `${path}/messages`, { body: { content: 'x', ...quiet } })).body['id'])

describe('threads', () => {
  test('take permissions from their parent, and are private unless a type is given', async () => {
    const client = createTestClient()
    const made = await client.call('POST', `${general}/threads`, { body: { name: 'a' } })
    expect(made.body).toMatchObject({ type: 12, parent_id: channels.general, owner_id: demo.botId })
    await client.call('PUT', `${general}/permissions/${roles.bot}`, { body: { type: 0, allow: '0', deny: '1024' } })
    expect((await client.call('GET', `/channels/${made.body['id']}`)).body.code).toBe(50001)
  })

  test('are archived and locked in one change, refuse others until opened, and writing opens an unlocked one', async () => {
    const client = createTestClient()
    const id = await openThread(client)
    const patch = (body: object) => client.call('PATCH', `/channels/${id}`, { body })
    expect((await patch({ archived: true, locked: true })).status).toBe(200)
    expect((await patch({ name: 'b' })).body.code).toBe(50083)
    expect((await patch({ archived: false, locked: false })).status).toBe(200)
    await patch({ archived: true })
    await messageIn(client, `/channels/${id}`)
    expect(client.world.channels.get(id)?.thread?.archived).toBe(false)
  })

  test('members join, are listed and leave', async () => {
    const client = createTestClient()
    const members = `/channels/${await openThread(client)}/thread-members`
    expect((await client.call('PUT', `${members}/${users.alan}`)).status).toBe(204)
    expect((await client.call('GET', `${members}/${users.alan}`)).body['user_id']).toBe(users.alan)
    expect(Object.values((await client.call('GET', members)).body)).toHaveLength(2)
    expect((await client.call('DELETE', `${members}/${users.alan}`)).status).toBe(204)
    expect((await client.call('GET', `${members}/${users.alan}`)).body.code).toBe(10007)
    expect((await client.call('PUT', `${members}/${users.otto}`)).body.code).toBe(10007)
    expect((await client.call('DELETE', `${members}/@me`)).status).toBe(204)
  })

  test('archived ones are listed by kind, active ones by guild', async () => {
    const client = createTestClient()
    const archived = await openThread(client)
    const active = await openThread(client, { name: 'open', type: 11 })
    await client.call('PATCH', `/channels/${archived}`, { body: { archived: true } })
    const ids = async (path: string) => {
      const { threads } = (await client.call('GET', path)).body
      return Array.isArray(threads) ? threads.map(({ id }) => id) : []
    }
    expect(await ids(`${general}/threads/archived/private`)).toEqual([archived])
    expect(await ids(`${general}/threads/archived/public`)).toEqual([])
    expect(await ids(`/guilds/${guildId}/threads/active`)).toEqual([active])
  })

  test('a forum post needs a tag where the forum demands one', async () => {
    const client = createTestClient()
    const forum = `/channels/${channels.forum}`
    const tags = [{ name: 'help' }]
    const { available_tags: known } = (await client.call('PATCH', forum, { body: { available_tags: tags, flags: 16 } }))
      .body
    const post = (extra: object) =>
      client.call('POST', `${forum}/threads`, { body: { name: 'p', message: { content: 'x', ...quiet }, ...extra } })
    expect((await post({})).body.code).toBe(40067)
    const tag = Array.isArray(known) ? known[0].id : ''
    const made = await post({ applied_tags: [tag] })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({ applied_tags: [tag], message: { content: 'x' } })
  })

  test('go with their channel', async () => {
    const client = createTestClient()
    const id = await openThread(client)
    expect((await client.call('DELETE', general)).status).toBe(200)
    expect((await client.call('GET', `/channels/${id}`)).body.code).toBe(10003)
  })
})

describe('webhooks', () => {
  const make = async (client: TestClient, channel = general) => {
    const { body } = await client.call('POST', `${channel}/webhooks`, { body: { name: 'Log' } })
    return { id: String(body['id']), path: `/webhooks/${body['id']}/${body['token']}` }
  }

  test('post without the bot token under another name, and answer only with wait', async () => {
    const client = createTestClient()
    const { id, path } = await make(client)
    const options = { body: { content: 'x', username: 'Audit', ...quiet }, headers: { authorization: undefined } }
    expect((await client.call('POST', path, options)).status).toBe(204)
    const { body } = await client.call('POST', `${path}?wait=true`, options)
    expect(body).toMatchObject({ webhook_id: id, author: { id, username: 'Audit', bot: true } })
    const one = `${path}/messages/${body['id']}`
    expect((await client.call('GET', one)).status).toBe(200)
    expect((await client.call('DELETE', one)).status).toBe(204)
    expect((await client.call('GET', one)).body.code).toBe(10008)
  })

  test('refuse a wrong token, are gone once deleted, and number fifteen', async () => {
    const client = createTestClient()
    const { id, path } = await make(client)
    const post = (to: string) => client.call('POST', to, { body: { content: 'x', ...quiet } })
    expect((await post(`/webhooks/${id}/wrong`)).body.code).toBe(50027)
    expect((await client.call('DELETE', path)).status).toBe(204)
    expect((await post(path)).body.code).toBe(10015)
    for (let n = 0; n < 15; n += 1) await make(client)
    expect((await client.call('POST', `${general}/webhooks`, { body: { name: 'Log' } })).body.code).toBe(30007)
  })

  test('write into threads of their channel only, and into a forum by opening a post', async () => {
    const client = createTestClient()
    const thread = await openThread(client)
    const inText = await make(client)
    const body = { content: 'x', ...quiet }
    expect(
      (await client.call('POST', `${inText.path}?thread_id=${thread}&wait=true`, { body })).body['channel_id'],
    ).toBe(thread)
    expect((await client.call('POST', `${inText.path}?thread_id=${channels.art}`, { body })).body.code).toBe(10003)
    expect((await client.call('POST', inText.path, { body: { ...body, thread_name: 'n' } })).body.code).toBe(220003)
    const inForum = await make(client, `/channels/${channels.forum}`)
    expect((await client.call('POST', inForum.path, { body })).body.code).toBe(220001)
    expect((await client.call('POST', inForum.path, { body: { ...body, thread_name: 'n' } })).status).toBe(204)
  })

  test('are moved and renamed with an audit entry', async () => {
    const client = createTestClient()
    const { id } = await make(client)
    const { body } = await client.call('PATCH', `/webhooks/${id}`, { body: { name: 'New', channel_id: channels.art } })
    expect(body).toMatchObject({ name: 'New', channel_id: channels.art })
    const last = client.world.guilds.get(guildId)?.auditLog.at(-1)
    expect(last?.changes.map(({ key }) => key)).toEqual(['name', 'channel_id'])
  })
})

describe('reactions and pins', () => {
  const thumb = encodeURIComponent('👍')

  test('a reaction is counted once a user, and removing one that is not there is 10014', async () => {
    const client = createTestClient()
    const id = await messageIn(client, general)
    const path = `${general}/messages/${id}/reactions/${thumb}`
    await client.call('PUT', `${path}/@me`)
    await client.call('PUT', `${path}/@me`)
    const { body } = await client.call('GET', `${general}/messages/${id}`)
    expect(body['reactions']).toMatchObject([{ count: 1, me: true, emoji: { name: '👍' } }])
    expect((await client.call('DELETE', `${path}/@me`)).status).toBe(204)
    expect((await client.call('DELETE', `${path}/@me`)).body.code).toBe(10014)
    expect((await client.call('DELETE', `${path}/${users.alan}`)).body.code).toBe(10014)
  })

  test('twenty different reactions and no more', async () => {
    const client = createTestClient()
    const id = await messageIn(client, general)
    const react = (n: number) =>
      client.call(
        'PUT',
        `${general}/messages/${id}/reactions/${encodeURIComponent(String.fromCodePoint(0x1f600 + n))}/@me`,
      )
    for (let n = 0; n < 20; n += 1) expect((await react(n)).status).toBe(204)
    expect((await react(20)).body.code).toBe(30010)
  })

  test('pins are listed newest first at the new and the old address', async () => {
    const client = createTestClient()
    const [first, second] = [await messageIn(client, general), await messageIn(client, general)]
    await client.call('PUT', `${general}/messages/pins/${first}`)
    client.clock.advance(1000)
    await client.call('PUT', `${general}/pins/${second}`)
    const { items } = (await client.call('GET', `${general}/messages/pins`)).body
    expect(Array.isArray(items) && items.map(({ message }) => message.id)).toEqual([second, first])
    await client.call('DELETE', `${general}/messages/pins/${second}`)
    expect(Object.values((await client.call('GET', `${general}/pins`)).body)).toHaveLength(1)
  })
})
