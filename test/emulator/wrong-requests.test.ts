import { InteractionType } from 'discord-api-types/v10'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { demo, resetWorld } from '../../scripts/emulators/discord/seed.ts'
import { acknowledge, applyResponse, createInteraction } from '../../scripts/emulators/discord/world/interactions.ts'
import { createMessage } from '../../scripts/emulators/discord/world/messages.ts'
import type { Interaction, World } from '../../scripts/emulators/discord/world/types.ts'
import { type Emulator, type Json, type RestOptions, startEmulator } from './harness.ts'

let emulator: Emulator
let world: World
beforeAll(async () => {
  emulator = await startEmulator()
  world = emulator.world
})
beforeEach(() => {
  resetWorld(world)
  world.ready = true
})
afterAll(() => emulator.close())

const { channels, users, roles, guildId, applicationId } = demo
const nobody = '999999999999999999'
const allowed_mentions = { parse: [] }
const inGeneral = `/channels/${channels.general}/messages`
const guild = `/guilds/${guildId}`
const day = 24 * 3600 * 1000

const text = (extra: Json = {}) => ({ content: 'hi', allowed_mentions, ...extra })
const button = (id: string) => ({ type: 2, style: 1, label: 'x', custom_id: id })
const row = (...components: Json[]) => ({ type: 1, components })
const display = (content: string) => ({ type: 10, content })
const v2 = (...components: Json[]) => ({ flags: 32768, components, allowed_mentions })
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))
const command = (extra: Json = {}) => ({ name: 'warn', description: 'x', ...extra })
const option = (extra: Json = {}) => ({ type: 3, name: 'reason', description: 'x', ...extra })
const commandsPath = `/applications/${applicationId}/commands`

const write = (authorId: string, channelId: string = channels.general): string => {
  const channel = world.channels.get(channelId)
  const author = world.users.get(authorId)
  if (!channel || !author) throw new Error('the seed changed')
  const origin = authorId === demo.botId ? 'bot' : 'user'
  return createMessage(world, { channel, author: author.data, origin, content: 'x' }).data.id
}

const interact = (): Interaction =>
  createInteraction(world, {
    type: InteractionType.ApplicationCommand,
    guildId,
    channelId: channels.general,
    userId: users.grace,
    commandName: 'warn',
  })

const answered = (): Interaction => {
  const interaction = interact()
  applyResponse(world, interaction, { type: 5 })
  acknowledge(world, interaction)
  return interaction
}

const callbackOf = (interaction: Interaction) => `/interactions/${interaction.id}/${interaction.token}/callback`
const followupOf = (interaction: Interaction) => `/webhooks/${applicationId}/${interaction.token}`

type Target = readonly [method: string, path: string, options?: RestOptions]

/** The bot loses all but the most basic permissions first. */
const weak = (target: () => Target) => async (): Promise<Target> => {
  await emulator.driver('POST', 'switches', { botPermissions: ['ViewChannel', 'SendMessages', 'ReadMessageHistory'] })
  return target()
}

interface Case {
  name: string
  target: Target | (() => Target | Promise<Target>)
  status: number
  code: number | null
  /** `outcome`: a correct bot can meet it too. */
  verdict?: 'outcome'
}

const send = (body: unknown): Target => ['POST', inGeneral, { body }]

const schema: Case[] = [
  { name: 'content of 2001', target: send(text({ content: 'x'.repeat(2001) })), status: 400, code: 50035 },
  { name: 'content as a number', target: send(text({ content: 5 })), status: 400, code: 50035 },
  { name: 'a field that does not exist', target: send(text({ contents: 'x' })), status: 400, code: 50035 },
  { name: 'an empty message', target: send({ allowed_mentions }), status: 400, code: 50006 },
  { name: 'a body that is no JSON', target: ['POST', inGeneral, { body: '{"content":' }], status: 400, code: 50109 },
  {
    name: 'a body sent as plain text',
    target: ['POST', inGeneral, { body: 'hi', headers: { 'content-type': 'text/plain' } }],
    status: 400,
    code: 50035,
  },
  { name: 'an id that is no snowflake', target: ['GET', '/channels/general'], status: 400, code: 50035 },
  { name: 'a page of 101 messages', target: ['GET', `${inGeneral}?limit=101`], status: 400, code: 50035 },
  {
    name: 'embeds of 6001 characters together',
    target: send({ allowed_mentions, embeds: [{ description: 'x'.repeat(4000) }, { description: 'x'.repeat(2001) }] }),
    status: 400,
    code: 50035,
  },
  {
    name: 'eleven embeds',
    target: send({ allowed_mentions, embeds: many(11, () => ({ title: 'x' })) }),
    status: 400,
    code: 50035,
  },
  { name: 'a nonce of 26', target: send(text({ nonce: 'x'.repeat(26) })), status: 400, code: 50035 },
  {
    name: 'mentions both parsed and listed',
    target: send(text({ allowed_mentions: { parse: ['users'], users: [users.alan] } })),
    status: 400,
    code: 50035,
  },
  {
    name: 'a poll of eleven answers',
    target: send({ poll: { question: { text: 'q' }, answers: many(11, () => ({ poll_media: { text: 'a' } })) } }),
    status: 400,
    code: 50035,
  },
  {
    name: 'a reply to a message that is not there',
    target: send(text({ message_reference: { message_id: nobody } })),
    status: 400,
    code: 50035,
  },
]

const components: Case[] = [
  { name: 'V2 with content', target: send({ ...v2(display('x')), content: 'x' }), status: 400, code: 50035 },
  {
    name: 'V2 components without the flag',
    target: send(text({ components: [display('x')] })),
    status: 400,
    code: 50035,
  },
  {
    name: '41 nested components',
    target: send(v2({ type: 17, components: many(40, (index) => display(`${index}`)) })),
    status: 400,
    code: 50035,
  },
  {
    name: '4001 characters of text displays',
    target: send(v2(display('x'.repeat(2001)), display('x'.repeat(2000)))),
    status: 400,
    code: 50035,
  },
  {
    name: 'six rows',
    target: send(text({ components: many(6, (index) => row(button(`${index}`))) })),
    status: 400,
    code: 50035,
  },
  {
    name: 'six buttons in a row',
    target: send(text({ components: [row(...many(6, (index) => button(`${index}`)))] })),
    status: 400,
    code: 50035,
  },
  {
    name: 'a custom id twice',
    target: send(text({ components: [row(button('a'), button('a'))] })),
    status: 400,
    code: 50035,
  },
  {
    name: 'a custom id of 101',
    target: send(text({ components: [row(button('x'.repeat(101)))] })),
    status: 400,
    code: 50035,
  },
  {
    name: 'a button without custom id',
    target: send(text({ components: [row({ type: 2, style: 1, label: 'x' })] })),
    status: 400,
    code: 50035,
  },
  {
    name: 'a link button with custom id',
    target: send(text({ components: [row({ ...button('a'), style: 5, url: 'https://a.b' })] })),
    status: 400,
    code: 50035,
  },
  {
    name: 'a select beside a button',
    target: send(text({ components: [row(button('a'), { type: 5, custom_id: 'b' })] })),
    status: 400,
    code: 50035,
  },
  {
    name: 'content for a message that is V2 already',
    target: async () => {
      const { body } = await emulator.rest('POST', inGeneral, { body: v2(display('x')) })
      return ['PATCH', `${inGeneral}/${body['id']}`, { body: text() }]
    },
    status: 400,
    code: 50035,
  },
]

const limits: Case[] = [
  {
    name: 'an empty forum post',
    target: ['POST', `/channels/${channels.forum}/threads`, { body: { name: 'x', message: { allowed_mentions } } }],
    status: 400,
    code: 50006,
  },
  {
    name: 'bulk delete of one',
    target: () => ['POST', `${inGeneral}/bulk-delete`, { body: { messages: [write(users.alan)] } }],
    status: 400,
    code: 50016,
  },
  {
    name: 'bulk delete with a message twice',
    target: () => {
      const id = write(users.alan)
      return ['POST', `${inGeneral}/bulk-delete`, { body: { messages: [id, id] } }]
    },
    status: 400,
    code: 50035,
  },
  {
    name: 'bulk delete of messages older than two weeks',
    target: () => {
      const messages = [write(users.alan), write(users.alan)]
      world.clock.advance(15 * day)
      return ['POST', `${inGeneral}/bulk-delete`, { body: { messages } }]
    },
    status: 400,
    code: 50034,
  },
  {
    name: 'a ban deleting more than a week',
    target: ['PUT', `${guild}/bans/${users.alan}`, { body: { delete_message_seconds: 604801 } }],
    status: 400,
    code: 50035,
  },
  {
    name: 'a bulk ban of 201',
    target: ['POST', `${guild}/bulk-ban`, { body: { user_ids: many(201, (index) => `${index + 1}`) } }],
    status: 400,
    code: 50035,
  },
  {
    name: 'a nickname of 33',
    target: ['PATCH', `${guild}/members/${users.alan}`, { body: { nick: 'x'.repeat(33) } }],
    status: 400,
    code: 50035,
  },
  {
    name: 'a timeout of 29 days',
    target: () => [
      'PATCH',
      `${guild}/members/${users.alan}`,
      { body: { communication_disabled_until: new Date(world.now() + 29 * day).toISOString() } },
    ],
    status: 400,
    code: 50035,
  },
  {
    name: 'slow mode of a day',
    target: ['PATCH', `/channels/${channels.general}`, { body: { rate_limit_per_user: 86_400 } }],
    status: 400,
    code: 50035,
  },
  {
    name: 'a role name of 101',
    target: ['POST', `${guild}/roles`, { body: { name: 'x'.repeat(101) } }],
    status: 400,
    code: 50035,
  },
  {
    name: 'a webhook called Discord',
    target: ['POST', `/channels/${channels.general}/webhooks`, { body: { name: 'Discord news' } }],
    status: 400,
    code: 50035,
  },
  {
    name: 'a thread without name',
    target: ['POST', `/channels/${channels.general}/threads`, { body: { name: '', type: 11 } }],
    status: 400,
    code: 50035,
  },
  {
    name: 'an audit reason of 513',
    target: ['DELETE', `${guild}/members/${users.alan}`, { headers: { 'x-audit-log-reason': 'x'.repeat(513) } }],
    status: 400,
    code: 50035,
  },
  {
    name: 'an audit reason that is not URL-encoded',
    target: ['DELETE', `${guild}/members/${users.alan}`, { headers: { 'x-audit-log-reason': '100%' } }],
    status: 400,
    code: 50035,
  },
]

const commands: Case[] = [
  {
    name: 'a command name with capitals',
    target: ['POST', commandsPath, { body: command({ name: 'Warn' }) }],
    status: 400,
    code: 50035,
  },
  {
    name: 'a required option after an optional one',
    target: ['PUT', commandsPath, { body: [command({ options: [option(), option({ name: 'b', required: true })] })] }],
    status: 400,
    code: 50035,
  },
  {
    name: '26 choices',
    target: [
      'POST',
      commandsPath,
      { body: command({ options: [option({ choices: many(26, (index) => ({ name: `${index}`, value: 'x' })) })] }) },
    ],
    status: 400,
    code: 50035,
  },
  {
    name: 'a command of 8001 characters',
    target: [
      'POST',
      commandsPath,
      {
        body: command({
          options: many(25, (o) =>
            option({
              name: `o${o}`,
              choices: many(25, (c) => ({ name: `${c}-${'x'.repeat(8)}`, value: 'yyyyyyyyy' })),
            }),
          ),
        }),
      },
    ],
    status: 400,
    code: 50035,
  },
  {
    name: 'the same command twice',
    target: ['PUT', commandsPath, { body: [command(), command()] }],
    status: 400,
    code: 50035,
  },
  {
    name: '101 commands',
    target: ['PUT', commandsPath, { body: many(101, (index) => command({ name: `c${index}` })) }],
    status: 400,
    code: 30032,
  },
  {
    name: 'commands of another application',
    target: ['GET', `/applications/${nobody}/commands`],
    status: 403,
    code: 20012,
  },
  {
    name: 'a command that is not there',
    target: ['PATCH', `${commandsPath}/${nobody}`, { body: { name: 'x' } }],
    status: 404,
    code: 10063,
    verdict: 'outcome',
  },
]

const permissions: Case[] = [
  {
    name: 'writing without SEND_MESSAGES',
    target: () => {
      world.channels
        .get(channels.general)
        ?.overwrites.set(demo.botId, { id: demo.botId, type: 1, allow: '0', deny: '2048' })
      return send(text())
    },
    status: 403,
    code: 50013,
  },
  {
    name: 'reading a channel that the bot cannot see',
    target: () => {
      world.channels
        .get(channels.general)
        ?.overwrites.set(demo.botId, { id: demo.botId, type: 1, allow: '0', deny: '1024' })
      return ['GET', inGeneral]
    },
    status: 403,
    code: 50001,
  },
  {
    name: 'banning without BAN_MEMBERS',
    target: weak(() => ['PUT', `${guild}/bans/${users.alan}`, { body: {} }]),
    status: 403,
    code: 50013,
  },
  {
    name: 'kicking without KICK_MEMBERS',
    target: weak(() => ['DELETE', `${guild}/members/${users.alan}`]),
    status: 403,
    code: 50013,
  },
  {
    name: 'giving a role without MANAGE_ROLES',
    target: weak(() => ['PUT', `${guild}/members/${users.alan}/roles/${roles.trusted}`]),
    status: 403,
    code: 50013,
  },
  {
    name: 'the audit log without VIEW_AUDIT_LOG',
    target: weak(() => ['GET', `${guild}/audit-logs`]),
    status: 403,
    code: 50013,
  },
  {
    name: 'deleting another message without MANAGE_MESSAGES',
    target: weak(() => ['DELETE', `${inGeneral}/${write(users.alan)}`]),
    status: 403,
    code: 50013,
  },
  {
    name: 'granting a permission that the bot lacks',
    target: ['PATCH', `${guild}/roles/${roles.trusted}`, { body: { permissions: '8' } }],
    status: 403,
    code: 50013,
  },
  {
    name: 'editing the message of somebody else',
    target: () => ['PATCH', `${inGeneral}/${write(users.alan)}`, { body: text() }],
    status: 403,
    code: 50005,
  },
]

const roleOrder: Case[] = [
  { name: 'kicking the owner', target: ['DELETE', `${guild}/members/${users.ada}`], status: 403, code: 50013 },
  {
    name: 'banning a member above the bot',
    target: ['PUT', `${guild}/bans/${users.radia}`, { body: {} }],
    status: 403,
    code: 50013,
  },
  {
    name: 'timing out an administrator',
    target: () => [
      'PATCH',
      `${guild}/members/${users.radia}`,
      { body: { communication_disabled_until: new Date(world.now() + day).toISOString() } },
    ],
    status: 403,
    code: 50013,
  },
  {
    name: 'renaming the owner',
    target: ['PATCH', `${guild}/members/${users.ada}`, { body: { nick: 'x' } }],
    status: 403,
    code: 50013,
  },
  {
    name: 'giving a role above the bot',
    target: ['PUT', `${guild}/members/${users.alan}/roles/${roles.admin}`],
    status: 403,
    code: 50013,
  },
  {
    name: 'deleting a role above the bot',
    target: ['DELETE', `${guild}/roles/${roles.admin}`],
    status: 403,
    code: 50013,
  },
  {
    name: 'giving a managed role',
    target: ['PUT', `${guild}/members/${users.alan}/roles/${roles.bot}`],
    status: 400,
    code: 50028,
  },
]

const unknown: Case[] = [
  { name: 'an unknown channel', target: ['GET', `/channels/${nobody}`], status: 404, code: 10003, verdict: 'outcome' },
  { name: 'an unknown guild', target: ['GET', `/guilds/${nobody}`], status: 404, code: 10004, verdict: 'outcome' },
  {
    name: 'an unknown message',
    target: ['GET', `${inGeneral}/${nobody}`],
    status: 404,
    code: 10008,
    verdict: 'outcome',
  },
  {
    name: 'a user who is not in the guild',
    target: ['GET', `${guild}/members/${users.otto}`],
    status: 404,
    code: 10007,
    verdict: 'outcome',
  },
  {
    name: 'a user who does not exist',
    target: ['GET', `/users/${nobody}`],
    status: 404,
    code: 10013,
    verdict: 'outcome',
  },
  {
    name: 'an unknown role',
    target: ['PUT', `${guild}/members/${users.alan}/roles/${nobody}`],
    status: 404,
    code: 10011,
    verdict: 'outcome',
  },
  {
    name: 'a ban that does not exist',
    target: ['DELETE', `${guild}/bans/${users.alan}`],
    status: 404,
    code: 10026,
    verdict: 'outcome',
  },
  { name: 'an unknown webhook', target: ['GET', `/webhooks/${nobody}`], status: 404, code: 10015, verdict: 'outcome' },
  { name: 'an unknown invite', target: ['GET', '/invites/nothing'], status: 404, code: 10006, verdict: 'outcome' },
  {
    name: 'an overwrite that does not exist',
    target: ['DELETE', `/channels/${channels.general}/permissions/${users.alan}`],
    status: 404,
    code: 10009,
    verdict: 'outcome',
  },
  {
    name: 'an emoji that is none',
    target: () => ['PUT', `${inGeneral}/${write(users.alan)}/reactions/smile/@me`],
    status: 400,
    code: 10014,
  },
  { name: 'an unknown route', target: ['GET', '/teapots'], status: 404, code: 0 },
  { name: 'a method that the route does not take', target: ['PUT', inGeneral, { body: {} }], status: 405, code: 0 },
]

const access: Case[] = [
  { name: 'no token', target: ['GET', '/users/@me', { headers: { authorization: '' } }], status: 401, code: 0 },
  {
    name: 'a wrong token',
    target: ['GET', '/users/@me', { headers: { authorization: 'Bot nonsense' } }],
    status: 401,
    code: 0,
  },
  {
    name: 'the token without "Bot"',
    target: () => ['GET', '/users/@me', { headers: { authorization: world.application.token } }],
    status: 401,
    code: 0,
  },
  {
    name: 'a User-Agent that is not the documented one',
    target: ['GET', '/users/@me', { headers: { 'user-agent': 'my-bot' } }],
    status: 403,
    code: 40333,
  },
]

const places: Case[] = [
  {
    name: 'a message to a category',
    target: ['POST', `/channels/${channels.community}/messages`, { body: text() }],
    status: 400,
    code: 50008,
  },
  {
    name: 'crossposting outside announcements',
    target: () => ['POST', `${inGeneral}/${write(demo.botId)}/crosspost`],
    status: 400,
    code: 50024,
  },
  {
    name: 'a DM with itself',
    target: ['POST', '/users/@me/channels', { body: { recipient_id: demo.botId } }],
    status: 400,
    code: 50033,
  },
  {
    name: 'a DM to somebody who closed them',
    target: async () => {
      await emulator.driver('POST', 'switches', { dmsClosed: { alan: true } })
      const { body } = await emulator.rest('POST', '/users/@me/channels', { body: { recipient_id: users.alan } })
      return ['POST', `/channels/${body['id']}/messages`, { body: text() }]
    },
    status: 403,
    code: 50007,
    verdict: 'outcome',
  },
  {
    name: 'bulk delete in direct messages',
    target: async () => {
      const { body } = await emulator.rest('POST', '/users/@me/channels', { body: { recipient_id: users.alan } })
      return ['POST', `/channels/${body['id']}/messages/bulk-delete`, { body: { messages: ['1', '2'] } }]
    },
    status: 400,
    code: 50003,
  },
  {
    name: 'a webhook with a wrong token',
    target: async () => {
      const { body } = await emulator.rest('POST', `/channels/${channels.general}/webhooks`, { body: { name: 'log' } })
      return ['POST', `/webhooks/${body['id']}/nonsense`, { body: text() }]
    },
    status: 401,
    code: 50027,
  },
]

const interactions: Case[] = [
  {
    name: 'the callback of an unknown interaction',
    target: ['POST', `/interactions/${nobody}/token/callback`, { body: { type: 5 } }],
    status: 404,
    code: 10062,
  },
  {
    name: 'a second callback',
    target: () => ['POST', callbackOf(answered()), { body: { type: 5 } }],
    status: 400,
    code: 40060,
  },
  {
    name: 'a callback after three seconds',
    target: () => {
      const interaction = interact()
      world.clock.advance(3500)
      return ['POST', callbackOf(interaction), { body: { type: 5 } }]
    },
    status: 404,
    code: 10062,
  },
  {
    name: 'an update in answer to a command',
    target: () => ['POST', callbackOf(interact()), { body: { type: 7, data: text() } }],
    status: 400,
    code: 50035,
  },
  {
    name: 'a modal title of 52',
    target: () => [
      'POST',
      callbackOf(interact()),
      { body: { type: 9, data: { custom_id: 'x', title: 'x'.repeat(52), components: [] } } },
    ],
    status: 400,
    code: 50035,
  },
  {
    name: 'a follow-up before the answer was processed',
    target: () => ['POST', followupOf(interact()), { body: text() }],
    status: 404,
    code: 10015,
    verdict: 'outcome',
  },
  {
    name: 'a follow-up after a quarter of an hour',
    target: () => {
      const interaction = answered()
      world.clock.advance(15 * 60 * 1000 + 1000)
      return ['PATCH', `${followupOf(interaction)}/messages/@original`, { body: text() }]
    },
    status: 401,
    code: 50027,
  },
  {
    name: 'a follow-up with an invented token',
    target: ['POST', `/webhooks/${applicationId}/invented`, { body: text() }],
    status: 404,
    code: 10015,
    verdict: 'outcome',
  },
]

const all: Record<string, Case[]> = {
  schema,
  components,
  limits,
  commands,
  permissions,
  'role order': roleOrder,
  'unknown things': unknown,
  access,
  places,
  interactions,
}

it('there are at least 50 kinds of wrong requests, no two alike', () => {
  const names = Object.values(all).flatMap((cases) => cases.map((entry) => entry.name))
  expect(new Set(names).size).toBe(names.length)
  expect(names.length).toBeGreaterThanOrEqual(50)
})

describe.each(Object.entries(all))('%s', (_group, cases) => {
  it.each(cases)('$name: $status, code $code', async ({ target, status, code, verdict }) => {
    const [method, path, options] = typeof target === 'function' ? await target() : target
    const answer = await emulator.rest(method, path, options)
    expect({ status: answer.status, code: answer.code }).toEqual({ status, code })
    expect(answer.entry.verdict).toBe(verdict ?? 'violation')
    expect(answer.entry.explanation).toMatch(/\w{3}/)
    const listed = answer.violations.filter((violation) => violation.requestId === answer.entry.id)
    expect(listed).toHaveLength(verdict === 'outcome' ? 0 : 1)
  })
})

describe('what is answered normally and still a violation', () => {
  it('text without allowed_mentions (a rule of the house, which can be switched off)', async () => {
    const answer = await emulator.rest('POST', inGeneral, { body: { content: 'hi' } })
    expect(answer).toMatchObject({ status: 200, violations: [{ rule: 'allowed-mentions' }] })
    await emulator.driver('POST', 'switches', { explicitAllowedMentions: false })
    expect((await emulator.rest('POST', inGeneral, { body: { content: 'hi' } })).violations).toEqual([])
  })

  it('calling again before Retry-After is over', async () => {
    await emulator.driver('POST', 'faults', { route: '/channels/{channel_id}', status: 429, retryAfter: 5, times: 1 })
    const limited = await emulator.rest('GET', `/channels/${channels.general}`)
    expect(limited).toMatchObject({ status: 429, violations: [], entry: { verdict: 'fault' } })
    await emulator.driver('POST', 'advance', { seconds: 1 })
    const again = await emulator.rest('GET', `/channels/${channels.general}`)
    expect(again.violations).toMatchObject([{ rule: 'retry-after' }])
  })
})

describe('the nested errors of a 50035', () => {
  it('lead to the field', async () => {
    const { body } = await emulator.rest('POST', inGeneral, { body: text({ embeds: [{ title: 'x'.repeat(257) }] }) })
    expect(body).toMatchObject({
      errors: {
        embeds: {
          0: { title: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: expect.stringContaining('257 of 256') }] } },
        },
      },
    })
  })
})
