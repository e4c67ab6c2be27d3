import { describe, expect, test } from 'vitest'
import type { DiscordRequest } from '../../core/discord.ts'
import { AppError, DiscordError } from '../../core/errors.ts'
import { markOf } from '../../core/message-payload.ts'
import { card } from '../../core/reply.ts'
import { type Snowflake, snowflake, snowflakeAt } from '../../core/snowflake.ts'
import { verbatim } from '../../core/text.ts'
import { editChannel, editChannelOverwrite, getChannel, getGuild } from './channels.ts'
import { openDm, sendDm } from './direct-messages.ts'
import { banMember, bulkBan, getBan, getMember, kickMember, timeoutMember, unbanMember } from './members.ts'
import { bulkDeleteMessages, deleteMessage, editMessage, listMessages, sendMessage } from './messages.ts'

const guildId = snowflake('300000000000000001')
const userId = snowflake('400000000000000001')
const channelId = snowflake('200000000000000001')
const messageId = snowflake('500000000000000001')
const body = card({ tone: 'info', body: 'hello' })
const now = new Date('2026-11-20T12:00:00Z')
const reason = 'spam'
const DAY = 86_400_000

type Respond = (request: DiscordRequest) => unknown

/** Records what is asked; `respond` answers or throws. */
function fakeCtx(respond: Respond = () => undefined) {
  const seen: DiscordRequest[] = []
  const warnings: string[] = []
  const nothing = () => undefined
  return {
    seen,
    warnings,
    now: () => now,
    log: { debug: nothing, info: nothing, warn: (message: string) => void warnings.push(message), error: nothing },
    discord: {
      applicationId: guildId,
      botId: guildId,
      async request<T>(request: DiscordRequest): Promise<T> {
        seen.push(request)
        return answered<T>(respond(request))
      },
      download: async () => '',
    },
  }
}

/** Guarantee: the test itself gives the answer that the verb documents. */
function answered<T>(value: unknown): T {
  return value as T
}

const refuse =
  (code: number, status = 404) =>
  () => {
    throw new DiscordError({ status, code, route: 'X /y', message: 'no' })
  }

describe('messages', () => {
  test('are sent as Components V2 with the key of their job', async () => {
    const ctx = fakeCtx(() => ({ id: messageId }))
    expect(await sendMessage(ctx, { channelId, body, key: 'job-1' })).toEqual({ id: messageId })
    await editMessage(ctx, { channelId, messageId, body })
    expect(ctx.seen).toMatchObject([
      { method: 'POST', path: `/channels/${channelId}/messages`, idempotencyKey: 'job-1', body: { flags: 32768 } },
      { method: 'PATCH', path: `/channels/${channelId}/messages/${messageId}`, body: { flags: 32768 } },
    ])
  })

  test.each([10008, 10003])('deleting what is gone already (%i) is fine', async (code) => {
    expect(await deleteMessage(fakeCtx(refuse(code)), { channelId, messageId })).toBe('gone')
  })

  test('deleting without permission is an error', async () => {
    await expect(deleteMessage(fakeCtx(refuse(50013)), { channelId, messageId })).rejects.toMatchObject({ code: 50013 })
  })

  test('bulk deletion keeps to 2 to 100 per call, skips doubles and leaves messages over 14 days', async () => {
    const young = Array.from({ length: 201 }, (_, index) => snowflakeAt(new Date(now.getTime() - index * 1000)))
    const old = snowflakeAt(new Date(now.getTime() - 14 * DAY))
    const ctx = fakeCtx()
    const messageIds = [...young, ...young.slice(0, 5), old]
    expect(await bulkDeleteMessages(ctx, { channelId, messageIds, reason })).toEqual({ deleted: 201, tooOld: [old] })
    expect(ctx.seen.map(({ method, body }) => [method, sizeOf(body)])).toEqual([
      ['POST', 100],
      ['POST', 100],
      ['DELETE', 0],
    ])
    expect(ctx.seen.every((request) => request.reason === reason)).toBe(true)
  })

  test('nothing to delete asks nothing', async () => {
    const ctx = fakeCtx()
    expect(await bulkDeleteMessages(ctx, { channelId, messageIds: [] })).toEqual({ deleted: 0, tooOld: [] })
    expect(ctx.seen).toEqual([])
  })

  test('are listed with the cursor given', async () => {
    const ctx = fakeCtx(() => [])
    await listMessages(ctx, { channelId, limit: 10, before: messageId })
    expect(ctx.seen[0]?.query).toEqual({ limit: 10, before: messageId })
  })
})

describe('a message sent again', () => {
  const since = new Date(now.getTime() - 3_600_000)
  const again = { channelId, body, key: 'job-1', readBackSince: since }
  const idAt = (index: number) => snowflakeAt(new Date(since.getTime() + index * 1000))
  const plain = (index: number) => ({ id: idAt(index), author: { id: guildId }, components: [{ type: 17, id: 1 }] })

  /** A channel that Discord's nonce memory knows nothing of any more. */
  function channel(messages: { id: Snowflake; author: { id: Snowflake }; components: object[] }[]) {
    return fakeCtx(({ method, query }) => {
      if (method === 'POST') return { id: messageId }
      const later = messages.filter(({ id }) => BigInt(id) > BigInt(String(query?.['after'])))
      return later.slice(0, Number(query?.['limit'])).toReversed()
    })
  }
  const methods = (ctx: ReturnType<typeof fakeCtx>) => ctx.seen.map(({ method }) => method)
  const marked = async (index: number, author = guildId) => ({
    ...plain(index),
    author: { id: author },
    components: [{ type: 17, id: await markOf('job-1') }],
  })

  test('finds its first one, on whatever page, and is not posted', async () => {
    const first = await marked(250)
    const ctx = channel([...Array.from({ length: 249 }, (_, index) => plain(index + 1)), first, plain(251)])
    expect(await sendMessage(ctx, again)).toEqual(first)
    expect(methods(ctx)).toEqual(['GET', 'GET', 'GET'])
    expect(ctx.seen[0]?.query).toEqual({ limit: 100, after: snowflakeAt(since) })
  })

  test('is posted, with the same mark, when nothing of ours carries it', async () => {
    const ctx = channel([plain(1), await marked(2, userId)])
    expect(await sendMessage(ctx, again)).toEqual({ id: messageId })
    expect(methods(ctx)).toEqual(['GET', 'POST'])
    expect(ctx.seen.at(-1)).toMatchObject({
      idempotencyKey: 'job-1',
      body: { components: [{ id: await markOf('job-1') }] },
    })
  })

  test('gives up looking after 1200 messages', async () => {
    const ctx = channel(Array.from({ length: 1300 }, (_, index) => plain(index + 1)))
    expect(await sendMessage(ctx, again)).toEqual({ id: messageId })
    expect(methods(ctx)).toEqual([...Array(12).fill('GET'), 'POST'])
  })

  test('is posted where the bot may not read, and not while Discord cannot be reached', async () => {
    const answer = (failure: Error) =>
      fakeCtx(({ method }) => {
        if (method === 'GET') throw failure
        return { id: messageId }
      })
    const closed = answer(new DiscordError({ status: 403, code: 50001, route: 'GET /x', message: 'no' }))
    expect(await sendMessage(closed, again)).toEqual({ id: messageId })
    const down = answer(new AppError('unavailable', verbatim('down')))
    await expect(sendMessage(down, again)).rejects.toMatchObject({ code: 'unavailable' })
    expect(methods(down)).toEqual(['GET'])
  })

  test('reads nothing on its first run', async () => {
    const ctx = channel([await marked(1)])
    await sendMessage(ctx, { channelId, body, key: 'job-1', readBackSince: undefined })
    expect(methods(ctx)).toEqual(['POST'])
  })
})

function sizeOf(body: unknown): number {
  return typeof body === 'object' && body !== null && 'messages' in body && Array.isArray(body.messages)
    ? body.messages.length
    : 0
}

describe('direct messages', () => {
  const opened = ({ path }: DiscordRequest) => (path === '/users/@me/channels' ? { id: channelId } : { id: messageId })

  test('open the conversation, then send', async () => {
    const ctx = fakeCtx(opened)
    expect(await openDm(ctx, { userId })).toBe(channelId)
    expect(await sendDm(ctx, { userId, body, key: 'k' })).toBe('sent')
    expect(ctx.seen.at(-1)).toMatchObject({ path: `/channels/${channelId}/messages`, idempotencyKey: 'k' })
  })

  test.each([50007, 50278, 20009, 10013, 50033])('code %i means closed, without a warning', async (code) => {
    const ctx = fakeCtx(refuse(code, 403))
    expect(await sendDm(ctx, { userId, body })).toBe('closed')
    expect(ctx.warnings).toEqual([])
  })

  test('no answer or another refusal is failed, and logged', async () => {
    const down = fakeCtx(() => {
      throw new AppError('unavailable', verbatim('down'))
    })
    expect(await sendDm(down, { userId, body })).toBe('failed')
    const tooFast = fakeCtx(refuse(40003, 429))
    expect(await sendDm(tooFast, { userId, body })).toBe('failed')
    expect([...down.warnings, ...tooFast.warnings]).toHaveLength(2)
  })

  test('a fault of our own is not hidden', async () => {
    const ctx = fakeCtx(() => {
      throw new TypeError('bug')
    })
    await expect(sendDm(ctx, { userId, body })).rejects.toThrow(TypeError)
  })
})

describe('members', () => {
  const member = { guildId, userId }
  const ban = `/guilds/${guildId}/bans/${userId}`
  const path = `/guilds/${guildId}/members/${userId}`

  test('bans, unbans, kicks and timeouts carry the reason', async () => {
    const ctx = fakeCtx(() => ({}))
    await banMember(ctx, { ...member, reason, deleteMessageSeconds: 3600 })
    await unbanMember(ctx, { ...member, reason })
    await kickMember(ctx, { ...member, reason })
    await timeoutMember(ctx, { ...member, reason, until: now })
    await timeoutMember(ctx, { ...member, reason, until: null })
    expect(ctx.seen).toEqual([
      { method: 'PUT', path: ban, body: { delete_message_seconds: 3600 }, reason },
      { method: 'DELETE', path: ban, reason },
      { method: 'DELETE', path, reason },
      { method: 'PATCH', path, body: { communication_disabled_until: '2026-11-20T12:00:00.000Z' }, reason },
      { method: 'PATCH', path, body: { communication_disabled_until: null }, reason },
    ])
  })

  test('unbanning who is not banned and kicking who is not there are results, not errors', async () => {
    expect(await unbanMember(fakeCtx(refuse(10026)), { ...member, reason })).toBe('not-banned')
    expect(await unbanMember(fakeCtx(), { ...member, reason })).toBe('unbanned')
    expect(await kickMember(fakeCtx(refuse(10007)), { ...member, reason })).toBe('not-member')
    expect(await kickMember(fakeCtx(), { ...member, reason })).toBe('kicked')
    await expect(kickMember(fakeCtx(refuse(50013)), { ...member, reason })).rejects.toMatchObject({ code: 50013 })
  })

  test('a bulk ban says who was banned and who was not, also when nobody was', async () => {
    const other: Snowflake = snowflake('400000000000000002')
    const userIds = [userId, other]
    const partly = fakeCtx(() => ({ banned_users: [userId], failed_users: [other] }))
    expect(await bulkBan(partly, { guildId, userIds, reason })).toEqual({ banned: [userId], failed: [other] })
    const none = fakeCtx(refuse(500000, 400))
    expect(await bulkBan(none, { guildId, userIds, reason })).toEqual({ banned: [], failed: userIds })
    const body = { user_ids: userIds, delete_message_seconds: 0 }
    expect(none.seen).toEqual([{ method: 'POST', path: `/guilds/${guildId}/bulk-ban`, body, reason }])
  })

  test('who is not there is undefined', async () => {
    expect(await getMember(fakeCtx(refuse(10007)), member)).toBeUndefined()
    expect(await getBan(fakeCtx(refuse(10026)), member)).toBeUndefined()
    expect(
      await getMember(
        fakeCtx(() => ({ nick: 'x' })),
        member,
      ),
    ).toEqual({ nick: 'x' })
    expect(
      await getBan(
        fakeCtx(() => ({ reason })),
        member,
      ),
    ).toEqual({ reason })
  })
})

test('channels and guilds are read and changed on their own routes', async () => {
  const ctx = fakeCtx(() => ({ id: channelId }))
  await editChannel(ctx, { channelId, changes: { rate_limit_per_user: 5 }, reason })
  await editChannelOverwrite(ctx, {
    channelId,
    target: { kind: 'role', id: guildId },
    allow: 0n,
    deny: 1n << 11n,
    reason,
  })
  await editChannelOverwrite(ctx, { channelId, target: { kind: 'member', id: userId }, allow: 1n, deny: 0n, reason })
  await getChannel(ctx, { channelId })
  await getGuild(ctx, { guildId })
  const permissions = `/channels/${channelId}/permissions`
  expect(ctx.seen).toEqual([
    { method: 'PATCH', path: `/channels/${channelId}`, body: { rate_limit_per_user: 5 }, reason },
    { method: 'PUT', path: `${permissions}/${guildId}`, body: { type: 0, allow: '0', deny: '2048' }, reason },
    { method: 'PUT', path: `${permissions}/${userId}`, body: { type: 1, allow: '1', deny: '0' }, reason },
    { method: 'GET', path: `/channels/${channelId}` },
    { method: 'GET', path: `/guilds/${guildId}` },
  ])
})
