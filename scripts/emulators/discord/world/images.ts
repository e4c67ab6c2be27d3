import { createHash } from 'node:crypto'
import { discordError, fieldError } from '../errors.ts'
import type { Upload, World } from './types.ts'

/** Formats that Discord takes, by their first bytes (latin1). Discord docs: reference#image-data. */
const formats: readonly [type: string, isHead: (head: string) => boolean][] = [
  ['image/png', (head) => head.startsWith('\x89PNG\r\n\x1a\n')],
  ['image/jpeg', (head) => head.startsWith('\xff\xd8\xff')],
  ['image/gif', (head) => head.startsWith('GIF87a') || head.startsWith('GIF89a')],
  ['image/webp', (head) => head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP'],
  ['image/avif', (head) => /^ftypavi[fs]/.test(head.slice(4))],
]

const maxBytes = 10 * 1024 * 1024

/** The content type by the bytes themselves, or null for anything that is no picture. */
export const imageType = (bytes: Uint8Array): string | null => {
  const head = Buffer.from(bytes.subarray(0, 16)).toString('latin1')
  return formats.find(([, isHead]) => isHead(head))?.[0] ?? null
}

/** The bytes of a data URI: 50035 for another text or too many bytes, 50046 for bytes of no known format. */
export const readImageData = (field: string, data: string, limit = maxBytes): Upload => {
  const [, base64] = /^data:image\/[\w.+-]+;base64,([A-Za-z0-9+/=\s]+)$/.exec(data) ?? []
  if (base64 === undefined)
    throw fieldError(field, 'BASE_TYPE_BAD_DATA', 'Invalid image data: expected data:image/<type>;base64,<data>')
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'))
  const contentType = imageType(bytes)
  if (contentType === null) throw discordError(50046, `${field} holds no PNG, JPEG, GIF, WebP or AVIF picture`)
  if (bytes.length > limit)
    throw fieldError(field, 'BINARY_TYPE_MAX_SIZE', `File cannot be larger than ${(limit / 1024).toFixed(1)} kb.`)
  return { name: field, contentType, bytes }
}

/** Keeps a picture under its key; the oldest go beyond `limits.uploadBytes`. */
export const storeImage = (world: World, key: string, upload: Upload): void => {
  world.images.delete(key)
  world.images.set(key, upload)
  let total = 0
  for (const { bytes } of world.images.values()) total += bytes.length
  for (const [oldest, { bytes }] of world.images) {
    if (total <= world.limits.uploadBytes || oldest === key) return
    world.images.delete(oldest)
    total -= bytes.length
  }
}

/** The hash under which the CDN will serve these bytes; animated ones begin with `a_`, as Discord's do. */
const hashOf = ({ bytes, contentType }: Upload): string => {
  const digest = createHash('md5').update(bytes).digest('hex')
  return contentType === 'image/gif' ? `a_${digest}` : digest
}

/** Stores the picture of a data URI and returns its hash; null stays null (the picture is removed). */
export const storeImageData = (world: World, field: string, data: string | null | undefined): string | null => {
  if (data === null || data === undefined || data === '') return null
  const upload = readImageData(field, data)
  const hash = hashOf(upload)
  storeImage(world, hash, upload)
  return hash
}
