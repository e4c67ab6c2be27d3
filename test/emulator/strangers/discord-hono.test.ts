import {
  $channels$_$messages,
  $webhooks$_$_,
  createRest,
  DiscordHono,
  makeActionRow,
  makeButton,
  makeModal,
  makeSlashCommand,
  makeStringOption,
  makeStringSelect,
  makeTextInput,
  register,
} from 'discord-hono'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import type { HttpServer } from '../../../scripts/local/http-server.ts'
import {
  createWork,
  demo,
  enterEndpoint,
  expectNoViolations,
  patience,
  type Stage,
  serveBot,
  setStage,
  textOf,
} from './kit.ts'

const fruits = ['apple', 'apricot', 'banana']

const commands = [
  makeSlashCommand('hello', 'Greets you'),
  makeSlashCommand('report', 'Counts something slowly'),
  makeSlashCommand('feedback', 'Opens a form'),
  makeSlashCommand('fruit', 'Picks a fruit').options([
    makeStringOption('name', 'Its name').required(true).autocomplete(true),
  ]),
]

/** What the slow command waits for. */
const work = createWork()

interface Bindings {
  DISCORD_APPLICATION_ID: string
  DISCORD_PUBLIC_KEY: string
  DISCORD_TOKEN: string
}

/** The bot, as discord-hono's guide writes one. */
const app = new DiscordHono<{ Bindings: Bindings; Variables: { name?: string; text?: string } }>()
  .command('hello', (c) =>
    c.res({
      content: `Hello, ${c.interaction.member?.user.username}!`,
      components: [
        makeActionRow([makeButton('wave', 'Wave').custom_value('back')]),
        makeActionRow([
          makeStringSelect('colour', [
            ['red', 'Red'],
            ['blue', 'Blue'],
          ]),
        ]),
      ],
    }),
  )
  .command('report', (c) =>
    c.resDefer(async (c) => {
      await work.done()
      await c.followup('The report is here.')
      const { application_id, token } = c.interaction
      await c.rest('POST', $webhooks$_$_, [application_id, token], { content: 'And an appendix.', flags: 64 })
    }),
  )
  .command('feedback', (c) =>
    c.resModal(makeModal('feedback', 'Feedback', [makeActionRow([makeTextInput('text', 'What is it?', 2)])])),
  )
  .autocomplete(
    'fruit',
    (c) => {
      const typed = String(c.focused?.value ?? '')
      const choices = fruits.filter((fruit) => fruit.startsWith(typed)).map((fruit) => ({ name: fruit, value: fruit }))
      return c.resAutocomplete({ choices })
    },
    (c) => c.res(`You picked ${c.var.name}.`),
  )
  .component('wave', (c) => c.update().res({ content: `Waved ${c.ref.custom_value}.`, components: [] }))
  .component('colour', (c) => c.flags('EPHEMERAL').res(`You like ${c.ref.values?.join()}.`))
  .modal('feedback', (c) => c.flags('EPHEMERAL').res(`Thank you for "${c.var.text}".`))

let stage: Stage
let bot: HttpServer

/**
 * discord-hono has no option for the address of the API: it is a constant. So its requests are sent on where they leave
 * it, at `fetch`; on Workers, the `outboundService` of the local runtime does the same.
 */
const sendOnToTheEmulator = (): void => {
  const send = globalThis.fetch
  vi.stubGlobal('fetch', (input: Parameters<typeof fetch>[0], init?: RequestInit) =>
    send(typeof input === 'string' ? input.replace('https://discord.com', stage.url) : input, init),
  )
}

beforeAll(async () => {
  // It sends no User-Agent of its own either.
  stage = await setStage({ userAgent: false })
  sendOnToTheEmulator()
  const env: Bindings = {
    DISCORD_APPLICATION_ID: stage.applicationId,
    DISCORD_PUBLIC_KEY: stage.publicKey,
    DISCORD_TOKEN: stage.token,
  }
  const context = { waitUntil: (work: Promise<unknown>) => void work, passThroughOnException: () => {}, props: {} }
  bot = await serveBot((request) => app.fetch(request, env, context))
  // It says on the console how that went.
  const info = vi.spyOn(console, 'info').mockImplementation(() => {})
  expect(await register(commands, stage.applicationId, stage.token)).toContain('Success')
  info.mockRestore()
  expect(await enterEndpoint(stage, bot.url)).toMatchObject({ interactions_endpoint_url: bot.url })
})
afterAll(async () => {
  vi.unstubAllGlobals()
  await bot.close()
  await stage.close()
})
afterEach(() => expectNoViolations(stage))

it('passes the handshake of the interactions endpoint, and refuses a bad signature', async () => {
  const forged = await fetch(bot.url, {
    method: 'POST',
    headers: { 'x-signature-ed25519': '00'.repeat(64), 'x-signature-timestamp': '1700000000' },
    body: JSON.stringify({ type: 1 }),
  })
  expect(forged.status).toBe(401)
  expect(await stage.look('state')).toMatchObject({ application: { interactionsEndpointUrl: bot.url } })
})

it('answers a slash command; its button edits the message and its select answers in private', async () => {
  const { message } = await stage.command('ada', 'hello')
  expect(message).toMatchObject({ content: 'Hello, ada!', components: [{ type: 1 }, { type: 1 }] })
  const chosen = await stage.press('alan', message, 'colour', ['blue'])
  expect(chosen).toMatchObject({ message: { content: 'You like blue.', flags: 64 } })
  const pressed = await stage.press('alan', message, 'wave;back')
  expect(pressed).toMatchObject({
    message: { id: textOf(message, 'id'), content: 'Waved back.', components: [] },
  })
})

it('defers, fills the answer in, and follows up through its REST client', async () => {
  const answer = stage.command('ada', 'report')
  await stage.seeThinking('ada')
  work.finish()
  expect(await answer).toMatchObject({ response: { type: 5 }, message: { content: 'The report is here.' } })
  await expect
    .poll(async () => (await stage.read('ada', demo.channels.botCommands)).slice(-2), patience)
    .toMatchObject([{ content: 'The report is here.' }, { content: 'And an appendix.', flags: 64 }])
})

it('opens a modal and reads what was typed', async () => {
  const opened = await stage.command('ada', 'feedback')
  expect(opened).toMatchObject({ response: { type: 9, data: { title: 'Feedback' } } })
  const sent = await stage.submit(opened, { text: 'More tests' })
  expect(sent).toMatchObject({ message: { content: 'Thank you for "More tests".', flags: 64 } })
})

it('completes an option, and takes the choice', async () => {
  const suggested = await stage.autocomplete('ada', 'fruit', { focused: 'name', options: { name: 'ap' } })
  expect(suggested).toMatchObject({ response: { data: { choices: [{ value: 'apple' }, { value: 'apricot' }] } } })
  const picked = await stage.command('ada', 'fruit', { name: 'apricot' })
  expect(picked).toMatchObject({ message: { content: 'You picked apricot.' } })
})

it('writes a message with its REST client', async () => {
  const rest = createRest(stage.token)
  const answer = await rest('POST', $channels$_$messages, [demo.channels.general], { content: 'Good morning' })
  expect(await answer.json()).toMatchObject({ content: 'Good morning', author: { id: demo.botId } })
})
