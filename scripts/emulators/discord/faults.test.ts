import { describe, expect, test } from 'vitest'
import { addFault } from './faults.ts'
import { createTestClient } from './rest/test-client.ts'
import { demo } from './seed.ts'
import { startDiscordEmulator } from './server.ts'
import { createStandaloneClock } from './world/create.ts'

const path = `/channels/${demo.channels.general}/messages`
const message = { body: { content: 'x', allowed_mentions: { parse: [] } } }

describe('faults', () => {
  test('strike as often as they say, by template and method, and are no violation', async () => {
    const client = createTestClient()
    addFault(client.world, { method: 'POST', route: '/channels/{channel_id}/messages', status: 502, times: 2 })
    expect((await client.call('GET', path)).status).toBe(200)
    expect((await client.call('POST', path, message)).status).toBe(502)
    expect((await client.call('POST', path, message)).status).toBe(502)
    expect(client.last()).toMatchObject({ verdict: 'fault', status: 502, body: message.body })
    expect((await client.call('POST', path, message)).status).toBe(200)
    expect(client.world.faults).toEqual([])
    expect(client.world.violations.entries).toEqual([])
  })

  test('with times 0 never strike, and a route that is no expression matches nothing', async () => {
    const client = createTestClient()
    addFault(client.world, { status: 502, times: 0 })
    addFault(client.world, { route: '(', status: 502 })
    expect((await client.call('GET', path)).status).toBe(200)
  })

  test('match a regular expression over the path, and a code brings its status', async () => {
    const client = createTestClient()
    addFault(client.world, { route: '^/guilds/\\d+/bans', code: 50013 })
    const answer = await client.call('PUT', `/guilds/${demo.guildId}/bans/${demo.users.alan}`, { body: {} })
    expect([answer.status, answer.body.code, answer.body.message]).toEqual([403, 50013, 'Missing Permissions'])
    expect(client.world.guilds.get(demo.guildId)?.bans.size).toBe(0)
  })

  test('a 429 carries scope and Retry-After, and a bot that does not wait is caught', async () => {
    const client = createTestClient()
    addFault(client.world, { status: 429, retryAfter: 30, scope: 'shared', times: 1 })
    const answer = await client.call('POST', path, message)
    expect(answer.headers.get('retry-after')).toBe('30')
    expect(answer.headers.get('x-ratelimit-scope')).toBe('shared')
    expect(answer.body['retry_after']).toBe(30)
    client.clock.advance(10_000)
    expect((await client.call('POST', path, message)).status).toBe(200)
    expect(client.last().verdict).toBe('violation')
    client.clock.advance(20_000)
    await client.call('POST', path, message)
    expect(client.last().verdict).toBe('ok')
  })

  test('a delay holds the answer back', async () => {
    const client = createTestClient()
    addFault(client.world, { delayMs: 60, times: 1 })
    const started = performance.now()
    expect((await client.call('GET', '/users/@me')).status).toBe(200)
    expect(performance.now() - started).toBeGreaterThan(55)
  })

  test('drop does the work and cuts the connection', async () => {
    const emulator = await startDiscordEmulator({
      port: 0,
      clock: createStandaloneClock(),
      workerUrl: 'http://127.0.0.1:1',
    })
    try {
      const { world, url } = emulator
      addFault(world, { drop: true, times: 1 })
      const request = () =>
        fetch(`${url}/api/v10${path}`, {
          method: 'POST',
          body: JSON.stringify(message.body),
          headers: {
            authorization: `Bot ${world.application.token}`,
            'user-agent': 'DiscordBot (https://example.com, 1.0)',
            'content-type': 'application/json',
          },
        })
      await expect(request()).rejects.toThrow()
      expect(world.channels.get(demo.channels.general)?.messages.size).toBe(1)
      expect(world.requests.entries[0]).toMatchObject({ verdict: 'fault', status: 200 })
      expect((await request()).status).toBe(200)
    } finally {
      await emulator.close()
    }
  })
})
