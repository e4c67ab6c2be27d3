import { createHash } from 'node:crypto'
import { setBounded } from '../world/platform-state.ts'
import { encodePng, type Paint } from './png.ts'

const maxKept = 200
const kept = new Map<string, Buffer<ArrayBuffer>>()

const remembered = (key: string, make: () => Buffer<ArrayBuffer>): Buffer<ArrayBuffer> => {
  const known = kept.get(key)
  if (known) return known
  const made = make()
  setBounded(kept, [key, made], maxKept)
  return made
}

/** Dark enough for white marks. */
const colours = [0x4752c4, 0x6b4fbb, 0x9c3587, 0xb03a48, 0x8f5a1c, 0x5c6b1f, 0x1f7a4d, 0x1f6f8b]
const light = 0xf2f3f5

const grid = 5
/** Half of the grid with its middle column; the rest mirrors it. */
const half = 3

/** White cells on a colour, mirrored left to right; both come from the digest. */
const cells = (digest: Buffer, size: number): Paint => {
  const colour = colours[(digest[0] ?? 0) % colours.length] ?? 0
  const margin = Math.floor(size / 10)
  const cell = Math.max(1, (size - 2 * margin) / grid)
  return (x, y) => {
    const column = Math.floor((x - margin) / cell)
    const row = Math.floor((y - margin) / cell)
    if (column < 0 || row < 0 || column >= grid || row >= grid) return colour
    const index = row * half + Math.min(column, grid - 1 - column)
    return ((digest[1 + index] ?? 0) & 1) === 1 ? light : colour
  }
}

/** A picture that is always the same for that text; a square PNG of `size` pixels. */
export const patternOf = (text: string, size: number): Buffer<ArrayBuffer> =>
  remembered(`${text} ${size}`, () => {
    const digest = createHash('sha256').update(text).digest()
    return encodePng(size, cells(digest, size))
  })

const defaultColours = [0x5865f2, 0x747f8d, 0x2d7d46, 0xb8730a, 0xc03537, 0xb8377d]
const defaultSize = 256

/** Head and shoulders. */
const silhouette = (colour: number): Paint => {
  const middle = defaultSize / 2
  return (x, y) => {
    const isHead = Math.hypot(x - middle, y - defaultSize * 0.4) < defaultSize * 0.16
    const isBody = Math.hypot((x - middle) / 1.2, y - defaultSize * 0.92) < defaultSize * 0.28
    return isHead || isBody ? light : colour
  }
}

/** The picture of users without an avatar, of one fixed size; null for an index that does not exist (0 to 5). */
export const defaultAvatar = (index: number): Buffer<ArrayBuffer> | null => {
  const colour = defaultColours[index]
  return colour === undefined ? null : remembered(`default ${index}`, () => encodePng(defaultSize, silhouette(colour)))
}
