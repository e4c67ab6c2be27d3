import { Client, Events, GatewayIntentBits, Partials } from 'discord.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demo } from '../../scripts/emulators/discord/seed.ts'
import { type DiscordEmulator, startDiscordEmulator } from '../../scripts/emulators/discord/server.ts'
import { createStandaloneClock } from '../../scripts/emulators/discord/world/create.ts'

let emulator: DiscordEmulator
let client: Client<true>

const wait = { timeout: 15_000 }

const drive = async (path: string, body: object) => {
  const response = await fetch(`${emulator.url}/emulator/${path}`, { method: 'POST', body: JSON.stringify(body) })
  const answer: unknown = await response.json()
  expect(response.status, JSON.stringify(answer)).toBe(200)
  return answer
}

beforeAll(async () => {
  emulator = await startDiscordEmulator({ port: 0, clock: createStandaloneClock(), workerUrl: 'http://127.0.0.1:9' })
  emulator.world.ready = true
  const { world } = emulator
  world.rules.explicitAllowedMentions = false
  const intents = Object.values(GatewayIntentBits).filter((bit) => typeof bit === 'number')
  const starting = new Client({ intents, partials: [Partials.Channel], rest: { api: `${emulator.url}/api` } })
  const ready = new Promise<Client<true>>((resolve) => starting.once(Events.ClientReady, resolve))
  await starting.login(world.application.token)
  client = await ready
})

afterAll(async () => {
  await client.destroy()
  await emulator.close()
})

test('discord.js logs in and knows the guilds with their roles, channels and members', () => {
  expect(client.user.id).toBe(demo.botId)
  expect([...client.guilds.cache.keys()].sort()).toEqual([demo.guildId, demo.other.guildId])
  const guild = client.guilds.cache.get(demo.guildId)
  expect(guild?.memberCount).toBe(16)
  expect(guild?.members.cache.get(demo.users.alan)?.displayName).toBe('Alan')
  expect(guild?.roles.cache.get(demo.roles.moderator)?.name).toBe('Moderator')
  expect(guild?.channels.cache.get(demo.channels.general)?.name).toBe('general')
  expect(guild?.members.me?.permissions.has('BanMembers')).toBe(true)
})

test('what a person writes arrives, a reply and a reaction go back and are told in turn', async () => {
  const seen: string[] = []
  client.on(Events.MessageCreate, (message) => seen.push(`${message.author.username}: ${message.content}`))
  client.on(Events.MessageReactionAdd, (reaction, user) => seen.push(`${user.username} ${reaction.emoji.name}`))
  client.once(Events.MessageCreate, async (message) => {
    await message.reply('hello yourself')
    await message.react('👋')
  })
  await drive('messages', { guild: demo.guildId, channel: 'general', user: 'alan', content: 'hello' })
  await expect.poll(() => seen, wait).toEqual(['alan: hello', 'Guildhall: hello yourself', 'Guildhall 👋'])
})

test('a slash command comes over the gateway and is answered through the callback route', async () => {
  await client.application.commands.create({ name: 'ping', description: 'Answers' })
  client.once(Events.InteractionCreate, async (interaction) => {
    if (interaction.isChatInputCommand()) await interaction.reply(`pong to ${interaction.user.username}`)
  })
  const answer = await drive('commands', { guild: demo.guildId, channel: 'general', user: 'alan', name: 'ping' })
  expect(answer).toMatchObject({ interaction: { state: 'acknowledged' }, message: { content: 'pong to alan' } })
})

test('a command that nobody answers fails in the client after its time', async () => {
  await drive('switches', { deadlineMs: 200 })
  const answer = await drive('commands', { guild: demo.guildId, channel: 'general', user: 'alan', name: 'ping' })
  expect(answer).toMatchObject({ interaction: { state: 'failed' }, error: { code: 'no_answer' } })
  await drive('switches', { deadlineMs: 3000 })
})

test('members, voice and roles are kept up to date', async () => {
  const guild = client.guilds.cache.get(demo.guildId)
  await drive('members', { guild: demo.guildId, user: 'nina', action: 'join' })
  await expect.poll(() => guild?.memberCount, wait).toBe(17)
  await drive('voice', { guild: demo.guildId, user: 'alan', channel: 'Lounge' })
  await expect.poll(() => guild?.voiceStates.cache.get(demo.users.alan)?.channelId, wait).toBe(demo.channels.voice)
  await drive('voice', { guild: demo.guildId, user: 'alan', channel: null })
  await expect.poll(() => guild?.voiceStates.cache.get(demo.users.alan)?.channelId ?? null, wait).toBeNull()
  await drive('presence', { user: 'alan', status: 'idle', activity: 'Chess' })
  await expect.poll(() => guild?.presences.cache.get(demo.users.alan)?.status, wait).toBe('idle')
  const fetched = await guild?.members.fetch()
  expect(fetched?.size).toBe(17)
})

test('a direct message arrives, and is answered', async () => {
  client.once(Events.MessageCreate, async (message) => {
    if (message.channel.isSendable()) await message.channel.send(`you wrote ${message.content}`)
  })
  await drive('messages', { user: 'alan', content: 'in private' })
  const dm = [...emulator.world.channels.values()].find(({ recipientIds }) => recipientIds.includes(demo.users.alan))
  const contents = () => [...(dm?.messages.values() ?? [])].map(({ data }) => data.content)
  await expect.poll(contents, wait).toEqual(['in private', 'you wrote in private'])
})

test('nothing of this was a mistake in the eyes of the emulator', () => {
  const expected = emulator.world.violations.entries.filter(({ rule }) => rule !== 'interaction-deadline')
  expect(expected).toEqual([])
})
