export type Startup = { user: string; database: string }
export type FrontendReader = {
  /** Takes bytes as they come and returns the complete messages among them. */
  push(bytes: Uint8Array): FrontendMessage[]
}
/** `type` is the message's letter, or 'startup' / 'ssl' for the two that have none. */
export type FrontendMessage = { type: string; bytes: Buffer }

const sslRequestCode = 80_877_103
const lengthBytes = 4

/** Cuts a stream of frontend bytes into messages (Postgres docs: protocol-message-formats). */
export function createFrontendReader(): FrontendReader {
  let buffer = Buffer.alloc(0)
  let started = false
  const next = (): FrontendMessage | null => {
    const headerBytes = started ? 1 : 0
    if (buffer.length < headerBytes + lengthBytes) return null
    const end = headerBytes + buffer.readUInt32BE(headerBytes)
    if (buffer.length < end) return null
    const bytes = buffer.subarray(0, end)
    buffer = buffer.subarray(end)
    if (started) return { type: String.fromCharCode(bytes[0] ?? 0), bytes }
    const isSslRequest = bytes.length === 8 && bytes.readUInt32BE(lengthBytes) === sslRequestCode
    started = !isSslRequest
    return { type: isSslRequest ? 'ssl' : 'startup', bytes }
  }
  return {
    push(bytes) {
      buffer = Buffer.concat([buffer, bytes])
      const messages: FrontendMessage[] = []
      for (let message = next(); message !== null; message = next()) messages.push(message)
      return messages
    },
  }
}

/** User and database of a startup message: pairs of zero-terminated strings after length and version. */
export function readStartup(bytes: Buffer): Startup {
  const parts = bytes.subarray(8).toString().split('\0')
  const value = (name: string) => {
    const at = parts.findIndex((part, index) => index % 2 === 0 && part === name)
    return at === -1 ? '' : (parts[at + 1] ?? '')
  }
  return { user: value('user'), database: value('database') }
}

/** What a server sends after a startup it accepts: authentication ok, parameters, key data, ready for query. */
export function greeting(): Buffer {
  const parameters = {
    server_version: '18.0',
    server_encoding: 'UTF8',
    client_encoding: 'UTF8',
    DateStyle: 'ISO, MDY',
    integer_datetimes: 'on',
    standard_conforming_strings: 'on',
  }
  const status = Object.entries(parameters).map(([name, value]) =>
    backendMessage('S', Buffer.from(`${name}\0${value}\0`)),
  )
  return Buffer.concat([
    backendMessage('R', Buffer.alloc(4)),
    ...status,
    backendMessage('K', Buffer.alloc(8)),
    backendMessage('Z', Buffer.from('I')),
  ])
}

/** An ErrorResponse that ends the connection. */
export function fatalError(code: string, message: string): Buffer {
  return backendMessage('E', Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`))
}

/** The transaction state in the ReadyForQuery that ends an answer: idle, in transaction, failed; null without one. */
export function transactionState(answer: Uint8Array): 'I' | 'T' | 'E' | null {
  const [kind, , , , length, state] = answer.subarray(-6)
  if (kind !== 0x5a || length !== 5) return null
  return state === 0x54 ? 'T' : state === 0x45 ? 'E' : 'I'
}

function backendMessage(type: string, body: Buffer): Buffer {
  const message = Buffer.alloc(1 + lengthBytes + body.length)
  message.write(type, 0)
  message.writeUInt32BE(lengthBytes + body.length, 1)
  body.copy(message, 1 + lengthBytes)
  return message
}
