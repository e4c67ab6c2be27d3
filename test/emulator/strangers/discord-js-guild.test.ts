import { AuditLogEvent, ChannelType, type Client, Events, type Message, type TextChannel } from 'discord.js'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createBot } from './discord-js-bot.ts'
import { keepJournal } from './discord-js-journal.ts'
import { demo, expectNoViolations, known, patience, type Stage, setStage } from './kit.ts'

let stage: Stage
let client: Client
let journal: string[]
beforeAll(async () => {
  stage = await setStage()
  client = createBot(stage)
  journal = keepJournal(client)
  await client.login(stage.token)
  await vi.waitUntil(() => client.isReady(), patience)
  await demoGuild().members.fetch()
})
afterAll(async () => {
  await client.destroy()
  await stage.close()
})
beforeEach(() => {
  journal.length = 0
})
afterEach(() => expectNoViolations(stage))

const demoGuild = () => known(client.guilds.cache.get(demo.guildId), 'the demo guild')
const memberOf = (id: string) => known(demoGuild().members.cache.get(id), `member ${id}`)

/** Guarantee: the general channel of the demo guild is a text channel. */
const general = () => known(client.channels.cache.get(demo.channels.general), 'the general channel') as TextChannel

/** Everything that is named is told, in this order. */
const told = async (...lines: string[]): Promise<void> => {
  await expect.poll(() => journal.filter((line) => lines.includes(line)), patience).toEqual(lines)
}

/** Somebody writes in the general channel; resolves to what the bot received. */
const hear = async (user: string, content: string): Promise<Message> => {
  const id = await stage.say(user, content)
  return vi.waitUntil(() => general().messages.cache.get(id), patience)
}

describe('moderation', () => {
  it('bans with a reason and unbans; the audit log names both', async () => {
    const guild = demoGuild()
    await guild.members.ban(demo.users.ivan, { reason: 'Spam', deleteMessageSeconds: 3600 })
    await told('banned from Guildhall Demo: ivan')
    expect(await guild.bans.fetch(demo.users.ivan)).toMatchObject({ reason: 'Spam', user: { username: 'ivan' } })
    expect(guild.members.cache.has(demo.users.ivan)).toBe(false)
    await guild.bans.remove(demo.users.ivan, 'Appeal')
    await told('unbanned from Guildhall Demo: ivan')
    await told(`audit log ${AuditLogEvent.MemberBanAdd}: Spam`, `audit log ${AuditLogEvent.MemberBanRemove}: Appeal`)
    const { entries } = await guild.fetchAuditLogs({ type: AuditLogEvent.MemberBanAdd, limit: 1 })
    expect(entries.first()).toMatchObject({ reason: 'Spam', executorId: demo.botId, targetId: demo.users.ivan })
  })

  it('times out and gives a role', async () => {
    await memberOf(demo.users.alan).timeout(60_000, 'Too loud')
    await told('timed out: alan')
    await memberOf(demo.users.alan).timeout(null)
    await told('no longer timed out: alan')
    await memberOf(demo.users.alan).roles.add(demo.roles.trusted, 'Earned')
    await told('alan now has Trusted')
    expect(memberOf(demo.users.alan).roles.cache.has(demo.roles.trusted)).toBe(true)
  })

  it('meets the refusals that a test orders: an error with its code, a rate limit that it waits out', async () => {
    const route = '/guilds/{guild_id}/members/{user_id}'
    await stage.act('faults', { method: 'PATCH', route, status: 403, code: 50013, times: 1 })
    await expect(memberOf(demo.users.hedy).timeout(60_000)).rejects.toMatchObject({ code: 50013, status: 403 })
    await stage.act('faults', { method: 'PATCH', route, status: 429, retryAfter: 0.05, times: 1 })
    await memberOf(demo.users.hedy).timeout(60_000)
    await told('timed out: hedy')
  })

  it('deletes many messages at once', async () => {
    await hear('joan', 'one')
    await hear('joan', 'two')
    await hear('joan', 'three')
    expect((await general().bulkDelete(3)).size).toBe(3)
    await told('deleted at once: 3')
    expect(await stage.read('joan', demo.channels.general)).toEqual([])
  })
})

describe('people', () => {
  it('hears who joins and leaves', async () => {
    await stage.act('members', { guild: demo.guildId, user: 'whitfield', action: 'join' })
    await told('joined: whitfield')
    await stage.act('members', { guild: demo.guildId, user: 'whitfield', action: 'leave' })
    await told('joined: whitfield', 'left: whitfield')
  })

  it('follows people in voice channels, and moves them', async () => {
    await stage.act('voice', { guild: demo.guildId, user: 'alan', channel: 'Lounge' })
    await told('alan went from nowhere to Lounge')
    const lounge = known(demoGuild().channels.cache.get(demo.channels.voice), 'the lounge')
    expect(lounge.isVoiceBased() && [...lounge.members.keys()]).toEqual([demo.users.alan])
    await memberOf(demo.users.alan).voice.disconnect('Time is up')
    await told('alan went from nowhere to Lounge', 'alan went from Lounge to nowhere')
  })

  it('sees presences and sets its own', async () => {
    await stage.act('presence', { user: 'hedy', status: 'dnd' })
    await told('hedy is dnd')
    client.user?.setPresence({ status: 'idle', activities: [{ name: 'the door' }] })
    await expect
      .poll(() => stage.world.gateway.presences.get(demo.botId), patience)
      .toMatchObject({ status: 'idle', activities: [{ name: 'the door' }] })
  })

  it('talks in direct messages', async () => {
    await stage.act('messages', { user: 'joan', content: 'May I ask something?' })
    await told('joan in private: May I ask something?')
    await client.users.send(demo.users.joan, 'Yes.')
    await expect
      .poll(async () => (await stage.look('messages?channel=dm&user=joan'))['messages'], patience)
      .toMatchObject([{ content: 'May I ask something?' }, { content: 'Yes.' }])
  })
})

describe('channels and messages', () => {
  it('creates and deletes a channel', async () => {
    const channel = await demoGuild().channels.create({
      name: 'events',
      type: ChannelType.GuildText,
      topic: 'What is on',
      parent: demo.channels.community,
    })
    expect(channel.parent?.name).toBe('Community')
    await channel.delete('Over')
    await told('created channel events', 'deleted channel events')
  })

  it('opens a thread, writes there, hears an answer and closes it', async () => {
    const message = await hear('frances', 'Who knows compilers?')
    const thread = await message.startThread({ name: 'Compilers' })
    await thread.send('This way.')
    await stage.say('frances', 'Thank you', thread.id)
    await told(
      'created thread Compilers in general',
      `${client.user?.username} in Compilers: This way.`,
      'frances in Compilers: Thank you',
    )
    expect(await thread.setArchived(true)).toMatchObject({ archived: true, locked: false })
    await told('closed thread Compilers')
  })

  it('counts reactions as people add and remove them, and reacts itself', async () => {
    const message = await hear('barbara', 'Vote!')
    const reaction = { guild: demo.guildId, channel: demo.channels.general, message: message.id, emoji: '👍' }
    await message.react('👍')
    await stage.act('reactions', { ...reaction, user: 'alan' })
    await stage.act('reactions', { ...reaction, user: 'alan', remove: true })
    await told('Guildhall added 👍, now 1', 'alan added 👍, now 2', 'alan took 👍 back, now 1')
    const users = await known(message.reactions.cache.get('👍'), 'the reaction').users.fetch()
    expect([...users.keys()]).toEqual([demo.botId])
  })

  it('edits, pins and deletes its own message', async () => {
    const message = await general().send('Frist')
    await message.edit('First')
    await message.pin()
    const { items } = await general().messages.fetchPins()
    expect(items.map((pin) => pin.message.content)).toEqual(['First'])
    await message.delete()
    await told('edited: Frist -> First', 'deleted: First')
  })

  it('writes through a webhook of its own', async () => {
    const webhook = await general().createWebhook({ name: 'Town crier' })
    const message = await webhook.send({ content: 'Hear ye!', username: 'Crier' })
    expect(message).toMatchObject({ webhookId: webhook.id, author: { username: 'Crier' } })
    await told('webhooks of general changed', 'Crier in general: Hear ye!')
    await webhook.delete()
  })
})

it('is gone from the gateway after destroy', async () => {
  const left = vi.fn()
  client.once(Events.Invalidated, left)
  expect((await stage.look('gateway'))['sessions']).toHaveLength(1)
  await client.destroy()
  await expect.poll(async () => (await stage.look('gateway'))['sessions'], patience).toEqual([])
  expect(left).not.toHaveBeenCalled()
})
