import { beforeEach, expect, test } from 'vitest'
import { createTestClient, type TestClient } from '../rest/test-client.ts'
import { demo } from '../seed.ts'
import { createMessage } from '../world/messages.ts'
import { setVoiceState } from '../world/voice.ts'
import { toDispatch } from './events/index.ts'

let client: TestClient
let sent: { type: string; data: unknown }[]

beforeEach(() => {
  client = createTestClient()
  sent = []
  client.world.onEvent((event) => {
    const dispatch = toDispatch(client.world, event)
    if (dispatch) sent.push({ type: dispatch.type, data: structuredClone(dispatch.data()) })
  })
})

const ok = async (method: string, path: string, body?: unknown) => {
  const answer = await client.call(method, path, { body })
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
  return answer.body ?? {}
}

const only = (type: string): unknown => {
  const found = sent.filter((event) => event.type === type)
  expect(found, type).toHaveLength(1)
  return found[0]?.data
}

const general = `/channels/${demo.channels.general}`
const guild = `/guilds/${demo.guildId}`

test('a channel and a role are told as they were asked for, not as they were before their settings', async () => {
  await ok('POST', `${guild}/channels`, { name: 'topical', topic: 'About', nsfw: true })
  await ok('POST', `${guild}/roles`, { name: 'Painters', color: 0xff0000, hoist: true })
  expect(only('CHANNEL_CREATE')).toMatchObject({ name: 'topical', topic: 'About', nsfw: true, guild_id: demo.guildId })
  expect(only('GUILD_ROLE_CREATE')).toMatchObject({
    guild_id: demo.guildId,
    role: { name: 'Painters', color: 0xff0000, hoist: true },
  })
})

test('a deleted channel is told whole', async () => {
  await ok('DELETE', `/channels/${demo.channels.art}`)
  expect(only('CHANNEL_DELETE')).toMatchObject({ id: demo.channels.art, name: 'art', guild_id: demo.guildId, type: 0 })
})

test('webhooks: each change names guild and channel', async () => {
  const hook = await ok('POST', `${general}/webhooks`, { name: 'hook' })
  await ok('PATCH', `/webhooks/${hook['id']}`, { name: 'other' })
  await ok('DELETE', `/webhooks/${hook['id']}`)
  const expected = { guild_id: demo.guildId, channel_id: demo.channels.general }
  expect(sent.filter(({ type }) => type === 'WEBHOOKS_UPDATE').map(({ data }) => data)).toEqual([
    expected,
    expected,
    expected,
  ])
})

test('invites carry their numbers, and their deletion where they led', async () => {
  const { code } = await ok('POST', `${general}/invites`, { max_age: 3600, max_uses: 2 })
  await ok('DELETE', `/invites/${code}`)
  expect(only('INVITE_CREATE')).toMatchObject({ code, channel_id: demo.channels.general, max_age: 3600, uses: 0 })
  expect(only('INVITE_DELETE')).toEqual({ code, channel_id: demo.channels.general, guild_id: demo.guildId })
})

test('reactions: added with member and author, taken back, and all of one emoji', async () => {
  const { world } = client
  const channel = world.channels.get(demo.channels.general)
  const author = world.users.get(demo.users.alan)?.data
  if (!channel || !author) throw new Error('the demo world has changed')
  const { data } = createMessage(world, { channel, author, origin: 'user', content: 'hi' })
  const reactions = `${general}/messages/${data.id}/reactions`
  const thumb = encodeURIComponent('👍')
  await ok('PUT', `${reactions}/${thumb}/@me`)
  await ok('DELETE', `${reactions}/${thumb}/@me`)
  await ok('PUT', `${reactions}/${thumb}/@me`)
  await ok('DELETE', `${reactions}/${thumb}`)
  expect(sent.find(({ type }) => type === 'MESSAGE_REACTION_ADD')?.data).toEqual({
    channel_id: demo.channels.general,
    message_id: data.id,
    guild_id: demo.guildId,
    user_id: demo.botId,
    emoji: { id: null, name: '👍' },
    member: expect.objectContaining({ user: expect.objectContaining({ id: demo.botId }) }),
    message_author_id: demo.users.alan,
    burst: false,
    burst_colors: [],
    type: 0,
  })
  expect(only('MESSAGE_REACTION_REMOVE')).toMatchObject({ user_id: demo.botId, guild_id: demo.guildId, burst: false })
  expect(only('MESSAGE_REACTION_REMOVE_EMOJI')).toMatchObject({ emoji: { name: '👍' }, guild_id: demo.guildId })
})

test('a thread: created, joined by somebody, left, deleted', async () => {
  const thread = await ok('POST', `${general}/threads`, { name: 'talk', type: 11 })
  await ok('PUT', `/channels/${thread['id']}/thread-members/${demo.users.grace}`)
  await ok('DELETE', `/channels/${thread['id']}/thread-members/${demo.users.grace}`)
  await ok('DELETE', `/channels/${thread['id']}`)
  const [joined, left] = sent.filter(({ type }) => type === 'THREAD_MEMBERS_UPDATE').map(({ data }) => data)
  expect(only('THREAD_CREATE')).toMatchObject({ newly_created: true, owner_id: demo.botId })
  expect(joined).toMatchObject({
    id: thread['id'],
    guild_id: demo.guildId,
    member_count: 2,
    added_members: [{ user_id: demo.users.grace, member: { user: { username: 'grace' } }, presence: null }],
  })
  expect(left).toMatchObject({ member_count: 1, removed_member_ids: [demo.users.grace] })
  expect(only('THREAD_DELETE')).toEqual({
    id: thread['id'],
    guild_id: demo.guildId,
    parent_id: demo.channels.general,
    type: 11,
  })
})

test('a member that the bot moves, mutes and disconnects is told each time', async () => {
  const { world } = client
  const demoGuild = world.guilds.get(demo.guildId)
  if (!demoGuild) throw new Error('no demo guild')
  const role = demoGuild.roles.get(demo.roles.bot)
  if (role) role.permissions = '8'
  setVoiceState(world, demoGuild, { userId: demo.users.alan, channelId: demo.channels.voice })
  await ok('PATCH', `${guild}/members/${demo.users.alan}`, { mute: true })
  await ok('PATCH', `${guild}/members/${demo.users.alan}`, { channel_id: null })
  const states = sent.filter(({ type }) => type === 'VOICE_STATE_UPDATE').map(({ data }) => data)
  expect(states).toMatchObject([
    { channel_id: demo.channels.voice, mute: false, member: { user: { id: demo.users.alan } } },
    { channel_id: demo.channels.voice, mute: true },
    { channel_id: null, mute: true },
  ])
})

test('GET /gateway/bot tells address, shards and the session starts that are left', async () => {
  Object.assign(client.world.gateway.settings, { shards: 4, maxConcurrency: 16 })
  client.world.gateway.starts = { used: 3, resetAt: Date.now() + 60_000 }
  expect(await ok('GET', '/gateway/bot')).toEqual({
    url: `${client.world.publicUrl.replace('http', 'ws')}/gateway`,
    shards: 4,
    session_start_limit: { total: 1000, remaining: 997, reset_after: expect.any(Number), max_concurrency: 16 },
  })
})
