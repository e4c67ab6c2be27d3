import { expect, test } from 'vitest'
import { avatarUrl, emojiUrl } from './assets.ts'

const context = { cdnBase: 'http://127.0.0.1:8788', resolve: {} }

test('pictures of the CDN are asked for in a size that it has: a power of two from 16 to 4096', () => {
  const urls = [avatarUrl(context, { id: '1', avatar: 'a1' }), emojiUrl(context, { id: '2' })]
  const sizes = urls.map((url) => Number(new URL(url ?? '').searchParams.get('size')))
  for (const size of sizes) expect([16, 32, 64, 128, 256, 512, 1024, 2048, 4096]).toContain(size)
})

test('a picture that the page knows of comes first, and without a CDN there is none', () => {
  const resolve = { user: () => ({ id: '1', name: 'Ada', avatarUrl: 'https://example.com/ada.png' }) }
  expect(avatarUrl({ ...context, resolve }, { id: '1', avatar: null })).toBe('https://example.com/ada.png')
  expect(avatarUrl({ resolve: {} }, { id: '1', avatar: 'a1' })).toBeUndefined()
})
