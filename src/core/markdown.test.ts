import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeMarkdown, mentionChannel, mentionRole, mentionUser, timestamp } from './markdown.ts'
import { snowflake } from './snowflake.ts'

const id = snowflake('175928847299117063')

describe('user text in messages', () => {
  it('can neither mention, format nor link', () => {
    fc.assert(
      fc.property(fc.string(), (given) => {
        const shown = escapeMarkdown(given)
        const withoutEscapes = shown.replace(/\\./gs, '')
        expect(withoutEscapes).not.toMatch(/[*_~`|>#[\]()<@]/)
      }),
    )
    expect(escapeMarkdown('@everyone <@175928847299117063>')).not.toContain('<@1')
  })

  it('cannot turn the reading direction round or hide characters', () => {
    expect(escapeMarkdown('a\u202eb\u200bc\u{e0041}d')).toBe('abcd')
  })

  it('keeps ordinary words as they are', () => {
    expect(escapeMarkdown('grüße, 日本語 🎉')).toBe('grüße, 日本語 🎉')
  })
})

it('writes mentions and times in the form that Discord renders', () => {
  expect([mentionUser(id), mentionChannel(id), mentionRole(id)]).toEqual([`<@${id}>`, `<#${id}>`, `<@&${id}>`])
  expect(timestamp(new Date(1_700_000_000_999), 'R')).toBe('<t:1700000000:R>')
})
