import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasMark, markOf, messagePayload } from './message-payload.ts'
import { card, text } from './reply.ts'
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

test('a key has one mark, a positive 32-bit integer, and other keys have others', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), fc.string(), async (key, other) => {
      const mark = await markOf(key)
      expect(Number.isInteger(mark) && mark >= 1 && mark < 2 ** 31).toBe(true)
      expect((await markOf(other)) === mark).toBe(key === other)
    }),
  )
})

test('a mark is the id of the first component only, and can be read back', async () => {
  const body = { components: [...card({ tone: 'info', body: 'a' }).components, text('b')] }
  const mark = await markOf('job-1')
  const { components } = messagePayload(body, { mark })
  expect(components).toEqual([{ ...body.components[0], id: mark }, body.components[1]])
  expect(hasMark({ components }, mark)).toBe(true)
  expect(hasMark({ components }, await markOf('job-2'))).toBe(false)
  expect(hasMark(messagePayload(body), mark)).toBe(false)
})
