import { GatewayIntentBits as Bit } from 'discord-api-types/v10'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { demo } from '../seed.ts'
import { addMember, addUser } from '../world/members.ts'
import { allIntents, identifiedClient, startTestGateway, type TestClient, type TestGateway } from './test-client.ts'

let emulator: TestGateway

beforeEach(async () => {
  emulator = await startTestGateway()
})

afterEach(() => emulator.close())

const wait = { timeout: 10_000 }

const identified = (intents?: number): Promise<TestClient> => identifiedClient(emulator, intents)

const chunks = (client: TestClient) => client.events('GUILD_MEMBERS_CHUNK').map(({ d }) => d)
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const userIds = (chunk: Record<string, unknown> | undefined) =>
  listOf(chunk?.['members']).map((member) => (member as { user: { id: string } }).user.id)

test('all members come in chunks of 1000, with nonce and presences', async () => {
  const guild = emulator.world.guilds.get(demo.guildId)
  if (!guild) throw new Error('no demo guild')
  for (let number = guild.members.size; number < 2_100; number += 1)
    addMember(emulator.world, guild, addUser(emulator.world, { username: `extra-${number}` }).data.id)
  const client = await identified()
  client.send(8, { guild_id: demo.guildId, query: '', limit: 0, presences: true, nonce: 'abc' })
  await expect.poll(() => chunks(client).length, wait).toBe(3)
  expect(chunks(client).map(({ members, presences }) => [listOf(members).length, listOf(presences).length])).toEqual([
    [1000, 1000],
    [1000, 1000],
    [100, 100],
  ])
  expect(chunks(client)[2]).toMatchObject({ chunk_index: 2, chunk_count: 3, nonce: 'abc', guild_id: demo.guildId })
  expect(new Set(chunks(client).flatMap((chunk) => userIds(chunk))).size).toBe(2_100)
})

test('all members may be asked for once in 30 s; then RATE_LIMITED says how long to wait', async () => {
  const client = await identified()
  client.send(8, { guild_id: demo.guildId, query: '', limit: 0 })
  client.send(8, { guild_id: demo.guildId, query: '', limit: 0, nonce: 'again' })
  await expect.poll(() => client.events('RATE_LIMITED').length, wait).toBe(1)
  const d = client.events('RATE_LIMITED')[0]?.d
  expect(d).toMatchObject({ opcode: 8, meta: { guild_id: demo.guildId, nonce: 'again' } })
  expect(d?.['retry_after']).toBeGreaterThan(0)
  expect(chunks(client)).toHaveLength(1)
})

test('a query finds names by their start, user ids tell who is not there', async () => {
  const client = await identified()
  client.send(8, { guild_id: demo.guildId, query: 'ALA', limit: 10 })
  client.send(8, { guild_id: demo.guildId, user_ids: [demo.users.grace, '1234567890'], limit: 0 })
  await expect.poll(() => chunks(client).length, wait).toBe(2)
  expect(userIds(chunks(client)[0])).toEqual([demo.users.alan])
  expect(userIds(chunks(client)[1])).toEqual([demo.users.grace])
  expect(chunks(client)[1]).toMatchObject({ not_found: ['1234567890'] })
})

test('without GUILD_MEMBERS all members are not told, without GUILD_PRESENCES no presences', async () => {
  const client = await identified(Bit.Guilds)
  client.send(8, { guild_id: demo.guildId, query: '', limit: 0 })
  client.send(8, { guild_id: demo.guildId, query: 'ala', limit: 1, presences: true, nonce: 'x'.repeat(33) })
  await expect.poll(() => chunks(client).length, wait).toBe(1)
  expect(chunks(client)[0]).not.toHaveProperty('presences')
  expect(chunks(client)[0]).not.toHaveProperty('nonce')
  expect(emulator.world.violations.entries.at(-1)?.explanation).toContain('GUILD_MEMBERS intent')
})

test('GUILD_CREATE carries all members with GUILD_PRESENCES, else only the bot and who is in voice', async () => {
  const [all, few] = await Promise.all([identified(), identified(allIntents & ~Bit.GuildPresences)])
  const demoGuild = (client: TestClient) => client.events('GUILD_CREATE').find(({ d }) => d['id'] === demo.guildId)?.d
  await expect.poll(() => demoGuild(all) && demoGuild(few), wait).toBeTruthy()
  expect(listOf(demoGuild(all)?.['members'])).toHaveLength(16)
  expect(listOf(demoGuild(all)?.['presences'])).toHaveLength(16)
  expect(userIds(demoGuild(few))).toEqual([demo.botId])
  expect(demoGuild(few)).toMatchObject({ member_count: 16, large: false, presences: [] })
})
