import { Client, GatewayDispatchEvents } from 'discord.js'
import { GatewayServer, GenericServer, SlashCreator } from 'slash-create'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { demo, enterEndpoint, expectNoViolations, patience, type Stage, serveBot, setStage, textOf } from './kit.ts'
import { addCommands, work } from './slash-create-bot.ts'

const createBot = (stage: Stage): SlashCreator =>
  new SlashCreator({
    applicationID: stage.applicationId,
    publicKey: stage.publicKey,
    token: stage.token,
    rest: { baseURL: `${stage.url}/api/v10` },
  })

type Stop = () => Promise<void>

/** Interactions come to the bot's own web server. */
const overHttp = async (stage: Stage): Promise<Stop> => {
  const server = new GenericServer()
  const bot = await serveBot(server.endpoint)
  const creator = createBot(stage).withServer(server)
  addCommands(creator)
  await creator.syncCommands()
  await enterEndpoint(stage, bot.url)
  return bot.close
}

/** Interactions come through the gateway connection of a discord.js client. */
const overGateway = async (stage: Stage): Promise<Stop> => {
  const client = new Client({ intents: [], rest: { api: `${stage.url}/api` } })
  const server = new GatewayServer((handler) => client.ws.on(GatewayDispatchEvents.InteractionCreate, handler))
  const creator = createBot(stage).withServer(server)
  addCommands(creator)
  await creator.syncCommands()
  await client.login(stage.token)
  await vi.waitUntil(() => client.isReady(), patience)
  return () => client.destroy()
}

describe.each([
  ['over HTTP', overHttp],
  ['over the gateway', overGateway],
] as const)('slash-create %s', (_name, start) => {
  let stage: Stage
  let stop: Stop
  beforeAll(async () => {
    stage = await setStage()
    stop = await start(stage)
  })
  afterAll(async () => {
    await stop()
    await stage.close()
  })
  afterEach(() => expectNoViolations(stage))

  it('registers its commands, and finds them unchanged when it starts again', async () => {
    const names = ['city', 'greet', 'report', 'slow']
    const creator = createBot(stage)
    addCommands(creator)
    expect((await creator.api.getCommands()).map(({ name }) => name).toSorted()).toEqual(names)
    await creator.syncCommands()
    const puts = await stage.look('requests?method=PUT')
    expect(puts['requests']).toHaveLength(1)
  })

  it('answers a command with options; its button edits the message', async () => {
    const { message } = await stage.command('ada', 'greet', { whom: 'alan', times: 2 })
    expect(message).toMatchObject({ content: `Hello Hello <@${demo.users.alan}>!`, mentions: [{ username: 'alan' }] })
    const pressed = await stage.press('alan', message, 'back')
    expect(pressed).toMatchObject({
      message: { id: textOf(message, 'id'), content: 'Greeted back.', components: [] },
    })
  })

  it('defers in private, edits the answer and follows up in public', async () => {
    const answer = stage.command('ada', 'slow')
    await stage.seeThinking('ada')
    work.finish()
    expect(await answer).toMatchObject({ message: { content: 'It is done.', flags: 64 } })
    await expect
      .poll(async () => (await stage.read('alan', demo.channels.botCommands)).at(-1), patience)
      .toMatchObject({ content: 'Everybody may know.' })
  })

  it('opens a modal and reads what was typed', async () => {
    const opened = await stage.command('ada', 'report')
    expect(opened).toMatchObject({ response: { type: 9, data: { title: 'Report' } } })
    const sent = await stage.submit(opened, { what: 'A broken lamp' })
    expect(sent).toMatchObject({ message: { content: 'Reported: A broken lamp', flags: 64 } })
  })

  it('completes an option, and takes the choice', async () => {
    const suggested = await stage.autocomplete('ada', 'city', { focused: 'name', options: { name: 'Berg' } })
    expect(suggested).toMatchObject({ response: { type: 8, data: { choices: [{ value: 'Bergen' }] } } })
    const picked = await stage.command('ada', 'city', { name: 'Bern' })
    expect(picked).toMatchObject({ message: { content: 'Bern is chosen.' } })
  })
})
