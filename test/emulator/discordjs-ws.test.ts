import { REST } from '@discordjs/rest'
import { CompressionMethod, WebSocketManager, WebSocketShardEvents } from '@discordjs/ws'
import { ChannelType, GatewayDispatchEvents, GatewayIntentBits } from 'discord-api-types/v10'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { GatewayAction } from '../../scripts/emulators/discord/gateway/control.ts'
import { demo } from '../../scripts/emulators/discord/seed.ts'
import { type DiscordEmulator, startDiscordEmulator } from '../../scripts/emulators/discord/server.ts'
import { addChannel } from '../../scripts/emulators/discord/world/channels.ts'
import { createStandaloneClock } from '../../scripts/emulators/discord/world/create.ts'
import { addBot, addGuild } from '../../scripts/emulators/discord/world/guilds.ts'
import { createMessage } from '../../scripts/emulators/discord/world/messages.ts'
import type { Channel } from '../../scripts/emulators/discord/world/types.ts'

const shardCount = 4
const disconnectsPerShard = 50
const writeEveryMs = 4

/** Half are op 9 `true`, after which the client resumes at once; after the others it waits half a second. */
const ways: GatewayAction[] = [
  { action: 'invalidate', resumable: true },
  { action: 'reconnect' },
  { action: 'invalidate', resumable: true },
  { action: 'drop' },
  { action: 'invalidate', resumable: true },
  { action: 'close', code: 4000 },
]

let emulator: DiscordEmulator
let manager: WebSocketManager
let channels: Channel[]

const disconnect = async (body: GatewayAction): Promise<void> => {
  const init = { method: 'POST', body: JSON.stringify(body) }
  const response = await fetch(`${emulator.url}/emulator/gateway`, init)
  expect(await response.json()).toEqual({ sessions: 1 })
}

/** A guild whose id falls to that shard. */
const addGuildOn = (shard: number): Channel => {
  const { world } = emulator
  const id = String(BigInt(40_000 + shard) << 22n)
  const guild = addGuild(world, { id, name: `Guild ${shard}`, ownerId: demo.users.ada })
  addBot(world, guild, { position: 1 })
  return addChannel(world, guild, { type: ChannelType.GuildText, name: 'general' })
}

beforeAll(async () => {
  emulator = await startDiscordEmulator({ port: 0, clock: createStandaloneClock(), workerUrl: 'http://127.0.0.1:9' })
  emulator.world.ready = true
  emulator.world.gateway.settings.maxConcurrency = shardCount
  channels = Array.from({ length: shardCount }, (_, shard) => addGuildOn(shard))
  const { token } = emulator.world.application
  manager = new WebSocketManager({
    token,
    shardCount,
    intents: GatewayIntentBits.Guilds | GatewayIntentBits.GuildMessages | GatewayIntentBits.MessageContent,
    compression: CompressionMethod.ZlibNative,
    rest: new REST({ version: '10', api: `${emulator.url}/api` }).setToken(token),
  })
})

afterAll(async () => {
  await manager.destroy()
  await emulator.close()
})

/** Writes the next number into every guild, again and again; returns the function that stops and tells the last. */
const keepWriting = (): (() => number) => {
  const { world } = emulator
  const author = world.users.get(demo.users.ada)?.data
  if (!author) throw new Error('no ada')
  let number = 0
  const timer = setInterval(() => {
    number += 1
    for (const channel of channels) createMessage(world, { channel, author, origin: 'user', content: String(number) })
  }, writeEveryMs)
  return () => {
    clearInterval(timer)
    return number
  }
}

test('@discordjs/ws comes through 200 forced disconnects: every event once, and in order on each shard', async () => {
  const seen = new Map<number, string[]>(channels.map((_, shard) => [shard, []]))
  const disconnects = new Map<number, number>()
  let resumes = 0
  let readies = 0
  manager.on(WebSocketShardEvents.Dispatch, (payload, shard) => {
    if (payload.t === GatewayDispatchEvents.MessageCreate) seen.get(shard)?.push(payload.d.content)
  })
  const goOn = (shard: number): void => {
    const count = disconnects.get(shard) ?? 0
    const way = ways[count % ways.length]
    if (count === disconnectsPerShard || !way) return
    disconnects.set(shard, count + 1)
    setTimeout(() => void disconnect({ ...way, shard }), 10)
  }
  manager.on(WebSocketShardEvents.Ready, (_data, shard) => {
    readies += 1
    goOn(shard)
  })
  manager.on(WebSocketShardEvents.Resumed, (shard) => {
    resumes += 1
    goOn(shard)
  })
  await manager.connect()
  const stopWriting = keepWriting()
  await expect.poll(() => resumes, { timeout: 120_000 }).toBe(shardCount * disconnectsPerShard)
  const last = stopWriting()
  await expect
    .poll(() => [...seen.values()].map((contents) => contents.at(-1)), { timeout: 30_000 })
    .toEqual(channels.map(() => String(last)))
  expect(readies).toBe(shardCount)
  for (const contents of seen.values()) {
    const first = Number(contents[0])
    expect(contents).toEqual(Array.from({ length: last - first + 1 }, (_, index) => String(first + index)))
    expect(first).toBe(1)
  }
  expect(emulator.world.violations.entries).toEqual([])
}, 180_000)
