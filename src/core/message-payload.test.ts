import { expect, test } from 'vitest'
import { messagePayload } from './message-payload.ts'
import { card } from './reply.ts'
import { snowflake } from './snowflake.ts'

const someone = snowflake('100000000000000001')

test('a message is Components V2 and pings nobody', () => {
  const body = card({ tone: 'info', body: '@everyone' })
  expect(messagePayload(body)).toEqual({
    flags: 32768,
    components: body.components,
    allowed_mentions: { parse: [], users: [] },
  })
})

test('only the people named are pinged, each once, and at most 100', () => {
  const many = Array.from({ length: 120 }, (_, index) => snowflake(String(100000000000000001n + BigInt(index))))
  const { users } = messagePayload({ components: [], pings: [someone, ...many] }).allowed_mentions
  expect(users).toEqual(many.slice(0, 100))
})

test('an ephemeral message carries both flags', () => {
  expect(messagePayload({ components: [] }, { ephemeral: true }).flags).toBe(32768 | 64)
})
