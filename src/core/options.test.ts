import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from './errors.ts'
import { type GivenOption, option, readOptions } from './options.ts'
import { verbatim } from './text.ts'

const about = { description: verbatim('about') }
const id = '175928847299117063'
const user = { id, username: 'ada', discriminator: '0', global_name: null, avatar: null }

const options = {
  who: option.user({ ...about, required: true }),
  reason: option.string({ ...about, minLength: 2, maxLength: 5 }),
  count: option.integer({ ...about, least: 1, most: 9 }),
  loud: option.boolean(about),
  kind: option.choice({ ...about, choices: [{ label: verbatim('A'), value: 'a' }] }),
  length: option.duration({ ...about, mostMs: 3_600_000 }),
  where: option.channel({ ...about, channelTypes: [0] }),
  role: option.role(about),
  file: option.attachment(about),
}

const resolved = {
  users: { [id]: user },
  channels: { [id]: { id, name: 'general', type: 0, permissions: '0' } },
  attachments: { [id]: { id, filename: 'a.txt', size: 1, url: '', proxy_url: '' } },
}

function read(...given: GivenOption[]) {
  return readOptions(options, [{ name: 'who', value: id }, ...given], resolved as Parameters<typeof readOptions>[2])
}

describe('options', () => {
  it('arrive typed', () => {
    const values = read(
      { name: 'reason', value: 'spam' },
      { name: 'count', value: 3 },
      { name: 'loud', value: true },
      { name: 'kind', value: 'a' },
      { name: 'length', value: '10m' },
      { name: 'where', value: id },
      { name: 'file', value: id },
    )
    expect(values).toMatchObject({
      who: { id },
      reason: 'spam',
      count: 3,
      loud: true,
      kind: 'a',
      length: 600_000,
      where: { name: 'general' },
      file: { filename: 'a.txt' },
    })
  })

  it('may be left out unless required', () => {
    expect(read()).toEqual({ who: { id, user } })
    expect(() => readOptions(options, [], {})).toThrow('`who` is missing')
  })

  it.each<[string, unknown]>([
    ['reason', 5],
    ['reason', 'x'],
    ['reason', 'too long'],
    ['count', '3'],
    ['count', 0],
    ['count', 10],
    ['count', 1.5],
    ['loud', 'yes'],
    ['kind', 'b'],
    ['length', '90'],
    ['length', 90],
    ['length', '2h'],
    ['where', '175928847299117064'],
    ['where', 'general'],
    ['role', id],
    ['file', '1'],
    ['who', '175928847299117064'],
    ['who', null],
  ])('refuse %s = %j with words', (name, value) => {
    expect(() =>
      readOptions({ [name]: options[name as keyof typeof options] }, [{ name, value }], resolved as never),
    ).toThrow(AppError)
  })

  it('never fail other than in words, whatever is sent', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(options)), fc.anything(), (name, value) => {
        try {
          read({ name, value })
        } catch (error) {
          expect(error).toBeInstanceOf(AppError)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('offer durations while typing', async () => {
    expect(await options.length.autocomplete?.({} as never, '1', {})).toEqual([
      { name: '10m', value: '10m' },
      { name: '1h', value: '1h' },
      { name: '1d', value: '1d' },
    ])
  })
})
