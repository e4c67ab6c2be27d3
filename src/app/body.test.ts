import { expect, test } from 'vitest'
import { readBody } from './body.ts'

const post = (body: Exclude<RequestInit['body'], undefined>, headers: Record<string, string> = {}) =>
  new Request('http://localhost/', { method: 'POST', body, headers, ...{ duplex: 'half' } })

function inParts(parts: readonly string[], onCancel = () => {}): ReadableStream<Uint8Array> {
  const waiting = [...parts]
  return new ReadableStream({
    pull(controller) {
      const next = waiting.shift()
      if (next === undefined) controller.close()
      else controller.enqueue(new TextEncoder().encode(next))
    },
    cancel: onCancel,
  })
}

const text = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes)

test('a body within the limit is read whole, its length told or not', async () => {
  expect(text(await readBody(post('abcd', { 'content-length': '4' }), 4))).toBe('abcd')
  expect(text(await readBody(post(inParts(['ab', 'c', 'd'])), 4))).toBe('abcd')
  expect(text(await readBody(post(null), 4))).toBe('')
})

test('a larger one is not, and what is left of it is not read', async () => {
  let cancelled = false
  const endless = inParts(Array(1000).fill('ab'), () => {
    cancelled = true
  })
  expect(await readBody(post('abcde', { 'content-length': '5' }), 4)).toBeUndefined()
  expect(await readBody(post(endless), 4)).toBeUndefined()
  expect(cancelled).toBe(true)
})
