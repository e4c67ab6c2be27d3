import { GatewayIntentBits as Bit, MessageFlags } from 'discord-api-types/v10'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { demo } from '../seed.ts'
import { openDm } from '../world/dms.ts'
import { createMessage, deleteMessage, type NewMessage } from '../world/messages.ts'
import { neededIntents } from './intents.ts'
import { allIntents, identifiedClient, startTestGateway, type TestClient, type TestGateway } from './test-client.ts'

let emulator: TestGateway

beforeEach(async () => {
  emulator = await startTestGateway()
})

afterEach(() => emulator.close())

const wait = { timeout: 10_000 }

const identified = (intents?: number): Promise<TestClient> => identifiedClient(emulator, intents)

const write = (input: Partial<NewMessage> = {}, place: string = demo.channels.general) => {
  const { world } = emulator
  const channel = world.channels.get(place)
  const author = world.users.get(demo.users.alan)?.data
  if (!channel || !author) throw new Error('the demo world has changed')
  return createMessage(world, { channel, author, origin: 'user', content: 'secret', ...input })
}

/** Everything that was sent before is there once this has arrived. */
const settle = async (client: TestClient): Promise<void> => {
  const before = client.received.length
  client.send(1, null)
  await expect.poll(() => client.received.slice(before).some(({ op }) => op === 11), wait).toBe(true)
}

const messages = (client: TestClient) => client.events('MESSAGE_CREATE').map(({ d }) => d)

describe('without MESSAGE_CONTENT', () => {
  const withoutContent = allIntents & ~Bit.MessageContent

  test('what others write comes without content, embeds, attachments, components and poll', async () => {
    const client = await identified(withoutContent)
    write({ embeds: [{ title: 'secret' }], flags: MessageFlags.SuppressNotifications })
    await expect.poll(() => messages(client).length, wait).toBe(1)
    expect(messages(client)[0]).toMatchObject({
      content: '',
      embeds: [],
      attachments: [],
      components: [],
      author: { id: demo.users.alan },
      guild_id: demo.guildId,
      member: { roles: [demo.roles.member] },
      channel_type: 0,
    })
    expect(JSON.stringify(messages(client)[0])).not.toContain('secret')
  })

  test('a quoted message is emptied as well', async () => {
    const client = await identified(withoutContent)
    const first = write({ content: 'the quoted secret' })
    write({ repliedTo: first, allowedMentions: { parse: [] } })
    await expect.poll(() => messages(client).length, wait).toBe(2)
    expect(messages(client)[1]).toMatchObject({ referenced_message: { content: '' } })
    expect(JSON.stringify(messages(client))).not.toContain('secret')
  })

  test('its own messages, mentions of it and direct messages keep theirs', async () => {
    const client = await identified(withoutContent)
    const bot = emulator.world.users.get(demo.botId)?.data
    if (!bot) throw new Error('no bot')
    write({ author: bot, content: 'own' })
    write({ content: `<@${demo.botId}> hello` })
    write({ content: 'direct' }, openDm(emulator.world, demo.users.alan).id)
    await expect
      .poll(() => messages(client).map(({ content }) => content), wait)
      .toEqual(['own', `<@${demo.botId}> hello`, 'direct'])
  })
})

test('with MESSAGE_CONTENT everything is there', async () => {
  const client = await identified(Bit.Guilds | Bit.GuildMessages | Bit.MessageContent)
  write()
  await expect.poll(() => messages(client)[0]?.['content'], wait).toBe('secret')
})

test('two sessions with different intents each get their own view of one event', async () => {
  const [full, reduced] = await Promise.all([identified(allIntents), identified(allIntents & ~Bit.MessageContent)])
  write()
  await expect.poll(() => messages(full)[0]?.['content'], wait).toBe('secret')
  await expect.poll(() => messages(reduced)[0]?.['content'], wait).toBe('')
})

test.each([
  [Bit.Guilds, demo.channels.general],
  [Bit.DirectMessages, demo.channels.general],
])('intents %i do not bring the messages of a guild', async (intents, channel) => {
  const client = await identified(intents)
  write({}, channel)
  await settle(client)
  expect(messages(client)).toEqual([])
})

test('direct messages need DIRECT_MESSAGES and go to shard 0', async () => {
  const dm = openDm(emulator.world, demo.users.alan)
  const [guildOnly, other, home] = await Promise.all([
    identified(Bit.Guilds | Bit.GuildMessages),
    emulator.identify({ shard: [1, 2] }),
    emulator.identify({ shard: [0, 2] }),
  ])
  await expect.poll(() => home.events('READY').length + other.events('READY').length, wait).toBe(2)
  write({ content: 'direct' }, dm.id)
  await expect.poll(() => messages(home).length, wait).toBe(1)
  expect(messages(home)[0]).not.toHaveProperty('guild_id')
  await Promise.all([settle(guildOnly), settle(other)])
  expect([...messages(guildOnly), ...messages(other)]).toEqual([])
})

test('ephemeral messages and channels that the bot cannot see are never sent', async () => {
  const client = await identified(allIntents)
  const staff = emulator.world.channels.get(demo.channels.staff)
  staff?.overwrites.delete(demo.roles.bot)
  write({ content: 'behind closed doors' }, demo.channels.staff)
  const hidden = write({ visibleTo: demo.users.alan })
  deleteMessage(emulator.world, hidden)
  write({ content: 'seen' })
  await expect.poll(() => messages(client).map(({ content }) => content), wait).toEqual(['seen'])
  expect(client.events('MESSAGE_DELETE')).toEqual([])
})

test.each([
  ['MESSAGE_CREATE', true, Bit.GuildMessages],
  ['MESSAGE_CREATE', false, Bit.DirectMessages],
  ['TYPING_START', true, Bit.GuildMessageTyping],
  ['MESSAGE_REACTION_ADD', false, Bit.DirectMessageReactions],
  ['GUILD_BAN_ADD', true, Bit.GuildModeration],
  ['AUTO_MODERATION_ACTION_EXECUTION', true, Bit.AutoModerationExecution],
  ['INTERACTION_CREATE', true, 0],
  ['ENTITLEMENT_CREATE', false, 0],
])('%s (guild: %s) needs %i', (type, isGuild, bit) => {
  expect(neededIntents(type, isGuild)).toBe(bit)
})
