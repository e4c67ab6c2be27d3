import { ApplicationCommandType, ApplicationCommandOptionType as Kind } from 'discord-api-types/v10'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { demo } from '../seed.ts'
import {
  allowed_mentions,
  type BotHandler,
  codeOf,
  part,
  register,
  say,
  startTestDriver,
  type TestDriver,
} from './test-bot.ts'
import { isObject, type Json } from './types.ts'

let handler: BotHandler
let driver: TestDriver
const option = (name: string, type: number, extra: Json = {}) => ({ name, type, description: 'x', ...extra })

beforeAll(async () => {
  driver = await startTestDriver((interaction, request) => handler(interaction, request))
})
beforeEach(async () => {
  await driver.send('POST', '/emulator/reset', { commands: true })
  driver.received.length = 0
  handler = () => say('hi')
  const options = [
    option('role', Kind.Role),
    option('channel', Kind.Channel, { channel_types: [0] }),
    option('who', Kind.Mentionable),
    option('flag', Kind.Boolean),
    option('amount', Kind.Number, { max_value: 1.5 }),
    option('color', Kind.String, { choices: [{ name: 'Red', value: 'r' }], min_length: 1 }),
    option('file', Kind.Attachment),
  ]
  const registered: Json = { name: 'all', type: ApplicationCommandType.ChatInput, options }
  register(driver.world, { name: 'all', type: ApplicationCommandType.ChatInput, ...registered })
})
afterAll(() => driver.close())

const here = { guild: demo.guildId, channel: demo.channels.general, user: 'ada' }
const all = (options: Json) => driver.send('POST', '/emulator/commands', { ...here, name: '/all', options })
const { roles, users, channels } = demo

describe('option values', () => {
  const good: [Json, unknown, Json?][] = [
    [{ role: 'Trusted' }, roles.trusted, { roles: { [roles.trusted]: { name: 'Trusted' } } }],
    [
      { channel: '#general' },
      channels.general,
      { channels: { [channels.general]: { permissions: expect.any(String), app_permissions: expect.any(String) } } },
    ],
    [{ who: '@alan' }, users.alan, { members: { [users.alan]: { roles: [roles.member] } } }],
    [{ who: 'Moderator' }, roles.moderator, { roles: { [roles.moderator]: { name: 'Moderator' } } }],
    [{ who: `<@${users.grace}>` }, users.grace],
    [{ flag: 'true' }, true],
    [{ flag: false }, false],
    [{ amount: '1.25' }, 1.25],
    [{ color: 'Red' }, 'r'],
    [{ color: 'r' }, 'r'],
    [{ file: { filename: 'a.png', size: 3 } }, expect.any(String), { attachments: expect.anything() }],
  ]
  it.each(good)('%j is sent as %j', async (options, value, resolved) => {
    const { body } = await all(options)
    expect(body).not.toHaveProperty('error')
    expect(driver.received[0]).toMatchObject({
      data: { options: [{ name: Object.keys(options)[0], value }], ...(resolved && { resolved }) },
    })
  })

  const bad: [Json, string][] = [
    [{ role: 'Emperor' }, 'unknown_role'],
    [{ channel: 'Lounge' }, 'channel_type'],
    [{ channel: 'nowhere' }, 'unknown_channel'],
    [{ who: 'nobody at all' }, 'unknown_user'],
    [{ flag: 'perhaps' }, 'invalid_option'],
    [{ amount: 'much' }, 'invalid_option'],
    [{ amount: 2 }, 'invalid_option'],
    [{ color: 'Blue' }, 'invalid_option'],
    [{ color: '' }, 'invalid_option'],
    [{ color: {} }, 'invalid_option'],
  ]
  it.each(bad)('%j is refused as %s', async (options, code) => {
    expect(codeOf(await all(options))).toMatchObject({ code })
    expect(driver.received).toEqual([])
  })

  it('roles and channels cannot be chosen in direct messages', async () => {
    const answer = await driver.send('POST', '/emulator/commands', {
      user: 'ada',
      name: 'all',
      options: { role: 'Trusted' },
    })
    expect(codeOf(answer)).toMatchObject({ code: 'no_guild' })
  })
})

describe('selects of a message', () => {
  const select = (type: number, extra: Json = {}) => ({
    type: 1,
    components: [{ type, custom_id: `s${type}`, ...extra }],
  })
  const choose = (type: number, values: string[], extra: Json = {}) =>
    driver.send('POST', '/emulator/components', {
      ...here,
      message: 'last',
      customId: `s${type}`,
      values,
      waitMs: 0,
      ...extra,
    })

  it.each([
    [5, 'alan', users.alan],
    [6, 'Trusted', roles.trusted],
    [7, 'Moderator', roles.moderator],
    [8, 'art', channels.art],
  ])('type %i takes %s by name', async (type, name, id) => {
    handler = (interaction) => (interaction['type'] === 2 ? say('x', { components: [select(type)] }) : { type: 6 })
    await all({})
    await choose(type, [name])
    expect(driver.received[1]).toMatchObject({
      data: { component_type: type, values: [id], resolved: expect.anything() },
    })
  })

  it('raw sends components and values that are not there', async () => {
    await all({})
    await choose(3, ['forged'], { raw: true })
    expect(driver.received[1]).toMatchObject({ data: { custom_id: 's3', component_type: 3, values: ['forged'] } })
  })

  it('buttons take no values', async () => {
    handler = () =>
      say('x', { components: [{ type: 1, components: [{ type: 2, style: 1, label: 'x', custom_id: 's2' }] }] })
    await all({})
    expect(codeOf(await choose(2, ['x']))).toMatchObject({ code: 'no_values' })
  })

  it('a component is found by its message id alone', async () => {
    handler = (interaction) =>
      interaction['type'] === 2
        ? say('x', { components: [select(5)] })
        : { type: 7, data: { content: 'done', allowed_mentions } }
    const { body } = await all({})
    const message = part(body, 'message')['id']
    const answer = await driver.send('POST', '/emulator/components', {
      user: 'ada',
      message,
      customId: 's5',
      values: ['alan'],
    })
    expect(answer.body['message']).toMatchObject({ id: message, content: 'done' })
  })
})

describe('fields of a modal', () => {
  const options = [
    { label: 'One', value: '1' },
    { label: 'Two', value: '2', default: true },
  ]
  const label = (component: Json) => ({ type: 18, label: 'x', component })
  const components = [
    { type: 10, content: 'Please fill in' },
    label({ type: 21, custom_id: 'radio', options }),
    label({ type: 22, custom_id: 'boxes', options, required: false }),
    label({ type: 23, custom_id: 'box', default: true }),
    label({ type: 5, custom_id: 'person', required: false }),
  ]
  const open = async () => {
    handler = (interaction) =>
      interaction['type'] === 2 ? { type: 9, data: { custom_id: 'f', title: 'x', components } } : say('ok')
    const { body } = await all({})
    expect(body).not.toHaveProperty('error')
    return part(body, 'interaction')['id']
  }
  const submitted = () => {
    const sent = part(driver.received[1] ?? {}, 'data')['components']
    const inputs = Array.isArray(sent) ? sent.filter((entry) => isObject(entry.component)) : []
    return inputs.map(({ component }) => component.value ?? component.values ?? null)
  }

  it('of every kind submit their values', async () => {
    const interaction = await open()
    const fields = { radio: '1', boxes: ['1', '2'], box: false, person: ['alan'] }
    expect(codeOf(await driver.send('POST', '/emulator/modals', { interaction, fields }))).toBeUndefined()
    expect(submitted()).toEqual(['1', ['1', '2'], false, [users.alan]])
    expect(driver.received[1]?.['data']).toMatchObject({
      resolved: { users: { [users.alan]: {} } },
      components: [{ type: 10, id: 1 }, { id: 2 }, {}, {}, {}],
    })
  })

  it('left alone submit their defaults', async () => {
    await driver.send('POST', '/emulator/modals', { interaction: await open(), fields: {} })
    expect(submitted()).toEqual(['2', ['2'], true, []])
  })

  it('raw submits anything', async () => {
    await driver.send('POST', '/emulator/modals', {
      interaction: await open(),
      fields: { radio: 'forged', boxes: ['x'] },
      raw: true,
    })
    expect(submitted().slice(0, 2)).toEqual(['forged', ['x']])
  })

  it('of another user are refused', async () => {
    expect(
      codeOf(await driver.send('POST', '/emulator/modals', { interaction: await open(), fields: {}, user: 'alan' })),
    ).toMatchObject({ code: 'not_your_modal' })
  })
})
