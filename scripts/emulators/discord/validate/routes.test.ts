import { describe, expect, it } from 'vitest'
import { jsonCodeOf, validateRestBody } from './index.ts'
import { button, row, textDisplay, v2 } from './test-bodies.ts'

describe('bodies that Discord accepts have no problem', () => {
  const good: [string, string, string, unknown][] = [
    ['plain text', 'POST', '/channels/{channel_id}/messages', { content: 'hi', allowed_mentions: { parse: [] } }],
    ['nonce', 'POST', '/api/v10/channels/:id/messages', { content: 'hi', nonce: 'a'.repeat(25), enforce_nonce: true }],
    [
      'embed with offset time',
      'POST',
      '/channels/{c}/messages',
      { embeds: [{ title: 't', timestamp: '2026-01-01T00:00:00+00:00' }] },
    ],
    [
      'embed image by attachment',
      'POST',
      '/channels/{c}/messages',
      { embeds: [{ image: { url: 'attachment://a.png' } }], attachments: [{ id: 0 }] },
    ],
    ['legacy row', 'POST', '/channels/{c}/messages', { content: 'x', components: [row(button('a'), button('b'))] }],
    [
      'V2 container',
      'POST',
      '/channels/{c}/messages',
      v2({ type: 17, accent_color: 0xffffff, components: [textDisplay('x'), row(button('a'))] }),
    ],
    [
      'V2 section',
      'POST',
      '/channels/{c}/messages',
      v2({ type: 9, components: [textDisplay('x')], accessory: button('a') }),
    ],
    [
      'poll',
      'POST',
      '/channels/{c}/messages',
      { poll: { question: { text: 'q' }, answers: [{ poll_media: { text: 'a' } }] } },
    ],
    ['upgrade to V2', 'PATCH', '/channels/{c}/messages/{m}', { content: null, embeds: [], ...v2(textDisplay('x')) }],
    [
      'edit of a V2 message without flags',
      'PATCH',
      '/webhooks/{w}/{t}/messages/@original',
      { components: [textDisplay('x')] },
    ],
    ['role with a string bitfield', 'POST', '/guilds/{g}/roles', { name: 'r', permissions: '8' }],
    ['overwrite', 'PUT', '/channels/{c}/permissions/{o}', { type: 0, allow: '0', deny: '2048' }],
    ['ban without body', 'PUT', '/guilds/{g}/bans/{u}', undefined],
    ['ban', 'PUT', '/guilds/{g}/bans/{u}', { delete_message_seconds: 604800 }],
    ['timeout', 'PATCH', '/guilds/{g}/members/{u}', { communication_disabled_until: '2026-01-01T00:00:00.000Z' }],
    ['thread closed', 'PATCH', '/channels/{c}', { archived: true, locked: true }],
    ['slow mode', 'PATCH', '/channels/{c}', { rate_limit_per_user: 21600 }],
    ['forum post', 'POST', '/channels/{c}/threads', { name: 'n', message: { content: 'x' }, applied_tags: [] }],
    ['unknown route', 'POST', '/teapots/{id}', { tea: 1 }],
    ['follow-up', 'POST', '/webhooks/{w}/{t}', { content: 'x', flags: 64 }],
    ['callback', 'POST', '/interactions/{i}/{t}/callback', { type: 5, data: { flags: 64 } }],
  ]
  it.each(good)('%s', (_name, method, route, body) => {
    expect(validateRestBody(method, route, body)).toEqual([])
  })
})

describe('other routes', () => {
  const bad: [string, string, string, unknown, number][] = [
    ['one message to bulk delete', 'POST', '/channels/{c}/messages/bulk-delete', { messages: ['1'] }, 50016],
    ['a message twice', 'POST', '/channels/{c}/messages/bulk-delete', { messages: ['1', '1'] }, 50035],
    ['ban deleting eight days', 'PUT', '/guilds/{g}/bans/{u}', { delete_message_seconds: 604801 }, 50035],
    [
      '201 users to ban',
      'POST',
      '/guilds/{g}/bulk-ban',
      { user_ids: Array.from({ length: 201 }, (_, i) => `${i}`) },
      50035,
    ],
    ['nickname of 33', 'PATCH', '/guilds/{g}/members/{u}', { nick: 'x'.repeat(33) }, 50035],
    ['numeric snowflake', 'POST', '/users/@me/channels', { recipient_id: 7 }, 50035],
    ['slow mode of a day', 'PATCH', '/channels/{c}', { rate_limit_per_user: 86400 }, 50035],
    ['webhook called Clyde', 'POST', '/channels/{c}/webhooks', { name: 'Clyde' }, 50035],
    [
      'six forum tags',
      'POST',
      '/channels/{c}/threads',
      { name: 'n', message: { content: 'x' }, applied_tags: ['1', '2', '3', '4', '5', '6'] },
      50035,
    ],
    ['an empty forum post', 'POST', '/channels/{c}/threads', { name: 'n', message: {} }, 50006],
    ['a tag name of 21', 'PATCH', '/channels/{c}', { available_tags: [{ name: 'x'.repeat(21) }] }, 50035],
    ['a tag twice', 'PATCH', '/channels/{c}', { available_tags: [{ name: 'x' }, { name: 'x' }] }, 40061],
    [
      'an overwrite twice',
      'PATCH',
      '/channels/{c}',
      {
        permission_overwrites: [
          { id: '1', type: 0 },
          { id: '1', type: 0 },
        ],
      },
      50035,
    ],
    ['an overwrite without type', 'PUT', '/channels/{c}/permissions/{o}', { allow: '1' }, 50035],
    ['a webhook renamed to Discord', 'PATCH', '/webhooks/{w}', { name: 'my discord' }, 50035],
    ['a webhook posting as Clyde', 'POST', '/webhooks/{w}/{t}', { content: 'x', username: 'clyde' }, 50035],
    ['positions as an object', 'PATCH', '/guilds/{g}/roles', { id: '1', position: 1 }, 50035],
    ['a time that is none', 'PATCH', '/guilds/{g}/members/{u}', { communication_disabled_until: 'tomorrow' }, 50035],
    ['a negative slow mode', 'PATCH', '/channels/{c}', { rate_limit_per_user: -1 }, 50035],
    ['a callback of type 99', 'POST', '/interactions/{i}/{t}/callback', { type: 99 }, 50035],
    ['a missing body', 'POST', '/channels/{c}/webhooks', undefined, 50035],
    ['a body that is a list', 'PATCH', '/channels/{c}', [], 50035],
  ]
  it.each(bad)('%s is refused', (_name, method, route, body, code) => {
    const problems = validateRestBody(method, route, body)
    expect(problems).not.toEqual([])
    expect(jsonCodeOf(problems)).toBe(code)
  })
})
