import { afterEach, beforeEach, expect, test } from 'vitest'
import { resetWorld } from '../seed.ts'
import { startTestGateway, type TestClient, type TestGateway, writeAsAlan } from './test-client.ts'

let emulator: TestGateway

beforeEach(async () => {
  emulator = await startTestGateway()
})

afterEach(() => emulator.close())

const wait = { timeout: 10_000 }

const write = (content: string): void => writeAsAlan(emulator, content)

const ready = async (client: TestClient) => {
  await expect.poll(() => client.events('GUILD_CREATE').length, wait).toBe(2)
  return String(client.events('READY')[0]?.d['session_id'])
}

const lastSeq = (client: TestClient): number => Math.max(...client.received.map(({ s }) => s ?? 0))

const resume = async (session: string, seq: number) => {
  const client = await emulator.open()
  client.send(6, { token: emulator.world.application.token, session_id: session, seq })
  return client
}

const contents = (client: TestClient) => client.events('MESSAGE_CREATE').map(({ d }) => d['content'])

test('RESUME brings back exactly what was missed, in order, and then RESUMED', async () => {
  const first = await emulator.identify()
  const session = await ready(first)
  write('before')
  await expect.poll(() => contents(first), wait).toEqual(['before'])
  emulator.gateway.act({ action: 'drop' })
  await expect.poll(() => first.closeCode, wait).toBe(1006)
  for (const content of ['one', 'two', 'three']) write(content)
  const seq = lastSeq(first)
  const second = await resume(session, seq)
  await expect.poll(() => second.events('RESUMED').length, wait).toBe(1)
  expect(contents(second)).toEqual(['one', 'two', 'three'])
  expect(second.events('MESSAGE_CREATE').map(({ s }) => s)).toEqual([seq + 1, seq + 2, seq + 3])
  write('after')
  await expect.poll(() => contents(second).at(-1), wait).toBe('after')
  expect(second.events('MESSAGE_CREATE').at(-1)?.s).toBe(seq + 4)
})

test('a number that was never sent closes with 4007, and the session is over', async () => {
  const first = await emulator.identify()
  const session = await ready(first)
  first.ws.terminate()
  const second = await resume(session, 5_000)
  await expect.poll(() => second.closeCode, wait).toBe(4007)
  const third = await resume(session, 1)
  await expect.poll(() => third.received.at(-1), wait).toMatchObject({ op: 9, d: false })
})

test('more missed events than are kept end the session with op 9 false', async () => {
  emulator.world.gateway.settings.replayEvents = 5
  const first = await emulator.identify()
  const session = await ready(first)
  const seq = lastSeq(first)
  emulator.gateway.act({ action: 'drop' })
  for (let number = 0; number < 5; number += 1) write(String(number))
  const whole = await resume(session, seq)
  await expect.poll(() => contents(whole), wait).toEqual(['0', '1', '2', '3', '4'])
  emulator.gateway.act({ action: 'drop' })
  for (let number = 0; number < 6; number += 1) write(String(number))
  const late = await resume(session, seq + 5)
  await expect.poll(() => late.received.at(-1), wait).toMatchObject({ op: 9, d: false })
})

test('a wrong token is refused with 4004, an unknown session with op 9 false', async () => {
  const client = await resume('nothing', 1)
  await expect.poll(() => client.received.at(-1), wait).toMatchObject({ op: 9, d: false })
  client.send(6, { token: 'wrong', session_id: 'nothing', seq: 1 })
  await expect.poll(() => client.closeCode, wait).toBe(4004)
})

test.each([1000, 1001])('a client that closes with %i gives its session up', async (code) => {
  const first = await emulator.identify()
  await ready(first)
  first.ws.close(code)
  await expect.poll(() => emulator.gateway.describe().sessions, wait).toEqual([])
})

test('a session without a connection ends when its time is over', async () => {
  emulator.world.gateway.settings.resumeWindowMs = 50
  const first = await emulator.identify()
  const session = await ready(first)
  first.ws.terminate()
  await expect.poll(() => emulator.gateway.describe().sessions, wait).toEqual([])
  const late = await resume(session, 1)
  await expect.poll(() => late.received.at(-1), wait).toMatchObject({ op: 9, d: false })
})

test('op 9 true lets the client resume on the same connection', async () => {
  const client = await emulator.identify()
  const session = await ready(client)
  emulator.gateway.act({ action: 'invalidate', resumable: true })
  write('meanwhile')
  await expect.poll(() => client.received.at(-1), wait).toMatchObject({ op: 9, d: true })
  expect(contents(client)).toEqual([])
  client.send(6, { token: emulator.world.application.token, session_id: session, seq: lastSeq(client) })
  await expect.poll(() => client.events('RESUMED').length, wait).toBe(1)
  expect(contents(client)).toEqual(['meanwhile'])
})

test('op 7 and chosen close codes reach the client of that shard only', async () => {
  const client = await emulator.identify({ shard: [0, 1] })
  await ready(client)
  expect(emulator.gateway.act({ action: 'reconnect', shard: 3 })).toBe(0)
  expect(emulator.gateway.act({ action: 'reconnect', shard: 0 })).toBe(1)
  await expect.poll(() => client.received.at(-1)?.op, wait).toBe(7)
  emulator.gateway.act({ action: 'close', code: 4000 })
  await expect.poll(() => client.closeCode, wait).toBe(4000)
})

test('a reset of the world ends all sessions', async () => {
  const client = await emulator.identify()
  const session = await ready(client)
  resetWorld(emulator.world)
  await expect.poll(() => client.received.at(-1), wait).toMatchObject({ op: 9, d: false })
  const late = await resume(session, 1)
  await expect.poll(() => late.received.at(-1), wait).toMatchObject({ op: 9, d: false })
})
