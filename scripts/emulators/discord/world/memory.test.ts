import { expect, test } from 'vitest'
import { demo, seedWorld } from '../seed.ts'
import { createEmulatorApp } from '../server.ts'
import { createStandaloneClock, createWorld } from './create.ts'
import { createMessage } from './messages.ts'
import type { World } from './types.ts'

const small = (): World => {
  const world = createWorld({ clock: createStandaloneClock(), limits: { messagesPerChannel: 3, messages: 5 } })
  seedWorld(world)
  return world
}

const say = (world: World, channelId: string, content: string) => {
  const channel = world.channels.get(channelId)
  const author = world.users.get(demo.users.alan)?.data
  if (!channel || !author) throw new Error('the demo world is gone')
  return createMessage(world, { channel, author, origin: 'user', content })
}

const contents = (world: World, channelId: string) =>
  [...(world.channels.get(channelId)?.messages.values() ?? [])].map(({ data }) => data.content)

test('a channel keeps its newest messages, and the dropped ones are counted', () => {
  const world = small()
  for (const text of ['a', 'b', 'c', 'd']) say(world, demo.channels.general, text)
  expect(contents(world, demo.channels.general)).toEqual(['b', 'c', 'd'])
  expect(world.droppedMessages).toBe(1)
})

test('all channels together keep their newest messages', () => {
  const world = small()
  for (const text of ['a', 'b', 'c']) say(world, demo.channels.general, text)
  for (const text of ['d', 'e', 'f']) say(world, demo.channels.art, text)
  expect(contents(world, demo.channels.general)).toEqual(['b', 'c'])
  expect(contents(world, demo.channels.art)).toEqual(['d', 'e', 'f'])
  expect([world.messageOrder.size, world.droppedMessages]).toEqual([5, 1])
})

test('a message that was deleted before it would be dropped is not counted', () => {
  const world = small()
  const first = say(world, demo.channels.general, 'a')
  world.channels.get(demo.channels.general)?.messages.delete(first.data.id)
  for (const text of ['b', 'c', 'd']) say(world, demo.channels.art, text)
  for (const text of ['e', 'f', 'g']) say(world, demo.channels.general, text)
  expect(contents(world, demo.channels.art)).toEqual(['c', 'd'])
  expect([world.messageOrder.size, world.droppedMessages]).toEqual([5, 1])
})

test('the state says how many messages are kept and how many were dropped', async () => {
  const world = small()
  world.ready = true
  for (const text of ['a', 'b', 'c', 'd']) say(world, demo.channels.general, text)
  const answer = await createEmulatorApp(world, { workerUrl: 'http://127.0.0.1:1' }).request('/emulator/state')
  expect(await answer.json()).toMatchObject({ messages: { kept: 3, dropped: 1 } })
})
