import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { downloadText } from './download.ts'

const file = { url: 'https://cdn.discordapp.com/attachments/1/2/list.txt', maxBytes: 64 }
const serving = (body: ReadableStream<Uint8Array> | string, status = 200): typeof fetch => {
  return async () => new Response(body, { status })
}

describe('an uploaded file', () => {
  it('is read as it was written, however its bytes arrive', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 15 }), async (text) => {
        const bytes = new TextEncoder().encode(text)
        const chunks = new ReadableStream<Uint8Array>({
          start(controller) {
            for (const byte of bytes) controller.enqueue(Uint8Array.of(byte))
            controller.close()
          },
        })
        const expected = new TextDecoder().decode(bytes)
        expect(await downloadText(file, serving(chunks))).toBe(expected)
      }),
    )
  })

  it('is refused when it is larger than allowed, and not read to its end', async () => {
    let pulled = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1
        controller.enqueue(new Uint8Array(16))
      },
    })
    await expect(downloadText(file, serving(endless))).rejects.toMatchObject({ code: 'limit' })
    expect(pulled).toBeLessThan(10)
  })

  it('that is not there is said to be unreadable', async () => {
    await expect(downloadText(file, serving('gone', 404))).rejects.toMatchObject({ code: 'unavailable' })
    const broken: typeof fetch = async () => {
      throw new TypeError('fetch failed')
    }
    await expect(downloadText(file, broken)).rejects.toMatchObject({ code: 'unavailable' })
  })
})
