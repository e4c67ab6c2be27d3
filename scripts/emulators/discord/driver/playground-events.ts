import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { World, WorldEvent } from '../world/types.ts'
import { isObject, type Json } from './types.ts'

/** One line of `GET /emulator/events`: what happened, and ids to fetch it by. `RESYNC` means: fetch everything again. */
export interface EventLine {
  type: string
  guild: string | null
  channel?: string
  message?: string
  user?: string
  /** Users a message notifies. */
  pings?: string[]
}

const idOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

const firstId = (payload: Json, ...keys: string[]): string | undefined =>
  keys.map((key) => idOf(payload[key])).find((id) => id !== undefined)

const aboutChannel = /^(?:CHANNEL|THREAD)_(?:CREATE|UPDATE|DELETE)$/

const messageOf = (type: string, payload: Json): string | undefined => {
  if (isObject(payload['data'])) return idOf(payload['data']['id'])
  return firstId(payload, 'message_id') ?? (type.startsWith('MESSAGE_') ? firstId(payload, 'id') : undefined)
}

const pingsOf = (payload: Json): string[] => {
  const { pings } = payload
  return isObject(pings) && Array.isArray(pings['users']) ? pings['users'].map(String) : []
}

/** The line of an event; payloads are the world's own objects or already of the API's shape. */
export const eventLine = ({ type, guildId, payload }: WorldEvent): EventLine => {
  const body = isObject(payload) ? payload : {}
  const channel =
    firstId(body, 'channelId', 'channel_id') ?? (aboutChannel.test(type) ? firstId(body, 'id') : undefined)
  const message = messageOf(type, body)
  const user = firstId(body, 'authorId', 'userId', 'user_id')
  const pings = pingsOf(body)
  return {
    type,
    guild: guildId,
    ...(channel !== undefined && { channel }),
    ...(message !== undefined && { message }),
    ...(user !== undefined && { user }),
    ...(pings.length > 0 && { pings }),
  }
}

/** Lines that wait for a slow reader. Beyond the limit they give way to a single `RESYNC`, so memory stays bounded. */
export const createEventQueue = (limit: number) => {
  let waiting: EventLine[] = []
  let overflowed = false
  return {
    push(line: EventLine): void {
      if (overflowed) return
      waiting.push(line)
      if (waiting.length <= limit) return
      waiting = []
      overflowed = true
    },
    /** All that waits, and forgets it. */
    take(): EventLine[] {
      const taken: EventLine[] = overflowed ? [{ type: 'RESYNC', guild: null }] : waiting
      waiting = []
      overflowed = false
      return taken
    },
  }
}

const waitingLimit = 500
const flushMs = 40
const heartbeatMs = 15_000

/**
 * `GET /emulator/events`: the world's events as server-sent events, one JSON line each (`EventLine`), gathered for
 * 40 ms; a comment every 15 s keeps the connection. A reader that falls behind gets `RESYNC` instead of old lines.
 */
export const streamEvents = (world: World) => (c: Context) =>
  streamSSE(c, async (stream) => {
    const queue = createEventQueue(waitingLimit)
    const stop = world.onEvent((event) => queue.push(eventLine(event)))
    stream.onAbort(stop)
    await stream.write('retry: 1000\n: connected\n\n')
    let silentMs = 0
    while (!stream.aborted && !stream.closed) {
      const lines = queue.take()
      // One write for all lines: awaiting it is what holds the queue while the reader is slow.
      if (lines.length > 0) await stream.write(lines.map((line) => `data: ${JSON.stringify(line)}\n\n`).join(''))
      else if (silentMs >= heartbeatMs) await stream.write(': still here\n\n')
      silentMs = lines.length > 0 || silentMs >= heartbeatMs ? 0 : silentMs + flushMs
      await stream.sleep(flushMs)
    }
  })
