import { describe, expect, it, vi } from 'vitest'
import type { Database } from '../core/db.ts'
import { givenRequestId, REQUEST_ID_HEADER, tracedDatabase, tracedFetch } from './trace.ts'

const given = (id: string) => new Headers({ [REQUEST_ID_HEADER]: id })

describe('givenRequestId', () => {
  it('takes an id over from the local cloud, and from nobody else', () => {
    expect(givenRequestId(given('abc-1'), true)).toBe('abc-1')
    expect(givenRequestId(given('abc-1'), false)).toBeUndefined()
    expect(givenRequestId(new Headers(), true)).toBeUndefined()
  })

  it.each(['a b', 'x&role=postgres', '', 'a'.repeat(65)])('takes no id that is not a word: %s', (id) => {
    expect(givenRequestId(given(id), true)).toBeUndefined()
  })
})

it('tracedFetch keeps the headers there are and adds the id', async () => {
  const send = vi.fn<typeof fetch>(async () => new Response())
  await tracedFetch('abc', send)('http://127.0.0.1/x', { method: 'POST', headers: { authorization: 'Bot t' } })
  const init = send.mock.calls[0]?.[1]
  expect(init?.method).toBe('POST')
  expect(Object.fromEntries(new Headers(init?.headers))).toEqual({ authorization: 'Bot t', [REQUEST_ID_HEADER]: 'abc' })
})

it('tracedDatabase marks each transaction and keeps its options', async () => {
  const transaction = vi.fn<Database['transaction']>(async () => [])
  const { drizzle } = await import('drizzle-orm/neon-http')
  const database = tracedDatabase({ sql: drizzle.mock(), transaction }, 'abc')
  await database.transaction('app', [], { replay: 'harmless' })
  expect(transaction).toHaveBeenCalledWith('app', [], { replay: 'harmless', origin: 'abc' })
})
