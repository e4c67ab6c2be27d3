import { Client, Events, GatewayIntentBits } from 'discord.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodePng } from '../cdn/png.ts'
import { demo } from '../seed.ts'
import { type DiscordEmulator, startDiscordEmulator } from '../server.ts'
import { createStandaloneClock } from '../world/create.ts'
import { addGuild } from '../world/guilds.ts'

let emulator: DiscordEmulator
let client: Client<true>
const seen: string[] = []
const patience = { timeout: 15_000 }
const picture = encodePng(16, () => 0x4752c4)

const drive = async (path: string, body: object) => {
  const response = await fetch(`${emulator.url}/emulator/${path}`, { method: 'POST', body: JSON.stringify(body) })
  expect(response.status).toBe(200)
}

beforeAll(async () => {
  emulator = await startDiscordEmulator({ port: 0, clock: createStandaloneClock(), workerUrl: 'http://127.0.0.1:9' })
  emulator.world.ready = true
  const rest = { api: `${emulator.url}/api`, cdn: `${emulator.url}/cdn` }
  const starting = new Client({ intents: [GatewayIntentBits.Guilds], rest })
  starting.on(Events.GuildCreate, ({ name }) => seen.push(`guild ${name}`))
  starting.on(Events.EntitlementCreate, ({ userId }) => seen.push(`entitlement of ${userId}`))
  const ready = new Promise<Client<true>>((resolve) => starting.once(Events.ClientReady, resolve))
  await starting.login(emulator.world.application.token)
  client = await ready
})

afterAll(async () => {
  await client.destroy()
  await emulator.close()
})

test('discord.js hears that it was added to a guild, with the permissions of the consent', async () => {
  const { id } = addGuild(emulator.world, { name: 'Fresh', ownerId: demo.users.alan })
  await drive('authorize', { user: 'alan', guild: 'Fresh', scope: 'bot applications.commands', permissions: '8' })
  await expect.poll(() => seen, patience).toContain('guild Fresh')
  expect(client.guilds.cache.get(id)?.members.me?.permissions.has('Administrator')).toBe(true)
})

test('discord.js hears of a purchase and lists offers and entitlements', async () => {
  await drive('entitlements', { action: 'buy', user: 'alan', sku: 'Supporter' })
  await expect.poll(() => seen, patience).toContain(`entitlement of ${demo.users.alan}`)
  const skus = await client.application.fetchSKUs()
  expect([skus.size, (await client.application.entitlements.fetch()).size]).toEqual([4, 1])
})

test('discord.js reads back its application, emoji and avatar', async () => {
  const application = await client.application.edit({ description: 'Keeps order' })
  expect((await client.application.fetch()).description).toBe(application.description)
  const emoji = await client.application.emojis.create({ name: 'wave', attachment: picture })
  await client.user.setAvatar(picture)
  for (const url of [emoji.imageURL(), client.user.avatarURL()]) {
    const bytes = Buffer.from(await (await fetch(url ?? '')).arrayBuffer())
    expect(bytes.equals(picture)).toBe(true)
  }
  expect(emulator.world.violations.entries).toEqual([])
})
