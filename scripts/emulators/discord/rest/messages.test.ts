import { MessageFlags } from 'discord-api-types/v10'
import { describe, expect, test } from 'vitest'
import { demo } from '../seed.ts'
import { openDm } from '../world/dms.ts'
import { referring } from './message-reference.ts'
import { createTestClient, type TestClient } from './test-client.ts'

const { users, channels, roles, guildId } = demo
const path = `/channels/${channels.general}/messages`
const quiet = { allowed_mentions: { parse: [] } }

const stored = (client: TestClient, id: unknown) => {
  const message = client.world.channels.get(channels.general)?.messages.get(String(id))
  if (!message) throw new Error(`message ${id} is not stored`)
  return message
}

const post = async (client: TestClient, body: object) => (await client.call('POST', path, { body })).body

describe('nonce', () => {
  const body = { content: 'once', nonce: 'job-1', enforce_nonce: true, ...quiet }

  test('the same nonce sent twice makes one message', async () => {
    const client = createTestClient()
    const [first, second] = [await post(client, body), await post(client, body)]
    expect(second['id']).toBe(first['id'])
    expect(client.world.channels.get(channels.general)?.messages.size).toBe(1)
  })

  test('is forgotten after minutes, counts per channel, and without enforce_nonce not at all', async () => {
    const client = createTestClient()
    const first = await post(client, body)
    await client.call('POST', `/channels/${channels.art}/messages`, { body })
    expect(client.world.channels.get(channels.art)?.messages.size).toBe(1)
    client.clock.advance(10 * 60_000)
    expect((await post(client, body))['id']).not.toBe(first['id'])
    const loose = { content: 'x', nonce: 'other', ...quiet }
    expect((await post(client, loose))['id']).not.toBe((await post(client, loose))['id'])
  })
})

describe('mentions', () => {
  const text = `<@${users.alan}> <@&${roles.trusted}> <@&${roles.moderator}> @everyone \`<@${users.grace}>\``

  test('ping nobody with an empty parse list', async () => {
    const client = createTestClient()
    const { id } = await post(client, { content: text, ...quiet })
    expect(stored(client, id).pings).toEqual({ everyone: false, users: [], roles: [] })
  })

  test('by default ping users and mentionable roles, never from code and never @everyone without the permission', async () => {
    const client = createTestClient()
    const { id, mention_everyone: everyone } = await post(client, { content: text })
    expect(stored(client, id).pings).toEqual({ everyone: false, users: [users.alan], roles: [roles.trusted] })
    expect(everyone).toBe(false)
  })

  test('ping only the listed users', async () => {
    const client = createTestClient()
    const content = `<@${users.alan}> <@${users.grace}>`
    const { id } = await post(client, { content, allowed_mentions: { users: [users.grace] } })
    expect(stored(client, id).pings.users).toEqual([users.grace])
  })

  test('in text displays count like those in content', async () => {
    const client = createTestClient()
    const components = [{ type: 17, components: [{ type: 10, content: `hello <@${users.alan}>` }] }]
    const allowed_mentions = { parse: ['users'] }
    const { id } = await post(client, { flags: MessageFlags.IsComponentsV2, components, allowed_mentions })
    expect(stored(client, id).pings.users).toEqual([users.alan])
  })

  test('an edit without allowed_mentions applies the defaults again', async () => {
    const client = createTestClient()
    const { id } = await post(client, { content: 'x', ...quiet })
    await client.call('PATCH', `${path}/${id}`, { body: { content: `<@${users.alan}>` } })
    expect(stored(client, id).pings.users).toEqual([users.alan])
    expect(client.last().verdict).toBe('violation')
  })

  test('a reply pings its author only when asked to', async () => {
    const client = createTestClient()
    const first = await post(client, { content: 'x', ...quiet })
    const reference = { message_reference: { message_id: first['id'] } }
    const silent = await post(client, { content: 'y', ...reference, ...quiet })
    expect(silent['type']).toBe(19)
    expect(stored(client, silent['id']).pings.users).toEqual([])
    const loud = await post(client, { content: 'y', ...reference, allowed_mentions: { parse: [], replied_user: true } })
    expect(stored(client, loud['id']).pings.users).toEqual([demo.botId])
  })
})

describe('reading', () => {
  test('pages newest first with before, after and around', async () => {
    const client = createTestClient()
    const ids: unknown[] = []
    for (let n = 0; n < 6; n += 1) ids.push((await post(client, { content: `${n}`, ...quiet }))['id'])
    const contents = async (query: string) => {
      const { body } = await client.call('GET', `${path}?${query}`)
      return Object.values(body).map((message) => Reflect.get(Object(message), 'content'))
    }
    expect(await contents('limit=2')).toEqual(['5', '4'])
    expect(await contents(`before=${ids[3]}&limit=2`)).toEqual(['2', '1'])
    expect(await contents(`after=${ids[1]}&limit=2`)).toEqual(['3', '2'])
    expect(await contents(`around=${ids[3]}&limit=3`)).toEqual(['4', '3', '2'])
  })

  test('hides ephemeral messages from the channel routes', async () => {
    const client = createTestClient()
    const { id } = await post(client, { content: 'x', ...quiet })
    stored(client, id).visibleTo = users.alan
    expect((await client.call('GET', `${path}/${id}`)).body.code).toBe(10008)
  })
})

describe('writing', () => {
  test('multipart stores the file, links it and lists it in the log', async () => {
    const client = createTestClient()
    const form = new FormData()
    const payload = { content: 'log', attachments: [{ id: 0, description: 'the log' }], ...quiet }
    form.set('payload_json', JSON.stringify(payload))
    form.set('files[0]', new File(['hello'], 'log.txt', { type: 'text/plain' }))
    const { status, body } = await client.call('POST', path, { raw: form })
    expect(status).toBe(200)
    expect(body['attachments']).toMatchObject([{ filename: 'log.txt', size: 5, description: 'the log' }])
    expect([...client.world.uploads.values()].map(({ bytes }) => bytes.length)).toEqual([5])
    expect(client.last()).toMatchObject({ body: payload, files: [{ name: 'log.txt', size: 5 }], verdict: 'ok' })
  })

  test('a V2 message takes no content afterwards; an old one is upgraded by emptying it in the same edit', async () => {
    const client = createTestClient()
    const components = [{ type: 10, content: 'hi' }]
    const flags = MessageFlags.IsComponentsV2
    const { id } = await post(client, { components, flags, ...quiet })
    const edit = (target: unknown, body: object) => client.call('PATCH', `${path}/${target}`, { body })
    expect((await edit(id, { content: 'x', ...quiet })).body.code).toBe(50035)
    const legacy = await post(client, { content: 'old', ...quiet })
    expect((await edit(legacy['id'], { components, flags, ...quiet })).body.code).toBe(50035)
    const upgraded = await edit(legacy['id'], { content: null, components, flags, ...quiet })
    expect([upgraded.status, upgraded.body['flags']]).toEqual([200, flags])
  })

  test('deletes only what is there, and says so in the audit log for other authors', async () => {
    const client = createTestClient()
    const { id } = await post(client, { content: 'x', ...quiet })
    stored(client, id).authorId = users.alan
    expect((await client.call('DELETE', `${path}/${id}`, { reason: 'spam' })).status).toBe(204)
    expect(client.world.guilds.get(guildId)?.auditLog[0]).toMatchObject({
      actionType: 72,
      targetId: users.alan,
      reason: 'spam',
    })
    expect((await client.call('DELETE', `${path}/${id}`)).body.code).toBe(10008)
  })

  test('a forward carries a snapshot of a message the bot can read', async () => {
    const client = createTestClient()
    const { id } = await post(client, { content: 'source', ...quiet })
    const { art, general } = channels
    const target = client.world.channels.get(art)
    if (!target) throw new Error('no art channel')
    const forward = (channel_id: string, message_id: string) =>
      referring(client.world, target, { message_reference: { type: 1, channel_id, message_id } })
    expect(forward(general, String(id)).snapshots).toMatchObject([{ message: { content: 'source' } }])
    expect(() => forward(art, String(id))).toThrow(/no message/)
  })

  test('a poll is kept and can be ended by its author', async () => {
    const client = createTestClient()
    const answers = [{ poll_media: { text: 'yes' } }, { poll_media: { text: 'no' } }]
    const everyone = client.world.guilds.get(guildId)?.roles.get(guildId)
    if (everyone) everyone.permissions = String(BigInt(everyone.permissions) | (1n << 49n))
    const { id, poll } = await post(client, { poll: { question: { text: 'Go?' }, answers, duration: 1 }, ...quiet })
    expect(poll).toMatchObject({ question: { text: 'Go?' }, answers: [{ answer_id: 1 }, { answer_id: 2 }] })
    const polls = `/channels/${channels.general}/polls/${id}`
    expect((await client.call('GET', `${polls}/answers/1`)).body).toEqual({ users: [] })
    expect((await client.call('POST', `${polls}/expire`)).body['poll']).toMatchObject({
      results: { is_finalized: true },
    })
    const plain = await post(client, { content: 'x', ...quiet })
    expect((await client.call('POST', `/channels/${channels.general}/polls/${plain['id']}/expire`)).body.code).toBe(
      520006,
    )
  })

  test('drops the oldest messages beyond the limit', async () => {
    const client = createTestClient({ limits: { messagesPerChannel: 3 } })
    const first = await post(client, { content: '0', ...quiet })
    for (let n = 1; n < 4; n += 1) await post(client, { content: `${n}`, ...quiet })
    expect(client.world.channels.get(channels.general)?.messages.size).toBe(3)
    expect((await client.call('GET', `${path}/${first['id']}`)).body.code).toBe(10008)
  })
})

describe('direct messages', () => {
  test('reach a member, and nobody without a guild in common', async () => {
    const client = createTestClient()
    const send = async (user: string) => {
      const { id } = openDm(client.world, user)
      return client.call('POST', `/channels/${id}/messages`, { body: { content: 'hi', ...quiet } })
    }
    expect((await send(users.alan)).status).toBe(200)
    for (const guild of client.world.guilds.values()) guild.members.delete(users.alan)
    expect((await send(users.alan)).body.code).toBe(50278)
    expect(client.last().verdict).toBe('outcome')
  })

  test('opening one twice gives the same channel', async () => {
    const client = createTestClient()
    const open = async () =>
      (await client.call('POST', '/users/@me/channels', { body: { recipient_id: users.alan } })).body['id']
    expect(await open()).toBe(await open())
  })
})
