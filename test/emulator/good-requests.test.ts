import { InteractionType } from 'discord-api-types/v10'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demo } from '../../scripts/emulators/discord/seed.ts'
import { acknowledge, applyResponse, createInteraction } from '../../scripts/emulators/discord/world/interactions.ts'
import { type Emulator, type Json, type RestOptions, startEmulator } from './harness.ts'

let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator()
})
afterAll(() => emulator.close())

const { channels, users, roles, guildId, applicationId } = demo
const inGeneral = `/channels/${channels.general}/messages`
const guild = `/guilds/${guildId}`
const text = (extra: Json = {}) => ({ content: 'hi', allowed_mentions: { parse: [] }, ...extra })
const button = { type: 2, style: 1, label: 'Go', custom_id: 'go' }

const post = async (path: string, body: unknown) => (await emulator.rest('POST', path, { body })).body
const idOf = (body: Json) => String(body['id'])
const newMessage = async () => idOf(await post(inGeneral, text()))

/** An interaction that the bot has deferred: its token takes edits and follow-ups. */
const deferred = (): string => {
  const { world } = emulator
  const interaction = createInteraction(world, {
    type: InteractionType.ApplicationCommand,
    guildId,
    channelId: channels.general,
    userId: users.grace,
  })
  applyResponse(world, interaction, { type: 5 })
  acknowledge(world, interaction)
  return `/webhooks/${applicationId}/${interaction.token}`
}

const upload = (payload: Json): FormData => {
  const form = new FormData()
  form.set('payload_json', JSON.stringify(payload))
  form.set('files[0]', new Blob(['case 1'], { type: 'text/plain' }), 'log.txt')
  return form
}

type Target = readonly [method: string, path: string, options?: RestOptions]
const container = {
  type: 17,
  components: [
    { type: 10, content: 'x' },
    { type: 1, components: [button] },
  ],
}

const requests: [string, Target | (() => Target | Promise<Target>)][] = [
  ['its application', ['GET', '/applications/@me']],
  ['its user', ['GET', '/users/@me']],
  ['its guilds', ['GET', '/users/@me/guilds']],
  ['the gateway', ['GET', '/gateway/bot']],
  [
    'a bulk overwrite of commands',
    [
      'PUT',
      `/applications/${applicationId}/commands`,
      {
        body: [
          {
            name: 'warn',
            description: 'Warn',
            default_member_permissions: '1099511627776',
            contexts: [0],
            options: [{ type: 6, name: 'user', description: 'Who', required: true }],
          },
          { name: 'Warn author', type: 3 },
        ],
      },
    ],
  ],
  ['a guild', ['GET', `${guild}?with_counts=true`]],
  ['its channels', ['GET', `${guild}/channels`]],
  ['its roles', ['GET', `${guild}/roles`]],
  ['a member', ['GET', `${guild}/members/${users.alan}`]],
  ['a search of members', ['GET', `${guild}/members/search?query=al`]],
  ['the audit log', ['GET', `${guild}/audit-logs?limit=5`]],
  ['a message', ['POST', inGeneral, { body: text({ nonce: 'job-1', enforce_nonce: true }) }]],
  [
    'a message with embed and buttons',
    [
      'POST',
      inGeneral,
      {
        body: text({
          embeds: [
            {
              title: 'Case 1',
              color: 0xff0000,
              timestamp: '2026-01-01T00:00:00+00:00',
              fields: [{ name: 'a', value: 'b' }],
            },
          ],
          components: [{ type: 1, components: [button] }],
        }),
      },
    ],
  ],
  [
    'a V2 message',
    ['POST', inGeneral, { body: { flags: 32768, allowed_mentions: { parse: [] }, components: [container] } }],
  ],
  ['a message with a file', () => ['POST', inGeneral, { body: upload(text()) }]],
  ['a file alone', () => ['POST', inGeneral, { body: upload({ allowed_mentions: { parse: [] } }) }]],
  [
    'a reply',
    async () => ['POST', inGeneral, { body: text({ message_reference: { message_id: await newMessage() } }) }],
  ],
  ['an edit', async () => ['PATCH', `${inGeneral}/${await newMessage()}`, { body: text({ content: 'edited' }) }]],
  [
    'an upgrade to V2',
    async () => [
      'PATCH',
      `${inGeneral}/${await newMessage()}`,
      { body: { content: null, embeds: [], flags: 32768, allowed_mentions: { parse: [] }, components: [container] } },
    ],
  ],
  ['a reaction', async () => ['PUT', `${inGeneral}/${await newMessage()}/reactions/${encodeURIComponent('⭐')}/@me`]],
  [
    'a deletion',
    async () => [
      'DELETE',
      `${inGeneral}/${await newMessage()}`,
      { headers: { 'x-audit-log-reason': encodeURIComponent('Spam 🧹') } },
    ],
  ],
  [
    'a bulk deletion',
    async () => ['POST', `${inGeneral}/bulk-delete`, { body: { messages: [await newMessage(), await newMessage()] } }],
  ],
  ['slow mode', ['PATCH', `/channels/${channels.general}`, { body: { rate_limit_per_user: 30 } }]],
  [
    'a lock',
    [
      'PUT',
      `/channels/${channels.general}/permissions/${roles.member}`,
      { body: { type: 0, allow: '0', deny: '2048' } },
    ],
  ],
  ['an unlock', ['DELETE', `/channels/${channels.general}/permissions/${roles.member}`]],
  [
    'a thread',
    ['POST', `/channels/${channels.general}/threads`, { body: { name: 'Talk', type: 11, auto_archive_duration: 60 } }],
  ],
  ['a forum post', ['POST', `/channels/${channels.forum}/threads`, { body: { name: 'Help', message: text() } }]],
  ['a webhook', ['POST', `/channels/${channels.modLog}/webhooks`, { body: { name: 'Mod log' } }]],
  [
    'a timeout',
    () => [
      'PATCH',
      `${guild}/members/${users.alan}`,
      { body: { communication_disabled_until: new Date(emulator.world.now() + 60_000).toISOString() } },
    ],
  ],
  [
    'the end of a timeout',
    ['PATCH', `${guild}/members/${users.alan}`, { body: { communication_disabled_until: null } }],
  ],
  ['a role given', ['PUT', `${guild}/members/${users.alan}/roles/${roles.trusted}`]],
  ['a role taken', ['DELETE', `${guild}/members/${users.alan}/roles/${roles.trusted}`]],
  ['a kick', ['DELETE', `${guild}/members/${users.niklaus}`]],
  ['a ban', ['PUT', `${guild}/bans/${users.margaret}`, { body: { delete_message_seconds: 3600 } }]],
  ['an unban', ['DELETE', `${guild}/bans/${users.margaret}`]],
  ['a bulk ban', ['POST', `${guild}/bulk-ban`, { body: { user_ids: [users.ivan, users.joan] } }]],
  [
    'a direct message',
    async () => [
      'POST',
      `/channels/${idOf(await post('/users/@me/channels', { recipient_id: users.alan }))}/messages`,
      { body: text() },
    ],
  ],
  ['the edit of a deferred answer', () => ['PATCH', `${deferred()}/messages/@original`, { body: text() }]],
  ['a follow-up', () => ['POST', deferred(), { body: text({ flags: 64 }) }]],
  ['the deletion of an answer', () => ['DELETE', `${deferred()}/messages/@original`]],
]

describe('a correct request is no violation', () => {
  it.each(requests)('%s', async (_name, target) => {
    const [method, path, options] = typeof target === 'function' ? await target() : target
    const answer = await emulator.rest(method, path, options)
    expect(answer.body).not.toHaveProperty('errors')
    expect(answer.status).toBeLessThan(300)
    expect(answer.entry.verdict).toBe('ok')
  })

  it('so the list is empty in the end', async () => {
    expect((await emulator.driver('GET', 'violations'))['violations']).toEqual([])
  })
})
