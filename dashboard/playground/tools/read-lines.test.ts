import { expect, it } from 'vitest'
import { readLines } from './read-lines.ts'

it('each line is a message of the one it names; words may hold colons', () => {
  expect(readLines('alan: hello\n  barbara :see https://x.y: ok \n')).toEqual([
    { user: 'alan', content: 'hello' },
    { user: 'barbara', content: 'see https://x.y: ok' },
  ])
})

it('lines without a name or without words are left out', () => {
  expect(readLines('hello\nalan:\n: words\n\n')).toEqual([])
})
