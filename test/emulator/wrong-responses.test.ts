import { ApplicationCommandType } from 'discord-api-types/v10'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { resetWorld } from '../../scripts/emulators/discord/seed.ts'
import { type Emulator, type Json, part, startEmulator } from './harness.ts'

let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator()
})
beforeEach(async () => {
  resetWorld(emulator.world)
  await emulator.rest('PUT', `/applications/${emulator.world.application.id}/commands`, {
    body: [
      {
        name: 'ask',
        description: 'x',
        type: ApplicationCommandType.ChatInput,
        options: [{ type: 3, name: 'what', description: 'x', autocomplete: true }],
      },
    ],
  })
})
afterAll(() => emulator.close())

const here = { guild: 'Guildhall Demo', channel: 'general', user: 'ada' }
const allowed_mentions = { parse: [] }
const say = (data: Json) => ({ type: 4, data: { allowed_mentions, ...data } })
const button = (id: string) => ({ type: 2, style: 1, label: 'x', custom_id: id })
const ask = () => emulator.driver('POST', 'commands', { ...here, name: 'ask' })
const input = { type: 18, label: 'Why', component: { type: 4, custom_id: 'why', style: 1 } }

const wrong: [string, unknown, string, RegExp][] = [
  ['an empty message', say({}), 'interaction-response', /empty message/],
  ['content of 2001', say({ content: 'x'.repeat(2001) }), 'interaction-response', /2001 of 2000/],
  [
    'V2 with content',
    say({ content: 'x', flags: 32768, components: [{ type: 10, content: 'x' }] }),
    'interaction-response',
    /IS_COMPONENTS_V2/,
  ],
  [
    'the same custom id twice',
    say({ content: 'x', components: [{ type: 1, components: [button('a'), button('a')] }] }),
    'interaction-response',
    /duplicated/,
  ],
  [
    'a modal title of 52',
    { type: 9, data: { custom_id: 'x', title: 'x'.repeat(52), components: [input] } },
    'interaction-response',
    /modal title 52 of 45/,
  ],
  [
    'six modal components',
    {
      type: 9,
      data: {
        custom_id: 'x',
        title: 'x',
        components: Array.from({ length: 6 }, (_, index) => ({
          ...input,
          component: { ...input.component, custom_id: `${index}` },
        })),
      },
    },
    'interaction-response',
    /modal components 6 of 5/,
  ],
  ['a pong for a command', { type: 1 }, 'interaction-response', /cannot answer this command/],
  ['choices for a command', { type: 8, data: { choices: [] } }, 'interaction-response', /cannot answer this command/],
  [
    'an update for a command',
    { type: 7, data: { content: 'x', allowed_mentions } },
    'interaction-response',
    /cannot answer this command/,
  ],
  ['a list', [], 'interaction-response', /JSON object/],
  ['null', null, 'interaction-response', /JSON object/],
  ['a misspelt field', say({ contents: 'x' }), 'interaction-response', /contents/],
  ['HTTP 401 to a good signature', 401, 'interaction-http', /HTTP 401/],
  ['HTTP 500', 500, 'interaction-http', /HTTP 500/],
  ['text without allowed_mentions', { type: 4, data: { content: 'x' } }, 'allowed-mentions', /allowed_mentions/],
]

describe('a wrong answer to a command is a violation', () => {
  it.each(wrong)('%s', async (_name, answer, rule, words) => {
    emulator.answerWith(answer)
    const result = await ask()
    const { violations } = emulator.world
    expect(violations.entries.map((entry) => entry.rule)).toEqual([rule])
    expect(violations.entries[0]?.explanation).toMatch(words)
    expect(violations.entries[0]?.interactionId).toBe(part(result, 'interaction')['id'])
    if (rule !== 'allowed-mentions')
      expect(result).toMatchObject({
        interaction: { state: 'failed' },
        error: { message: expect.stringMatching(words) },
      })
  })
})

it('a message in answer to autocomplete is a violation', async () => {
  emulator.answerWith(say({ content: 'x' }))
  await emulator.driver('POST', 'autocomplete', { ...here, name: 'ask', options: { what: 'a' }, focused: 'what' })
  expect(emulator.world.violations.entries).toMatchObject([{ rule: 'interaction-response' }])
})

it('a modal in answer to a modal is a violation', async () => {
  const modal = { type: 9, data: { custom_id: 'x', title: 'x', components: [input] } }
  emulator.answerWith(modal)
  const opened = await ask()
  await emulator.driver('POST', 'modals', { interaction: part(opened, 'interaction')['id'], fields: { why: 'so' } })
  expect(emulator.world.violations.entries).toMatchObject([
    { rule: 'interaction-response', explanation: expect.stringContaining('modal') },
  ])
})

it('good answers leave none', async () => {
  emulator.answerWith(say({ content: 'fine' }))
  expect(await ask()).toMatchObject({ message: { content: 'fine' }, interaction: { state: 'acknowledged' } })
  expect(emulator.world.violations.entries).toEqual([])
})
