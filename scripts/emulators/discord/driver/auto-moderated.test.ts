import { expect, test } from 'vitest'
import { createTestClient, type TestClient } from '../rest/test-client.ts'
import { demo } from '../seed.ts'
import { writeMessage } from './actions.ts'
import { burst } from './gateway.ts'
import { openThread, rewriteMessage, uploadMessage } from './playground-actions.ts'

const { channels, guildId } = demo
const words = 'Mind your words.'
const block = { type: 1, metadata: { custom_message: words } }
const alert = { type: 2, metadata: { channel_id: channels.modLog } }

/** A demo world with a keyword rule for each entry. */
const withRules = async (...rules: { word: string; action: object }[]): Promise<TestClient> => {
  const client = createTestClient()
  for (const { word, action } of rules) {
    const made = await client.call('POST', `/guilds/${guildId}/auto-moderation/rules`, {
      body: {
        name: word,
        event_type: 1,
        trigger_type: 1,
        enabled: true,
        actions: [action],
        trigger_metadata: { keyword_filter: [word] },
      },
    })
    expect(made.status, JSON.stringify(made.body)).toBe(200)
  }
  return client
}

const place = { guild: guildId, channel: 'general', user: 'alan' }
const textsOf = ({ world }: TestClient, channel: string = channels.general) =>
  [...(world.channels.get(channel)?.messages.values() ?? [])].map(({ data }) => data.content)

test('the words beside a file are held against the rules', async () => {
  const client = await withRules({ word: 'badword', action: block })
  const files = [{ name: 'a.txt', contentType: 'text/plain', data: Buffer.from('x').toString('base64') }]
  const upload = (content: string) => uploadMessage(client.world, { ...place, content, files })
  expect(() => upload('a badword')).toThrow(words)
  expect(upload('fine').message.attachments).toHaveLength(1)
  expect(textsOf(client)).toEqual(['fine'])
})

test('an edit that breaks a rule leaves the message as it was', async () => {
  const client = await withRules({ word: 'badword', action: block })
  const { id } = writeMessage(client.world, { ...place, content: 'fine' }).message
  const edit = (content: string) => rewriteMessage(client.world, { ...place, message: id, content })
  expect(() => edit('badword')).toThrow(words)
  expect(textsOf(client)).toEqual(['fine'])
  expect(edit('finer').message).toMatchObject({ content: 'finer', edited_timestamp: expect.any(String) })
})

test('a blocked first message opens no thread; one that is only reported is reported once, as one of the thread', async () => {
  const client = await withRules({ word: 'badword', action: block }, { word: 'odd', action: alert })
  const open = (content: string) =>
    openThread(client.world, { ...place, channel: 'help', name: 'Question', content, tags: [] })
  expect(() => open('badword')).toThrow(words)
  expect([...client.world.channels.values()].filter(({ thread }) => thread)).toEqual([])
  const { thread } = open('odd')
  const alerts = [...(client.world.channels.get(channels.modLog)?.messages.values() ?? [])]
  const fields = alerts.map(({ data }) => data.embeds[0]?.fields?.find(({ name }) => name === 'channel_id')?.value)
  expect(fields).toEqual([thread.id])
})

test('a burst leaves out what is blocked, and says how much that was', async () => {
  const client = await withRules({ word: 'no 2', action: block })
  const body = { guild: guildId, channel: 'general', messages: 3, users: ['alan'], content: 'no {n}' }
  expect(burst(client.world, body)).toMatchObject({ messages: 2, blocked: 1 })
  expect(textsOf(client)).toEqual(['no 1', 'no 3'])
})
