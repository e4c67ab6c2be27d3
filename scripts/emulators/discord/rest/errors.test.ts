import { describe, expect, test } from 'vitest'
import { demo } from '../seed.ts'
import { openDm } from '../world/dms.ts'
import { permissionBits } from '../world/guilds.ts'
import { createMessage } from '../world/messages.ts'
import { snowflakeAt } from '../world/snowflake.ts'
import type { Channel, Verdict, World } from '../world/types.ts'
import { type CallOptions, createTestClient } from './test-client.ts'

const { users, channels, roles, guildId } = demo
const unknown = '1234567890123456789'
const text = { content: 'hello', allowed_mentions: { parse: [] } }
const general = `/channels/${channels.general}`
const guild = `/guilds/${guildId}`
const app = `/applications/${demo.applicationId}`

const channelOf = (world: World, id: string): Channel => {
  const channel = world.channels.get(id)
  if (!channel) throw new Error(`no channel ${id}`)
  return channel
}

const botRole = (world: World, change: (permissions: bigint) => bigint): void => {
  const role = world.guilds.get(guildId)?.roles.get(roles.bot)
  const everyone = world.guilds.get(guildId)?.roles.get(guildId)
  if (role) role.permissions = String(change(BigInt(role.permissions)))
  if (everyone) everyone.permissions = String(change(BigInt(everyone.permissions)))
}

const without =
  (...names: Parameters<typeof permissionBits>) =>
  (world: World) =>
    botRole(world, (permissions) => permissions & ~permissionBits(...names))

const say = (world: World, userId: string, channelId: string = channels.general) => {
  const author = world.users.get(userId)?.data
  if (!author) throw new Error(`no user ${userId}`)
  return createMessage(world, { channel: channelOf(world, channelId), author, origin: 'user', content: 'hi' }).data.id
}

const old = snowflakeAt(Date.now() - 15 * 24 * 3600 * 1000)
const young = (n: number) => snowflakeAt(Date.now() - 1000, n)

interface Case {
  name: string
  call: [method: string, path: string, options?: CallOptions]
  setUp?: (world: World) => void
  expected: [status: number, code: number]
  verdict: Verdict
}

const cases: Case[] = [
  { name: 'unknown channel', call: ['GET', `/channels/${unknown}`], expected: [404, 10003], verdict: 'outcome' },
  { name: 'unknown guild', call: ['GET', `/guilds/${unknown}`], expected: [404, 10004], verdict: 'outcome' },
  {
    name: 'member who left',
    call: ['GET', `${guild}/members/${users.otto}`],
    expected: [404, 10007],
    verdict: 'outcome',
  },
  {
    name: 'user who never was',
    call: ['GET', `${guild}/members/${unknown}`],
    expected: [404, 10013],
    verdict: 'outcome',
  },
  {
    name: 'kick of somebody who left',
    call: ['DELETE', `${guild}/members/${users.otto}`],
    expected: [404, 10007],
    verdict: 'outcome',
  },
  {
    name: 'ban of a deleted user',
    call: ['PUT', `${guild}/bans/${unknown}`],
    expected: [404, 10013],
    verdict: 'outcome',
  },
  {
    name: 'unban without a ban',
    call: ['DELETE', `${guild}/bans/${users.alan}`],
    expected: [404, 10026],
    verdict: 'outcome',
  },
  {
    name: 'unknown message',
    call: ['GET', `${general}/messages/${unknown}`],
    expected: [404, 10008],
    verdict: 'outcome',
  },
  {
    name: 'unknown role',
    call: ['PUT', `${guild}/members/${users.alan}/roles/${unknown}`],
    expected: [404, 10011],
    verdict: 'outcome',
  },
  {
    name: 'unknown webhook',
    call: ['POST', `/webhooks/${unknown}/abc`, { body: text }],
    expected: [404, 10015],
    verdict: 'outcome',
  },
  {
    name: 'unknown interaction',
    call: ['POST', `/interactions/${unknown}/abc/callback`, { body: { type: 5 } }],
    expected: [404, 10062],
    verdict: 'violation',
  },
  {
    name: 'unknown command',
    call: ['DELETE', `${app}/commands/${unknown}`],
    expected: [404, 10063],
    verdict: 'outcome',
  },
  {
    name: 'unknown overwrite',
    call: ['DELETE', `${general}/permissions/${users.alan}`],
    expected: [404, 10009],
    verdict: 'outcome',
  },
  { name: 'unknown invite', call: ['GET', '/invites/nope'], expected: [404, 10006], verdict: 'outcome' },
  {
    name: 'voice state of somebody who is in none',
    call: ['GET', `${guild}/voice-states/${users.alan}`],
    expected: [404, 10065],
    verdict: 'outcome',
  },
  {
    name: 'commands of another application',
    call: ['PUT', `/applications/${unknown}/commands`, { body: [] }],
    expected: [403, 20012],
    verdict: 'violation',
  },
  {
    name: 'commands of a guild without the bot',
    call: ['PUT', `${app}/guilds/${unknown}/commands`, { body: [] }],
    expected: [403, 50001],
    verdict: 'violation',
  },
  {
    name: 'DM to a user with closed messages',
    call: ['POST', '/channels/DM/messages', { body: text }],
    expected: [403, 50007],
    verdict: 'outcome',
  },
  {
    name: 'empty message',
    call: ['POST', `${general}/messages`, { body: { content: '', allowed_mentions: { parse: [] } } }],
    expected: [400, 50006],
    verdict: 'violation',
  },
  {
    name: 'message into a category',
    call: ['POST', `/channels/${channels.community}/messages`, { body: text }],
    expected: [400, 50008],
    verdict: 'violation',
  },
  {
    name: 'edit of another author',
    call: ['PATCH', `${general}/messages/ALAN`, { body: text }],
    expected: [403, 50005],
    verdict: 'violation',
  },
  {
    name: 'reply to nothing',
    call: ['POST', `${general}/messages`, { body: { ...text, message_reference: { message_id: unknown } } }],
    expected: [400, 50035],
    verdict: 'violation',
  },
  {
    name: 'bulk delete of one',
    call: ['POST', `${general}/messages/bulk-delete`, { body: { messages: [young(1)] } }],
    expected: [400, 50016],
    verdict: 'violation',
  },
  {
    name: 'bulk delete of 101',
    call: [
      'POST',
      `${general}/messages/bulk-delete`,
      { body: { messages: Array.from({ length: 101 }, (_, n) => young(n)) } },
    ],
    expected: [400, 50016],
    verdict: 'violation',
  },
  {
    name: 'bulk delete of old ones',
    call: ['POST', `${general}/messages/bulk-delete`, { body: { messages: [old, young(1)] } }],
    expected: [400, 50034],
    verdict: 'violation',
  },
  {
    name: 'bulk delete of duplicates',
    call: ['POST', `${general}/messages/bulk-delete`, { body: { messages: [young(1), young(1)] } }],
    expected: [400, 50035],
    verdict: 'violation',
  },
  {
    name: 'bulk delete in a direct message',
    call: ['POST', '/channels/DM/messages/bulk-delete', { body: { messages: [young(1), young(2)] } }],
    expected: [400, 50003],
    verdict: 'violation',
  },
  {
    name: 'kick of the owner',
    call: ['DELETE', `${guild}/members/${users.ada}`],
    expected: [403, 50013],
    verdict: 'violation',
  },
  {
    name: 'ban above the bot',
    call: ['PUT', `${guild}/bans/${users.radia}`, { body: {} }],
    expected: [403, 50013],
    verdict: 'violation',
  },
  {
    name: 'timeout of an administrator',
    call: [
      'PATCH',
      `${guild}/members/${users.radia}`,
      { body: { communication_disabled_until: new Date(Date.now() + 60_000).toISOString() } },
    ],
    expected: [403, 50013],
    verdict: 'violation',
  },
  {
    name: 'timeout beyond 28 days',
    call: [
      'PATCH',
      `${guild}/members/${users.alan}`,
      { body: { communication_disabled_until: new Date(Date.now() + 29 * 86_400_000).toISOString() } },
    ],
    expected: [400, 50035],
    verdict: 'violation',
  },
  {
    name: 'role above the bot',
    call: ['PUT', `${guild}/members/${users.alan}/roles/${roles.admin}`],
    expected: [403, 50013],
    verdict: 'violation',
  },
  {
    name: "the bot's managed role",
    call: ['PUT', `${guild}/members/${users.alan}/roles/${roles.bot}`],
    expected: [400, 50028],
    verdict: 'violation',
  },
  {
    name: 'role with a permission the bot lacks',
    call: ['POST', `${guild}/roles`, { body: { permissions: '8' } }],
    expected: [403, 50013],
    verdict: 'violation',
  },
  {
    name: 'no BAN_MEMBERS',
    setUp: without('BanMembers'),
    call: ['PUT', `${guild}/bans/${users.alan}`, { body: {} }],
    expected: [403, 50013],
    verdict: 'violation',
  },
  {
    name: 'no KICK_MEMBERS',
    setUp: without('KickMembers'),
    call: ['DELETE', `${guild}/members/${users.alan}`],
    expected: [403, 50013],
    verdict: 'violation',
  },
  {
    name: 'bulk ban needs MANAGE_GUILD too',
    setUp: without('ManageGuild'),
    call: ['POST', `${guild}/bulk-ban`, { body: { user_ids: [users.alan] } }],
    expected: [403, 50013],
    verdict: 'violation',
  },
  {
    name: 'bulk ban of nobody bannable',
    call: ['POST', `${guild}/bulk-ban`, { body: { user_ids: [users.ada] } }],
    expected: [400, 500000],
    verdict: 'outcome',
  },
  {
    name: 'no VIEW_AUDIT_LOG',
    setUp: without('ViewAuditLog'),
    call: ['GET', `${guild}/audit-logs`],
    expected: [403, 50013],
    verdict: 'violation',
  },
  {
    name: 'no SEND_MESSAGES',
    setUp: without('SendMessages'),
    call: ['POST', `${general}/messages`, { body: text }],
    expected: [403, 50013],
    verdict: 'violation',
  },
  {
    name: 'no EMBED_LINKS',
    setUp: without('EmbedLinks'),
    call: ['POST', `${general}/messages`, { body: { embeds: [{ title: 'x' }], allowed_mentions: { parse: [] } } }],
    expected: [403, 50013],
    verdict: 'violation',
  },
  {
    name: 'channel out of sight',
    setUp: without('ViewChannel'),
    call: ['GET', `${general}/messages`],
    expected: [403, 50001],
    verdict: 'violation',
  },
  {
    name: 'no PIN_MESSAGES although MANAGE_MESSAGES',
    setUp: without('PinMessages'),
    call: ['PUT', `${general}/messages/pins/ALAN`],
    expected: [403, 50013],
    verdict: 'violation',
  },
  {
    name: 'unknown emoji',
    call: ['PUT', `${general}/messages/ALAN/reactions/blob%3A99/@me`],
    expected: [400, 10014],
    verdict: 'outcome',
  },
  {
    name: 'crosspost outside announcements',
    call: ['POST', `${general}/messages/ALAN/crosspost`],
    expected: [400, 50024],
    verdict: 'violation',
  },
  {
    name: 'thread twice on one message',
    call: ['POST', `${general}/messages/ALAN/threads`, { body: { name: 'again' } }],
    setUp: (world) => world.channels.set(alanMessage(world), channelOf(world, channels.general)),
    expected: [400, 160004],
    verdict: 'outcome',
  },
  { name: 'no id in the address', call: ['GET', '/channels/general'], expected: [400, 50035], verdict: 'violation' },
  {
    name: 'limit out of bounds',
    call: ['GET', `${general}/messages?limit=101`],
    expected: [400, 50035],
    verdict: 'violation',
  },
  {
    name: 'broken JSON',
    call: ['POST', `${general}/messages`, { raw: '{"content":', headers: { 'content-type': 'application/json' } }],
    expected: [400, 50109],
    verdict: 'violation',
  },
  {
    name: 'another content type',
    call: ['POST', `${general}/messages`, { raw: 'content=hi', headers: { 'content-type': 'text/plain' } }],
    expected: [400, 50035],
    verdict: 'violation',
  },
  {
    name: 'a typing mistake in the body',
    call: ['POST', `${general}/messages`, { body: { ...text, contentt: 'x' } }],
    expected: [400, 50035],
    verdict: 'violation',
  },
  {
    name: 'reason above 512',
    call: ['DELETE', `${guild}/members/${users.alan}`, { reason: 'x'.repeat(513) }],
    expected: [400, 50035],
    verdict: 'violation',
  },
  {
    name: 'reason that is not URL-encoded',
    call: ['DELETE', `${guild}/members/${users.alan}`, { headers: { 'x-audit-log-reason': '100%' } }],
    expected: [400, 50035],
    verdict: 'violation',
  },
  {
    name: 'no User-Agent',
    call: ['GET', '/users/@me', { headers: { 'user-agent': '' } }],
    expected: [403, 40333],
    verdict: 'violation',
  },
  {
    name: 'another User-Agent',
    call: ['GET', '/users/@me', { headers: { 'user-agent': 'curl/8' } }],
    expected: [403, 40333],
    verdict: 'violation',
  },
  {
    name: 'no token',
    call: ['GET', '/users/@me', { headers: { authorization: undefined } }],
    expected: [401, 0],
    verdict: 'violation',
  },
  {
    name: 'another token',
    call: ['GET', '/users/@me', { headers: { authorization: 'Bot abc' } }],
    expected: [401, 0],
    verdict: 'violation',
  },
  { name: 'unknown route', call: ['GET', '/nothing'], expected: [404, 0], verdict: 'violation' },
  { name: 'unknown method', call: ['PUT', '/users/@me', { body: {} }], expected: [405, 0], verdict: 'violation' },
]

let lastAlan = ''
const alanMessage = (world: World): string => {
  lastAlan ||= say(world, users.alan)
  return lastAlan
}

describe('errors', () => {
  test.each(cases)('$name -> $expected', async ({ call: [method, path, options], setUp, expected, verdict }) => {
    const client = createTestClient()
    const { world } = client
    lastAlan = ''
    const alan = alanMessage(world)
    const closed = world.users.get(users.barbara)
    if (closed) closed.dmsClosed = true
    const dm = openDm(world, users.barbara).id
    setUp?.(world)
    const answer = await client.call(method, path.replace('ALAN', alan).replace('/DM/', `/${dm}/`), options)
    expect([answer.status, answer.body.code]).toEqual(expected)
    expect(answer.body.message).toBeTruthy()
    const entry = client.last()
    expect([entry.status, entry.code, entry.verdict]).toEqual([...expected, verdict])
    expect(entry.explanation).toBeTruthy()
    expect(world.violations.entries).toHaveLength(verdict === 'violation' ? 1 : 0)
  })

  test('a refused request changes nothing', async () => {
    const client = createTestClient()
    await client.call('DELETE', `${guild}/members/${users.radia}`, { reason: 'x' })
    expect(client.world.guilds.get(guildId)?.members.has(users.radia)).toBe(true)
    expect(client.world.guilds.get(guildId)?.auditLog).toEqual([])
  })

  test('a form error nests its problems by field', async () => {
    const { body } = await createTestClient().call('GET', '/channels/general')
    expect(body).toEqual({
      code: 50035,
      message: 'Invalid Form Body',
      errors: {
        channel_id: { _errors: [{ code: 'NUMBER_TYPE_COERCE', message: 'Value "general" is not snowflake.' }] },
      },
    })
  })

  test('text without allowed_mentions is a violation of the house although it is sent, unless switched off', async () => {
    const client = createTestClient()
    expect((await client.call('POST', `${general}/messages`, { body: { content: 'hi' } })).status).toBe(200)
    expect(client.world.violations.entries[0]?.rule).toBe('allowed-mentions')
    client.world.rules.explicitAllowedMentions = false
    await client.call('POST', `${general}/messages`, { body: { content: 'hi' } })
    expect(client.last().verdict).toBe('ok')
  })
})
