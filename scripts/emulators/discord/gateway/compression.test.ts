import { constants, createInflate, createZstdDecompress, inflateSync, type Zlib } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  type Decode,
  identifyBody,
  startTestGateway,
  type TestClient,
  type TestGateway,
  writeAsAlan,
} from './test-client.ts'

let emulator: TestGateway

beforeEach(async () => {
  emulator = await startTestGateway()
})

afterEach(() => emulator.close())

const wait = { timeout: 10_000 }

const write = (content: string): void => writeAsAlan(emulator, content)

/** Feeds messages into one stream and gives the text that each of them made readable. */
const streaming = (stream: Zlib & NodeJS.ReadWriteStream): Decode => {
  const chunks: Buffer[] = []
  stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  return (data) =>
    new Promise((resolve) => {
      stream.write(data, () => resolve(Buffer.concat(chunks.splice(0)).toString()))
    })
}

const manyContents = Array.from({ length: 50 }, (_, number) => `message ${number} ${'text '.repeat(number)}`)

const receivesAll = async (client: TestClient) => {
  client.send(2, identifyBody(emulator.world))
  await expect.poll(() => client.events('GUILD_CREATE').length, wait).toBe(2)
  for (const content of manyContents) write(content)
  await expect.poll(() => client.events('MESSAGE_CREATE').map(({ d }) => d['content']), wait).toEqual(manyContents)
}

test('zlib-stream: one shared context, each message ends with a sync flush', async () => {
  const suffixes = new Set<string>()
  const inflate = streaming(createInflate({ flush: constants.Z_SYNC_FLUSH }))
  const decode: Decode = (data, isBinary) => {
    suffixes.add(`${isBinary} ${data.subarray(-4).toString('hex')}`)
    return inflate(data, isBinary)
  }
  await receivesAll(await emulator.open('/?v=10&encoding=json&compress=zlib-stream', decode))
  expect([...suffixes]).toEqual(['true 0000ffff'])
})

test('zstd-stream: one shared context, each message can be read when it arrives', async () => {
  const decompress = createZstdDecompress()
  await receivesAll(await emulator.open('/?v=10&encoding=json&compress=zstd-stream', streaming(decompress)))
})

test('compress: true of IDENTIFY compresses large payloads one by one', async () => {
  let compressed = 0
  const decode: Decode = (data, isBinary) => {
    if (!isBinary) return data.toString()
    compressed += 1
    return inflateSync(data).toString()
  }
  const client = await emulator.open('/?v=10&encoding=json', decode)
  client.send(2, identifyBody(emulator.world, { compress: true }))
  await expect.poll(() => client.events('GUILD_CREATE').length, wait).toBe(2)
  expect(compressed).toBeGreaterThan(0)
})

test('a close frame comes after everything that was compressed before it', async () => {
  const decode = streaming(createInflate({ flush: constants.Z_SYNC_FLUSH }))
  const client = await emulator.open('/?v=10&encoding=json&compress=zlib-stream', decode)
  client.send(2, identifyBody(emulator.world))
  await expect.poll(() => client.events('GUILD_CREATE').length, wait).toBe(2)
  for (const content of manyContents) write(content)
  emulator.gateway.act({ action: 'close', code: 4000 })
  await expect.poll(() => client.closeCode, wait).toBe(4000)
  await expect.poll(() => client.events('MESSAGE_CREATE').length, wait).toBe(manyContents.length)
})
