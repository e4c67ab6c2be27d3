import { crc32, deflateSync } from 'node:zlib'

/** The colour of a point as 0xRRGGBB. */
export type Paint = (x: number, y: number) => number

const chunk = (type: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length, 0)
  body.copy(out, 4)
  out.writeUInt32BE(crc32(body), body.length + 4)
  return out
}

const header = (size: number): Buffer => {
  const data = Buffer.alloc(13)
  data.writeUInt32BE(size, 0)
  data.writeUInt32BE(size, 4)
  // Eight bits a channel, truecolour; compression, filter and interlace as the only values allowed.
  data.set([8, 2, 0, 0, 0], 8)
  return data
}

/** A square PNG of `size` pixels (W3C PNG, second edition). */
export const encodePng = (size: number, paint: Paint): Buffer<ArrayBuffer> => {
  const stride = size * 3 + 1
  const pixels = Buffer.alloc(stride * size)
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) pixels.writeUIntBE(paint(x, y), y * stride + 1 + x * 3, 3)
  }
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  const parts = [
    signature,
    chunk('IHDR', header(size)),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ]
  return Buffer.concat(parts)
}
