/** What the emulator uses of `ws`, which ships no types of its own. */
declare module 'ws' {
  import type { IncomingMessage } from 'node:http'
  import type { Duplex } from 'node:stream'

  export interface WebSocket {
    binaryType: 'nodebuffer'
    send(data: Uint8Array): void
    close(code?: number, reason?: string): void
    on(event: 'message', listener: (data: Buffer) => void): this
    on(event: 'close' | 'error', listener: () => void): this
  }

  export class WebSocketServer {
    constructor(options: { noServer: true })
    handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, done: (socket: WebSocket) => void): void
    close(): void
  }
}
