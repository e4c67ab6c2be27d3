import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { recordRequest, recordViolation } from '../request-log.ts'
import { demo } from '../seed.ts'
import { part, registerSamples, startTestDriver, type TestDriver } from './test-bot.ts'
import type { Json } from './types.ts'

let driver: TestDriver
let advanced = 0

beforeAll(async () => {
  driver = await startTestDriver(() => 500, {
    onAdvance: async () => {
      advanced += 1
    },
  })
})
beforeEach(() => driver.send('POST', '/emulator/reset'))
afterAll(() => driver.close())

const post = (path: string, body: Json) => driver.send('POST', path, body)
const get = (path: string) => driver.send('GET', path)

describe('state', () => {
  it('is 503 until the world is ready, then describes it without secrets', async () => {
    driver.world.ready = false
    expect((await get('/emulator/state')).status).toBe(503)
    driver.world.ready = true
    const { status, body } = await get('/emulator/state')
    expect(status).toBe(200)
    expect(JSON.stringify(body)).not.toContain(driver.world.application.token)
    expect(body['guilds']).toHaveLength(2)
    expect(body['application']).toMatchObject({
      id: demo.applicationId,
      publicKey: driver.world.application.publicKeyHex,
    })
  })
})

describe('people', () => {
  const general = { guild: demo.guildId, channel: 'general' }

  it('write messages that the channel shows', async () => {
    await post('/emulator/messages', { ...general, user: 'alan', content: 'hello <@340000000000000004>' })
    const { body } = await get(`/emulator/messages?channel=${demo.channels.general}`)
    expect(body['messages']).toMatchObject([
      { content: 'hello <@340000000000000004>', author: { username: 'alan' }, origin: 'user' },
    ])
  })

  it('cannot write where they may not, nor faster than slow mode', async () => {
    expect(
      await post('/emulator/messages', { guild: demo.guildId, channel: 'staff', user: 'alan', content: 'x' }),
    ).toMatchObject({ status: 400, body: { error: { code: 'not_allowed' } } })
    const channel = driver.world.channels.get(demo.channels.general)
    if (channel) channel.rateLimitPerUser = 30
    await post('/emulator/messages', { ...general, user: 'alan', content: 'one' })
    expect(await post('/emulator/messages', { ...general, user: 'alan', content: 'two' })).toMatchObject({
      body: { error: { code: 'slow_mode' } },
    })
    await post('/emulator/advance', { seconds: 31 })
    expect((await post('/emulator/messages', { ...general, user: 'alan', content: 'two' })).status).toBe(200)
  })

  it('react and take reactions back', async () => {
    const { body } = await post('/emulator/messages', { ...general, user: 'alan', content: 'x' })
    const message = String(part(body, 'message')['id'])
    const added = await post('/emulator/reactions', { ...general, user: 'ada', message, emoji: '⭐' })
    expect(added.body['message']).toMatchObject({ reactions: [{ count: 1, emoji: { name: '⭐' } }] })
    await post('/emulator/reactions', { ...general, user: 'ada', message, emoji: '⭐', remove: true })
    expect(
      await post('/emulator/reactions', { ...general, user: 'ada', message, emoji: '⭐', remove: true }),
    ).toMatchObject({ body: { error: { code: 'no_reaction' } } })
  })

  it('join and leave voice, but not a text channel', async () => {
    await post('/emulator/voice', { guild: demo.guildId, user: 'alan', channel: 'Lounge' })
    expect(driver.world.guilds.get(demo.guildId)?.voiceStates.get(demo.users.alan)?.channel_id).toBe(
      demo.channels.voice,
    )
    await post('/emulator/voice', { guild: demo.guildId, user: 'alan', channel: null })
    expect(driver.world.guilds.get(demo.guildId)?.voiceStates.size).toBe(0)
    expect(await post('/emulator/voice', { guild: demo.guildId, user: 'alan', channel: 'general' })).toMatchObject({
      body: { error: { code: 'no_voice' } },
    })
  })

  it('join, leave, get roles, are banned and delete their accounts', async () => {
    const guild = driver.world.guilds.get(demo.guildId)
    const change = (user: string, action: string, extra: Json = {}) =>
      post('/emulator/members', { guild: demo.guildId, user, action, ...extra })
    await change('zuse', 'join')
    expect(guild?.members.size).toBe(17)
    await change('alan', 'add-role', { role: 'Trusted' })
    expect(guild?.members.get(demo.users.alan)?.roles.has(demo.roles.trusted)).toBe(true)
    await change('alan', 'ban')
    expect(await change('alan', 'join')).toMatchObject({ body: { error: { code: 'banned' } } })
    await change('alan', 'unban')
    expect((await change('alan', 'join')).status).toBe(200)
    expect(await change('ada', 'leave')).toMatchObject({ body: { error: { code: 'owner' } } })
    await change('alan', 'delete-account')
    expect(driver.world.users.has(demo.users.alan)).toBe(false)
  })
})

describe('control', () => {
  it('advance moves the clock and waits for what is due', async () => {
    const before = driver.world.now()
    const count = advanced
    await post('/emulator/advance', { seconds: 3600 })
    expect(driver.world.now() - before).toBeGreaterThanOrEqual(3_600_000)
    expect(advanced).toBe(count + 1)
    expect((await post('/emulator/advance', { seconds: -1 })).status).toBe(400)
  })

  it('makes guilds for load tests', async () => {
    const { body } = await post('/emulator/guilds', { name: 'load1', moderators: 1, members: 3 })
    expect(body).toMatchObject({
      guild: { name: 'load1' },
      moderatorIds: [expect.any(String)],
      memberIds: [expect.any(String), expect.any(String), expect.any(String)],
    })
    expect(driver.world.guilds.size).toBe(3)
  })

  it('a reset keeps the commands of the bot, except of guilds that are gone; it forgets them when told to', async () => {
    const { world } = driver
    registerSamples(world)
    const made = await post('/emulator/guilds', { name: 'load1' })
    const guildIds = [demo.guildId, String(part(made.body, 'guild')['id'])]
    for (const id of guildIds) world.commands.guilds.set(id, new Map(world.commands.global))
    const before = [...world.commands.global.keys()]
    expect(before).not.toEqual([])
    await post('/emulator/reset', {})
    expect([...world.commands.global.keys()]).toEqual(before)
    expect([...world.commands.guilds.keys()]).toEqual([demo.guildId])
    await post('/emulator/reset', { commands: true })
    expect((await get('/emulator/state')).body['commands']).toEqual([])
  })

  it('lists requests by filter and clears violations', async () => {
    const { world } = driver
    const entry = {
      at: '',
      path: '/channels/1',
      query: '',
      route: null,
      body: null,
      files: [],
      reason: null,
      userAgent: null,
      authorization: 'bot' as const,
      code: null,
      elapsedMs: 1,
      explanation: null,
    }
    recordRequest(world, { ...entry, id: 1, method: 'GET', status: 200, verdict: 'ok' })
    recordRequest(world, { ...entry, id: 2, method: 'POST', status: 403, verdict: 'violation' })
    expect((await get('/emulator/requests?method=post')).body['requests']).toMatchObject([{ id: 2 }])
    expect((await get('/emulator/requests?verdict=ok')).body['requests']).toMatchObject([{ id: 1 }])
    expect((await get('/emulator/requests?verdict=nonsense')).status).toBe(400)
    recordViolation(world, { rule: 'schema', explanation: 'x' })
    expect((await get('/emulator/violations')).body['violations']).toHaveLength(1)
    expect((await driver.send('DELETE', '/emulator/violations')).body['violations']).toEqual([])
  })

  it('adds and clears faults', async () => {
    await post('/emulator/faults', { route: '/channels', status: 500, times: 2 })
    expect((await get('/emulator/faults')).body['faults']).toMatchObject([{ status: 500, times: 2, hits: 0 }])
    expect((await driver.send('DELETE', '/emulator/faults')).body['faults']).toEqual([])
    expect((await post('/emulator/faults', { status: 200 })).status).toBe(400)
  })

  it('switches change the bot role and closed DMs', async () => {
    await post('/emulator/switches', {
      guild: 'Other Guild',
      botPermissions: ['BanMembers'],
      botRolePosition: 1,
      dmsClosed: { alan: true },
    })
    const role = driver.world.guilds.get(demo.other.guildId)?.roles.get(demo.other.roles.bot)
    expect(role).toMatchObject({ permissions: '4', position: 1 })
    expect(driver.world.users.get(demo.users.alan)?.dmsClosed).toBe(true)
    expect(await post('/emulator/switches', { botPermissions: ['Fly'] })).toMatchObject({
      body: { error: { code: 'unknown_permission' } },
    })
  })

  it('answers unknown routes and broken JSON in words', async () => {
    expect((await get('/emulator/nope')).status).toBe(404)
    const broken = await driver.app.request('/emulator/commands', { method: 'POST', body: '{' })
    expect(await broken.json()).toMatchObject({ error: { code: 'invalid_json' } })
  })
})
