import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  allowed_mentions,
  type BotHandler,
  codeOf,
  part,
  registerSamples,
  say,
  startTestDriver,
  type TestDriver,
} from './test-bot.ts'
import type { Json } from './types.ts'

const row = (...components: Json[]) => ({ type: 1, components })

let handler: BotHandler
let driver: TestDriver

beforeEach(async () => {
  handler = () => say('hi')
  driver = await startTestDriver((interaction, request) => handler(interaction, request), { deadlineMs: 300 })
  registerSamples(driver.world)
})

afterEach(() => driver.close())

const here = { guild: 'Guildhall Demo', channel: 'general', user: 'grace' }
const command = (name: string, extra: Json = {}) =>
  driver.send('POST', '/emulator/commands', { ...here, name, ...extra })
const warn = (extra: Json = {}) => command('warn', { options: { user: 'alan', reason: 'spam' }, ...extra })
const violations = () => driver.world.violations.entries.map((entry) => entry.rule)

describe('autocomplete', () => {
  const complete = (extra: Json) =>
    driver.send('POST', '/emulator/autocomplete', { ...here, name: 'warn', focused: 'reason', ...extra })

  it('sends partial values with the focused option and returns the choices', async () => {
    handler = () => ({ type: 8, data: { choices: [{ name: 'Spam', value: 'spam' }] } })
    const { body } = await complete({ options: { reason: 'sp' } })
    expect(driver.received[0]).toMatchObject({
      type: 4,
      data: { options: [{ name: 'reason', value: 'sp', focused: true }] },
    })
    expect(body['response']).toMatchObject({ data: { choices: [{ value: 'spam' }] } })
  })

  it('is refused for an option that does not autocomplete', async () => {
    expect(codeOf(await complete({ focused: 'points' }))).toMatchObject({ code: 'no_autocomplete' })
  })
})

describe('components', () => {
  const select = {
    type: 3,
    custom_id: 'pick',
    max_values: 2,
    options: [
      { label: 'One', value: '1' },
      { label: 'Two', value: '2' },
    ],
  }
  const buttons = row(
    { type: 2, style: 1, label: 'Go', custom_id: 'go' },
    { type: 2, style: 1, label: 'Off', custom_id: 'off', disabled: true },
  )
  const click = (extra: Json) => driver.send('POST', '/emulator/components', { ...here, message: 'last', ...extra })

  it('an update changes the clicked message', async () => {
    handler = (interaction) =>
      interaction['type'] === 2
        ? say('panel', { components: [buttons] })
        : { type: 7, data: { content: 'pressed', allowed_mentions } }
    const { body: first } = await warn()
    const { body } = await click({ customId: 'go' })
    expect(driver.received[1]).toMatchObject({
      type: 3,
      message: { content: 'panel' },
      data: { custom_id: 'go', component_type: 2 },
    })
    expect(body['message']).toMatchObject({ id: part(first, 'message')['id'], content: 'pressed' })
    expect(violations()).toEqual([])
  })

  it('select values are checked and sent', async () => {
    handler = (interaction) => (interaction['type'] === 2 ? say('panel', { components: [row(select)] }) : { type: 6 })
    await warn()
    expect(codeOf(await click({ customId: 'pick', values: ['3'] }))).toMatchObject({ code: 'unknown_value' })
    expect(codeOf(await click({ customId: 'pick', values: [] }))).toMatchObject({ code: 'too_few_values' })
    expect(codeOf(await click({ customId: 'pick', values: ['1', '2', '1'] }))).toMatchObject({
      code: 'too_many_values',
    })
    await click({ customId: 'pick', values: ['2'], waitMs: 0 })
    expect(driver.received[1]).toMatchObject({ data: { values: ['2'], component_type: 3 } })
  })

  it('what is not there, disabled or not visible cannot be clicked', async () => {
    handler = () => say('panel', { components: [buttons], flags: 64 })
    const { body } = await warn()
    const id = part(body, 'message')['id']
    expect(codeOf(await click({ customId: 'nope' }))).toMatchObject({ code: 'unknown_component' })
    expect(codeOf(await click({ customId: 'off' }))).toMatchObject({ code: 'component_disabled' })
    expect(codeOf(await click({ customId: 'go', user: 'alan', message: id }))).toMatchObject({
      code: 'unknown_message',
    })
    expect(driver.received).toHaveLength(1)
  })
})

describe('modals', () => {
  const input = { type: 4, custom_id: 'why', style: 1, min_length: 3, max_length: 10 }
  const modal = {
    type: 9,
    data: { custom_id: 'form', title: 'Why', components: [{ type: 18, label: 'Reason', component: input }] },
  }
  const open = async () => {
    handler = (interaction) => (interaction['type'] === 2 ? modal : say('thanks'))
    const { body } = await command('form')
    return part(body, 'interaction')['id']
  }
  const submit = (interaction: unknown, fields: Json) =>
    driver.send('POST', '/emulator/modals', { interaction, fields })

  it('are submitted once, with label wrappers', async () => {
    const id = await open()
    const { body } = await submit(id, { why: 'spam' })
    expect(body['message']).toMatchObject({ content: 'thanks' })
    expect(driver.received[1]).toMatchObject({
      type: 5,
      data: { custom_id: 'form', components: [{ type: 18, component: { type: 4, custom_id: 'why', value: 'spam' } }] },
    })
    expect(codeOf(await submit(id, { why: 'spam' }))).toMatchObject({ code: 'modal_closed' })
  })

  it('check required fields, lengths and names as the client does', async () => {
    const id = await open()
    expect(codeOf(await submit(id, {}))).toMatchObject({ code: 'missing_field' })
    expect(codeOf(await submit(id, { why: 'no' }))).toMatchObject({ code: 'field_too_short' })
    expect(codeOf(await submit(id, { why: 'x'.repeat(11) }))).toMatchObject({ code: 'field_too_long' })
    expect(codeOf(await submit(id, { what: 'x' }))).toMatchObject({ code: 'unknown_field' })
    expect(codeOf(await submit('1', {}))).toMatchObject({ code: 'unknown_interaction' })
    expect(driver.received).toHaveLength(1)
  })

  it('carry uploaded files, which can be fetched', async () => {
    const proof = { type: 19, custom_id: 'proof', max_values: 2 }
    const components = [{ type: 18, label: 'Proof', component: proof }]
    handler = (interaction) =>
      interaction['type'] === 2 ? { type: 9, data: { custom_id: 'files', title: 'Files', components } } : say('thanks')
    const { body } = await command('form')
    const id = part(body, 'interaction')['id']
    const file = { filename: 'a.txt', content_type: 'text/plain', data: Buffer.from('proof').toString('base64') }
    expect(codeOf(await submit(id, {}))).toMatchObject({ code: 'too_few_values' })
    expect(codeOf(await submit(id, { proof: [file, file, file] }))).toMatchObject({ code: 'too_many_values' })
    await submit(id, { proof: [file] })
    const [[keptId, upload] = []] = [...driver.world.uploads]
    const told = { filename: 'a.txt', size: 5, content_type: 'text/plain', ephemeral: true }
    expect(driver.received[1]).toMatchObject({
      data: {
        components: [{ component: { type: 19, custom_id: 'proof', values: [keptId] } }],
        resolved: { attachments: { [String(keptId)]: told } },
      },
    })
    expect(new TextDecoder().decode(upload?.bytes)).toBe('proof')
  })

  it('stay open when the bot fails', async () => {
    const id = await open()
    handler = () => 500
    await submit(id, { why: 'spam' })
    handler = () => say('thanks')
    expect((await submit(id, { why: 'spam' })).body['message']).toMatchObject({ content: 'thanks' })
  })
})
