import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { snowflake, snowflakeAt } from '../../../core/snowflake.ts'
import { type FilteredMessage, isOldForBulk, matchesFilter, purgeKinds, readMessageId } from './message-filter.ts'

const everything = { pinned: true, older: true }
const author = snowflake('223456789012345678')

function message(parts: Partial<FilteredMessage> = {}): FilteredMessage {
  return {
    id: '123456789012345678',
    type: 0,
    content: '',
    pinned: false,
    attachments: [],
    embeds: [],
    author: { id: author },
    ...parts,
  }
}

describe('the filter of a purge', () => {
  it('takes a message that has the text, in any case, and no other', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1, maxLength: 5 }), fc.string(), (before, text, after) => {
        const found = message({ content: `${before}${text}${after}`.toUpperCase() })
        const upper = text.toUpperCase()
        expect(matchesFilter(found, { ...everything, contains: upper })).toBe(true)
        expect(matchesFilter(message({ content: '' }), { ...everything, contains: upper })).toBe(false)
      }),
    )
  })

  it('narrows with every further condition: what passes all of them passes each alone', () => {
    const messages = fc.record({
      content: fc.constantFrom('', 'hello', 'see https://example.org', 'HELLO'),
      pinned: fc.boolean(),
      author: fc.record({ id: fc.constantFrom<string>(author, '323456789012345678'), bot: fc.boolean() }),
    })
    const filters = fc.record({
      userId: fc.option(fc.constant(author), { nil: undefined }),
      contains: fc.option(fc.constantFrom('hello', 'https'), { nil: undefined }),
      kind: fc.option(fc.constantFrom(...purgeKinds), { nil: undefined }),
      pinned: fc.boolean(),
      older: fc.boolean(),
    })
    fc.assert(
      fc.property(messages, filters, (parts, filter) => {
        const one = message(parts)
        const alone = [
          { ...everything, userId: filter.userId },
          { ...everything, contains: filter.contains },
          { ...everything, kind: filter.kind },
          { ...everything, pinned: filter.pinned },
        ]
        expect(matchesFilter(one, filter)).toBe(alone.every((single) => matchesFilter(one, single)))
      }),
      { numRuns: 300 },
    )
  })

  it('leaves pinned messages alone unless they are asked for', () => {
    expect(matchesFilter(message({ pinned: true }), { pinned: false, older: true })).toBe(false)
    expect(matchesFilter(message({ pinned: true }), everything)).toBe(true)
  })

  it('leaves out system messages that Discord lets nobody delete', () => {
    expect(matchesFilter(message({ type: 1 }), everything)).toBe(false)
    expect(matchesFilter(message({ type: 7 }), everything)).toBe(true)
  })
})

describe('the age of a message', () => {
  const now = new Date('2026-11-20T12:00:00Z')
  const ago = (ms: number) => snowflakeAt(new Date(now.getTime() - ms))

  it('counts as old a little before 14 days, so that no chunk is refused for its oldest message', () => {
    expect(isOldForBulk(ago(13 * 86_400_000), now)).toBe(false)
    expect(isOldForBulk(ago(14 * 86_400_000 - 1_800_000), now)).toBe(true)
    expect(isOldForBulk(ago(15 * 86_400_000), now)).toBe(true)
  })
})

describe('where a purge starts', () => {
  it('reads ids and message links and nothing else', () => {
    expect(readMessageId(' 123456789012345678 ')).toBe('123456789012345678')
    expect(readMessageId('https://discord.com/channels/1/2/123456789012345678')).toBe('123456789012345678')
    expect(readMessageId('https://ptb.discord.com/channels/1/2/123456789012345678')).toBe('123456789012345678')
    expect(readMessageId('https://example.org/channels/1/2/123456789012345678')).toBeUndefined()
    expect(readMessageId('latest')).toBeUndefined()
  })
})
