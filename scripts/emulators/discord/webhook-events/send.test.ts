import { createPublicKey, verify } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { type HttpServer, listen } from '../../../local/http-server.ts'
import { createTestClient, type TestClient } from '../rest/test-client.ts'
import { demo } from '../seed.ts'
import { announceDeauthorized } from './announce.ts'
import { sendWebhookEvent } from './send.ts'

let server: HttpServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

interface Endpoint {
  url: string
  /** Bodies that came with a good signature. */
  received: Record<string, unknown>[]
  /** The status of the next answers; 204 when empty. */
  statuses: number[]
}

const startEndpoint = async ({ world }: TestClient): Promise<Endpoint> => {
  const key = createPublicKey(world.application.privateKey)
  const endpoint: Endpoint = { url: '', received: [], statuses: [] }
  server = await listen({
    port: 0,
    name: 'webhook events',
    fetch: async (request) => {
      const text = await request.text()
      const signature = Buffer.from(request.headers.get('x-signature-ed25519') ?? '', 'hex')
      const timestamp = request.headers.get('x-signature-timestamp') ?? ''
      if (!verify(null, Buffer.from(timestamp + text), key, signature)) return new Response(null, { status: 401 })
      endpoint.received.push(JSON.parse(text))
      return new Response(null, { status: endpoint.statuses.shift() ?? 204 })
    },
  })
  endpoint.url = server.url
  return endpoint
}

const subscribe = (client: TestClient, url: string) =>
  client.call('PATCH', '/applications/@me', {
    body: {
      event_webhooks_url: url,
      event_webhooks_status: 2,
      event_webhooks_types: ['APPLICATION_DEAUTHORIZED', 'ENTITLEMENT_CREATE'],
    },
  })

describe('webhook events', () => {
  test('go, signed, to an endpoint that passed the handshake', async () => {
    const client = createTestClient()
    const endpoint = await startEndpoint(client)
    const { status, body } = await subscribe(client, endpoint.url)
    expect([status, body['event_webhooks_url'], body['event_webhooks_status']]).toEqual([200, endpoint.url, 2])
    expect(endpoint.received).toEqual([{ version: 1, application_id: demo.applicationId, type: 0 }])
    announceDeauthorized(client.world, demo.users.alan)
    await expect.poll(() => client.world.webhookEvents.records[0]?.state).toBe('delivered')
    expect(endpoint.received[1]).toMatchObject({
      version: 1,
      type: 1,
      event: { type: 'APPLICATION_DEAUTHORIZED', data: { user: { id: demo.users.alan } } },
    })
  })

  test('are tried again with growing pauses of the local clock', async () => {
    const client = createTestClient()
    const endpoint = await startEndpoint(client)
    await subscribe(client, endpoint.url)
    endpoint.statuses.push(500, 500)
    const record = sendWebhookEvent(client.world, 'ENTITLEMENT_CREATE', {})
    await expect.poll(() => record.attempts.length).toBe(1)
    client.clock.advance(1_000)
    await expect.poll(() => record.attempts.length).toBe(2)
    client.clock.advance(2_000)
    await expect.poll(() => record.state).toBe('delivered')
    expect(record.attempts.map(({ status }) => status)).toEqual([500, 500, 204])
  })

  test('are given up after ten minutes, and the URL is disabled after five of them', async () => {
    const client = createTestClient()
    const { world } = client
    const endpoint = await startEndpoint(client)
    await subscribe(client, endpoint.url)
    endpoint.statuses.push(...Array.from({ length: 10 }, () => 500))
    const records = Array.from({ length: 5 }, () => sendWebhookEvent(world, 'ENTITLEMENT_CREATE', {}))
    await expect.poll(() => records.every(({ attempts }) => attempts.length === 1)).toBe(true)
    client.clock.advance(700_000)
    await expect.poll(() => records.map(({ state }) => state)).toEqual(Array.from({ length: 5 }, () => 'failed'))
    expect(world.application.eventWebhooksStatus).toBe(3)
    expect(sendWebhookEvent(world, 'ENTITLEMENT_CREATE', {}).reason).toContain('disabled by Discord')
  })

  test('that nobody subscribed to are kept but not sent', async () => {
    const client = createTestClient()
    const endpoint = await startEndpoint(client)
    await subscribe(client, endpoint.url)
    expect(sendWebhookEvent(client.world, 'APPLICATION_AUTHORIZED', {}).state).toBe('skipped')
    expect(endpoint.received).toHaveLength(1)
  })

  test('get no URL that answers a PING wrongly or takes a forged one', async () => {
    const client = createTestClient()
    server = await listen({ port: 0, name: 'careless', fetch: () => new Response(null, { status: 204 }) })
    const careless = await subscribe(client, server.url)
    expect([careless.status, client.last().explanation]).toEqual([400, expect.stringContaining('bad signature')])
    expect(JSON.stringify(careless.body)).toContain('APPLICATION_EVENT_WEBHOOKS_URL_INVALID')
    expect((await subscribe(client, 'http://127.0.0.1:1/')).status).toBe(400)
    expect(client.world.application.eventWebhooksUrl).toBeNull()
  })
})
