import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defineTexts, toLocale, verbatim } from './text.ts'

const texts = defineTexts({
  en: { hello: 'Hello {name}!', plain: 'Nothing to fill in', cases: { one: '{count} case', other: '{count} cases' } },
  de: { hello: 'Hallo {name}!', plain: 'Nichts einzusetzen', cases: { one: '{count} Fall', other: '{count} Fälle' } },
  fr: { hello: 'Bonjour {name} !', plain: 'Rien à remplir', cases: { one: '{count} cas', other: '{count} cas' } },
})

describe('texts', () => {
  it('fills placeholders in the language asked for', () => {
    expect(texts('hello', { name: 'Ada' })('de')).toBe('Hallo Ada!')
    expect(texts('plain')('fr')).toBe('Rien à remplir')
  })

  it('takes texts as values and renders them in the same language', () => {
    expect(texts('hello', { name: texts('cases', { count: 2 }) })('de')).toBe('Hallo 2 Fälle!')
  })

  it('follows the plural rules of each language', () => {
    expect([0, 1, 2].map((count) => texts('cases', { count })('en'))).toEqual(['0 cases', '1 case', '2 cases'])
    expect(texts('cases', { count: 0 })('fr')).toBe('0 cas')
  })

  it('never interprets what it fills in', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        expect(texts('hello', { name })('en')).toBe(`Hello ${name}!`)
      }),
    )
  })

  it('falls back to English for a language that nobody translated', () => {
    expect(toLocale('pt-BR')).toBe('en')
    expect(toLocale(undefined)).toBe('en')
    expect(toLocale('fr')).toBe('fr')
    expect(toLocale('en-GB')).toBe('en')
  })

  it('passes names through in every language', () => {
    expect(verbatim('Zoë')('fr')).toBe('Zoë')
  })
})
