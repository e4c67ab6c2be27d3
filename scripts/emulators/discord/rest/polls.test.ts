import { expect, test } from 'vitest'
import { react, readChannel } from '../driver/actions.ts'
import { describeChannel } from '../driver/playground-views.ts'
import { votePoll } from '../driver/polls.ts'
import { demo } from '../seed.ts'
import { doDue } from '../world/due.ts'
import type { WorldEvent } from '../world/types.ts'
import { general, grant } from './error-kit.ts'
import { createTestClient } from './test-client.ts'

const { channels, guildId, users } = demo
const poll = {
  question: { text: 'Lunch?' },
  answers: [{ poll_media: { text: 'Soup' } }, { poll_media: { text: 'Salad' } }],
  duration: 1,
}

const start = async (more: object = {}) => {
  const client = createTestClient()
  grant(client.world, 'SendPolls')
  const posted = await client.call('POST', `${general}/messages`, { body: { poll: { ...poll, ...more } } })
  const id = String(posted.body['id'])
  const vote = (user: string, ...answers: (number | string)[]) =>
    votePoll(client.world, { guild: guildId, channel: 'general', user, message: id, answers })
  return { client, id, vote, path: `${general}/polls/${id}` }
}

test('votes are counted, changed and taken back, with an event for each', async () => {
  const { client, id, vote, path } = await start()
  const events: WorldEvent[] = []
  client.world.onEvent((event) => events.push(event))
  vote('alan', 'Soup')
  vote('barbara', 1)
  vote('alan', 'Salad')
  vote('barbara')
  expect(events.map(({ type }) => type.replace('MESSAGE_POLL_VOTE_', ''))).toEqual([
    'ADD',
    'ADD',
    'REMOVE',
    'ADD',
    'REMOVE',
  ])
  const shown = await client.call('GET', `${general}/messages/${id}`)
  expect(shown.body['poll']).toMatchObject({ results: { is_finalized: false, answer_counts: [{ id: 2, count: 1 }] } })
  expect((await client.call('GET', `${path}/answers/2`)).body['users']).toMatchObject([{ id: users.alan }])
})

test('each reader sees which votes and reactions are their own', async () => {
  const { client, id, vote } = await start()
  vote('alan', 'Soup')
  react(client.world, { guild: guildId, channel: 'general', user: 'alan', message: id, emoji: '⭐' })
  const marks = (user: string) => {
    const lists = [
      describeChannel(client.world, channels.general, { user, limit: 1 }),
      readChannel(client.world, { channel: channels.general, user, limit: 1 }),
    ]
    return lists.map(({ messages: [shown] }) => [
      shown?.poll?.results?.answer_counts.map(({ me_voted }) => me_voted),
      shown?.reactions?.map(({ me }) => me),
    ])
  }
  expect(marks('alan')).toEqual([
    [[true], [true]],
    [[true], [true]],
  ])
  expect(marks('barbara')).toEqual([
    [[false], [false]],
    [[false], [false]],
  ])
})

test('one answer is all that a poll for one answer takes', async () => {
  const single = await start()
  expect(() => single.vote('alan', 1, 2)).toThrow('one answer')
  const several = await start({ allow_multiselect: true })
  expect(() => several.vote('alan', 1, 2)).not.toThrow()
})

test('a poll ends by the clock: no more votes, final counts and a message with the result', async () => {
  const { client, id, vote } = await start()
  vote('alan', 1)
  client.clock.advance(3_600_001)
  doDue(client.world)
  expect(() => vote('barbara', 1)).toThrow('ended')
  const messages = [...(client.world.channels.get(channels.general)?.messages.values() ?? [])]
  expect(messages.map(({ data }) => data.type)).toEqual([0, 46])
  expect(messages[1]?.data.embeds[0]).toMatchObject({ type: 'poll_result' })
  expect((await client.call('GET', `${general}/messages/${id}`)).body['poll']).toMatchObject({
    results: { is_finalized: true },
  })
  expect(client.world.openPolls.size).toBe(0)
})

test('the bot ends its own poll once, and edits none', async () => {
  const { client, id, path } = await start()
  expect((await client.call('POST', `${path}/expire`)).body['poll']).toMatchObject({ results: { is_finalized: true } })
  expect((await client.call('POST', `${path}/expire`)).body.code).toBe(520001)
  const body = { content: 'x', allowed_mentions: { parse: [] } }
  expect((await client.call('PATCH', `${general}/messages/${id}`, { body })).body.code).toBe(520003)
  expect(client.world.violations.entries.filter(({ rule }) => rule === 'emulator')).toEqual([])
})
