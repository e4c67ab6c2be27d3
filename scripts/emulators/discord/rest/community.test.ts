import { beforeEach, describe, expect, test } from 'vitest'
import { demo } from '../seed.ts'
import { setVoiceState } from '../world/voice.ts'
import { grant, guild } from './error-kit.ts'
import { createTestClient, type TestClient } from './test-client.ts'

const { channels, guildId } = demo
/** One transparent pixel. */
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='
const image = `data:image/png;base64,${png}`

let client: TestClient
beforeEach(() => {
  client = createTestClient()
  grant(client.world, 'Administrator')
})

const call = async (method: string, path: string, body?: unknown) => {
  const answer = await client.call(method, path, body === undefined ? {} : { body })
  expect(client.world.violations.entries.filter(({ rule }) => rule === 'emulator')).toEqual([])
  return answer
}

describe('expressions', () => {
  test('emojis are made from pictures, renamed and removed', async () => {
    const made = await call('POST', `${guild}/emojis`, { name: 'blob', image })
    expect([made.status, made.body['name']]).toEqual([201, 'blob'])
    const path = `${guild}/emojis/${made.body['id']}`
    expect(client.world.images.has(String(made.body['id']))).toBe(true)
    expect((await call('PATCH', path, { name: 'blob2' })).body['name']).toBe('blob2')
    expect((await call('GET', `${guild}/emojis`)).body).toHaveLength(1)
    expect((await call('DELETE', path)).status).toBe(204)
    expect((await call('GET', path)).body.code).toBe(10014)
    const text = 'data:image/png;base64,aGVsbG8='
    expect((await call('POST', `${guild}/emojis`, { name: 'blob', image: text })).body.code).toBe(50046)
    expect((await call('POST', `${guild}/emojis`, { name: 'a b', image })).body.code).toBe(50035)
  })

  test('stickers come as a form with a file', async () => {
    const form = new FormData()
    for (const [name, value] of Object.entries({ name: 'Wave', tags: 'wave', description: '' })) form.set(name, value)
    form.set('file', new File([Buffer.from(png, 'base64')], 'wave.png', { type: 'image/png' }))
    const made = await client.call('POST', `${guild}/stickers`, { raw: form })
    expect([made.status, made.body['format_type']]).toEqual([201, 1])
    const path = `${guild}/stickers/${made.body['id']}`
    expect((await call('PATCH', path, { name: 'Hello' })).body['name']).toBe('Hello')
    expect((await call('GET', `/stickers/${made.body['id']}`)).body['name']).toBe('Hello')
    expect((await call('GET', '/sticker-packs')).body).toEqual({ sticker_packs: [] })
    expect((await call('DELETE', path)).status).toBe(204)
    expect((await call('GET', path)).body.code).toBe(10060)
  })

  test('sounds are made, changed, and played only from inside the channel', async () => {
    const sound = 'data:audio/ogg;base64,T2dnUwAC'
    const made = await call('POST', `${guild}/soundboard-sounds`, { name: 'horn', sound, volume: 0.5 })
    const id = made.body['sound_id']
    expect((await call('PATCH', `${guild}/soundboard-sounds/${id}`, { name: 'horn 2' })).body['volume']).toBe(0.5)
    expect((await call('GET', `${guild}/soundboard-sounds`)).body['items']).toHaveLength(1)
    expect((await call('GET', '/soundboard-default-sounds')).status).toBe(200)
    const play = () => call('POST', `/channels/${channels.voice}/send-soundboard-sound`, { sound_id: id })
    expect((await play()).body.code).toBe(40032)
    const world = client.world
    const home = world.guilds.get(guildId)
    if (!home) throw new Error('no guild')
    setVoiceState(world, home, { userId: world.application.botId, channelId: channels.voice })
    expect((await play()).status).toBe(204)
    expect((await call('DELETE', `${guild}/soundboard-sounds/${id}`)).status).toBe(204)
    expect((await play()).body.code).toBe(10097)
  })
})

describe('stages', () => {
  test('open once on a stage channel, change their topic and close', async () => {
    const stage = (await call('POST', `${guild}/channels`, { name: 'Stage', type: 13 })).body['id']
    const body = { channel_id: stage, topic: 'Questions' }
    expect((await call('POST', '/stage-instances', body)).body['topic']).toBe('Questions')
    expect((await call('POST', '/stage-instances', body)).body.code).toBe(150006)
    expect((await call('PATCH', `/stage-instances/${stage}`, { topic: 'Answers' })).body['topic']).toBe('Answers')
    expect((await call('DELETE', `/stage-instances/${stage}`)).status).toBe(204)
    expect((await call('GET', `/stage-instances/${stage}`)).body.code).toBe(10067)
    expect((await call('POST', '/stage-instances', { ...body, channel_id: channels.general })).body.code).toBe(50024)
  })
})

describe('guild pages', () => {
  test('onboarding is enabled only with enough default channels', async () => {
    const path = `${guild}/onboarding`
    expect((await call('GET', path)).body).toMatchObject({ enabled: false, prompts: [] })
    expect((await call('PUT', path, { enabled: true })).body.code).toBe(350000)
    const ids: unknown[] = []
    for (let n = 0; n < 7; n += 1) ids.push((await call('POST', `${guild}/channels`, { name: `c${n}` })).body['id'])
    const option = { title: 'Art', role_ids: [], channel_ids: [channels.art], emoji_name: '🎨' }
    const prompts = [{ id: '1', title: 'What do you like?', options: [option] }]
    const put = await call('PUT', path, { enabled: true, default_channel_ids: ids, prompts })
    expect(put.body).toMatchObject({ enabled: true, prompts: [{ options: [{ emoji: { name: '🎨' } }] }] })
  })

  test('the welcome screen, the widget, integrations and regions answer as published', async () => {
    const welcome = [{ channel_id: channels.general, description: 'Say hello' }]
    const screen = await call('PATCH', `${guild}/welcome-screen`, { enabled: true, welcome_channels: welcome })
    expect(screen.body['welcome_channels']).toMatchObject([{ emoji_id: null }])
    expect((await call('GET', `${guild}/widget.json`)).body.code).toBe(50004)
    await call('PATCH', `${guild}/widget`, { enabled: true, channel_id: channels.general })
    expect((await call('GET', `${guild}/widget.json`)).body).toMatchObject({ id: guildId })
    expect((await call('GET', guild)).body['widget_enabled']).toBe(true)
    expect((await call('GET', `${guild}/integrations`)).body).toMatchObject([{ type: 'discord' }])
    expect((await call('GET', `${guild}/regions`)).status).toBe(200)
    expect((await call('GET', `${guild}/vanity-url`)).body.code).toBe(50001)
  })

  test('settings take pictures and channels; COMMUNITY needs its channels', async () => {
    const patch = (body: object) => call('PATCH', guild, body)
    expect(String((await patch({ icon: image })).body['icon'])).toMatch(/^[0-9a-f]{32}$/)
    expect((await patch({ afk_channel_id: channels.general })).body.code).toBe(50024)
    expect((await patch({ features: ['COMMUNITY', 'PARTNERED'] })).body.code).toBe(50035)
    expect((await patch({ features: [] })).body['features']).toEqual([])
    expect((await patch({ features: ['COMMUNITY'] })).body.code).toBe(50035)
    const places = { rules_channel_id: channels.general, public_updates_channel_id: channels.modLog }
    expect((await patch({ features: ['COMMUNITY'], ...places })).body['features']).toEqual(['COMMUNITY'])
  })

  test('a template is made once, goes stale and is synced', async () => {
    const made = await call('POST', `${guild}/templates`, { name: 'Ours' })
    const path = `${guild}/templates/${made.body['code']}`
    expect((await call('POST', `${guild}/templates`, { name: 'Again' })).body.code).toBe(30031)
    await call('PATCH', guild, { name: 'Renamed' })
    expect((await call('GET', `/guilds/templates/${made.body['code']}`)).body['is_dirty']).toBe(true)
    expect((await call('PUT', path)).body['is_dirty']).toBe(null)
    expect((await call('DELETE', path)).status).toBe(200)
    expect((await call('GET', `/guilds/templates/${made.body['code']}`)).body.code).toBe(10057)
  })
})

test("the bot's own member takes a picture, and an invite shows counts when asked", async () => {
  const me = await call('PATCH', `${guild}/members/@me`, { avatar: image, bio: 'I help.' })
  expect(String(me.body['avatar'])).toMatch(/^[0-9a-f]{32}$/)
  const invite = await call('POST', `/channels/${channels.general}/invites`, { max_age: 0 })
  const shown = await call('GET', `/invites/${invite.body['code']}?with_counts=true`)
  expect(shown.body).toMatchObject({ guild_id: guildId, approximate_member_count: expect.any(Number) })
  expect((await call('DELETE', `/invites/${invite.body['code']}`)).status).toBe(200)
  expect((await call('GET', `/invites/${invite.body['code']}`)).body.code).toBe(10006)
})

test('a followed announcement channel delivers what is published', async () => {
  const news = (await call('POST', `${guild}/channels`, { name: 'news', type: 5 })).body['id']
  const followed = await call('POST', `/channels/${news}/followers`, { webhook_channel_id: channels.general })
  expect((await call('GET', `/webhooks/${followed.body['webhook_id']}`)).body).toMatchObject({
    type: 2,
    source_channel: { id: news },
  })
  const text = { content: 'Big news', allowed_mentions: { parse: [] } }
  const posted = await call('POST', `/channels/${news}/messages`, text)
  expect((await call('POST', `/channels/${news}/messages/${posted.body['id']}/crosspost`)).status).toBe(200)
  const copies = await call('GET', `/channels/${channels.general}/messages`)
  expect(copies.body).toMatchObject([
    { content: 'Big news', flags: 2, message_reference: { message_id: posted.body['id'] } },
  ])
})
