import { expect, it } from 'vitest'
import { searchForms } from './command-forms.ts'
import { sampleForms } from './test-forms.ts'

it('every sub-command stands in the menu with all its words, and context menus do not', () => {
  expect(sampleForms().map(({ name }) => name)).toEqual(['case tools clean', 'case view', 'warn'])
})

it('labels and descriptions follow the language; what is sent stays the command’s own name', () => {
  const warn = sampleForms('de').find(({ commandId }) => commandId === '1')
  expect(warn).toMatchObject({ name: 'warn', label: 'verwarnen', description: 'Verwarnt ein Mitglied' })
  expect(warn?.options[0]).toMatchObject({ name: 'user', label: 'wer' })
})

it.each([
  ['ca', ['case tools clean', 'case view']],
  ['view', ['case view']],
  ['CASE V', ['case view']],
  ['member', ['warn']],
  ['nothing', []],
  ['', ['case tools clean', 'case view', 'warn']],
])('typing "%s" finds %j: beginnings, then words inside, then descriptions', (typed, names) => {
  expect(searchForms(sampleForms(), typed).map(({ name }) => name)).toEqual(names)
})

it('a German label is found by its own beginning and by the English name', () => {
  expect(searchForms(sampleForms('de'), 'verw').map(({ name }) => name)).toEqual(['warn'])
  expect(searchForms(sampleForms('de'), 'warn').map(({ name }) => name)).toEqual(['warn'])
})
