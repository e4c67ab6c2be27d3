import { beforeEach, describe, expect, test } from 'vitest'
import { demo } from '../seed.ts'
import { general, guild, say } from './error-kit.ts'
import { createTestClient, type TestClient } from './test-client.ts'

const { channels, users } = demo
let client: TestClient
beforeEach(() => {
  client = createTestClient()
})

const found = async (query: string): Promise<string[]> => {
  const answer = await client.call('GET', `${guild}/messages/search?${query}`)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  const list = Array.isArray(answer.body['messages']) ? answer.body['messages'] : []
  return list.map(([hit]) => hit.content)
}

const post = (content: string, more: object = {}) =>
  client.call('POST', `${general}/messages`, { body: { content, allowed_mentions: { parse: [] }, ...more } })

describe('search', () => {
  test('finds by words, author, kind of author, link and time, newest first', async () => {
    await post('the quick fox https://example.org/a')
    await post('a slow fox', { embeds: [{ title: 'x' }] })
    say(client.world, users.alan)
    expect(await found('content=fox')).toEqual(['a slow fox', 'the quick fox https://example.org/a'])
    expect(await found('content=fox&sort_order=asc&limit=1')).toEqual(['the quick fox https://example.org/a'])
    expect(await found('content=fox&offset=1')).toEqual(['the quick fox https://example.org/a'])
    expect(await found(`author_id=${users.alan}`)).toEqual(['hi'])
    expect(await found('author_type=user')).toEqual(['hi'])
    expect(await found('has=link')).toEqual(['the quick fox https://example.org/a'])
    expect(await found('has=-link&author_type=bot')).toEqual(['a slow fox'])
    expect(await found('has=embed')).toEqual(['a slow fox'])
    expect(await found('link_hostname=example.org')).toHaveLength(1)
    expect(await found(`channel_id=${channels.art}`)).toEqual([])
    expect(client.world.violations.entries).toEqual([])
  })

  test('leaves out channels that the bot cannot see', async () => {
    say(client.world, users.ada, channels.staff)
    const staff = client.world.channels.get(channels.staff)
    expect(await found('content=hi')).toEqual(['hi'])
    staff?.overwrites.delete(demo.roles.bot)
    expect(await found('content=hi')).toEqual([])
  })

  test.each([['limit=26'], ['offset=9976'], ['has=magic'], ['sort_by=size'], ['min_id=x']])(
    '%s is refused',
    async (query) => {
      expect((await client.call('GET', `${guild}/messages/search?${query}`)).body.code).toBe(50035)
    },
  )

  test('answers 202 while the index is made', async () => {
    client.world.rules.searchIndexing = true
    const answer = await client.call('GET', `${guild}/messages/search?content=x`)
    expect([answer.status, answer.body.code]).toEqual([202, 110000])
    expect(client.world.violations.entries).toEqual([])
  })
})
