import { GatewayDispatchEvents, MessageFlags } from '@discordjs/core'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { commands, createBot, work } from './discordjs-core-bot.ts'
import { demo, expectNoViolations, patience, type Stage, setStage } from './kit.ts'

let stage: Stage
let bot: ReturnType<typeof createBot>
/** Guilds by the shard that heard of them. */
const guilds = new Map<number, string[]>()
beforeAll(async () => {
  stage = await setStage()
  await stage.act('gateway', { action: 'configure', shards: 4, maxConcurrency: 4 })
  bot = createBot(stage)
  bot.client.on(GatewayDispatchEvents.GuildCreate, ({ data, shardId }) => {
    guilds.set(shardId, [...(guilds.get(shardId) ?? []), data.id])
  })
  await bot.gateway.connect()
  await bot.client.api.applicationCommands.bulkOverwriteGlobalCommands(stage.applicationId, commands)
})
afterAll(async () => {
  await bot.gateway.destroy()
  await stage.close()
})
afterEach(() => expectNoViolations(stage))

const modLog = async () => (await stage.read('grace', demo.channels.modLog)).at(-1)
const timeoutOf = (id: string) => stage.world.guilds.get(demo.guildId)?.members.get(id)?.timeoutUntil ?? null

it('starts as many shards as are recommended; each hears of its own guilds', async () => {
  await vi.waitUntil(() => [...guilds.values()].flat().length === 2, patience)
  const shardOf = (id: string) => Number((BigInt(id) >> 22n) % 4n)
  for (const [shard, ids] of guilds) expect(ids.map(shardOf)).toEqual(ids.map(() => shard))
  expect(guilds.size).toBe(2)
  expect(await stage.look('gateway')).toMatchObject({ sessions: Array(4).fill({ connected: true, resumes: 0 }) })
})

it('acts on a message that breaks the rules, and takes it back at a press', async () => {
  await stage.say('edsger', 'Buy this swindle now')
  await expect.poll(modLog, patience).toMatchObject({ content: `Muted <@${demo.users.edsger}>` })
  expect(await stage.read('ada', demo.channels.general)).toEqual([])
  expect(timeoutOf(demo.users.edsger)).toBeGreaterThan(stage.world.now())
  const place = { guild: demo.guildId, channel: demo.channels.modLog, user: 'grace', message: 'last' }
  const pressed = await stage.act('components', { ...place, customId: `unmute:${demo.users.edsger}` })
  expect(pressed).toMatchObject({ message: { content: 'Taken back.', components: [] } })
  expect(timeoutOf(demo.users.edsger)).toBeNull()
})

it('defers a command, works through the API, edits and follows up', async () => {
  await stage.say('niklaus', 'one', demo.channels.botCommands)
  await stage.say('niklaus', 'two', demo.channels.botCommands)
  const deleted = stage.command('grace', 'purge')
  await stage.seeThinking('grace')
  work.finish()
  expect(await deleted).toMatchObject({ message: { content: 'Deleted 2 messages.', flags: MessageFlags.Ephemeral } })
  await expect
    .poll(async () => (await stage.read('alan', demo.channels.botCommands)).map(({ content }) => content), patience)
    .toEqual(['The channel is clean.'])
})

it('answers a message command with a modal, and reads its label', async () => {
  const target = await stage.say('hedy', 'Look at this')
  const place = { guild: demo.guildId, channel: demo.channels.general, user: 'alan' }
  const opened = await stage.act('commands', { ...place, name: 'Report message', target })
  const sent = await stage.submit(opened, { why: 'Too short' })
  expect(sent).toMatchObject({ message: { content: 'Thank you.', flags: MessageFlags.Ephemeral } })
  expect(await modLog()).toMatchObject({ content: 'Reported: Too short' })
})

it('goes on where it was after the line is cut', async () => {
  await stage.act('gateway', { action: 'drop' })
  await stage.say('joan', 'A swindle while nobody listens')
  await expect.poll(modLog, patience).toMatchObject({ content: `Muted <@${demo.users.joan}>` })
  await expect
    .poll(() => stage.look('gateway'), patience)
    .toMatchObject({ sessions: Array(4).fill({ connected: true, resumes: 1 }) })
})
