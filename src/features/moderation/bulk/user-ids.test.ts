import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseUserIds } from './user-ids.ts'

const id = fc.bigInt({ min: 10n ** 16n, max: (1n << 63n) - 1n }).map(String)
const separator = fc.constantFrom(' ', ',', '\n', ', ', ';', '\r\n', '\t', ' | ')

describe('the ids of a list', () => {
  it('finds every id once and in order, whatever separates them and however they are written', () => {
    const written = fc.tuple(id, fc.constantFrom('id', 'mention', 'nick'), separator)
    fc.assert(
      fc.property(fc.array(written, { maxLength: 60 }), (parts) => {
        const forms = {
          id: (one: string) => one,
          mention: (one: string) => `<@${one}>`,
          nick: (one: string) => `<@!${one}>`,
        }
        const given = parts.map(([one, form, after]) => forms[form](one) + after).join('')
        const expected = [...new Set(parts.map(([one]) => one))]
        const { ids, invalid, repeated } = parseUserIds(given)
        expect(ids).toEqual(expected)
        expect(invalid).toEqual([])
        expect(repeated).toBe(parts.length - expected.length)
      }),
      { numRuns: 300 },
    )
  })

  it('loses no word: each is an id or is named as invalid', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (given) => {
        const { ids, invalid } = parseUserIds(given)
        for (const word of given.split(/[\s,;|]+/).filter((one) => one !== '' && !one.includes('<@'))) {
          expect([...ids, ...invalid]).toContain(word)
        }
      }),
      { numRuns: 300 },
    )
  })

  it.each(['123', 'abc', '-5', '01234567890123456789', '99999999999999999999', '<@&123456789012345678>', '@someone'])(
    'names %s as invalid',
    (word) => {
      expect(parseUserIds(word)).toEqual({ ids: [], invalid: [word], repeated: 0 })
    },
  )

  it('reads mentions that stand without anything between them', () => {
    expect(parseUserIds('<@123456789012345678><@!223456789012345678>').ids).toHaveLength(2)
  })
})
