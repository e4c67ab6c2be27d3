import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { demo } from '../seed.ts'
import { createOAuth2Client, type OAuth2Client, parameterOf, redirectUri, signIn } from './test-oauth2.ts'

const codeFor = async (client: OAuth2Client, extra: Record<string, string> = {}): Promise<string> => {
  const link = { user: 'grace', scope: 'identify', response_type: 'code', redirect_uri: redirectUri, ...extra }
  return parameterOf(await client.decide(link), 'code') ?? ''
}

const exchange = (code: string, extra: Record<string, string> = {}) => ({
  grant_type: 'authorization_code',
  code,
  redirect_uri: redirectUri,
  ...extra,
})

describe('a code', () => {
  test('becomes a token of Discord’s shape, once', async () => {
    const client = createOAuth2Client()
    const code = await codeFor(client)
    const first = await client.form('/oauth2/token', exchange(code))
    expect(first.body).toEqual({
      token_type: 'Bearer',
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      expires_in: 604_800,
      scope: 'identify',
    })
    const second = await client.form('/oauth2/token', exchange(code))
    expect([second.status, second.body]).toEqual([
      400,
      { error: 'invalid_grant', error_description: 'Invalid "code" in request.' },
    ])
  })

  test('ends after ten minutes of the local clock', async () => {
    const client = createOAuth2Client()
    const [early, late] = [await codeFor(client), await codeFor(client)]
    client.clock.advance(599_000)
    expect((await client.form('/oauth2/token', exchange(early))).status).toBe(200)
    client.clock.advance(2_000)
    expect((await client.form('/oauth2/token', exchange(late))).body['error']).toBe('invalid_grant')
  })

  test('is refused for another redirect_uri, and is spent by the try', async () => {
    const client = createOAuth2Client()
    const code = await codeFor(client)
    const wrong = await client.form('/oauth2/token', exchange(code, { redirect_uri: `${redirectUri}/` }))
    expect(wrong.body['error_description']).toBe('Invalid "redirect_uri" in request.')
    expect((await client.form('/oauth2/token', exchange(code))).status).toBe(400)
  })

  test.each(['S256', 'plain'] as const)('with a %s challenge needs its verifier', async (method) => {
    const client = createOAuth2Client()
    const verifier = 'a'.repeat(43)
    const digest = createHash('sha256').update(verifier).digest('base64url')
    const challenge = { code_challenge: method === 'plain' ? verifier : digest, code_challenge_method: method }
    const give = async (verification: Record<string, string>) =>
      (await client.form('/oauth2/token', exchange(await codeFor(client, challenge), verification))).status
    expect(await give({})).toBe(400)
    expect(await give({ code_verifier: 'b'.repeat(43) })).toBe(400)
    expect(await give({ code_verifier: verifier })).toBe(200)
  })
})

describe('the client', () => {
  test('may prove itself by Basic or in the body, and is refused 401 with a wrong secret', async () => {
    const client = createOAuth2Client()
    const { id, clientSecret } = client.world.application
    const basic = (secret: string) => ({ authorization: `Basic ${btoa(`${id}:${secret}`)}` })
    const byBasic = await client.form('/oauth2/token', exchange(await codeFor(client)), basic(clientSecret))
    expect(byBasic.status).toBe(200)
    const wrong = await client.form('/oauth2/token', exchange(await codeFor(client)), basic('wrong'))
    expect([wrong.status, wrong.body]).toEqual([401, { error: 'invalid_client' }])
    const inBody = await client.form('/oauth2/token', exchange(await codeFor(client), { client_secret: 'wrong' }))
    expect(inBody.status).toBe(401)
  })

  test('gets the error of a missing grant type for a JSON body', async () => {
    const client = createOAuth2Client()
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }
    const answer = await client.app.request('/api/oauth2/token', init)
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { error: 'unsupported_grant_type', error_description: 'Grant type None is not supported' },
    ])
    expect(client.world.violations.entries[0]?.rule).toBe('oauth2')
  })

  test('gets a token of its owner by client credentials, but not without scopes', async () => {
    const client = createOAuth2Client()
    const ask = (scope: string) => client.form('/oauth2/token', { grant_type: 'client_credentials', scope })
    const { body } = await ask('identify applications.commands.update')
    expect(body['refresh_token']).toBeUndefined()
    const me = await client.api('GET', '/users/@me', { authorization: `Bearer ${body['access_token']}` })
    expect(me.body['id']).toBe(demo.users.ada)
    expect((await ask('')).body['error']).toBe('invalid_scope')
  })
})

describe('tokens', () => {
  test('are renewed by the refresh token, which is spent then', async () => {
    const client = createOAuth2Client()
    const old = await signIn(client, 'grace', 'identify')
    const fields = { grant_type: 'refresh_token', refresh_token: old['refresh_token'] ?? '' }
    const { body } = await client.form('/oauth2/token', fields)
    expect(body['scope']).toBe('identify')
    expect((await client.form('/oauth2/token', fields)).body['error']).toBe('invalid_grant')
    const me = await client.api('GET', '/users/@me', { authorization: `Bearer ${body['access_token']}` })
    expect(me.body['username']).toBe('grace')
  })

  test('end after seven days, and all at once when one is revoked', async () => {
    const client = createOAuth2Client()
    const [first, second] = [await signIn(client, 'grace', 'identify'), await signIn(client, 'grace', 'identify')]
    const other = await signIn(client, 'alan', 'identify')
    const status = async (token: Record<string, string>) =>
      (await client.api('GET', '/users/@me', { authorization: `Bearer ${token['access_token']}` })).status
    await client.form('/oauth2/token/revoke', { token: first['refresh_token'] ?? '' })
    expect([await status(first), await status(second), await status(other)]).toEqual([401, 401, 200])
    const last = client.world.webhookEvents.records.at(-1)
    expect(last?.type).toBe('APPLICATION_DEAUTHORIZED')
    client.clock.advance(604_801_000)
    expect(await status(other)).toBe(401)
  })

  test('are not given while a fault says so', async () => {
    const client = createOAuth2Client()
    client.world.faults.push({ id: 1, route: '/oauth2/token', status: 503, hits: 0, times: 1 })
    expect((await client.form('/oauth2/token', exchange('x'))).status).toBe(503)
    expect((await client.form('/oauth2/token', exchange('x'))).status).toBe(400)
  })
})
