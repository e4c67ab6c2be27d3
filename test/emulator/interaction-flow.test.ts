import { afterEach, beforeEach, expect, it } from 'vitest'
import { startDiscordEmulator } from '../../scripts/emulators/discord/server.ts'
import { createStandaloneClock } from '../../scripts/emulators/discord/world/create.ts'
import { listen } from '../../scripts/local/http-server.ts'
import { type Emulator, type Json, startEmulator } from './harness.ts'

let emulator: Emulator
beforeEach(async () => {
  emulator = await startEmulator()
  await emulator.rest('PUT', commandsPath(), { body: [{ name: 'ask', description: 'x' }] })
})
afterEach(() => emulator.close())

const commandsPath = () => `/applications/${emulator.world.application.id}/commands`
const text = (content: string, extra: Json = {}) => ({ content, allowed_mentions: { parse: [] }, ...extra })
const ask = () =>
  emulator.driver('POST', 'commands', { guild: 'Guildhall Demo', channel: 'general', user: 'ada', name: 'ask' })
const webhook = (interaction: Json) => `/webhooks/${interaction['application_id']}/${interaction['token']}`
const callback = (interaction: Json) => `/interactions/${interaction['id']}/${interaction['token']}/callback`
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** What a bot does: edits @original until the ack race is over. */
const editUntilFound = async (interaction: Json): Promise<number[]> => {
  const codes: number[] = []
  for (let attempt = 0; attempt < 20; attempt++) {
    const { code } = await emulator.rest('PATCH', `${webhook(interaction)}/messages/@original`, { body: text('done') })
    codes.push(code ?? 200)
    if (code !== 10015) return codes
    await pause(20)
  }
  return codes
}

it('an edit that overtakes the HTTP reply gets 10015 and succeeds a moment later', async () => {
  await emulator.driver('POST', 'switches', { ackRaceMs: 60 })
  let codes: Promise<number[]> | undefined
  emulator.answerWith((interaction: Json) => {
    codes = editUntilFound(interaction)
    return { type: 5, data: { flags: 64 } }
  })
  const result = await ask()
  expect(result).toMatchObject({ message: { content: 'done', flags: 64 } })
  expect((await codes)?.[0]).toBe(10015)
  expect((await codes)?.at(-1)).toBe(200)
  expect(emulator.world.violations.entries).toEqual([])
})

it('a bot may answer through the callback route and reply 202', async () => {
  emulator.answerWith(async (interaction: Json) => {
    const { status } = await emulator.rest('POST', callback(interaction), {
      body: { type: 4, data: text('by callback') },
    })
    expect(status).toBe(204)
    return 202
  })
  expect(await ask()).toMatchObject({
    response: { type: 4, data: { content: 'by callback' } },
    interaction: { state: 'acknowledged' },
    message: { content: 'by callback' },
  })
  expect(emulator.world.violations.entries).toEqual([])
})

it('answering both ways is a violation', async () => {
  emulator.answerWith(async (interaction: Json) => {
    await emulator.rest('POST', callback(interaction), { body: { type: 4, data: text('first') } })
    return { type: 4, data: text('second') }
  })
  expect(await ask()).toMatchObject({ message: { content: 'first' } })
  expect(emulator.world.violations.entries).toMatchObject([{ rule: 'interaction' }])
})

it('follow-ups are told with the answer', async () => {
  emulator.answerWith((interaction: Json) => {
    const work = async () => {
      await pause(30)
      await emulator.rest('POST', webhook(interaction), { body: text('fills the loading message') })
      await emulator.rest('POST', webhook(interaction), { body: text('and one more', { flags: 64 }) })
    }
    void work()
    return { type: 5 }
  })
  const result = await ask()
  expect(result).toMatchObject({ message: { content: 'fills the loading message' } })
  await pause(100)
  const { messages } = await emulator.driver('GET', 'messages?guild=Guildhall+Demo&channel=general&user=alan')
  expect(messages).toMatchObject([{ content: 'fills the loading message' }])
})

it('a bot that answers after the deadline has failed', async () => {
  const slow = await listen({
    port: 0,
    name: 'slow bot',
    fetch: () => pause(400).then(() => Response.json({ type: 5 })),
  })
  const other = await startDiscordEmulator({
    port: 0,
    clock: createStandaloneClock(),
    workerUrl: slow.url,
    deadlineMs: 100,
  })
  const body = JSON.stringify({ guild: 'Guildhall Demo', channel: 'general', user: 'ada', name: 'x', raw: true })
  const response = await fetch(`${other.url}/emulator/commands`, { method: 'POST', body })
  expect(await response.json()).toMatchObject({ error: { code: 'no_answer' }, interaction: { state: 'failed' } })
  expect(other.world.violations.entries).toMatchObject([{ rule: 'interaction-deadline' }])
  await other.close()
  await slow.close()
})
