import { describe, expect, test } from 'vitest'
import { discordErrors } from '../errors.ts'
import { errorsDocument, writtenErrorsDocument } from '../errors-table.ts'
import { demo } from '../seed.ts'
import { openDm } from '../world/dms.ts'
import { alanMessage, forgetAlan, general, guild } from './error-kit.ts'
import { errorCases } from './error-list.ts'
import { createTestClient } from './test-client.ts'

const { users, guildId } = demo

describe('errors', () => {
  test.each(errorCases)('$name -> $expected', async ({ call: [method, path, options], setUp, expected, verdict }) => {
    const client = createTestClient()
    const { world } = client
    forgetAlan()
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

  test('every JSON error of the table is raised by a case', () => {
    const raised = new Set(errorCases.map(({ expected }) => expected[1]))
    expect(Object.keys(discordErrors).filter((code) => !raised.has(Number(code)))).toEqual([])
  })

  test('docs/emulator-errors.md is what the code says; node scripts/emulators/discord/errors-table.ts writes it', () => {
    expect(writtenErrorsDocument()).toBe(errorsDocument())
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
