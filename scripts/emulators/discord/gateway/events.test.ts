import { GatewayIntentBits as Bit, ChannelType } from 'discord-api-types/v10'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { demo } from '../seed.ts'
import { addThread, type ThreadChannelType } from '../world/channels.ts'
import { createGuild } from '../world/guilds.ts'
import { addMember, banUser, removeMember, unbanUser } from '../world/members.ts'
import type { Guild } from '../world/types.ts'
import { setVoiceState } from '../world/voice.ts'
import { identifiedClient, startTestGateway, type TestClient, type TestGateway } from './test-client.ts'

let emulator: TestGateway

beforeEach(async () => {
  emulator = await startTestGateway()
})

afterEach(() => emulator.close())

const wait = { timeout: 10_000 }

const identified = (intents?: number): Promise<TestClient> => identifiedClient(emulator, intents)

const demoGuild = (): Guild => {
  const guild = emulator.world.guilds.get(demo.guildId)
  if (!guild) throw new Error('no demo guild')
  return guild
}

const next = async (client: TestClient, type: string) => {
  await expect.poll(() => client.events(type).length, wait).toBeGreaterThan(0)
  return client.events(type)[0]?.d
}

describe('guilds', () => {
  test('GUILD_CREATE comes once and whole when the bot joins, GUILD_DELETE when it leaves', async () => {
    const client = await identified()
    await expect.poll(() => client.events('GUILD_CREATE').length, wait).toBe(2)
    const { guild } = createGuild(emulator.world, { name: 'New', members: ['nina'] })
    await expect.poll(() => client.events('GUILD_CREATE').length, wait).toBe(3)
    const created = client.events('GUILD_CREATE')[2]?.d
    expect(created).toMatchObject({ id: guild.id, name: 'New', member_count: 3, unavailable: false })
    expect(created?.['channels']).toHaveLength(2)
    removeMember(emulator.world, guild, demo.botId)
    expect(await next(client, 'GUILD_DELETE')).toEqual({ id: guild.id })
    expect(client.events('GUILD_MEMBER_ADD')).toEqual([])
  })

  test('nothing is told of guilds without the bot', async () => {
    const client = await identified()
    const other = emulator.world.guilds.get(demo.other.guildId)
    if (!other) throw new Error('no other guild')
    removeMember(emulator.world, other, demo.botId)
    await next(client, 'GUILD_DELETE')
    addMember(emulator.world, other, demo.users.hedy)
    addMember(emulator.world, demoGuild(), demo.users.otto)
    expect(await next(client, 'GUILD_MEMBER_ADD')).toMatchObject({ user: { id: demo.users.otto } })
  })
})

describe('members', () => {
  test('join, ban and unban carry guild and user', async () => {
    const client = await identified()
    const guild = demoGuild()
    addMember(emulator.world, guild, demo.users.otto)
    banUser(emulator.world, guild, { userId: demo.users.otto, reason: null })
    unbanUser(emulator.world, guild, demo.users.otto)
    const about = { guild_id: demo.guildId, user: { id: demo.users.otto, username: 'otto' } }
    expect(await next(client, 'GUILD_MEMBER_ADD')).toMatchObject({ ...about, roles: [], deaf: false })
    expect(await next(client, 'GUILD_MEMBER_REMOVE')).toMatchObject(about)
    expect(await next(client, 'GUILD_BAN_ADD')).toMatchObject(about)
    expect(await next(client, 'GUILD_BAN_REMOVE')).toMatchObject(about)
  })

  test('its own change reaches a session without GUILD_MEMBERS, changes of others do not', async () => {
    const client = await identified(Bit.Guilds)
    const guild = demoGuild()
    const tell = (id: string) =>
      emulator.world.emit({ type: 'GUILD_MEMBER_UPDATE', guildId: guild.id, payload: guild.members.get(id) })
    tell(demo.users.alan)
    tell(demo.botId)
    expect(await next(client, 'GUILD_MEMBER_UPDATE')).toMatchObject({ user: { id: demo.botId } })
  })
})

describe('threads', () => {
  const openThread = (type: ThreadChannelType = ChannelType.PublicThread) => {
    const parent = emulator.world.channels.get(demo.channels.general)
    if (!parent) throw new Error('no channel')
    return addThread(emulator.world, parent, {
      type,
      name: 'talk',
      ownerId: demo.users.alan,
    })
  }

  test('a new one is told with newly_created', async () => {
    const client = await identified()
    const thread = openThread()
    expect(await next(client, 'THREAD_CREATE')).toMatchObject({
      id: thread.id,
      parent_id: demo.channels.general,
      newly_created: true,
      thread_metadata: { archived: false },
    })
  })

  test('without GUILD_MEMBERS only the bot itself is named among those who joined', async () => {
    const thread = openThread()
    const [all, own] = await Promise.all([identified(), identified(Bit.Guilds)])
    const added = (id: string) =>
      emulator.world.emit({
        type: 'THREAD_MEMBERS_UPDATE',
        guildId: demo.guildId,
        payload: { channel: thread, added: [id], removed: [] },
      })
    added(demo.users.grace)
    added(demo.botId)
    await expect.poll(() => all.events('THREAD_MEMBERS_UPDATE').length, wait).toBe(2)
    expect(await next(own, 'THREAD_MEMBERS_UPDATE')).toMatchObject({ added_members: [{ user_id: demo.botId }] })
    expect(own.events('THREAD_MEMBERS_UPDATE')).toHaveLength(1)
  })

  test('a private one is unknown until the bot is added: then THREAD_CREATE comes first, with its membership', async () => {
    const client = await identified()
    const role = demoGuild().roles.get(demo.roles.bot)
    if (role) role.permissions = '0'
    const thread = openThread(ChannelType.PrivateThread)
    thread.thread?.memberIds.add(demo.botId)
    const payload = { channel: thread, added: [demo.botId], removed: [] }
    emulator.world.emit({ type: 'THREAD_MEMBERS_UPDATE', guildId: demo.guildId, payload })
    await next(client, 'THREAD_MEMBERS_UPDATE')
    const about = client.received.flatMap(({ t, d }) => (t?.startsWith('THREAD_') ? [[t, d['id']]] : []))
    expect(about).toEqual([
      ['THREAD_CREATE', thread.id],
      ['THREAD_MEMBERS_UPDATE', thread.id],
    ])
    expect(await next(client, 'THREAD_CREATE')).toMatchObject({ member: { user_id: demo.botId } })
  })

  test('THREAD_LIST_SYNC comes when the bot gains sight of their channel', async () => {
    const thread = openThread()
    const parent = emulator.world.channels.get(demo.channels.general)
    const deny = { id: demo.botId, type: 1, allow: '0', deny: '1024' }
    parent?.overwrites.set(demo.botId, deny)
    const client = await identified()
    await expect.poll(() => client.events('GUILD_CREATE').length, wait).toBe(2)
    parent?.overwrites.delete(demo.botId)
    emulator.world.emit({ type: 'CHANNEL_UPDATE', guildId: demo.guildId, payload: parent })
    expect(await next(client, 'THREAD_LIST_SYNC')).toMatchObject({
      guild_id: demo.guildId,
      channel_ids: [demo.channels.general],
      threads: [{ id: thread.id }],
      members: [],
    })
  })
})

describe('voice', () => {
  test('the bot joins by op 4 and gets its state and a server; people are told with their member', async () => {
    const client = await identified()
    client.send(4, { guild_id: demo.guildId, channel_id: demo.channels.voice, self_mute: true, self_deaf: false })
    expect(await next(client, 'VOICE_SERVER_UPDATE')).toMatchObject({ guild_id: demo.guildId })
    expect(await next(client, 'VOICE_STATE_UPDATE')).toMatchObject({
      user_id: demo.botId,
      channel_id: demo.channels.voice,
      self_mute: true,
      member: { user: { id: demo.botId } },
    })
    setVoiceState(emulator.world, demoGuild(), { userId: demo.users.alan, channelId: demo.channels.voice })
    removeMember(emulator.world, demoGuild(), demo.users.alan)
    await expect.poll(() => client.events('VOICE_STATE_UPDATE').length, wait).toBe(3)
    expect(client.events('VOICE_STATE_UPDATE')[2]?.d).toMatchObject({ user_id: demo.users.alan, channel_id: null })
  })

  test('the bot leaves voice with its session, and stays when it can resume', async () => {
    const client = await identified()
    client.send(4, { guild_id: demo.guildId, channel_id: demo.channels.voice, self_mute: false, self_deaf: false })
    await next(client, 'VOICE_SERVER_UPDATE')
    const sits = () => demoGuild().voiceStates.has(demo.botId)
    emulator.gateway.act({ action: 'drop' })
    await expect.poll(() => client.closeCode, wait).toBe(1006)
    expect(sits()).toBe(true)
    emulator.gateway.close()
    expect(sits()).toBe(false)
  })

  test('a channel that is no voice channel is refused in words', async () => {
    const client = await identified()
    client.send(4, { guild_id: demo.guildId, channel_id: demo.channels.general, self_mute: false, self_deaf: false })
    await expect.poll(() => emulator.world.violations.entries.at(-1)?.explanation, wait).toContain('no voice channel')
    expect(client.events('VOICE_SERVER_UPDATE')).toEqual([])
  })
})

describe('payloads of the API', () => {
  test('are passed on with guild_id under names that Discord knows, and never under others', async () => {
    const client = await identified()
    emulator.world.emit({ type: 'SOMETHING_INTERNAL', guildId: demo.guildId, payload: { id: '1' } })
    emulator.world.emit({ type: 'GUILD_SCHEDULED_EVENT_CREATE', guildId: demo.guildId, payload: { id: '2' } })
    expect(await next(client, 'GUILD_SCHEDULED_EVENT_CREATE')).toEqual({ id: '2', guild_id: demo.guildId })
    expect(client.events('SOMETHING_INTERNAL')).toEqual([])
  })

  test('AUTO_MODERATION_ACTION_EXECUTION hides what was written without MESSAGE_CONTENT', async () => {
    const [full, reduced] = await Promise.all([identified(), identified(Bit.AutoModerationExecution)])
    const payload = { rule_id: '1', content: 'bad word', matched_content: 'bad', matched_keyword: 'bad*' }
    emulator.world.emit({ type: 'AUTO_MODERATION_ACTION_EXECUTION', guildId: demo.guildId, payload })
    expect(await next(full, 'AUTO_MODERATION_ACTION_EXECUTION')).toMatchObject({ content: 'bad word' })
    expect(await next(reduced, 'AUTO_MODERATION_ACTION_EXECUTION')).toMatchObject({
      content: '',
      matched_content: null,
      matched_keyword: 'bad*',
    })
  })

  test('the audit log is told only to a bot that may read it', async () => {
    const client = await identified()
    const entry = { id: '1', action_type: 22, user_id: demo.users.ada, target_id: demo.users.alan }
    const role = demoGuild().roles.get(demo.roles.bot)
    const tell = () =>
      emulator.world.emit({ type: 'GUILD_AUDIT_LOG_ENTRY_CREATE', guildId: demo.guildId, payload: entry })
    const allowed = role?.permissions
    if (role) role.permissions = '0'
    tell()
    if (role && allowed) role.permissions = allowed
    tell()
    expect(await next(client, 'GUILD_AUDIT_LOG_ENTRY_CREATE')).toEqual({ ...entry, guild_id: demo.guildId })
    expect(client.events('GUILD_AUDIT_LOG_ENTRY_CREATE')).toHaveLength(1)
  })
})
