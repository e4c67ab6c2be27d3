import { afterEach, beforeEach, expect, vi } from 'vitest'

/** A test that makes the program complain must say that it expects to: it spies on `console.error` itself. */
const complain = vi.fn((...args: unknown[]) => {
  process.stderr.write(`${args.map(String).join(' ')}\n`)
})

beforeEach(() => {
  complain.mockClear()
  vi.spyOn(console, 'error').mockImplementation(complain)
})

afterEach(() => {
  expect(complain.mock.calls, 'unexpected console.error').toEqual([])
})
