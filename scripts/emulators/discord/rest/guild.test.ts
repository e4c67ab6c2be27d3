import { AuditLogEvent } from 'discord-api-types/v10'
import { describe, expect, test } from 'vitest'
import { memberPermissions } from '../permissions.ts'
import { demo } from '../seed.ts'
import { permissionBits } from '../world/guilds.ts'
import { createTestClient, type TestClient } from './test-client.ts'

const { users, channels, roles, guildId } = demo
const guildPath = `/guilds/${guildId}`

const guildOf = (client: TestClient) => {
  const guild = client.world.guilds.get(guildId)
  if (!guild) throw new Error('no demo guild')
  return guild
}

const entriesOf = (body: Record<string, unknown>) => {
  const list = body['audit_log_entries']
  return Array.isArray(list) ? list : []
}

describe('audit log', () => {
  test('every moderation action is written with the decoded reason, the bot and the target', async () => {
    const client = createTestClient()
    const reason = 'Grüße 😀 100% & spam'
    const call = (method: string, path: string, body?: object) => client.call(method, path, { body, reason })
    await call('DELETE', `${guildPath}/members/${users.alan}`)
    await call('PUT', `${guildPath}/bans/${users.barbara}`, {})
    await call('DELETE', `${guildPath}/bans/${users.barbara}`)
    await call('PUT', `${guildPath}/members/${users.dennis}/roles/${roles.trusted}`)
    const until = new Date(client.world.now() + 60_000).toISOString()
    await call('PATCH', `${guildPath}/members/${users.dennis}`, { communication_disabled_until: until })
    const { body } = await client.call('GET', `${guildPath}/audit-logs`)
    const entries = entriesOf(body)
    expect(entries.map((entry) => [entry.action_type, entry.target_id, entry.user_id, entry.reason])).toEqual(
      [
        [AuditLogEvent.MemberUpdate, users.dennis],
        [AuditLogEvent.MemberRoleUpdate, users.dennis],
        [AuditLogEvent.MemberBanRemove, users.barbara],
        [AuditLogEvent.MemberBanAdd, users.barbara],
        [AuditLogEvent.MemberKick, users.alan],
      ].map(([action, target]) => [action, target, demo.botId, reason]),
    )
    expect(entries[0].changes).toEqual([{ key: 'communication_disabled_until', old_value: null, new_value: until }])
    expect(guildOf(client).bans.size).toBe(0)
  })

  test('is filtered by action, user and target, and paged with before and after', async () => {
    const client = createTestClient()
    for (const id of [users.alan, users.dennis, users.edsger])
      await client.call('PUT', `${guildPath}/bans/${id}`, { body: {} })
    await client.call('DELETE', `${guildPath}/bans/${users.alan}`)
    const list = async (query: string) => {
      const { body } = await client.call('GET', `${guildPath}/audit-logs?${query}`)
      return entriesOf(body)
    }
    const targets = async (query: string) => (await list(query)).map((entry) => entry.target_id)
    expect(await targets('action_type=22')).toEqual([users.edsger, users.dennis, users.alan])
    expect(await targets('limit=1')).toEqual([users.alan])
    expect(await targets(`target_id=${users.dennis}`)).toEqual([users.dennis])
    expect(await targets(`user_id=${users.ada}`)).toEqual([])
    const oldest = (await list('action_type=22')).at(-1)
    expect(await targets(`after=${oldest.id}&limit=1`)).toEqual([users.dennis])
    expect(await targets(`before=${oldest.id}`)).toEqual([])
  })

  test('forgets the oldest entries beyond its limit', async () => {
    const client = createTestClient({ limits: { auditEntries: 2 } })
    for (const id of [users.alan, users.dennis, users.edsger])
      await client.call('PUT', `${guildPath}/bans/${id}`, { body: {} })
    expect(guildOf(client).auditLog.map(({ targetId }) => targetId)).toEqual([users.dennis, users.edsger])
  })
})

describe('bans', () => {
  test('remove the member, delete recent messages, and are no event the second time', async () => {
    const client = createTestClient()
    const events: string[] = []
    client.world.onEvent(({ type }) => events.push(type))
    const body = { delete_message_seconds: 60 }
    expect((await client.call('PUT', `${guildPath}/bans/${users.alan}`, { body, reason: 'one' })).status).toBe(204)
    expect((await client.call('PUT', `${guildPath}/bans/${users.alan}`, { body, reason: 'two' })).status).toBe(204)
    expect(guildOf(client).members.has(users.alan)).toBe(false)
    expect(guildOf(client).bans.get(users.alan)?.reason).toBe('one')
    expect(events.filter((type) => type === 'GUILD_BAN_ADD')).toHaveLength(1)
  })

  test('of a user who is not in the guild work', async () => {
    const client = createTestClient()
    expect((await client.call('PUT', `${guildPath}/bans/${users.otto}`, { body: {} })).status).toBe(204)
  })

  test('in bulk report who could not be banned', async () => {
    const client = createTestClient()
    const user_ids = [users.ada, users.alan, users.radia, users.dennis, '1234567890123456789']
    const { body } = await client.call('POST', `${guildPath}/bulk-ban`, { body: { user_ids } })
    expect(body['banned_users']).toEqual([users.alan, users.dennis])
    expect(body['failed_users']).toEqual([users.ada, users.radia, '1234567890123456789'])
  })

  test('stay in their guild', async () => {
    const client = createTestClient()
    await client.call('PUT', `${guildPath}/bans/${users.alan}`, { body: {} })
    const other = client.world.guilds.get(demo.other.guildId)
    expect(other?.members.has(users.alan)).toBe(true)
    expect(other?.bans.size).toBe(0)
  })
})

describe('members', () => {
  test('setting all roles changes only those that differ, so an untouchable one may stay', async () => {
    const client = createTestClient()
    guildOf(client).members.get(users.alan)?.roles.add(roles.admin)
    const set = (list: string[]) =>
      client.call('PATCH', `${guildPath}/members/${users.alan}`, { body: { roles: list } })
    expect((await set([roles.member, roles.admin, roles.trusted])).status).toBe(200)
    expect((await set([roles.member])).body.code).toBe(50013)
  })

  test('an administrator below the bot cannot be timed out', async () => {
    const client = createTestClient()
    const trusted = guildOf(client).roles.get(roles.trusted)
    if (trusted) trusted.permissions = String(permissionBits('Administrator'))
    const until = new Date(client.world.now() + 60_000).toISOString()
    const body = { communication_disabled_until: until }
    expect((await client.call('PATCH', `${guildPath}/members/${users.barbara}`, { body })).body.code).toBe(50013)
    expect(client.world.violations.entries[0]?.rule).toBe('role-order')
  })

  test('a timeout ends by the local clock', async () => {
    const client = createTestClient()
    const path = `${guildPath}/members/${users.alan}`
    const until = new Date(client.world.now() + 60_000).toISOString()
    await client.call('PATCH', path, { body: { communication_disabled_until: until } })
    expect((await client.call('GET', path)).body['communication_disabled_until']).toBe(until)
    client.clock.advance(61_000)
    expect((await client.call('GET', path)).body['communication_disabled_until']).toBeNull()
  })
})

describe('locking a channel', () => {
  test('denies sending to everybody, can be undone, and is written to the audit log', async () => {
    const client = createTestClient()
    const path = `/channels/${channels.general}/permissions/${guildId}`
    const deny = String(permissionBits('SendMessages'))
    const channel = client.world.channels.get(channels.general)
    const mayWrite = () =>
      memberPermissions(client.world, guildOf(client), users.alan, channel) & permissionBits('SendMessages')
    await client.call('PUT', path, { body: { type: 0, allow: '0', deny }, reason: 'raid' })
    expect(mayWrite()).toBe(0n)
    expect((await client.call('DELETE', path)).status).toBe(204)
    expect(mayWrite()).not.toBe(0n)
    const actions = guildOf(client).auditLog.map(({ actionType }) => actionType)
    expect(actions).toEqual([AuditLogEvent.ChannelOverwriteCreate, AuditLogEvent.ChannelOverwriteDelete])
  })

  test('an overwrite with a permission the bot lacks is refused', async () => {
    const client = createTestClient()
    const body = { type: 0, allow: String(permissionBits('ManageEvents')), deny: '0' }
    const answer = await client.call('PUT', `/channels/${channels.general}/permissions/${guildId}`, { body })
    expect(answer.body.code).toBe(50013)
  })
})

describe('roles', () => {
  test('reordering keeps positions dense and cannot lift a role above the bot', async () => {
    const client = createTestClient()
    const move = (id: string, position: number) =>
      client.call('PATCH', `${guildPath}/roles`, { body: [{ id, position }] })
    expect((await move(roles.member, 6)).body.code).toBe(50013)
    expect((await move(roles.trusted, 1)).status).toBe(200)
    const positions = [...guildOf(client).roles.values()].map(({ position }) => position).sort((a, b) => a - b)
    expect(positions).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })

  test('a deleted role leaves members and overwrites', async () => {
    const client = createTestClient()
    await client.call('DELETE', `${guildPath}/roles/${roles.moderator}`)
    expect(guildOf(client).members.get(users.grace)?.roles.has(roles.moderator)).toBe(false)
    expect(client.world.channels.get(channels.modLog)?.overwrites.has(roles.moderator)).toBe(false)
  })
})
