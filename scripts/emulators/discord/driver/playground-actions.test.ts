import { afterAll, beforeEach, expect, it } from 'vitest'
import { demo, resetWorld } from '../seed.ts'
import type { WorldEvent } from '../world/types.ts'
import { codeOf, part, registerSamples, say, startTestDriver, type TestDriver } from './test-bot.ts'
import type { Json } from './types.ts'

const driver: TestDriver = await startTestDriver(() => say('Done.', { flags: 64 }))
const { world } = driver
afterAll(() => driver.close())
beforeEach(() => {
  resetWorld(world)
  registerSamples(world)
})

const place = (user: string, channel = 'general') => ({ guild: demo.guildId, channel, user })

const write = async (user: string, content = 'hello'): Promise<string> => {
  const { body } = await driver.send('POST', '/emulator/messages', { ...place(user), content })
  return String(part(body, 'message')['id'])
}

const refusal = (code: string) => expect.objectContaining({ code })

it('people edit their own messages, which then show as edited, and no others', async () => {
  const message = await write('alan')
  const own = await driver.send('PATCH', '/emulator/messages', { ...place('alan'), message, content: 'bye' })
  expect(part(own.body, 'message')).toMatchObject({ content: 'bye', edited_timestamp: expect.any(String) })
  const other = await driver.send('PATCH', '/emulator/messages', { ...place('ada'), message, content: 'x' })
  expect(codeOf(other)).toEqual(refusal('not_yours'))
})

it('deleting takes one’s own messages, and those of others only with MANAGE_MESSAGES', async () => {
  const message = await write('alan')
  const asBarbara = await driver.send('DELETE', '/emulator/messages', { ...place('barbara'), message })
  expect(codeOf(asBarbara)).toEqual(refusal('not_allowed'))
  expect((await driver.send('DELETE', '/emulator/messages', { ...place('grace'), message })).body).toEqual({
    deleted: true,
  })
  const second = await write('alan')
  expect((await driver.send('DELETE', '/emulator/messages', { ...place('alan'), message: second })).status).toBe(200)
})

it('an ephemeral answer can be dismissed by the one who sees it', async () => {
  const { body } = await driver.send('POST', '/emulator/commands', { ...place('alan'), name: 'form' })
  const message = part(body, 'message')['id']
  const dismissed = await driver.send('DELETE', '/emulator/messages', { ...place('alan'), message })
  expect(dismissed.body).toEqual({ deleted: true })
})

it('files arrive with their bytes, and a reply names the message it answers', async () => {
  const replyTo = await write('ada')
  const files = [{ name: 'a.txt', contentType: 'text/plain', data: Buffer.from('héllo').toString('base64') }]
  const sent = await driver.send('POST', '/emulator/uploads', { ...place('alan'), content: 'see', replyTo, files })
  const message = part(sent.body, 'message')
  expect(message).toMatchObject({ content: 'see', attachments: [{ filename: 'a.txt', size: 6 }], type: 19 })
  const [upload] = world.uploads.values()
  expect(Buffer.from(upload?.bytes ?? []).toString()).toBe('héllo')
})

it('what is not base64, or no file at all, is refused', async () => {
  const wrong = { ...place('alan'), files: [{ name: 'a', data: '%%%' }] }
  expect((await driver.send('POST', '/emulator/uploads', wrong)).status).toBe(400)
  expect((await driver.send('POST', '/emulator/uploads', { ...place('alan'), files: [] })).status).toBe(400)
})

it('pinning needs PIN_MESSAGES, shows on the message and is told to listeners', async () => {
  const message = await write('alan')
  const pin = (user: string) => driver.send('POST', '/emulator/pins', { ...place(user), message, pinned: true })
  expect(codeOf(await pin('alan'))).toEqual(refusal('not_allowed'))
  const events: WorldEvent[] = []
  const stop = world.onEvent((event) => events.push(event))
  expect(part((await pin('ada')).body, 'message')).toMatchObject({ pinned: true })
  stop()
  expect(events.map(({ type }) => type)).toContain('CHANNEL_PINS_UPDATE')
})

it('a thread of a message bears its id, opens once, and takes a first message', async () => {
  const message = await write('alan')
  const open = () =>
    driver.send('POST', '/emulator/threads', { ...place('alan'), message, name: 'Talk', content: 'first' })
  expect(part((await open()).body, 'thread')).toMatchObject({ id: message, name: 'Talk', message_count: 1 })
  expect(codeOf(await open())).toEqual(refusal('thread_exists'))
})

it('a forum post needs a first message; voice channels hold no threads', async () => {
  const post = (extra: Json) =>
    driver.send('POST', '/emulator/threads', { ...place('alan', 'help'), name: 'Q', ...extra })
  expect(codeOf(await post({}))).toEqual(refusal('content_missing'))
  expect(codeOf(await post({ content: 'how?', tags: ['1'] }))).toEqual(refusal('unknown_tag'))
  expect(part((await post({ content: 'how?' })).body, 'thread')).toMatchObject({ parent_id: demo.channels.forum })
  const inVoice = await driver.send('POST', '/emulator/threads', { ...place('ada', 'Lounge'), name: 'Q' })
  expect(codeOf(inVoice)).toEqual(refusal('no_threads'))
})

it('typing is told to listeners with channel and user, and refused where one cannot write', async () => {
  const events: WorldEvent[] = []
  const stop = world.onEvent((event) => events.push(event))
  await driver.send('POST', '/emulator/typing', place('alan'))
  stop()
  expect(events).toMatchObject([
    { type: 'TYPING_START', payload: { channel_id: demo.channels.general, user_id: demo.users.alan } },
  ])
  expect((await driver.send('POST', '/emulator/typing', place('alan', 'mod-log'))).status).toBe(400)
})

it('a timeout by hand mutes a member until it is ended; administrators cannot be muted', async () => {
  const timeOut = (user: string, seconds: number) =>
    driver.send('POST', '/emulator/timeouts', { guild: demo.guildId, user, seconds })
  const speak = () => driver.send('POST', '/emulator/messages', { ...place('alan'), content: 'hi' })
  expect((await timeOut('alan', 600)).status).toBe(200)
  expect(codeOf(await speak())).toEqual(refusal('not_allowed'))
  await timeOut('alan', 0)
  expect((await speak()).status).toBe(200)
  expect(codeOf(await timeOut('ada', 600))).toEqual(refusal('owner'))
  expect(codeOf(await timeOut('otto', 600))).toEqual(refusal('not_a_member'))
})
