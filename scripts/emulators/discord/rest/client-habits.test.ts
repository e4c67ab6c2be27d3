import { PermissionFlagsBits } from 'discord-api-types/v10'
import { describe, expect, test } from 'vitest'
import { demo } from '../seed.ts'
import { applyResponse, createInteraction } from '../world/interactions.ts'
import { createTestClient } from './test-client.ts'

const { channels, guildId, roles, users } = demo
const guild = `/guilds/${guildId}`
const quiet = { allowed_mentions: { parse: [] } }

/** What widespread libraries send, and what they read out of the answers. */
describe('habits of clients', () => {
  test('roles may be named with all others when they are moved; the order above the bot must stay', async () => {
    const { call, world } = createTestClient()
    const order = [roles.everyone, roles.muted, roles.member, roles.trusted, roles.moderator, roles.seniorModerator]
    const all = [...order, roles.bot, roles.admin].map((id, position) => ({ id, position }))
    expect((await call('PATCH', `${guild}/roles`, { body: all })).status).toBe(200)
    expect(world.guilds.get(guildId)?.roles.get(roles.member)?.position).toBe(2)
    expect(world.violations.entries).toEqual([])
    const raised = all.map(({ id, position }) => ({ id, position: id === roles.trusted ? 20 : position }))
    expect((await call('PATCH', `${guild}/roles`, { body: raised })).body.code).toBe(50013)
  })

  test('@everyone may stand among the roles of a member', async () => {
    const { call, world } = createTestClient()
    const body = { roles: [guildId, roles.member, roles.trusted] }
    const answer = await call('PATCH', `${guild}/members/${users.alan}`, { body })
    expect(answer.body['roles']).toEqual([roles.member, roles.trusted])
    expect(world.violations.entries).toEqual([])
  })

  test('the colours of a role are completed', async () => {
    const { call, world } = createTestClient()
    const answer = await call('POST', `${guild}/roles`, { body: { name: 'x', colors: { primary_color: 255 } } })
    expect(answer.body).toMatchObject({ color: 255, colors: { secondary_color: null, tertiary_color: null } })
    expect(world.violations.entries).toEqual([])
  })

  test('the first message of a forum post has the id of its thread', async () => {
    const { call } = createTestClient()
    const post = { name: 'Help', message: { content: 'How?', ...quiet } }
    const { body } = await call('POST', `/channels/${channels.forum}/threads`, { body: post })
    const starter = await call('GET', `/channels/${body['id']}/messages/${body['id']}`)
    expect(starter.body['content']).toBe('How?')
  })

  test('pictures of an embed that are files of the message get their addresses, and are not listed again', async () => {
    const { call, world } = createTestClient()
    const form = new FormData()
    const image = { url: 'attachment://a.png' }
    form.append('payload_json', JSON.stringify({ embeds: [{ image, footer: { text: 'x', icon_url: image.url } }] }))
    form.append('files[0]', new Blob(['picture'], { type: 'image/png' }), 'a.png')
    const { body } = await call('POST', `/channels/${channels.general}/messages`, { raw: form })
    const address = expect.stringMatching(/\/attachments\/\d+\/\d+\/a\.png$/)
    expect(body['embeds']).toMatchObject([{ image: { url: address }, footer: { icon_url: address } }])
    expect(body['attachments']).toEqual([])
    expect(world.violations.entries).toEqual([])
  })

  test('answers of a poll leave out what clients null', async () => {
    const { call, world } = createTestClient()
    const own = world.guilds.get(guildId)?.roles.get(roles.bot)
    if (own) own.permissions = String(BigInt(own.permissions) | PermissionFlagsBits.SendPolls)
    const answers = [{ poll_media: { text: 'a', emoji: { name: '👍' } } }, { poll_media: { text: 'b', emoji: null } }]
    const poll = { question: { text: 'q' }, answers, duration: 1, layout_type: 1 }
    const { body } = await call('POST', `/channels/${channels.general}/messages`, { body: { poll } })
    expect(body['poll']).toMatchObject({
      answers: [{ poll_media: { text: 'a', emoji: { id: null, name: '👍' } } }, { poll_media: { text: 'b' } }],
    })
    expect(world.violations.entries).toEqual([])
  })

  test('an answer to an interaction is edited like any message of the bot', async () => {
    const { call, world } = createTestClient()
    const place = { guildId, channelId: channels.general, userId: users.alan }
    const interaction = createInteraction(world, { ...place, type: 2, commandName: 'x' })
    const answer = applyResponse(world, interaction, { type: 4, data: { content: 'x', ...quiet } })
    const address = `/channels/${channels.general}/messages/${answer?.data.id}`
    expect((await call('PATCH', address, { body: { content: 'y', ...quiet } })).body['content']).toBe('y')
    expect(world.violations.entries).toEqual([])
  })

  test('a forward passes the schema of answers', async () => {
    const { call, world } = createTestClient()
    const sent = await call('POST', `/channels/${channels.general}/messages`, { body: { content: 'x', ...quiet } })
    const message_reference = { type: 1, message_id: sent.body['id'], channel_id: channels.general }
    const { body } = await call('POST', `/channels/${channels.art}/messages`, { body: { message_reference } })
    expect(body).toMatchObject({ message_reference: { type: 1 }, message_snapshots: [{ message: { content: 'x' } }] })
    expect(world.violations.entries).toEqual([])
  })
})
