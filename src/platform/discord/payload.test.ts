import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DiscordRequest, HttpMethod } from '../../core/discord.ts'
import { nonceOf, withoutMentions } from './payload.ts'
import { isRecord } from './plain.ts'
import { encodeReason } from './reason.ts'
import { routeOf } from './route.ts'
import { CHANNEL } from './testing.ts'

const HOOK = `/webhooks/${CHANNEL}/secret` as const
const routes: readonly [HttpMethod, DiscordRequest['path'], DiscordRequest['auth']][] = [
  ['POST', `/channels/${CHANNEL}/messages`, 'bot'],
  ['PATCH', `/channels/${CHANNEL}/messages/1`, 'bot'],
  ['POST', HOOK, 'bot'],
  ['PATCH', `${HOOK}/messages/1`, 'bot'],
  ['POST', HOOK, 'interaction'],
  ['PATCH', `${HOOK}/messages/@original`, 'interaction'],
]
const route = ([method, path, auth = 'bot']: (typeof routes)[number]) => routeOf({ method, path, auth }, 0)
const anyMentions = fc.oneof(
  fc.anything(),
  fc.record(
    {
      parse: fc.subarray(['users', 'roles', 'everyone']),
      users: fc.array(fc.oneof(fc.constant(CHANNEL), fc.string(), fc.anything())),
      roles: fc.array(fc.constant(CHANNEL)),
      replied_user: fc.boolean(),
    },
    { requiredKeys: [] },
  ),
)
const anyMessage = fc.record({ content: fc.string(), allowed_mentions: anyMentions }, { requiredKeys: [] })

function expectSilent(message: unknown): void {
  const mentions = isRecord(message) ? message['allowed_mentions'] : undefined
  if (!isRecord(mentions)) throw new TypeError('allowed_mentions is missing')
  expect(mentions['parse']).toEqual([])
  expect(Object.keys(mentions).every((key) => ['parse', 'users', 'roles'].includes(key))).toBe(true)
  for (const key of ['users', 'roles']) {
    const ids = mentions[key] ?? []
    if (!Array.isArray(ids)) throw new TypeError(`${key} is no list`)
    expect(ids.every((id) => typeof id === 'string' && /^\d{17,20}$/.test(id))).toBe(true)
    expect(new Set(ids).size).toBe(ids.length)
  }
}

describe('mentions', () => {
  test.each(routes)('never parse on %s %s (%s), whatever the caller gives', (...given) => {
    fc.assert(fc.property(anyMessage, (message) => expectSilent(withoutMentions(route(given), message))))
  })

  test('never parse in a callback or the first message of a thread', () => {
    const callback = routeOf({ method: 'POST', path: '/interactions/1/t/callback', auth: 'interaction' }, 0)
    const thread = routeOf({ method: 'POST', path: `/channels/${CHANNEL}/threads` }, 0)
    fc.assert(
      fc.property(anyMessage, fc.constantFrom(4, 7), (message, type) => {
        const answered = withoutMentions(callback, { type, data: message })
        const started = withoutMentions(thread, { name: 'x', message })
        expectSilent(isRecord(answered) ? answered['data'] : undefined)
        expectSilent(isRecord(started) ? started['message'] : undefined)
      }),
    )
  })

  test('ids that the caller lists stay', () => {
    const given = { allowed_mentions: { parse: ['everyone'], users: [CHANNEL, CHANNEL], roles: [CHANNEL] } }
    const [create] = routes
    if (create === undefined) throw new TypeError('no route')
    const expected = { allowed_mentions: { parse: [], users: [CHANNEL], roles: [CHANNEL] } }
    expect(withoutMentions(route(create), given)).toEqual(expected)
  })

  test('other bodies are not touched: modal, deferral, plain thread, ban', () => {
    const callback = routeOf({ method: 'POST', path: '/interactions/1/t/callback', auth: 'interaction' }, 0)
    const thread = routeOf({ method: 'POST', path: `/channels/${CHANNEL}/threads` }, 0)
    const ban = routeOf({ method: 'PUT', path: '/guilds/1/bans/2' }, 0)
    for (const body of [{ type: 9, data: { title: 'x' } }, { type: 5, data: { flags: 64 } }, { type: 6 }])
      expect(withoutMentions(callback, body)).toBe(body)
    for (const body of [{ name: 'x' }, undefined, []]) {
      expect(withoutMentions(thread, body)).toBe(body)
      expect(withoutMentions(ban, body)).toBe(body)
    }
  })
})

describe('nonce', () => {
  const inChannel = (id: string) => routeOf({ method: 'POST', path: `/channels/${id}/messages` }, 0)

  test('is the same for the same key and channel, at most 25 plain characters, and differs otherwise', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), async (key, other) => {
        const nonce = await nonceOf(inChannel('1'), key)
        expect(nonce).toMatch(/^[\w-]{25}$/)
        expect(await nonceOf(inChannel('1'), key)).toBe(nonce)
        expect(await nonceOf(inChannel('2'), key)).not.toBe(nonce)
        expect((await nonceOf(inChannel('1'), other)) === nonce).toBe(key === other)
      }),
    )
  })
})

describe('audit log reason', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 1200 }),
    fc
      .array(fc.constantFrom('a', '💥', '\ud83d', '\udca5', '\n', '\u0000', '%', 'é', '\u2028'), { maxLength: 1200 })
      .map((parts) => parts.join('')),
    fc.string({ minLength: 500, maxLength: 520 }).map((text) => `${text}💥💥💥💥💥💥💥💥`),
  )

  test('always decodes to at most 512 whole characters without control characters, and never throws', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const header = encodeReason(text)
        if (header === undefined) return
        expect(header).toMatch(/^[\x21-\x7e]+$/)
        const decoded = decodeURIComponent(header)
        expect(decoded.length).toBeLessThanOrEqual(512)
        expect(decoded.isWellFormed()).toBe(true)
        expect(decoded).not.toMatch(/\p{Cc}/u)
      }),
      { numRuns: 500 },
    )
  })

  test('keeps 512 characters as they are, cuts the 513th, and never half an emoji', () => {
    expect(decodeURIComponent(encodeReason('x'.repeat(512)) ?? '')).toBe('x'.repeat(512))
    expect(decodeURIComponent(encodeReason('x'.repeat(513)) ?? '')).toBe('x'.repeat(512))
    expect(decodeURIComponent(encodeReason(`${'x'.repeat(511)}💥`) ?? '')).toBe('x'.repeat(511))
  })

  test('is left out when nothing readable is in it', () => {
    expect(encodeReason(' \n\u0007 ')).toBeUndefined()
  })
})
