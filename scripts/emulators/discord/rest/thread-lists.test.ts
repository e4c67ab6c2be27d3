import { beforeEach, expect, test } from 'vitest'
import { demo } from '../seed.ts'
import { doDue } from '../world/due.ts'
import { general, grant, guild } from './error-kit.ts'
import { createTestClient, type TestClient } from './test-client.ts'

const { channels, users } = demo
let client: TestClient
beforeEach(() => {
  client = createTestClient()
  grant(client.world, 'ManageThreads', 'CreatePrivateThreads')
})

const start = async (name: string, type = 11): Promise<string> => {
  const made = await client.call('POST', `${general}/threads`, { body: { name, type, auto_archive_duration: 60 } })
  expect(made.status).toBe(201)
  return String(made.body['id'])
}

const idsIn = async (path: string): Promise<unknown[]> => {
  const { body } = await client.call('GET', path)
  const threads = Array.isArray(body['threads']) ? body['threads'] : []
  return threads.map(({ id }) => id)
}

test('threads are archived when nothing was written for their time, and lists follow', async () => {
  const [first, second, secret] = [await start('first'), await start('second'), await start('secret', 12)]
  expect(await idsIn(`${guild}/threads/active`)).toEqual([secret, second, first])
  client.clock.advance(50 * 60_000)
  const body = { content: 'still here', allowed_mentions: { parse: [] } }
  await client.call('POST', `/channels/${second}/messages`, { body })
  client.clock.advance(11 * 60_000)
  doDue(client.world)
  expect(await idsIn(`${guild}/threads/active`)).toEqual([second])
  expect(await idsIn(`${general}/threads/archived/public`)).toEqual([first])
  expect(await idsIn(`${general}/threads/archived/private`)).toEqual([secret])
  expect(await idsIn(`${general}/users/@me/threads/archived/private`)).toEqual([secret])
  expect(await idsIn(`${general}/threads/archived/public?before=2020-01-01T00:00:00Z`)).toEqual([])
  expect((await client.call('GET', `${general}/threads/archived/public?before=soon`)).body.code).toBe(50035)
  expect(client.world.violations.entries.filter(({ rule }) => rule === 'emulator')).toEqual([])
})

test('members of a thread are listed whole, or with their members in pages', async () => {
  const id = await start('people')
  for (const user of [users.alan, users.barbara]) await client.call('PUT', `/channels/${id}/thread-members/${user}`)
  const path = `/channels/${id}/thread-members`
  expect((await client.call('GET', path)).body).toHaveLength(3)
  const page = await client.call('GET', `${path}?with_member=true&limit=1&after=${users.alan}`)
  expect(page.body).toMatchObject([{ user_id: users.barbara, member: { user: { username: 'barbara' } } }])
  expect(client.world.violations.entries).toEqual([])
})

test("a forum's tags are set by PATCH, applied by id and found by search; only one post is pinned", async () => {
  const forum = `/channels/${channels.forum}`
  const tags = await client.call('PATCH', forum, { body: { available_tags: [{ name: 'bug' }, { name: 'idea' }] } })
  const list = Array.isArray(tags.body['available_tags']) ? tags.body['available_tags'] : []
  const [bug] = list.map(({ id }) => id)
  const post = (applied: unknown[]) =>
    client.call('POST', `${forum}/threads`, {
      body: { name: 'It breaks', message: { content: 'so', allowed_mentions: { parse: [] } }, applied_tags: applied },
    })
  const made = await post([bug])
  expect(made.body).toMatchObject({ applied_tags: [bug] })
  expect((await post(['99'])).body.code).toBe(10087)
  expect(await idsIn(`${forum}/threads/search?name=break&tag=${bug}`)).toEqual([made.body['id']])
  const second = await post([])
  expect((await client.call('PATCH', `/channels/${made.body['id']}`, { body: { flags: 2 } })).body['flags']).toBe(2)
  expect((await client.call('PATCH', `/channels/${second.body['id']}`, { body: { flags: 2 } })).body.code).toBe(30047)
})
