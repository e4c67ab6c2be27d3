import { expect, it } from 'vitest'
import { commandPath, modalFields } from './payload.ts'

type Data = Parameters<typeof commandPath>[0]
type Components = Parameters<typeof modalFields>[0]

/** Guarantee: only the fields that the reader looks at matter to it. */
const data = (value: unknown) => value as Data
const components = (value: unknown) => value as Components

it('reads the words of a command and its options, whatever the nesting', () => {
  const options = [{ name: 'number', type: 4, value: 1 }]
  expect(commandPath(data({ name: 'warn', type: 1 }))).toEqual({ words: 'warn', options: [] })
  expect(commandPath(data({ name: 'warn', type: 1, options }))).toEqual({ words: 'warn', options })
  expect(commandPath(data({ name: 'case', options: [{ name: 'view', type: 1, options }] }))).toEqual({
    words: 'case view',
    options,
  })
  const nested = [{ name: 'b', type: 2, options: [{ name: 'c', type: 1 }] }]
  expect(commandPath(data({ name: 'a', options: nested }))).toEqual({ words: 'a b c', options: [] })
})

it('reads the fields of a form, in labels and in rows', () => {
  const fields = modalFields(
    components([
      { type: 18, component: { type: 4, custom_id: 'reason', value: 'spam' } },
      { type: 18, component: { type: 3, custom_id: 'pick', values: ['a'] } },
      { type: 18, component: { type: 21, custom_id: 'radio', value: null } },
      { type: 18, component: { type: 23, custom_id: 'box', value: true } },
      { type: 1, components: [{ type: 4, custom_id: 'old', value: 'row' }] },
      { type: 10 },
    ]),
  )
  expect(fields).toEqual({ reason: 'spam', pick: ['a'], radio: '', box: 'true', old: 'row' })
})
