import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { button, card, cut, row, section, text, tones } from './reply.ts'

describe('cards', () => {
  it('are one container with title, text, parts and small print in this order', () => {
    const body = card({
      tone: 'success',
      title: 'Done',
      body: 'All well',
      parts: [row(button({ customId: 'a:b', label: 'Go' }))],
      footer: 'bye',
    })
    expect(body.components).toEqual([
      {
        type: 17,
        accent_color: tones.success,
        components: [
          text('### Done\nAll well'),
          { type: 1, components: [{ type: 2, style: 2, custom_id: 'a:b', label: 'Go', disabled: false }] },
          text('-# bye'),
        ],
      },
    ])
  })

  it('have no empty texts', () => {
    expect(card({ tone: 'info', parts: [text('x')] }).components).toEqual([
      { type: 17, accent_color: tones.info, components: [text('x')] },
    ])
  })

  it('put a button beside a text', () => {
    const go = button({ customId: 'a:b', label: 'Go', style: 'danger', emoji: '🔨', disabled: true })
    expect(section('Read me', go)).toEqual({ type: 9, components: [text('Read me')], accessory: go })
    expect(go).toMatchObject({ style: 4, emoji: { name: '🔨' }, disabled: true })
  })
})

it('cuts texts to the limit without tearing a character apart', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.integer({ min: 2, max: 30 }), (given, limit) => {
      const shown = cut(given, limit)
      expect(shown.length).toBeLessThanOrEqual(Math.max(limit, given.length <= limit ? given.length : limit))
      expect(shown.isWellFormed()).toBe(given.isWellFormed())
      if (given.length <= limit) expect(shown).toBe(given)
    }),
  )
})
