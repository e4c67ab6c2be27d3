import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { arg, customIdCodec, customIdRoute } from './custom-id.ts'
import { snowflake } from './snowflake.ts'

const codec = customIdCodec(
  'cases:page',
  z.object({ user: arg.id(), page: arg.int(), all: arg.flag(), sort: arg.oneOf('new', 'old'), q: arg.text() }),
)
const user = snowflake('175928847299117063')

describe('custom ids', () => {
  it('survive the round trip, whatever characters their texts hold', () => {
    const args = fc.record({
      user: fc.constant(user),
      page: fc.integer({ min: -9999, max: 9999 }),
      all: fc.boolean(),
      sort: fc.constantFrom('new' as const, 'old' as const),
      q: fc.string({ maxLength: 15 }),
    })
    fc.assert(
      fc.property(args, (given) => {
        expect(codec.decode(codec.encode(given))).toEqual(given)
      }),
    )
  })

  it('route by their first two parts', () => {
    expect(customIdRoute('cases:page:1:2')).toBe('cases:page')
    expect(customIdRoute('cases:page')).toBe('cases:page')
    expect(customIdRoute('cases')).toBe('cases')
  })

  it.each([
    'cases:page',
    'cases:page:1:2:3',
    'cases:pages:175928847299117063:1:0:new:x',
    'cases:page:175928847299117063:one:0:new:x',
    'cases:page:0:1:0:new:x',
    'cases:page:175928847299117063:1:2:new:x',
    'cases:page:175928847299117063:1:0:best:x',
    'cases:page:175928847299117063:1:0:new:x:y',
    '',
  ])('refuse what they did not make: %j', (customId) => {
    expect(codec.decode(customId)).toBeUndefined()
  })

  it('refuse to grow beyond what Discord stores', () => {
    expect(() => codec.encode({ user, page: 1, all: true, sort: 'new', q: 'x'.repeat(100) })).toThrow(TypeError)
  })

  it('need no arguments', () => {
    const bare = customIdCodec('help:open', z.object({}))
    expect(bare.decode(bare.encode({}))).toEqual({})
    expect(bare.decode('help:open:more')).toBeUndefined()
  })
})
