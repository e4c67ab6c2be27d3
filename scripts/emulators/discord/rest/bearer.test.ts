import { describe, expect, test } from 'vitest'
import { createOAuth2Client, type OAuth2Client, signIn } from '../oauth2/test-oauth2.ts'
import { demo } from '../seed.ts'
import { addRole, permissionBits } from '../world/guilds.ts'
import { addUser } from '../world/members.ts'

const signed = async (client: OAuth2Client, user: string, scope: string) => {
  const token = await signIn(client, user, scope)
  const authorization = `Bearer ${token['access_token']}`
  return {
    token: token['access_token'] ?? '',
    call: (method: string, path: string, body?: unknown) => client.api(method, path, { authorization, body }),
  }
}

const asBot = (client: OAuth2Client) => ({ authorization: `Bot ${client.world.application.token}` })

describe('a bearer token', () => {
  test('shows its user, with the email only for its scope', async () => {
    const client = createOAuth2Client()
    const plain = await signed(client, 'grace', 'identify')
    const { body } = await plain.call('GET', '/users/@me')
    expect(body).toMatchObject({
      id: demo.users.grace,
      username: 'grace',
      avatar: expect.stringMatching(/^[0-9a-f]{32}$/),
    })
    expect(body).not.toHaveProperty('email')
    const mail = await signed(client, 'grace', 'identify email')
    expect((await mail.call('GET', '/users/@me')).body).toMatchObject({ email: 'grace@example.com', verified: true })
    expect(client.world.violations.entries).toEqual([])
  })

  test('lists the guilds with the user’s own permissions as text', async () => {
    const client = createOAuth2Client()
    const { call } = await signed(client, 'ada', 'guilds')
    const list = Object.values((await call('GET', '/users/@me/guilds?with_counts=true')).body)
    expect(list).toMatchObject([
      { id: demo.guildId, owner: true, permissions: expect.stringMatching(/^\d+$/) },
      { id: demo.other.guildId, owner: false, approximate_member_count: 5 },
    ])
    expect(client.world.violations.entries).toEqual([])
  })

  test('shows the user’s own member', async () => {
    const client = createOAuth2Client()
    const { call } = await signed(client, 'grace', 'guilds.members.read')
    const { body } = await call('GET', `/users/@me/guilds/${demo.guildId}/member`)
    expect(body).toMatchObject({
      user: { id: demo.users.grace },
      roles: expect.arrayContaining([demo.roles.moderator]),
    })
  })

  test('describes itself', async () => {
    const client = createOAuth2Client()
    const { call } = await signed(client, 'grace', 'identify guilds')
    const { body } = await call('GET', '/oauth2/@me')
    expect(body).toMatchObject({
      application: { id: demo.applicationId },
      scopes: ['identify', 'guilds'],
      user: { username: 'grace' },
    })
    expect(client.world.violations.entries).toEqual([])
  })

  test.each([
    ['GET', '/users/@me/guilds', 401, 0],
    ['GET', '/users/@me/connections', 401, 0],
    ['GET', `/channels/${demo.channels.general}`, 401, 0],
    ['GET', `/applications/${demo.applicationId}/guilds/${demo.guildId}/commands/permissions`, 403, 50026],
  ])('without the scope is refused: %s %s', async (method, path, status, code) => {
    const client = createOAuth2Client()
    const { call } = await signed(client, 'ada', 'identify')
    const answer = await call(method, path)
    expect([answer.status, answer.body['code']]).toEqual([status, code])
  })

  test('is refused when it is unknown, and the bot’s token where only people call', async () => {
    const client = createOAuth2Client()
    expect((await client.api('GET', '/users/@me', { authorization: 'Bearer nobody' })).status).toBe(401)
    const connections = await client.api('GET', '/users/@me/connections', asBot(client))
    expect([connections.status, connections.body['code']]).toEqual([403, 20001])
  })

  test('is counted apart from the bot in rate limits', async () => {
    const client = createOAuth2Client()
    client.world.limits.routes['GET /users/@me'] = { requests: 1, seconds: 60 }
    const { call } = await signed(client, 'grace', 'identify')
    expect((await call('GET', '/users/@me')).status).toBe(200)
    expect((await client.api('GET', '/users/@me', asBot(client))).status).toBe(200)
    expect((await call('GET', '/users/@me')).status).toBe(429)
  })

  test('of the client credentials grant registers commands', async () => {
    const client = createOAuth2Client()
    const fields = { grant_type: 'client_credentials', scope: 'applications.commands.update' }
    const { body: token } = await client.form('/oauth2/token', fields)
    const authorization = `Bearer ${token['access_token']}`
    const body = [{ name: 'hello', description: 'Greets you' }]
    const path = `/applications/${demo.applicationId}/commands`
    expect((await client.api('PUT', path, { authorization, body })).status).toBe(200)
    const { call } = await signed(client, 'ada', 'identify')
    expect((await call('PUT', path, body)).body['code']).toBe(50026)
  })

  test('keeps the role connection of its user', async () => {
    const client = createOAuth2Client()
    const { call } = await signed(client, 'grace', 'role_connections.write')
    const path = `/users/@me/applications/${demo.applicationId}/role-connection`
    const body = { platform_name: 'Chess', metadata: { rating: '1500' } }
    expect((await call('PUT', path, body)).status).toBe(200)
    expect((await call('GET', path)).body).toMatchObject(body)
  })
})

describe('joining a guild', () => {
  const path = (userId: string) => `/guilds/${demo.guildId}/members/${userId}`

  test('works for somebody who allowed it, once, and not for the banned', async () => {
    const client = createOAuth2Client()
    const { world } = client
    const { id } = addUser(world, { username: 'newcomer' }).data
    const { token } = await signed(client, 'newcomer', 'guilds.join')
    const join = () => client.api('PUT', path(id), { ...asBot(client), body: { access_token: token } })
    const first = await join()
    expect([first.status, world.guilds.get(demo.guildId)?.members.has(id)]).toEqual([201, true])
    expect((await join()).status).toBe(204)
    world.guilds.get(demo.guildId)?.members.delete(id)
    world.guilds.get(demo.guildId)?.bans.set(id, { userId: id, reason: null })
    expect((await join()).body['code']).toBe(40007)
  })

  test('needs a token of that very user with the scope', async () => {
    const client = createOAuth2Client()
    const { token: foreign } = await signed(client, 'grace', 'guilds.join')
    const { token: weak } = await signed(client, 'otto', 'identify')
    const join = async (access_token: string) =>
      (await client.api('PUT', path(demo.users.otto), { ...asBot(client), body: { access_token } })).body['code']
    expect([await join(foreign), await join('nothing'), await join(weak)]).toEqual([50025, 50025, 50026])
  })
})

describe('command permissions', () => {
  const scope = 'applications.commands.permissions.update'
  const register = async (client: OAuth2Client) => {
    const body = { name: 'warn', description: 'Warn', default_member_permissions: String(permissionBits('BanMembers')) }
    const path = `/applications/${demo.applicationId}/commands`
    return String((await client.api('POST', path, { ...asBot(client), body })).body['id'])
  }
  const path = (id: string) => `/applications/${demo.applicationId}/guilds/${demo.guildId}/commands/${id}/permissions`
  const hides = async (client: OAuth2Client, user: string, channel = 'general') => {
    const body = JSON.stringify({ guild: 'Guildhall Demo', channel, user, name: 'warn' })
    const answer: unknown = await (await client.app.request('/emulator/commands', { method: 'POST', body })).json()
    return JSON.stringify(answer).includes('command_hidden')
  }

  test('are set by a manager’s token and decide who sees the command', async () => {
    const client = createOAuth2Client()
    const id = await register(client)
    expect([await hides(client, 'alan'), await hides(client, 'grace')]).toEqual([true, false])
    const { call } = await signed(client, 'ada', scope)
    const permissions = [
      { id: demo.users.alan, type: 2, permission: true },
      { id: demo.roles.moderator, type: 1, permission: false },
    ]
    expect((await call('PUT', path(id), { permissions })).body).toMatchObject({
      id,
      guild_id: demo.guildId,
      permissions,
    })
    expect([await hides(client, 'alan'), await hides(client, 'grace'), await hides(client, 'ada')]).toEqual([
      false,
      true,
      false,
    ])
  })

  test('are unknown until set, and forgotten with the command', async () => {
    const client = createOAuth2Client()
    const id = await register(client)
    const get = async () => (await client.api('GET', path(id), asBot(client))).body
    expect((await get())['code']).toBe(10066)
    const { call } = await signed(client, 'ada', scope)
    const permissions = [{ id: demo.guildId, type: 1, permission: false }]
    await call('PUT', path(id), { permissions })
    expect((await get())['permissions']).toEqual(permissions)
    await client.api('DELETE', `/applications/${demo.applicationId}/commands/${id}`, asBot(client))
    expect((await get())['code']).toBe(10066)
  })

  test('are refused to bots, and to people who do not manage the guild', async () => {
    const client = createOAuth2Client()
    const id = await register(client)
    const body = { permissions: [] }
    expect((await client.api('PUT', path(id), { ...asBot(client), body })).body['code']).toBe(20001)
    const { call } = await signed(client, 'grace', scope)
    expect((await call('PUT', path(id), body)).body['code']).toBe(50013)
  })

  test('of the whole application can take away but not give', async () => {
    const client = createOAuth2Client()
    await register(client)
    const guild = client.world.guilds.get(demo.guildId)
    if (!guild) throw new Error('no demo guild')
    const manager = addRole(client.world, guild, {
      name: 'm',
      position: 1,
      permissions: permissionBits('ManageGuild', 'ManageRoles'),
    })
    guild.members.get(demo.users.grace)?.roles.add(manager.id)
    const { call } = await signed(client, 'grace', scope)
    const permissions = [
      { id: demo.users.alan, type: 2, permission: true },
      { id: demo.channels.art, type: 3, permission: false },
    ]
    expect((await call('PUT', path(demo.applicationId), { permissions })).status).toBe(200)
    expect([await hides(client, 'alan'), await hides(client, 'grace'), await hides(client, 'grace', 'art')]).toEqual([
      true,
      false,
      true,
    ])
  })
})
