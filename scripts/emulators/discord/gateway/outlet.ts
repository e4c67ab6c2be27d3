import type { Transform } from 'node:stream'
import { constants, createDeflate, createZstdCompress, deflateSync } from 'node:zlib'

export type Transport = 'plain' | 'zlib-stream' | 'zstd-stream'

/** Turns payloads into WebSocket messages, in order. */
export interface Outlet {
  write(text: string): void
  /** Bytes that wait to be compressed. */
  backlog(): number
  /** Runs once everything written before has been delivered. */
  whenFlushed(action: () => void): void
  /** From now on large payloads are compressed one by one (`compress: true` of IDENTIFY). */
  compressLarge(): void
  end(): void
}

type Deliver = (data: string | Buffer) => void

/** Payload compression pays from about here on. */
const largeLength = 2_048

const plainOutlet = (deliver: Deliver): Outlet => {
  let compresses = false
  return {
    write: (text) => deliver(compresses && text.length >= largeLength ? deflateSync(text) : text),
    backlog: () => 0,
    whenFlushed: (action) => action(),
    compressLarge: () => {
      compresses = true
    },
    end: () => {},
  }
}

/** One context for the whole connection, flushed after each payload. Discord docs: events/gateway#transport-compression. */
const streamOutlet = (stream: Transform, deliver: Deliver): Outlet => {
  const waiting: (() => void)[] = []
  let chunks: Buffer[] = []
  let pending = 0
  stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  const written = () => {
    const data = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)
    chunks = []
    pending -= 1
    if (data) deliver(data)
    if (pending === 0) for (const action of waiting.splice(0)) action()
  }
  return {
    write: (text) => {
      pending += 1
      stream.write(text, written)
    },
    backlog: () => stream.writableLength,
    whenFlushed: (action) => {
      if (pending === 0) action()
      else waiting.push(action)
    },
    compressLarge: () => {},
    end: () => stream.destroy(),
  }
}

/** The way out of a connection; `deliver` gets one WebSocket message at a time. */
export const createOutlet = (transport: Transport, deliver: Deliver): Outlet => {
  if (transport === 'zlib-stream') return streamOutlet(createDeflate({ flush: constants.Z_SYNC_FLUSH }), deliver)
  if (transport === 'zstd-stream') return streamOutlet(createZstdCompress({ flush: constants.ZSTD_e_flush }), deliver)
  return plainOutlet(deliver)
}
