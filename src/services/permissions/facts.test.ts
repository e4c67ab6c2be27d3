import { beforeEach, expect, it } from 'vitest'
import type { Cache } from '../../core/context.ts'
import type { Discord, DiscordRequest } from '../../core/discord.ts'
import { snowflake } from '../../core/snowflake.ts'
import { type FactsDeps, readFacts } from './facts.ts'

const guildId = snowflake('100000000000000001')
const botId = snowflake('900000000000000002')
const start = Date.UTC(2026, 10, 20)

let now: number
let position: number
let asked: number
let stored: Map<string, string>

beforeEach(() => {
  now = start
  position = 1
  asked = 0
  stored = new Map()
})

/** Keeps values for good, so that only the facts themselves know how old they are. */
const cache: Cache = {
  get: async (key) => stored.get(key),
  set: async (key, value) => {
    stored.set(key, value)
  },
  delete: async () => {},
  script: async () => undefined,
}

const request: Discord['request'] = async <T>({ path }: DiscordRequest) => {
  asked += 1
  const role = { id: guildId, name: '@everyone', position, permissions: '0' }
  const guild = { name: 'Guild', owner_id: '200000000000000001', roles: [role] }
  // Guarantee: these are the fields that are read of the two answers.
  return (path.includes('/members/') ? { roles: [] } : guild) as T
}

/** A new isolate each time: it shares nothing with the others but Redis. */
function isolate(): () => Promise<number | undefined> {
  const deps: FactsDeps = {
    guildId,
    botId,
    discord: { applicationId: botId, botId, request, download: async () => '' },
    cache,
    memory: new Map(),
    now: () => new Date(now),
  }
  return async () => (await readFacts(deps)).roles.get(guildId)?.position
}

it('an isolate that finds the facts in Redis counts their age from when Discord told them, not from when it read them', async () => {
  const first = isolate()
  expect(await first()).toBe(1)
  position = 2
  now = start + 50_000
  const second = isolate()
  expect(await second()).toBe(1)
  expect(asked).toBe(2)
  now = start + 60_000
  expect(await second()).toBe(2)
  expect(await first()).toBe(2)
  expect(asked).toBe(4)
})

it('facts that are too old, of an older version or unreadable are fetched anew', async () => {
  for (const value of ['{', '{"name":"Guild"}', 'null']) {
    await isolate()()
    for (const key of stored.keys()) stored.set(key, value)
    asked = 0
    expect(await isolate()()).toBe(1)
    expect(asked).toBe(2)
  }
  now = start + 60_000
  asked = 0
  await isolate()()
  expect(asked).toBe(2)
})

it('a clock that runs ahead makes nothing last longer', async () => {
  now = start + 3_600_000
  await isolate()()
  now = start
  const behind = isolate()
  await behind()
  asked = 0
  stored.clear()
  now = start + 60_000
  await behind()
  expect(asked).toBe(2)
})
