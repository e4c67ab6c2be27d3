import { expect, it, onTestFinished } from 'vitest'
import { listen } from '../../../local/http-server.ts'
import { demo, seedWorld } from '../seed.ts'
import { createStandaloneClock, createWorld } from '../world/create.ts'
import { createDriverApp } from './index.ts'
import { createEventQueue, type EventLine, eventLine } from './playground-events.ts'

const line = (type: string): EventLine => ({ type, guild: null })

const startServer = async () => {
  const world = createWorld({ clock: createStandaloneClock() })
  seedWorld(world)
  world.ready = true
  const app = createDriverApp(world, { workerUrl: 'http://127.0.0.1:1' })
  const server = await listen({ port: 0, name: 'driver', fetch: (request) => app.fetch(request) })
  onTestFinished(() => server.close())
  return { world, app, url: server.url }
}

/** Reads a stream until the text holds what is waited for. */
const readUntil = async (body: ReadableStream<Uint8Array>, wanted: string): Promise<string> => {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  while (!text.includes(wanted)) {
    const { value, done } = await reader.read()
    if (done) break
    text += decoder.decode(value)
  }
  await reader.cancel()
  return text
}

it('a message event names guild, channel, message, author and whom it pings', () => {
  const payload = {
    data: { id: '5' },
    channelId: '4',
    guildId: '3',
    authorId: '2',
    pings: { everyone: false, users: ['7'], roles: [] },
  }
  expect(eventLine({ type: 'MESSAGE_CREATE', guildId: '3', payload })).toEqual({
    type: 'MESSAGE_CREATE',
    guild: '3',
    channel: '4',
    message: '5',
    user: '2',
    pings: ['7'],
  })
})

it('payloads of the API shape give the same ids as those of the world', () => {
  expect(eventLine({ type: 'MESSAGE_DELETE', guildId: '3', payload: { id: '5', channel_id: '4' } })).toEqual({
    type: 'MESSAGE_DELETE',
    guild: '3',
    channel: '4',
    message: '5',
  })
  expect(eventLine({ type: 'THREAD_CREATE', guildId: '3', payload: { id: '8' } })).toMatchObject({ channel: '8' })
  expect(eventLine({ type: 'GUILD_CREATE', guildId: '3', payload: null })).toEqual({ type: 'GUILD_CREATE', guild: '3' })
})

it('a reader that falls behind gets one RESYNC in place of everything, and then new lines again', () => {
  const queue = createEventQueue(2)
  for (const type of ['A', 'B', 'C', 'D']) queue.push(line(type))
  expect(queue.take()).toEqual([{ type: 'RESYNC', guild: null }])
  queue.push(line('E'))
  expect(queue.take()).toEqual([line('E')])
  expect(queue.take()).toEqual([])
})

it('the event stream brings a line for what a person does, in server-sent form', async () => {
  const { app, url } = await startServer()
  const response = await fetch(`${url}/emulator/events`)
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  if (!response.body) throw new Error('The stream has no body.')
  const read = readUntil(response.body, 'MESSAGE_CREATE')
  const body = { guild: demo.guildId, channel: 'general', user: 'alan', content: 'hello' }
  await app.request('/emulator/messages', { method: 'POST', body: JSON.stringify(body) })
  const text = await read
  const found = /^data: (\{.*MESSAGE_CREATE.*\})$/m.exec(text)?.[1]
  expect(JSON.parse(found ?? 'null')).toMatchObject({
    type: 'MESSAGE_CREATE',
    guild: demo.guildId,
    channel: demo.channels.general,
    user: demo.users.alan,
  })
})

it('a reader that leaves is no longer listened for', async () => {
  const { world, url } = await startServer()
  const abort = new AbortController()
  let listeners = 0
  const { onEvent } = world
  world.onEvent = (listener) => {
    listeners += 1
    const stop = onEvent(listener)
    return () => {
      listeners -= 1
      stop()
    }
  }
  const response = await fetch(`${url}/emulator/events`, { signal: abort.signal })
  await response.body?.getReader().read()
  expect(listeners).toBe(1)
  abort.abort()
  await expect.poll(() => listeners, { timeout: 10_000 }).toBe(0)
})
