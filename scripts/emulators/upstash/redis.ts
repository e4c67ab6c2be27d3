import { createHash } from 'node:crypto'
import { Command, Redis } from 'ioredis'
import { createRedisServer } from 'js-redis-server'

/** A reply as RESP carries it: bulk strings as bytes; an error inside EXEC's array is an Error. */
export type RedisReply = Buffer | string | number | null | Error | RedisReply[]
export type RedisBackend = {
  /** Runs one command; the arguments include its name. Rejects with Redis's own error. */
  run(args: string[]): Promise<RedisReply>
  /** Runs commands as MULTI … EXEC on one connection; rejects with EXECABORT when one is refused. */
  transaction(commands: string[][]): Promise<RedisReply>
  /** Opens a connection of its own for a subscription. */
  subscribe(channel: string, onMessage: (payload: string) => void): Promise<() => void>
  /** Every key that matches the glob, sorted. */
  keys(pattern: string): Promise<string[]>
  /** Shortens every time to live by `ms`, which is what moving the clock means to Redis. */
  age(ms: number): Promise<void>
  close(): Promise<void>
}

// ioredis would turn HGETALL's flat list into an object; REST clients expect the list. The switch is global in ioredis.
Command.setReplyTransformer('hgetall', (reply) => reply)

/** Redis at `redisUrl`, or js-redis-server in this process (memory only) when it is null. */
export async function createRedisBackend(redisUrl: string | null): Promise<RedisBackend> {
  const server = redisUrl === null ? await createRedisServer({ port: 0 }) : null
  const target = redisUrl ?? `redis://127.0.0.1:${server?.port}`
  const client = new Redis(target, {
    lazyConnect: true,
    maxRetriesPerRequest: 1,
    retryStrategy: (n) => Math.min(n * 100, 2000),
  })
  client.on('error', () => {})
  await client.connect()
  const call = (args: string[]): Promise<RedisReply> => rawCall(client, args)
  const run = withScriptFlags(call)
  const keys = (pattern: string) => scanKeys(call, pattern)
  return {
    run,
    keys,
    async transaction(commands) {
      const replies = [call(['MULTI']), ...commands.map(run), call(['EXEC'])]
      const settled = await Promise.allSettled(replies)
      const exec = settled.at(-1)
      if (exec?.status === 'fulfilled') return exec.value
      throw exec?.reason
    },
    async subscribe(channel, onMessage) {
      const subscriber = client.duplicate()
      subscriber.on('error', () => {})
      subscriber.on('message', (_channel: string, payload: string) => onMessage(payload))
      await subscriber.connect()
      await subscriber.subscribe(channel)
      return () => subscriber.disconnect()
    },
    age: (ms) => ageKeys(call, ms),
    async close() {
      client.disconnect()
      await server?.close()
    },
  }
}

/** Guarantee: `callBuffer` resolves to RESP data, and RedisReply lists all RESP2 types. */
async function rawCall(client: Redis, [name = '', ...args]: string[]): Promise<RedisReply> {
  return (await client.callBuffer(name, ...args)) as RedisReply
}

/**
 * @upstash/ratelimit sends scripts that begin with `#!lua flags=allow-key-locking`, a flag only Upstash knows. The line
 * is dropped, and the script's own hash stays valid for EVALSHA.
 */
function withScriptFlags(call: (args: string[]) => Promise<RedisReply>): (args: string[]) => Promise<RedisReply> {
  const strippedHashes = new Map<string, string>()
  const strip = (script: string) => {
    if (!script.startsWith('#!lua')) return script
    const stripped = script.slice(script.indexOf('\n') + 1)
    strippedHashes.set(sha1(script), sha1(stripped))
    return stripped
  }
  return async (args) => {
    const [name = '', first = '', second = ''] = args
    const command = name.toUpperCase()
    if (command === 'EVAL') return call([name, strip(first), ...args.slice(2)])
    if (command === 'EVALSHA') return call([name, strippedHashes.get(first) ?? first, ...args.slice(2)])
    if (command === 'SCRIPT' && first.toUpperCase() === 'LOAD') {
      await call([name, first, strip(second)])
      return Buffer.from(sha1(second))
    }
    return call(args)
  }
}

async function scanKeys(call: (args: string[]) => Promise<RedisReply>, pattern: string): Promise<string[]> {
  const found = new Set<string>()
  let cursor = '0'
  do {
    const reply = await call(['SCAN', cursor, 'MATCH', pattern, 'COUNT', '1000'])
    if (!Array.isArray(reply)) break
    cursor = String(reply[0])
    if (Array.isArray(reply[1])) for (const key of reply[1]) found.add(String(key))
  } while (cursor !== '0')
  return [...found].sort()
}

async function ageKeys(call: (args: string[]) => Promise<RedisReply>, ms: number): Promise<void> {
  const ageOne = async (key: string) => {
    const left = Number(await call(['PTTL', key]))
    if (left >= 0) await call(left > ms ? ['PEXPIRE', key, String(left - ms)] : ['DEL', key])
  }
  await Promise.all((await scanKeys(call, '*')).map(ageOne))
}

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex')
}
