import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRestApp } from '../rest/app.ts'
import { demo } from '../seed.ts'
import type { DataChange } from './inspector-types.ts'
import { allowed_mentions, part, registerSamples, say, startTestDriver, type TestDriver } from './test-bot.ts'
import { isObject, type Json } from './types.ts'

const change: DataChange = { at: 'now', operation: 'insert', table: 'cases', rows: 1, sql: 'insert', parameters: [] }
const asked: string[] = []
const surroundings = {
  traces: {
    changes: async (id: string) => {
      asked.push(id)
      return [change]
    },
    log: (id: string) => [`line of ${id}`],
  },
}

let driver: TestDriver
let answer: (interaction: Json, request: Request) => unknown = () => say('hi')
const ids: (string | null)[] = []
beforeEach(async () => {
  ids.length = 0
  asked.length = 0
  answer = () => say('hi')
  driver = await startTestDriver(
    (interaction, request) => {
      ids.push(request.headers.get('x-guildhall-request'))
      return answer(interaction, request)
    },
    { surroundings, deadlineMs: 1000 },
  )
  registerSamples(driver.world)
})
afterEach(() => driver.close())

const run = async (name = 'form'): Promise<Json> =>
  (
    await driver.send('POST', '/emulator/commands', {
      guild: demo.guildId,
      channel: demo.channels.general,
      user: demo.users.grace,
      name,
      ...(name === 'case view' && { options: { number: 1 } }),
    })
  ).body
const get = async (path: string): Promise<Json> => (await driver.send('GET', path)).body
const detailOf = async (done: Json): Promise<Json> =>
  part(await get(`/emulator/interactions/${part(done, 'interaction')['id']}`), 'interaction')
const list = async (): Promise<Json[]> => {
  const { interactions } = await get('/emulator/interactions')
  return Array.isArray(interactions) ? interactions.filter(isObject) : []
}

/** A REST call of the bot, with or without the id it was given. */
const rest = (method: string, path: string, headers: Record<string, string> = {}, body: unknown = {}) =>
  createRestApp(driver.world, {
    validateBody: () => [],
    validateAnswer: () => [],
    validateCallback: () => [],
  }).request(`/api/v10${path}`, {
    method,
    headers: {
      authorization: `Bot ${driver.world.application.token}`,
      'user-agent': 'DiscordBot (x, 1)',
      'content-type': 'application/json',
      ...headers,
    },
    body: JSON.stringify(body),
  })

describe('an interaction', () => {
  it('is kept as it went over the wire, signature included, with its time', async () => {
    answer = () => say('hello')
    const detail = await detailOf(await run('case view'))
    expect(detail).toMatchObject({
      name: '/case view',
      user: { name: 'Grace' },
      channel: { name: 'general' },
      limitMs: 1000,
    })
    const request = part(detail, 'request')
    expect(part(request, 'headers')['x-signature-ed25519']).toMatch(/^[0-9a-f]{128}$/)
    expect(JSON.parse(String(request['body']))).toEqual(driver.received[0])
    expect(part(detail, 'response')).toMatchObject({ status: 200 })
    expect(JSON.parse(String(part(detail, 'response')['body']))).toEqual(say('hello'))
    expect(detail['elapsedMs']).toBeGreaterThan(0)
    expect(detail).toMatchObject({ problems: [], failure: null, state: 'acknowledged' })
  })

  it('has the rows and log lines of the request id that the bot was told', async () => {
    const detail = await detailOf(await run())
    expect(detail).toMatchObject({ requestId: ids[0], traced: true, changes: [change], log: [`line of ${ids[0]}`] })
    expect(asked).toEqual(ids)
  })

  it('has the calls that carry its id or its token, and no others', async () => {
    const done = await run()
    const { id, token } = part(done, 'interaction')
    const botId = driver.world.application.id
    await rest('PATCH', `/webhooks/${botId}/${token}/messages/@original`, {}, { content: 'new', allowed_mentions })
    await rest(
      'POST',
      `/channels/${demo.channels.general}/messages`,
      { 'x-guildhall-request': ids[0] ?? '' },
      { content: 'a', allowed_mentions },
    )
    await rest('POST', `/channels/${demo.channels.general}/messages`, {}, { content: 'b', allowed_mentions })
    const calls = (await detailOf(done))['calls']
    expect(calls).toMatchObject([
      { method: 'PATCH', role: 'answer', verdict: 'ok' },
      { method: 'POST', role: 'other', body: { content: 'a' } },
    ])
    expect((await list()).map((line) => [line['id'], line['calls']])).toEqual([[id, 2]])
  })

  it('tells in words what is wrong with its answer', async () => {
    answer = () => ({ type: 9, data: { custom_id: 'x', title: 'x'.repeat(52), components: [] } })
    const { problems, failure } = await detailOf(await run())
    expect(problems).toContainEqual(expect.stringContaining('modal title 52 of 45'))
    expect(failure).toMatchObject({ code: 'invalid_response' })
  })

  it('tells in words which call was refused', async () => {
    const done = await run()
    await rest(
      'POST',
      '/channels/1/messages',
      { 'x-guildhall-request': ids[0] ?? '' },
      { content: 'a', allowed_mentions },
    )
    expect((await detailOf(done))['problems']).toEqual([expect.stringMatching(/^POST \/channels\//)])
  })

  it('is listed newest first, and forgotten with a reset', async () => {
    await run('form')
    await run('case view')
    expect((await list()).map((line) => line['name'])).toEqual(['/case view', '/form'])
    await driver.send('POST', '/emulator/reset', {})
    expect(await list()).toEqual([])
    expect((await driver.send('GET', '/emulator/interactions/1')).status).toBe(400)
  })
})

describe('a fault on interactions', () => {
  const fault = (body: Json) => driver.send('POST', '/emulator/faults', { on: 'interactions', ...body })
  const violations = async () => (await get('/emulator/violations'))['violations']

  it('holds the answer past the limit: the client says that nobody responded, and it is no mistake of the bot', async () => {
    await fault({ delayMs: 1100, times: 1 })
    const done = await run()
    expect(done['error']).toMatchObject({ code: 'no_answer', message: expect.stringContaining('did not respond') })
    expect(done['message']).toBeUndefined()
    expect(await detailOf(done)).toMatchObject({ fault: 'the answer was held for 1100 ms', response: { status: 200 } })
    expect(await violations()).toEqual([])
    expect((await run())['error']).toBeUndefined()
  })

  it('may hold it within the limit, drop it, or put an HTTP error in its place', async () => {
    await fault({ delayMs: 50, times: 1 })
    expect((await run())['error']).toBeUndefined()
    await fault({ drop: true, times: 1 })
    expect((await run())['error']).toMatchObject({ code: 'no_answer' })
    await fault({ status: 502, times: 1 })
    expect((await run())['error']).toMatchObject({ code: 'http_error' })
    expect(await violations()).toEqual([])
  })

  it('spoils the token: what the bot then does with it is no mistake either', async () => {
    answer = () => ({ type: 5 })
    await fault({ drop: true, times: 1 })
    const { token } = part(await run(), 'interaction')
    const path = `/webhooks/${driver.world.application.id}/${token}/messages/@original`
    const late = await rest('PATCH', path, {}, { content: 'late', allowed_mentions })
    expect(late.status).toBe(404)
    expect(await violations()).toEqual([])
  })

  it('leaves an answer by callback alone', async () => {
    await fault({ drop: true })
    answer = async (interaction) => {
      await rest('POST', `/interactions/${interaction['id']}/${interaction['token']}/callback`, {}, say('called back'))
      return 202
    }
    expect((await run())['message']).toMatchObject({ content: 'called back' })
    expect(await violations()).toEqual([])
  })

  it('a callback has the time that the switch gives, not Discord’s three seconds', async () => {
    let callback: Response | undefined
    answer = async (interaction) => {
      driver.world.clock.advance(4_000)
      const path = `/interactions/${interaction['id']}/${interaction['token']}/callback`
      callback = await rest('POST', path, {}, say('at last'))
      return 202
    }
    await driver.send('POST', '/emulator/switches', { deadlineMs: 60_000 })
    expect((await run())['message']).toMatchObject({ content: 'at last' })
    await driver.send('POST', '/emulator/switches', { deadlineMs: 3_500 })
    await run()
    expect(callback?.status).toBe(404)
  })

  it('leaves REST calls alone', async () => {
    await fault({ status: 500 })
    const sent = await rest(
      'POST',
      `/channels/${demo.channels.general}/messages`,
      {},
      { content: 'a', allowed_mentions },
    )
    expect(sent.status).toBe(200)
  })
})

it('an emulator without surroundings says that it knows neither rows nor lines, and sends no id', async () => {
  const alone = await startTestDriver((_, request) => {
    ids.push(request.headers.get('x-guildhall-request'))
    return say('hi')
  })
  registerSamples(alone.world)
  const body = { guild: demo.guildId, channel: demo.channels.general, user: demo.users.grace, name: 'form' }
  const done = await alone.send('POST', '/emulator/commands', body)
  const detail = await alone.send('GET', `/emulator/interactions/${part(done.body, 'interaction')['id']}`)
  expect(detail.body).toMatchObject({ interaction: { traced: false, changes: [], log: [] } })
  expect(ids).toEqual([null])
  await alone.close()
})
