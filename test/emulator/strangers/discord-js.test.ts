import { type Client, MessageFlags } from 'discord.js'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { commands, createBot, work } from './discord-js-bot.ts'
import { demo, expectNoViolations, known, patience, type Stage, setStage, textOf } from './kit.ts'

let stage: Stage
let client: Client
beforeAll(async () => {
  stage = await setStage()
  client = createBot(stage)
  await client.login(stage.token)
  await vi.waitUntil(() => client.isReady(), patience)
  await client.application?.commands.set(commands)
})
afterAll(async () => {
  await client.destroy()
  await stage.close()
})
afterEach(() => expectNoViolations(stage))

const demoGuild = () => known(client.guilds.cache.get(demo.guildId), 'the demo guild')
describe('caches', () => {
  it('knows itself and both guilds once it is ready', () => {
    expect(client.user?.id).toBe(demo.botId)
    expect([...client.guilds.cache.keys()].toSorted()).toEqual([demo.guildId, demo.other.guildId])
    expect(demoGuild()).toMatchObject({ name: 'Guildhall Demo', ownerId: demo.users.ada, memberCount: 16 })
  })

  it('knows channels, roles and members', async () => {
    const guild = demoGuild()
    expect(guild.channels.cache.get(demo.channels.general)).toMatchObject({
      name: 'general',
      parent: { name: 'Community' },
    })
    expect(guild.roles.cache.get(demo.roles.moderator)).toMatchObject({ name: 'Moderator', hoist: true })
    expect(guild.members.me?.roles.highest.id).toBe(demo.roles.bot)
    const members = await guild.members.fetch()
    expect(members.size).toBe(16)
    expect(members.get(demo.users.grace)?.roles.cache.has(demo.roles.moderator)).toBe(true)
    expect((await guild.members.fetch({ query: 'rad', limit: 5 })).map(({ user }) => user.username)).toEqual(['radia'])
  })
})

describe('interactions over the gateway', () => {
  it('answers a slash command', async () => {
    expect(await stage.command('ada', 'ping')).toMatchObject({ message: { content: 'Pong!' } })
  })

  it('defers, edits the reply and follows up', async () => {
    const answer = stage.command('ada', 'slow')
    await stage.seeThinking('ada')
    work.finish()
    expect(await answer).toMatchObject({ message: { content: 'Finished.' } })
    await expect
      .poll(async () => (await stage.read('ada', demo.channels.botCommands)).at(-1), patience)
      .toMatchObject({ content: 'And this is private.', flags: MessageFlags.Ephemeral })
  })

  it('collects presses of a button, and answers a select', async () => {
    const { message } = await stage.command('ada', 'panel')
    const chosen = await stage.press('ada', message, 'size', ['l'])
    expect(chosen).toMatchObject({ message: { content: 'Size l.', flags: MessageFlags.Ephemeral } })
    expect(await stage.press('alan', message, 'count')).toMatchObject({ message: { content: 'Pressed 1 times.' } })
    await stage.press('barbara', message, 'count')
    await expect
      .poll(async () => (await stage.read('alan', demo.channels.botCommands)).at(-1), patience)
      .toMatchObject({ id: textOf(message, 'id'), content: 'That was enough.', components: [] })
  })

  it('shows a modal and waits for what was typed', async () => {
    const opened = await stage.command('hedy', 'form')
    expect(opened).toMatchObject({ response: { type: 9, data: { title: 'Who are you?' } } })
    const sent = await stage.submit(opened, { name: 'Hedy' })
    expect(sent).toMatchObject({ message: { content: 'Welcome, Hedy!', flags: MessageFlags.Ephemeral } })
  })

  it('completes an option, and takes the choice', async () => {
    const suggested = await stage.autocomplete('ada', 'game', { focused: 'title', options: { title: 'Ch' } })
    expect(suggested).toMatchObject({ response: { data: { choices: [{ value: 'Chess' }, { value: 'Checkers' }] } } })
    expect(await stage.command('ada', 'game', { title: 'Go' })).toMatchObject({
      message: { content: 'Let us play Go.' },
    })
  })
})

describe('messages', () => {
  it('replies to a message that it reads', async () => {
    const id = await stage.say('alan', '!hello')
    await expect
      .poll(async () => (await stage.read('alan', demo.channels.general)).at(-1), patience)
      .toMatchObject({ content: 'Hello Alan!', author: { id: demo.botId }, message_reference: { message_id: id } })
  })
})
