import { connect, type Socket } from 'node:net'

export interface RawRequest {
  headers: readonly (readonly [name: string, value: string])[]
  body: string | Buffer
  /** Sends the body in chunks, without telling its length beforehand. */
  chunked?: boolean
}

export interface RawAnswer {
  /** 0 when the connection ended without an answer. */
  status: number
  body: string
}

const noAnswer: RawAnswer = { status: 0, body: '' }

/** One request as bytes, so that headers may be doubled, missing or odd, which well-behaved clients do not allow. */
export function serialise({ headers, body, chunked = false }: RawRequest): Buffer {
  const bytes = Buffer.from(body)
  const length = chunked ? 'transfer-encoding: chunked' : `content-length: ${bytes.length}`
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const head = Buffer.from(`POST /interactions HTTP/1.1\r\nhost: 127.0.0.1\r\n${length}\r\n${lines}\r\n`, 'latin1')
  if (!chunked) return Buffer.concat([head, bytes])
  const size = Buffer.from(`${bytes.length.toString(16)}\r\n`)
  return Buffer.concat([head, size, bytes, Buffer.from('\r\n0\r\n\r\n')])
}

/** Sends all requests over `connections` keep-alive connections, one at a time on each, and reports every answer. */
export async function sendAll(
  port: number,
  requests: readonly Buffer[],
  { connections, onAnswer }: { connections: number; onAnswer: (index: number, answer: RawAnswer) => void },
): Promise<void> {
  let next = 0
  const loop = async () => {
    let socket: Socket | undefined
    while (next < requests.length) {
      const index = next
      next += 1
      const request = requests[index]
      if (request === undefined) return
      socket = socket === undefined || socket.destroyed ? connect({ port, host: '127.0.0.1', noDelay: true }) : socket
      const answer = await exchange(socket, request)
      if (answer.status !== 401 && answer.status !== 200) socket.destroy()
      onAnswer(index, answer)
    }
    socket?.destroy()
  }
  await Promise.all(Array.from({ length: Math.min(connections, requests.length) }, loop))
}

export async function sendOne(port: number, request: RawRequest): Promise<RawAnswer> {
  let answer = noAnswer
  await sendAll(port, [serialise(request)], { connections: 1, onAnswer: (_, given) => (answer = given) })
  return answer
}

function exchange(socket: Socket, request: Buffer): Promise<RawAnswer> {
  return new Promise((resolve) => {
    let received = ''
    const finish = (answer: RawAnswer) => {
      socket.removeAllListeners()
      socket.on('error', () => socket.destroy())
      resolve(answer)
    }
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1')
      const answer = parseAnswer(received)
      if (answer !== undefined) finish(answer)
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => finish(noAnswer))
    socket.write(request)
  })
}

/** `undefined` until all of it has arrived; our answers carry their length. */
function parseAnswer(text: string): RawAnswer | undefined {
  const end = text.indexOf('\r\n\r\n')
  if (end === -1) return undefined
  const length = Number(/content-length: (\d+)/i.exec(text.slice(0, end))?.[1] ?? 0)
  const body = text.slice(end + 4)
  return body.length < length ? undefined : { status: Number(text.slice(9, 12)), body: body.slice(0, length) }
}
