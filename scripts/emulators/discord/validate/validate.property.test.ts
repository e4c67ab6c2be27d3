import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { validateRestBody } from './index.ts'

const send = (body: unknown) => validateRestBody('POST', '/channels/{channel_id}/messages', body)

const words = (max: number) => fc.string({ minLength: 1, maxLength: max })
const button = fc.record({ type: fc.constant(2), style: fc.constantFrom(1, 2, 3, 4), label: words(80) })
const textDisplay = fc.record({ type: fc.constant(10), content: words(90) })

/** Custom ids are unique by their position, as Discord wants them. */
const rows = fc
  .array(fc.array(button, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 })
  .map((lists) =>
    lists.map((list, r) => ({ type: 1, components: list.map((b, i) => ({ ...b, custom_id: `${r}:${i}` })) })),
  )

const embed = fc.record({
  title: words(100),
  description: words(200),
  color: fc.integer({ min: 0, max: 0xffffff }),
  fields: fc.array(fc.record({ name: words(20), value: words(40), inline: fc.boolean() }), { maxLength: 4 }),
})

const legacy = fc.record({
  content: words(2000),
  embeds: fc.array(embed, { maxLength: 5 }),
  components: rows,
  allowed_mentions: fc.constantFrom({ parse: [] }, { parse: [], users: ['310000000000000001'] }, { parse: ['roles'] }),
  nonce: words(25),
  enforce_nonce: fc.boolean(),
})

const container = fc.array(textDisplay, { minLength: 1, maxLength: 8 }).map((components) => ({ type: 17, components }))
const v2 = fc
  .tuple(fc.array(fc.oneof(textDisplay, container), { minLength: 1, maxLength: 3 }), rows)
  .filter(([, list]) => list.length + list.flatMap((row) => row.components).length <= 13)
  .map(([parts, list]) => ({ flags: 32768, components: [...parts, ...list] }))

type Legacy = typeof legacy extends fc.Arbitrary<infer T> ? T : never

const mutations: Record<string, (body: Legacy) => object> = {
  'an unknown field': (body) => ({ ...body, tetx: 'x' }),
  'content too long': (body) => ({ ...body, content: 'x'.repeat(2001) }),
  'content of the wrong type': (body) => ({ ...body, content: { text: 'x' } }),
  'the V2 flag on legacy fields': (body) => ({ ...body, flags: 32768 }),
  'a nonce too long': (body) => ({ ...body, nonce: 'x'.repeat(26) }),
  'embeds too long together': (body) => ({
    ...body,
    embeds: [{ description: 'x'.repeat(4096) }, { description: 'x'.repeat(1905) }],
  }),
  'a row too many': (body) => ({
    ...body,
    components: Array.from({ length: 6 }, (_, i) => ({
      type: 1,
      components: [{ type: 2, style: 1, label: 'x', custom_id: `${i}` }],
    })),
  }),
  'a custom id twice': (body) => ({
    ...body,
    components: [
      ...body.components.slice(0, 4),
      { type: 1, components: [{ type: 2, style: 1, label: 'x', custom_id: '0:0' }] },
    ],
  }),
  'an empty row': (body) => ({ ...body, components: [{ type: 1, components: [] }] }),
  'a top-level text display': (body) => ({ ...body, components: [{ type: 10, content: 'x' }] }),
  'a fraction in a colour': (body) => ({ ...body, embeds: [{ title: 'x', color: -1 }] }),
  'mentions parsed and listed': (body) => ({ ...body, allowed_mentions: { parse: ['users'], users: ['1'] } }),
}

describe('any valid message passes', () => {
  it('legacy', () => {
    fc.assert(
      fc.property(legacy, (body) => {
        expect(send(body)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
  it('components V2', () => {
    fc.assert(
      fc.property(v2, (body) => {
        expect(send(body)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})

describe('every mutation of a valid message is caught', () => {
  it.each(Object.entries(mutations))('%s', (_name, mutate) => {
    fc.assert(
      fc.property(legacy, (body) => {
        expect(send(mutate(body))).not.toEqual([])
      }),
      { numRuns: 25 },
    )
  })
})

it('never throws, whatever the body is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (body) => Array.isArray(send(body))),
    { numRuns: 200 },
  )
  fc.assert(
    fc.property(fc.jsonValue(), (components) =>
      send({ content: 'x', flags: 32768, components }).every((entry) => entry.message !== ''),
    ),
    { numRuns: 200 },
  )
})
