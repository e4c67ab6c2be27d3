import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import type { World } from '../world/types.ts'
import { drawnHash } from './hashes.ts'
import { defaultAvatar, patternOf } from './pictures.ts'

interface Asked {
  /** First word of the path that names the kind of picture. */
  kind: string
  /** Whose it is; for pictures by id (emojis, stickers) that id. */
  ownerId: string
  name: string
  extension: string
}

interface Found {
  bytes: Uint8Array<ArrayBuffer>
  contentType: string
}

/** Discord docs: reference#image-formatting. */
const stillFormats = new Set(['png', 'jpg', 'jpeg', 'webp'])
const defaultSize = 128

/** Hashed names never change their picture. */
const headers = {
  'cache-control': 'public, max-age=31536000, immutable',
  'access-control-allow-origin': '*',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
}

const splitName = (file: string): { name: string; extension: string } => {
  const dot = file.lastIndexOf('.')
  return dot < 1 ? { name: file, extension: '' } : { name: file.slice(0, dot), extension: file.slice(dot + 1) }
}

/** A power of two from 16 to 4096, the default without one, or null. */
const readSize = (text: string | undefined): number | null => {
  if (text === undefined) return defaultSize
  const size = Number(text)
  return Number.isInteger(size) && size >= 16 && size <= 4096 && (size & (size - 1)) === 0 ? size : null
}

const isById = (kind: string): boolean => kind === 'emojis' || kind === 'stickers'

const find = (world: World, asked: Asked, size: number): Found | null => {
  const upload = world.images.get(asked.name)
  if (upload) return { bytes: new Uint8Array(upload.bytes), contentType: upload.contentType }
  if (isById(asked.kind) || asked.name !== drawnHash(asked.kind, asked.ownerId)) return null
  return { bytes: patternOf(asked.name, Math.min(size, 1024)), contentType: 'image/png' }
}

/** GIF only of what moves, JSON only of a Lottie sticker. */
const isSupported = ({ kind, name, extension }: Asked, found: Found | null): boolean => {
  if (stillFormats.has(extension)) return true
  if (extension === 'json') return kind === 'stickers' && found?.contentType === 'application/json'
  return extension === 'gif' && (name.startsWith('a_') || found?.contentType === 'image/gif')
}

const send = (c: Context, { bytes, contentType }: Found): Response => {
  const etag = `"${createHash('sha1').update(bytes).digest('hex')}"`
  if (c.req.header('if-none-match') === etag) return c.body(null, 304, { ...headers, etag })
  return c.body(bytes, 200, { ...headers, etag, 'content-type': contentType })
}

const serve = (world: World, c: Context, asked: Asked): Response => {
  const size = readSize(c.req.query('size'))
  if (size === null) return c.text('The size must be a power of two between 16 and 4096.', 400)
  const found = find(world, asked, size)
  if (!isSupported(asked, found)) return c.text('Unsupported Media Type', 415)
  return found ? send(c, found) : c.text('Not Found', 404)
}

const serveDefault = (c: Context): Response => {
  const { name, extension } = splitName(c.req.param('file') ?? '')
  if (extension !== 'png') return c.text('Unsupported Media Type', 415)
  const picture = /^\d$/.test(name) ? defaultAvatar(Number(name)) : null
  return picture ? send(c, { bytes: picture, contentType: 'image/png' }) : c.text('Not Found', 404)
}

/** Paths of the form `<kind>/<owner>/<hash>.<extension>`. */
const ownedKinds = [
  'icons',
  'splashes',
  'discovery-splashes',
  'banners',
  'avatars',
  'app-icons',
  'app-assets',
  'team-icons',
  'role-icons',
  'guild-events',
  'guild-tag-badges',
]

/**
 * Discord's picture addresses, at the root and below `/cdn`: uploaded pictures as they came, drawn ones for the hashes
 * of the demo world. Discord docs: reference#image-formatting.
 */
export const createCdnApp = (world: World): Hono => {
  const app = new Hono()
  for (const prefix of ['', '/cdn']) {
    app.get(`${prefix}/embed/avatars/:file`, serveDefault)
    for (const kind of ['emojis', 'stickers']) {
      app.get(`${prefix}/${kind}/:file`, (c) => {
        const file = splitName(c.req.param('file'))
        return serve(world, c, { kind, ownerId: file.name, ...file })
      })
    }
    for (const kind of ownedKinds) {
      app.get(`${prefix}/${kind}/:owner/:file`, (c) =>
        serve(world, c, { kind, ownerId: c.req.param('owner'), ...splitName(c.req.param('file')) }),
      )
    }
    app.get(`${prefix}/guilds/:guild/users/:owner/:kind{avatars|banners}/:file`, (c) =>
      serve(world, c, { kind: c.req.param('kind'), ownerId: c.req.param('owner'), ...splitName(c.req.param('file')) }),
    )
  }
  return app
}
