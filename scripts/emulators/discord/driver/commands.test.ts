import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { demo } from '../seed.ts'
import { editOriginal } from '../world/interactions.ts'
import { type BotHandler, codeOf, part, registerSamples, say, startTestDriver, type TestDriver } from './test-bot.ts'
import type { Json } from './types.ts'

let handler: BotHandler
let driver: TestDriver

beforeEach(async () => {
  handler = () => say('hi')
  driver = await startTestDriver((interaction, request) => handler(interaction, request))
  registerSamples(driver.world)
})

afterEach(() => driver.close())

const here = { guild: 'Guildhall Demo', channel: 'general', user: 'grace' }
const command = (name: string, extra: Json = {}) =>
  driver.send('POST', '/emulator/commands', { ...here, name, ...extra })
const warn = (extra: Json = {}) => command('warn', { options: { user: 'alan', reason: 'spam' }, ...extra })
const violations = () => driver.world.violations.entries.map((entry) => entry.rule)

describe('a command', () => {
  it('reaches the bot signed, with names resolved to ids, and its answer becomes a message', async () => {
    const { status, body } = await warn()
    expect(status).toBe(200)
    expect(body['message']).toMatchObject({ content: 'hi', channel_id: demo.channels.general })
    expect(body['response']).toEqual(say('hi'))
    const [interaction] = driver.received
    expect(interaction).toMatchObject({
      type: 2,
      guild_id: demo.guildId,
      channel_id: demo.channels.general,
      context: 0,
      authorizing_integration_owners: { 0: demo.guildId },
      member: { user: { id: demo.users.grace }, permissions: expect.stringMatching(/^\d+$/) },
      data: {
        name: 'warn',
        options: [
          { name: 'user', type: 6, value: demo.users.alan },
          { name: 'reason', type: 3, value: 'spam' },
        ],
        resolved: {
          users: { [demo.users.alan]: { username: 'alan' } },
          members: { [demo.users.alan]: { roles: [demo.roles.member] } },
        },
      },
    })
    expect(violations()).toEqual([])
  })

  it('with a sub-command nests the options', async () => {
    await command('case view', { options: { number: 7 } })
    expect(driver.received[0]?.['data']).toMatchObject({
      name: 'case',
      options: [{ name: 'view', type: 1, options: [{ name: 'number', type: 4, value: 7 }] }],
    })
  })

  it('of a message context menu carries the message', async () => {
    const written = await driver.send('POST', '/emulator/messages', { ...here, user: 'alan', content: 'buy now' })
    const id = part(written.body, 'message')['id']
    await command('Warn author', { target: id })
    expect(driver.received[0]?.['data']).toMatchObject({
      target_id: id,
      resolved: { messages: { [String(id)]: { content: 'buy now' } } },
    })
  })

  it('resolves members who left without a member, and deleted accounts to a deleted user', async () => {
    await driver.send('POST', '/emulator/members', { guild: demo.guildId, user: 'alan', action: 'leave' })
    await warn()
    expect(driver.received[0]?.['data']).toMatchObject({ resolved: { users: { [demo.users.alan]: {} } } })
    expect(driver.received[0]?.['data']).not.toHaveProperty('resolved.members')
    await warn({ options: { user: '123456789012345678' } })
    expect(driver.received[1]?.['data']).toMatchObject({
      resolved: { users: { '123456789012345678': { username: 'deleted_user_12345678' } } },
    })
  })

  const refused: [string, Json, string][] = [
    ['an unknown guild', { guild: 'Nowhere' }, 'unknown_guild'],
    ['an unknown channel', { channel: 'nowhere' }, 'unknown_channel'],
    ['an unknown user', { user: 'nobody' }, 'unknown_user'],
    ['an unknown command', { name: 'wran' }, 'unknown_command'],
    ['somebody who is no member', { user: 'otto' }, 'not_a_member'],
    ['a hidden channel', { user: 'alan', channel: 'staff' }, 'channel_hidden'],
    ['lacking default permissions', { user: 'alan' }, 'command_hidden'],
    ['a missing required option', { options: { reason: 'x' } }, 'missing_option'],
    ['an unknown option', { options: { user: 'alan', why: 'x' } }, 'unknown_option'],
    ['a text that is too long', { options: { user: 'alan', reason: 'x'.repeat(21) } }, 'invalid_option'],
    ['a number out of range', { options: { user: 'alan', points: 6 } }, 'invalid_option'],
    ['a fraction for a whole number', { options: { user: 'alan', points: 1.5 } }, 'invalid_option'],
    ['an unknown sub-command', { name: 'case nope' }, 'unknown_subcommand'],
    ['no sub-command', { name: 'case' }, 'subcommand_missing'],
    ['an unknown field', { optoins: {} }, 'invalid_request'],
  ]
  it.each(refused)('is refused as a client would: %s', async (_name, extra, code) => {
    const answer = await warn(extra)
    expect(answer.status).toBe(400)
    expect(codeOf(answer)).toMatchObject({ code, message: expect.stringMatching(/\w{3}/) })
    expect(driver.received).toEqual([])
  })

  it('with raw goes out unchecked', async () => {
    await warn({ user: 'alan', raw: true, options: { user: 'not-a-user', reason: 7, extra: true } })
    expect(driver.received[0]?.['data']).toMatchObject({
      options: [{ value: 'not-a-user' }, { type: 3, value: 7 }, { name: 'extra', type: 5, value: true }],
    })
  })

  it('in direct messages carries a user and no guild', async () => {
    await driver.send('POST', '/emulator/commands', { user: 'alan', name: 'form' })
    expect(driver.received[0]).toMatchObject({
      context: 1,
      user: { id: demo.users.alan },
      authorizing_integration_owners: { 0: '0' },
    })
    expect(driver.received[0]).not.toHaveProperty('member')
  })

  it('carries the clock offset once the clock was moved', async () => {
    let offset: string | null = null
    handler = (_interaction, request) => {
      offset = request.headers.get('x-guildhall-clock-offset')
      return say('hi')
    }
    await warn()
    expect(offset).toBeNull()
    await driver.send('POST', '/emulator/advance', { seconds: 60 })
    await warn()
    expect(offset).toBe('60000')
  })
})

describe('failed answers', () => {
  const withDeadline = async (answer: BotHandler) => {
    const impatient = await startTestDriver(answer, { deadlineMs: 100 })
    registerSamples(impatient.world)
    const { body } = await impatient.send('POST', '/emulator/commands', { ...here, name: 'form' })
    await impatient.close()
    return { body, rules: impatient.world.violations.entries.map((entry) => entry.rule) }
  }

  it('a late answer fails the interaction and is a violation', async () => {
    const { body, rules } = await withDeadline(
      () => new Promise((resolve) => setTimeout(() => resolve(say('late')), 300)),
    )
    expect(body['error']).toMatchObject({
      code: 'no_answer',
      message: expect.stringContaining('The application did not respond'),
    })
    expect(body['interaction']).toMatchObject({ state: 'failed' })
    expect(rules).toEqual(['interaction-deadline'])
  })

  it('an invalid answer fails with the problems in words', async () => {
    handler = () => ({ type: 9, data: { custom_id: 'x', title: 'x'.repeat(52), components: [] } })
    const { body } = await warn()
    expect(body['error']).toMatchObject({
      code: 'invalid_response',
      message: expect.stringContaining('modal title 52 of 45'),
    })
    expect(violations()).toEqual(['interaction-response'])
  })

  it('HTTP 500 is a violation, a bot that is down is not', async () => {
    handler = () => 500
    expect((await warn()).body['error']).toMatchObject({ code: 'http_error' })
    expect(violations()).toEqual(['interaction-http'])
    await driver.close()
    expect((await warn()).body['error']).toMatchObject({ code: 'unreachable' })
    expect(violations()).toEqual(['interaction-http'])
  })

  it('text without allowed_mentions breaks the house rule', async () => {
    handler = () => ({ type: 4, data: { content: 'hi' } })
    await warn()
    expect(violations()).toEqual(['allowed-mentions'])
  })

  it('HTTP 202 without a callback fails at the deadline', async () => {
    const { body, rules } = await withDeadline(() => 202)
    expect(body['error']).toMatchObject({ code: 'no_answer' })
    expect(rules).toEqual(['interaction-deadline'])
  })
})

describe('deferred answers', () => {
  it('are waited for, and the edited message is returned', async () => {
    handler = (interaction) => {
      setTimeout(() => {
        const record = driver.world.interactions.get(String(interaction['id']))
        if (record) editOriginal(driver.world, record, { content: 'done' })
      }, 60)
      return { type: 5, data: { flags: 64 } }
    }
    const { body } = await warn()
    expect(body['message']).toMatchObject({ content: 'done', flags: 64 })
    expect(body).not.toHaveProperty('error')
  })

  it('that never come say so', async () => {
    handler = () => ({ type: 5 })
    expect((await warn({ waitMs: 30 })).body['error']).toMatchObject({ code: 'still_thinking' })
  })

  it('the interaction stays pending for a moment after the reply: the ack race', async () => {
    await driver.send('POST', '/emulator/switches', { ackRaceMs: 400 })
    const seen: string[] = []
    handler = (interaction) => {
      const record = driver.world.interactions.get(String(interaction['id']))
      setTimeout(() => seen.push(record?.state ?? 'gone'), 30)

      return say('hi')
    }
    const { body } = await warn()
    seen.push(String(part(body, 'interaction')['state']))
    expect(seen).toEqual(['pending', 'acknowledged'])
  })
})
