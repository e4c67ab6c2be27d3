import { describe, expect, test } from 'vitest'
import { hasPermissions, memberPermissions } from '../permissions.ts'
import { demo } from '../seed.ts'
import { addGuild, permissionBits } from '../world/guilds.ts'
import { createOAuth2Client, type OAuth2Client, parameterOf, redirectUri } from './test-oauth2.ts'

const code = { response_type: 'code', scope: 'identify guilds', state: 's&1' }

const press = (client: OAuth2Client, link: string, fields: Record<string, string>, cookie = '') =>
  client.app.request(link, { method: 'POST', body: new URLSearchParams(fields), headers: { cookie } })

const readPage = async (client: OAuth2Client, link: string) => {
  const response = await client.app.request(link)
  return { status: response.status, text: await response.text(), headers: response.headers }
}

describe('the consent page', () => {
  test('names the application and each scope in words, and runs no script', async () => {
    const client = createOAuth2Client()
    const { status, text, headers } = await readPage(client, client.link(code))
    expect(status).toBe(200)
    for (const words of ['Guildhall', 'Access your username', 'Know what servers you are in', 'Signed in as'])
      expect(text).toContain(words)
    expect(text).not.toContain('<script')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  test('sends the code and the state back, and remembers the account', async () => {
    const client = createOAuth2Client()
    const link = client.link(code)
    const response = await press(client, link, { user: demo.users.alan, decision: 'authorize' })
    expect(response.status).toBe(303)
    const location = new URL(response.headers.get('location') ?? '')
    expect(location.origin + location.pathname).toBe(redirectUri)
    expect([location.searchParams.get('state'), client.world.oauth2.codes.size]).toEqual(['s&1', 1])
    const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? ''
    const again = await client.app.request(`${link}&prompt=none`, { headers: { cookie } })
    expect([again.status, again.headers.get('location')?.startsWith(`${redirectUri}?code=`)]).toEqual([303, true])
  })

  test('Cancel is access_denied, and an account can be switched', async () => {
    const client = createOAuth2Client()
    const link = client.link(code)
    const cancelled = await press(client, link, { user: demo.users.alan, decision: 'cancel' })
    const query = new URL(cancelled.headers.get('location') ?? '').searchParams
    expect([query.get('error'), query.get('state')]).toEqual(['access_denied', 's&1'])
    const switched = await press(client, link, { user: demo.users.grace, decision: 'switch' })
    expect(await switched.text()).toMatch(new RegExp(`value="${demo.users.grace}" selected`))
    expect(client.world.oauth2.codes.size).toBe(0)
  })

  test('is shown in spite of prompt=none to somebody who has not allowed all of it', async () => {
    const client = createOAuth2Client()
    await client.decide({ user: 'ada', ...code, scope: 'identify' })
    const { status, text } = await readPage(client, `${client.link(code)}&prompt=none`)
    expect([status, text.includes('Authorize')]).toEqual([200, true])
  })
})

describe('a wrong link', () => {
  test.each([
    ['an unknown application', { client_id: '1' }, 'Unknown Application'],
    ['a redirect that is not registered', { redirect_uri: 'http://127.0.0.1:9/x' }, 'Invalid OAuth2 redirect_uri'],
    [
      'a host that only begins alike',
      { redirect_uri: 'http://127.0.0.1:8787@evil.test/x' },
      'Invalid OAuth2 redirect_uri',
    ],
  ])('with %s ends on an error page', async (_name, parameters, words) => {
    const client = createOAuth2Client()
    const { status, text } = await readPage(client, client.link({ ...code, ...parameters }))
    expect([status, text.includes(words)]).toEqual([400, true])
  })

  test.each([
    ['a scope that does not exist', { scope: 'everything' }, 'invalid_scope'],
    ['a scope of partners', { scope: 'messages.read' }, 'invalid_scope'],
    ['another response type', { response_type: 'id_token' }, 'unsupported_response_type'],
    ['a challenge that is too short', { code_challenge: 'abc' }, 'invalid_request'],
  ])('with %s goes back to the redirect URI as an error', async (_name, parameters, error) => {
    const client = createOAuth2Client()
    const response = await client.app.request(client.link({ ...code, ...parameters }))
    expect(response.status).toBe(302)
    const query = new URL(response.headers.get('location') ?? '').searchParams
    expect([query.get('error'), query.get('state')]).toEqual([error, 's&1'])
  })

  test('is judged by the registered URIs alone once they are set', async () => {
    const client = createOAuth2Client()
    const body = JSON.stringify({ redirectUris: ['https://bot.example/callback'] })
    await client.app.request('/emulator/oauth2', { method: 'POST', body })
    expect((await readPage(client, client.link(code))).status).toBe(400)
    const exact = client.link({ ...code, redirect_uri: 'https://bot.example/callback' })
    expect((await readPage(client, exact)).status).toBe(200)
    const longer = client.link({ ...code, redirect_uri: 'https://bot.example/callback/2' })
    expect((await readPage(client, longer)).status).toBe(400)
  })
})

describe('the implicit grant', () => {
  test('gives a token in the fragment and no refresh token', async () => {
    const client = createOAuth2Client()
    const answer = await client.decide({
      user: 'alan',
      scope: 'identify',
      response_type: 'token',
      redirect_uri: redirectUri,
    })
    expect(String(answer.body['location'])).toMatch(new RegExp(`^${redirectUri}#`))
    const authorization = `Bearer ${parameterOf(answer, 'access_token')}`
    expect((await client.api('GET', '/users/@me', { authorization })).body['username']).toBe('alan')
    expect(client.world.oauth2.refreshable.size).toBe(0)
  })
})

describe('adding the bot', () => {
  const bans = String(permissionBits('BanMembers', 'KickMembers'))

  test('puts it into the guild with the permissions that were left, and tells gateway and webhook', async () => {
    const client = createOAuth2Client()
    const { world } = client
    const guild = addGuild(world, { name: 'Fresh', ownerId: demo.users.alan })
    const events: string[] = []
    world.onEvent(({ type }) => events.push(type))
    const link = `/oauth2/authorize?client_id=${world.application.id}&scope=bot&permissions=${bans}`
    const response = await press(client, link, {
      user: demo.users.alan,
      guild: guild.id,
      permission: 'BanMembers',
      decision: 'authorize',
    })
    expect(await response.text()).toContain('was added to Fresh')
    const permissions = memberPermissions(world, guild, world.application.botId)
    expect([hasPermissions(permissions, 'BanMembers'), hasPermissions(permissions, 'KickMembers')]).toEqual([
      true,
      false,
    ])
    expect(events).toContain('GUILD_CREATE')
    expect(world.webhookEvents.records.at(-1)?.body).toMatchObject({
      type: 1,
      event: {
        type: 'APPLICATION_AUTHORIZED',
        data: { integration_type: 0, scopes: ['bot'], guild: { id: guild.id } },
      },
    })
  })

  test('is refused to somebody who may not manage the guild', async () => {
    const client = createOAuth2Client()
    const answer = await client.decide({ user: 'alan', guild: 'Guildhall Demo', scope: 'bot', permissions: bans })
    expect([answer.status, answer.body['error']]).toMatchObject([400, { code: 'consent' }])
  })

  test('with further scopes sends guild and permissions back, and the guild with the token', async () => {
    const client = createOAuth2Client()
    const link = { user: 'ada', guild: 'Guildhall Demo', scope: 'bot identify', permissions: bans }
    const answer = await client.decide({ ...link, response_type: 'code', redirect_uri: redirectUri })
    expect([parameterOf(answer, 'guild_id'), parameterOf(answer, 'permissions')]).toEqual([demo.guildId, bans])
    const fields = {
      grant_type: 'authorization_code',
      code: parameterOf(answer, 'code') ?? '',
      redirect_uri: redirectUri,
    }
    expect((await client.form('/oauth2/token', fields)).body['guild']).toMatchObject({ id: demo.guildId })
  })

  test('webhook.incoming makes a webhook, which comes with the token', async () => {
    const client = createOAuth2Client()
    const link = { user: 'ada', channel: demo.channels.general, scope: 'webhook.incoming', response_type: 'code' }
    const answer = await client.decide({ ...link, redirect_uri: redirectUri })
    const fields = {
      grant_type: 'authorization_code',
      code: parameterOf(answer, 'code') ?? '',
      redirect_uri: redirectUri,
    }
    const { body } = await client.form('/oauth2/token', fields)
    expect(body['webhook']).toMatchObject({ channel_id: demo.channels.general, token: expect.any(String) })
  })
})
