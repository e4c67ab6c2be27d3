import { describe, expect, test } from 'vitest'
import { demo } from '../seed.ts'
import { createTestClient } from './test-client.ts'

const { users, channels, roles, guildId } = demo
const guildPath = `/guilds/${guildId}`

describe('guilds', () => {
  test('are changed with an audit entry that names what changed', async () => {
    const client = createTestClient()
    const body = { name: 'New', description: 'About', verification_level: 2, system_channel_id: null, afk_timeout: 60 }
    const answer = await client.call('PATCH', guildPath, { body, reason: 'rename' })
    expect(answer.body).toMatchObject(body)
    const entry = client.world.guilds.get(guildId)?.auditLog[0]
    expect(entry?.changes.map(({ key }) => key).sort()).toEqual(Object.keys(body).sort())
  })

  test('that the bot left are unknown to it', async () => {
    const client = createTestClient()
    expect((await client.call('DELETE', `/users/@me/guilds/${guildId}`)).status).toBe(204)
    expect((await client.call('GET', guildPath)).body.code).toBe(10004)
    expect(Object.values((await client.call('GET', '/users/@me/guilds')).body)).toHaveLength(1)
  })

  test('are listed in pages with the permissions of the bot', async () => {
    const client = createTestClient()
    const page = Object.values((await client.call('GET', `/users/@me/guilds?after=${guildId}&with_counts=true`)).body)
    expect(page).toMatchObject([{ id: demo.other.guildId, approximate_member_count: 5, owner: false }])
  })

  test('are pruned of members without roles, counted first', async () => {
    const client = createTestClient()
    client.world.guilds.get(guildId)?.members.get(users.alan)?.roles.clear()
    client.clock.advance(2 * 86_400_000)
    expect((await client.call('GET', `${guildPath}/prune`)).body).toEqual({ pruned: 1 })
    expect(
      (await client.call('POST', `${guildPath}/prune`, { body: { include_roles: [roles.trusted] } })).body,
    ).toEqual({ pruned: 1 })
    expect(client.world.guilds.get(guildId)?.members.has(users.alan)).toBe(false)
  })

  test('show how many members have each role, and lists of expressions', async () => {
    const client = createTestClient()
    const { body } = await client.call('GET', `${guildPath}/roles/member-counts`)
    expect(body[roles.admin]).toBe(1)
    expect((await client.call('GET', `${guildPath}/roles/${roles.admin}`)).body['name']).toBe('Admin')
    expect((await client.call('GET', `${guildPath}/emojis`)).body).toEqual([])
    expect((await client.call('GET', `${guildPath}/emojis/1`)).body.code).toBe(10014)
    expect((await client.call('GET', `${guildPath}/stickers`)).body).toEqual([])
  })
})

describe('voice', () => {
  const inVoice = () => {
    const client = createTestClient()
    const state = {
      channel_id: channels.voice,
      guild_id: guildId,
      user_id: users.alan,
      session_id: 's',
      deaf: false,
      mute: false,
      self_deaf: false,
      self_mute: false,
      self_video: false,
      suppress: false,
      request_to_speak_timestamp: null,
    }
    client.world.guilds.get(guildId)?.voiceStates.set(users.alan, state)
    return client
  }

  test('members in voice are muted and disconnected, others cannot be', async () => {
    const client = inVoice()
    const patch = (user: string, body: object) => client.call('PATCH', `${guildPath}/members/${user}`, { body })
    expect((await patch(users.alan, { mute: true })).body['mute']).toBe(true)
    expect((await patch(users.dennis, { mute: true })).body.code).toBe(40032)
    expect((await patch(users.alan, { channel_id: channels.general })).body.code).toBe(50024)
    expect((await patch(users.alan, { channel_id: channels.voice })).status).toBe(200)
    expect((await patch(users.alan, { channel_id: null })).status).toBe(200)
    expect((await client.call('GET', `${guildPath}/voice-states/${users.alan}`)).body.code).toBe(10065)
  })

  test('states are read and changed', async () => {
    const client = inVoice()
    const path = `${guildPath}/voice-states/${users.alan}`
    const stage = await client.call('POST', `${guildPath}/channels`, { body: { name: 'Stage', type: 13 } })
    const body = { channel_id: stage.body['id'], suppress: true }
    expect((await client.call('PATCH', path, { body: { channel_id: channels.voice } })).body.code).toBe(50024)
    expect((await client.call('PATCH', path, { body })).status).toBe(204)
    expect((await client.call('GET', path)).body['suppress']).toBe(true)
    expect((await client.call('GET', `${guildPath}/voice-states/@me`)).body.code).toBe(10065)
  })
})

describe('channels', () => {
  test('take their category and its overwrites, and are moved together', async () => {
    const client = createTestClient()
    const category = (await client.call('POST', `${guildPath}/channels`, { body: { name: 'Staff', type: 4 } })).body[
      'id'
    ]
    const body = { name: 'Room', type: 2, parent_id: category, bitrate: 8000, user_limit: 5 }
    const made = await client.call('POST', `${guildPath}/channels`, { body })
    expect(made.body).toMatchObject({ name: 'Room', parent_id: category, bitrate: 8000, user_limit: 5 })
    const positions = [{ id: made.body['id'], position: 0, parent_id: null }]
    expect((await client.call('PATCH', `${guildPath}/channels`, { body: positions })).status).toBe(204)
    expect((await client.call('GET', `/channels/${made.body['id']}`)).body).toMatchObject({
      position: 0,
      parent_id: null,
    })
    const wrong = { name: 'x', parent_id: channels.general }
    expect((await client.call('POST', `${guildPath}/channels`, { body: wrong })).body.code).toBe(50035)
  })

  test('overwrites are replaced as a whole, and need an existing role or user', async () => {
    const client = createTestClient()
    const patch = (id: string) => {
      const overwrite = { id, type: 0, allow: '0', deny: '2048' }
      return client.call('PATCH', `/channels/${channels.art}`, { body: { permission_overwrites: [overwrite] } })
    }
    expect((await patch(roles.trusted)).status).toBe(200)
    expect([...(client.world.channels.get(channels.art)?.overwrites.keys() ?? [])]).toEqual([roles.trusted])
    expect((await patch('1234567890123456789')).body.code).toBe(10011)
  })

  test('invites are made, read by code, end with time, and are deleted', async () => {
    const client = createTestClient()
    const make = async () =>
      (await client.call('POST', `/channels/${channels.general}/invites`, { body: { max_age: 60 } })).body['code']
    const code = await make()
    expect((await client.call('GET', `/invites/${code}`)).body['guild']).toMatchObject({ id: guildId })
    expect(Object.values((await client.call('GET', `/channels/${channels.general}/invites`)).body)).toHaveLength(1)
    client.clock.advance(61_000)
    expect((await client.call('GET', `/invites/${code}`)).body.code).toBe(10006)
    expect((await client.call('DELETE', `/invites/${await make()}`)).status).toBe(200)
  })
})

describe('the bot itself', () => {
  test('reads where the gateway is, without a token too', async () => {
    const client = createTestClient()
    const { body } = await client.call('GET', '/gateway', { headers: { authorization: undefined } })
    expect(String(body['url'])).toMatch(/^ws:/)
    expect((await client.call('GET', '/voice/regions')).status).toBe(200)
  })

  test('changes its name and nickname', async () => {
    const client = createTestClient()
    expect((await client.call('PATCH', '/users/@me', { body: { username: 'Other' } })).body['username']).toBe('Other')
    const me = `${guildPath}/members/@me`
    expect((await client.call('PATCH', me, { body: { nick: 'Nick' } })).body['nick']).toBe('Nick')
    expect((await client.call('PATCH', me, { body: {} })).body['nick']).toBe('Nick')
  })

  test('cannot write to itself, and opening a message to nobody fails', async () => {
    const client = createTestClient()
    const open = (recipient_id: string) => client.call('POST', '/users/@me/channels', { body: { recipient_id } })
    expect((await open(demo.botId)).body.code).toBe(50033)
    expect((await open('1234567890123456789')).body.code).toBe(50033)
    expect(client.last().verdict).toBe('outcome')
  })
})
