import { expect, it } from 'vitest'
import { type NameOf, type Readable, spoken } from './spoken.ts'

const names: Record<string, string> = { '@1': 'Ada', '@&2': 'Moderator', '#3': 'rules' }
const nameOf: NameOf = (kind, id) => names[`${kind}${id}`]

const message = (part: Partial<Readable>): Readable => ({
  content: '',
  components: [],
  author: { username: 'ben', global_name: 'Ben' },
  ...part,
})

it('says names where a message has ids', () => {
  const content = '<@1> and <@!1>, ask a <@&2> in <#3> <:wave:44>, not <@9>'
  expect(spoken(message({ content }), nameOf)).toBe('Ben: Ada and Ada, ask a Moderator in rules wave, not unknown')
})

it('says dates as words, and leaves the marks of formatting out', () => {
  expect(spoken(message({ content: '## Ends **<t:1700000000:R>**' }), nameOf)).toMatch(
    /^Ben:\s+Ends \d+\/11\/2023, [\d:]+$/,
  )
})

it('reads the texts and labels of components in their order', () => {
  const components = [{ type: 17, components: [{ content: 'Case' }, { label: 'Undo', custom_id: 'x' }] }]
  expect(spoken(message({ components }), nameOf)).toBe('Ben: Case. Undo')
})
