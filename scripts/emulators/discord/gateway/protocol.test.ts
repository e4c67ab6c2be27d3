import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { demo } from '../seed.ts'
import { addMember } from '../world/members.ts'
import { allIntents, identifyBody, startTestGateway, type TestGateway } from './test-client.ts'

let emulator: TestGateway

beforeEach(async () => {
  emulator = await startTestGateway()
})

afterEach(() => emulator.close())

const wait = { timeout: 10_000 }

describe('a connection', () => {
  test('starts with HELLO and the configured interval', async () => {
    emulator.world.gateway.settings.heartbeatIntervalMs = 12_345
    const client = await emulator.open()
    await expect.poll(() => client.received[0], wait).toMatchObject({ op: 10, d: { heartbeat_interval: 12_345 } })
  })

  test.each(['/?v=10&encoding=json', '/gateway/?v=10', '/gateway?encoding=json', '/'])(
    'is taken at %s',
    async (query) => {
      const client = await emulator.open(query)
      await expect.poll(() => client.received[0]?.op, wait).toBe(10)
    },
  )

  test('is refused at other addresses', async () => {
    await expect(emulator.open('/api/v10/gateway')).rejects.toThrow('404')
  })

  test('gets an ACK for each heartbeat, also before it identifies', async () => {
    const client = await emulator.open()
    client.send(1, null)
    client.send(1, 3)
    await expect.poll(() => client.received.filter(({ op }) => op === 11).length, wait).toBe(2)
  })

  test('is asked for a heartbeat on demand', async () => {
    const client = await emulator.identify()
    await expect.poll(() => client.events('READY').length, wait).toBe(1)
    emulator.gateway.act({ action: 'heartbeat' })
    await expect.poll(() => client.received.at(-1)?.op, wait).toBe(1)
  })

  test('without heartbeats is closed with 4009, and its session is over', async () => {
    emulator.world.gateway.settings.heartbeatIntervalMs = 200
    const client = await emulator.identify()
    await expect.poll(() => client.closeCode, wait).toBe(4009)
    expect(emulator.gateway.describe().sessions).toEqual([])
  })
})

test('heartbeats keep a connection open beyond the time of silence', async () => {
  emulator.world.gateway.settings.heartbeatIntervalMs = 600
  emulator.world.gateway.settings.sends = { requests: 10_000, seconds: 60 }
  const client = await emulator.identify()
  const timer = setInterval(() => client.send(1, null), 50)
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  clearInterval(timer)
  expect(client.closeCode).toBeNull()
  await expect.poll(() => client.closeCode, wait).toBe(4009)
})

describe('IDENTIFY', () => {
  test('is answered with READY and then every guild of the shard', async () => {
    const client = await emulator.identify({ shard: [0, 1] })
    await expect.poll(() => client.events('GUILD_CREATE').length, wait).toBe(2)
    const [ready] = client.events('READY')
    expect(ready).toMatchObject({
      s: 1,
      d: {
        v: 10,
        user: { id: demo.botId, bot: true },
        guilds: [
          { id: demo.guildId, unavailable: true },
          { id: demo.other.guildId, unavailable: true },
        ],
        resume_gateway_url: `${emulator.url}/gateway`,
        shard: [0, 1],
        application: { id: demo.applicationId },
      },
    })
    expect(client.events('GUILD_CREATE').map(({ s }) => s)).toEqual([2, 3])
  })

  test('counts against the session start limit; beyond it every session ends with 4004', async () => {
    emulator.world.gateway.settings.sessionStarts = 1
    const first = await emulator.identify()
    await expect.poll(() => first.events('READY').length, wait).toBe(1)
    expect(emulator.gateway.describe().sessionStartLimit).toMatchObject({ total: 1, remaining: 0 })
    const second = await emulator.identify()
    await expect.poll(() => [first.closeCode, second.closeCode], wait).toEqual([4004, 4004])
  })

  test('of the same bucket within the window gets op 9, of another bucket READY', async () => {
    Object.assign(emulator.world.gateway.settings, { identifyWindowMs: 60_000, maxConcurrency: 2 })
    const [first, other, same] = await Promise.all([
      emulator.identify({ shard: [0, 4] }),
      emulator.identify({ shard: [1, 4] }),
      emulator.open(),
    ])
    await expect.poll(() => [first.events('READY').length, other.events('READY').length], wait).toEqual([1, 1])
    same.send(2, identifyBody(emulator.world, { shard: [2, 4] }))
    await expect.poll(() => same.received.at(-1), wait).toMatchObject({ op: 9, d: false })
  })
})

type Case = [code: number, why: string, act: (emulator: TestGateway) => Promise<{ closeCode: number | null }>]

const identified = async (emulator: TestGateway, op: number, d: unknown) => {
  const client = await emulator.identify()
  await expect.poll(() => client.events('READY').length, wait).toBe(1)
  client.send(op, d)
  return client
}

const raw = async (emulator: TestGateway, text: string) => {
  const client = await emulator.open()
  client.ws.send(text)
  return client
}

const cases: Case[] = [
  [4001, 'an unknown opcode', (it) => identified(it, 99, null)],
  [4002, 'no JSON', (it) => raw(it, 'hello')],
  [4002, 'no op', (it) => raw(it, '{"d":null}')],
  [4002, 'a payload above 4096 bytes', (it) => raw(it, JSON.stringify({ op: 1, d: null, x: 'y'.repeat(4096) }))],
  [4002, 'an IDENTIFY without properties', (it) => it.identify({ properties: undefined })],
  [4002, 'ETF', (it) => it.open('/?v=10&encoding=etf')],
  [4002, 'an unknown compression', (it) => it.open('/?v=10&compress=brotli')],
  [4003, 'a request before IDENTIFY', (it) => raw(it, JSON.stringify({ op: 8, d: { guild_id: '1', query: '' } }))],
  [4004, 'a wrong token', (it) => it.identify({ token: 'nonsense' })],
  [4005, 'a second IDENTIFY', (it) => identified(it, 2, identifyBody(it.world))],
  [4010, 'a shard beyond the number of shards', (it) => it.identify({ shard: [2, 2] })],
  [4010, 'a shard that is no pair', (it) => it.identify({ shard: 'first' })],
  [4012, 'version 6', (it) => it.open('/?v=6&encoding=json')],
  [4013, 'unknown intents', (it) => it.identify({ intents: 1 << 30 })],
  [4013, 'intents that are no number', (it) => it.identify({ intents: ['GUILDS'] })],
]

describe('a mistake of the client', () => {
  test.each(cases)('closes with %i: %s', async (code, _why, act) => {
    const client = await act(emulator)
    await expect.poll(() => client.closeCode, wait).toBe(code)
    expect(emulator.world.violations.entries.at(-1)).toMatchObject({ rule: 'gateway', code })
  })

  test('4008: more than 120 sends in a minute', async () => {
    const client = await emulator.open()
    for (let count = 0; count < 120; count += 1) client.send(1, null)
    await expect.poll(() => client.received.filter(({ op }) => op === 11).length, wait).toBe(120)
    expect(client.closeCode).toBeNull()
    client.send(1, null)
    await expect.poll(() => client.closeCode, wait).toBe(4008)
  })

  test('4011: more guilds than a shard may have', async () => {
    emulator.world.gateway.settings.maxGuildsPerShard = 1
    const alone = await emulator.identify()
    await expect.poll(() => alone.closeCode, wait).toBe(4011)
  })

  test('4014: privileged intents that are switched off, unless the application has their flags', async () => {
    emulator.world.gateway.settings.privilegedIntents = ['MESSAGE_CONTENT']
    const refused = await emulator.identify()
    await expect.poll(() => refused.closeCode, wait).toBe(4014)
    expect(refused.closeReason).toContain('GUILD_MEMBERS, GUILD_PRESENCES')
    emulator.world.application.flags = (1 << 13) | (1 << 15)
    const allowed = await emulator.identify({ intents: allIntents })
    await expect.poll(() => allowed.events('READY').length, wait).toBe(1)
  })
})

test('a failure of the emulator itself closes with 4000 and is listed, and others go on', async () => {
  const { world } = emulator
  world.users.delete(demo.users.alan)
  const client = await emulator.identify()
  await expect.poll(() => client.closeCode, wait).toBe(4000)
  expect(world.violations.entries.at(-1)).toMatchObject({ rule: 'emulator' })
  const other = await emulator.identify({ intents: 0 })
  await expect.poll(() => other.events('READY').length, wait).toBe(1)
})

describe('shards', () => {
  test('share the guilds by (id >> 22) % count, and events follow', async () => {
    const count = 2
    const shardOf = (id: string) => Number((BigInt(id) >> 22n) % BigInt(count))
    const clients = await Promise.all([0, 1].map((id) => emulator.identify({ shard: [id, count] })))
    await expect
      .poll(() => clients.reduce((sum, client) => sum + client.events('GUILD_CREATE').length, 0), wait)
      .toBe(2)
    for (const [shard, client] of clients.entries()) {
      for (const { d } of client.events('GUILD_CREATE')) expect(shardOf(String(d['id']))).toBe(shard)
    }
    const guild = emulator.world.guilds.get(demo.guildId)
    if (!guild) throw new Error('no demo guild')
    addMember(emulator.world, guild, demo.users.otto)
    const home = clients[shardOf(demo.guildId)]
    await expect.poll(() => home?.events('GUILD_MEMBER_ADD').length, wait).toBe(1)
    expect(clients[1 - shardOf(demo.guildId)]?.events('GUILD_MEMBER_ADD')).toEqual([])
    emulator.world.emit({ type: 'USER_UPDATE', guildId: null, payload: { id: demo.botId } })
    await expect.poll(() => clients.map((client) => client.events('USER_UPDATE').length), wait).toEqual([1, 1])
  })
})
