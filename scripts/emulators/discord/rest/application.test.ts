import { createPublicKey, verify } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { demo } from '../seed.ts'
import { createTestClient } from './test-client.ts'

const app = `/applications/${demo.applicationId}`
let server: Server | undefined

afterEach(() => {
  server?.close()
  server = undefined
})

type Handler = (request: IncomingMessage, body: string, response: ServerResponse) => void

const listen = async (handle: Handler): Promise<string> => {
  const listening = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => handle(request, body, response))
  })
  server = listening
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  const address = listening.address()
  if (typeof address !== 'object' || address === null) throw new Error('no address')
  return `http://127.0.0.1:${address.port}/interactions`
}

describe('interactions_endpoint_url', () => {
  const client = createTestClient()
  const patch = (interactions_endpoint_url: string) =>
    client.call('PATCH', '/applications/@me', { body: { interactions_endpoint_url } })

  test('is stored when a signed PING is answered and a forged one refused', async () => {
    const key = createPublicKey(client.world.application.privateKey)
    const url = await listen((request, body, response) => {
      const signature = Buffer.from(String(request.headers['x-signature-ed25519']), 'hex')
      const isGood = verify(null, Buffer.from(request.headers['x-signature-timestamp'] + body), key, signature)
      response.writeHead(isGood ? 200 : 401, { 'content-type': 'application/json' }).end('{"type":1}')
    })
    const answer = await patch(url)
    expect([answer.status, answer.body['interactions_endpoint_url']]).toEqual([200, url])
  })

  test('is refused when the endpoint accepts anything, or nothing', async () => {
    const careless = await listen((_request, _body, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"type":1}')
    })
    const first = await patch(careless)
    expect([first.status, first.body.code]).toEqual([400, 50035])
    const message = 'The specified interactions endpoint URL could not be verified.'
    expect(first.body['errors']).toEqual({
      interactions_endpoint_url: { _errors: [{ code: 'APPLICATION_INTERACTIONS_ENDPOINT_URL_INVALID', message }] },
    })
    expect(client.last().explanation).toContain('bad signature was answered 200')
    server?.close()
    const strict = await listen((_request, _body, response) => void response.writeHead(401).end())
    expect((await patch(strict)).status).toBe(400)
    expect((await patch('http://127.0.0.1:1/')).status).toBe(400)
  })
})

describe('the application', () => {
  test('keeps what its owner sets, and answers in the published shape', async () => {
    const client = createTestClient()
    const body = {
      description: 'Keeps order',
      tags: ['moderation'],
      custom_install_url: 'https://bot.example/install',
      role_connections_verification_url: 'https://bot.example/verify',
      install_params: { scopes: ['bot'], permissions: '8' },
    }
    const patched = await client.call('PATCH', '/applications/@me', { body })
    expect(patched.body).toMatchObject(body)
    expect((await client.call('GET', '/oauth2/applications/@me')).body).toEqual(patched.body)
    expect(client.world.violations.entries).toEqual([])
  })

  test('refuses six tags and long descriptions', async () => {
    const client = createTestClient()
    const patch = async (body: object) => (await client.call('PATCH', '/applications/@me', { body })).body.code
    expect(await patch({ tags: ['a', 'b', 'c', 'd', 'e', 'f'] })).toBe(50035)
    expect(await patch({ description: 'x'.repeat(401) })).toBe(50035)
  })

  test('keeps the metadata of linked roles', async () => {
    const client = createTestClient()
    const records = [{ type: 2, key: 'rating', name: 'Rating', description: 'Chess rating at least' }]
    const path = `${app}/role-connections/metadata`
    expect((await client.call('PUT', path, { body: records })).body).toEqual(records)
    expect((await client.call('GET', path)).body).toEqual(records)
    expect(client.world.violations.entries).toEqual([])
  })
})

describe('commands', () => {
  const warn = { name: 'warn', description: 'Warn somebody' }
  const kick = { name: 'kick', description: 'Kick somebody' }

  test('a bulk overwrite replaces all, keeps ids, and counts only new ones as created', async () => {
    const client = createTestClient({ limits: { commandCreatesPerDay: 2 } })
    const put = (body: object[]) => client.call('PUT', `${app}/commands`, { body })
    const first = await put([warn, kick])
    for (let n = 0; n < 3; n += 1) expect((await put([warn, kick])).body).toEqual(first.body)
    const changed = await put([{ ...warn, description: 'Other' }])
    const [before] = Object.values(first.body)
    const [after] = Object.values(changed.body)
    expect(Reflect.get(Object(after), 'id')).toBe(Reflect.get(Object(before), 'id'))
    expect(Reflect.get(Object(after), 'version')).not.toBe(Reflect.get(Object(before), 'version'))
    expect(client.world.commands.global.size).toBe(1)
    expect((await put([warn, kick])).body.code).toBe(30034)
  })

  test('one of the same name is changed in place, and those of a guild stand apart', async () => {
    const client = createTestClient()
    const post = (path: string) => client.call('POST', path, { body: warn })
    expect((await post(`${app}/commands`)).status).toBe(201)
    expect((await post(`${app}/commands`)).status).toBe(200)
    expect((await post(`${app}/guilds/${demo.guildId}/commands`)).body['guild_id']).toBe(demo.guildId)
    expect(client.world.commands.global.size).toBe(1)
  })

  test('fifteen user commands and no sixteenth', async () => {
    const client = createTestClient()
    const list = Array.from({ length: 16 }, (_, n) => ({ name: `User ${n}`, type: 2 }))
    const put = (body: object[]) => client.call('PUT', `${app}/commands`, { body })
    expect((await put(list.slice(0, 15))).status).toBe(200)
    expect((await put(list)).status).toBe(400)
    expect(client.world.commands.global.size).toBe(15)
  })

  test('are read, changed and deleted by id', async () => {
    const client = createTestClient()
    const { id } = (await client.call('POST', `${app}/commands`, { body: warn })).body
    const path = `${app}/commands/${id}`
    expect((await client.call('PATCH', path, { body: { description: 'New' } })).body['description']).toBe('New')
    expect((await client.call('GET', path)).body['description']).toBe('New')
    expect((await client.call('DELETE', path)).status).toBe(204)
    expect((await client.call('GET', path)).body.code).toBe(10063)
  })
})
