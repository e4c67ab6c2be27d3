import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fakeDiscord, killer, startBulkWorld } from '../../../../test/harness/bulk-world.ts'
import { stillClock } from '../../../../test/properties/data-world.ts'
import type { GuildCtx } from '../../../core/context.ts'
import type { Discord, DiscordRequest } from '../../../core/discord.ts'
import { DiscordError } from '../../../core/errors.ts'
import { type Snowflake, snowflake } from '../../../core/snowflake.ts'
import { searchCases } from '../../../services/cases/index.ts'
import { readLock } from '../lock-store.ts'
import { unlockJob } from './auto-unlock.ts'
import { lockChannel, unlockChannel } from './lock.ts'
import { LOCKED_BITS, type Overwrite } from './overwrites.ts'
import { parseSlowmode, setSlowmode } from './slowmode.ts'

let world: Awaited<ReturnType<typeof startBulkWorld>>
beforeAll(async () => {
  world = await startBulkWorld()
})
afterAll(() => world.stop())

const channelId = snowflake('600000000000000009')

/** Guarantee: the fake answers as the routes of a channel do, as far as the code under test reads the answer. */
function answered<T>(value: unknown): T {
  return value as T
}

/** A channel with one overwrite, or a Discord that refuses to change it. */
function fakeChannel(before: Overwrite | null) {
  const state = { everyone: before, seconds: 0, refuses: false, gone: false, posted: [] as unknown[] }
  let guildId: Snowflake | undefined
  function answer({ method, path, body }: DiscordRequest): unknown {
    if (path.endsWith('/messages')) return answerMessages(method, body)
    if (state.gone) throw new DiscordError({ status: 404, code: 10003, route: path, message: 'Unknown Channel' })
    if (method === 'GET') {
      const overwrites = state.everyone === null ? [] : [{ id: guildId, type: 0, ...state.everyone }]
      return { id: channelId, type: 0, permission_overwrites: overwrites, rate_limit_per_user: state.seconds }
    }
    if (state.refuses) throw new DiscordError({ status: 403, code: 50013, route: path, message: 'Missing Permissions' })
    if (method === 'DELETE') state.everyone = null
    if (method === 'PUT') state.everyone = readOverwrite(body)
    if (method === 'PATCH') state.seconds = Number(Reflect.get(Object(body), 'rate_limit_per_user'))
    return {}
  }
  const { applicationId, botId } = fakeDiscord()
  function answerMessages(method: DiscordRequest['method'], body: unknown): unknown {
    if (method === 'GET') return state.posted
    const message = { id: '700000000000000001', author: { id: botId }, ...Object(body) }
    state.posted.push(message)
    return message
  }
  const discord: Discord = {
    applicationId,
    botId,
    request: async <T>(asked: DiscordRequest) => answered<T>(answer(asked)),
    download: async () => '',
  }
  const standIn = (id: Snowflake) => {
    guildId = id
  }
  return { state, discord, standIn }
}

function readOverwrite(body: unknown): Overwrite {
  const field = (name: string) => String(Reflect.get(Object(body), name))
  return { allow: field('allow'), deny: field('deny') }
}

function setUp(before: Overwrite | null) {
  const { state, discord, standIn } = fakeChannel(before)
  const clock = stillClock(Date.now())
  const guild = world.guild({ discord, now: clock.now })
  standIn(guild.guildId)
  return { channel: state, guild, advance: clock.advance }
}

/** The guild with a log channel. */
function logging(ctx: GuildCtx): GuildCtx {
  const stored = { log_channel_id: '600000000000000008' }
  return { ...ctx, guild: { ...ctx.guild, settings: async (of) => of.parse(stored) } }
}

const isLocked = ({ everyone }: { everyone: Overwrite | null }) =>
  everyone !== null && (BigInt(everyone.deny) & LOCKED_BITS) === LOCKED_BITS
const before: Overwrite = { allow: String(1n << 11n), deny: String(1n << 17n) }

describe('a lock', () => {
  it.each([null, before])('is undone exactly by /unlock (%o)', async (overwrite) => {
    const { channel, guild } = setUp(overwrite)
    await lockChannel(guild.interaction(), { channelId, reason: 'raid' })
    expect(isLocked(channel)).toBe(true)
    await unlockChannel(guild.interaction(), { channelId, reason: undefined })
    expect(channel.everyone).toEqual(overwrite)
    const { cases } = await searchCases(guild.ctx(), { limit: 10 })
    expect(cases.map((one) => [one.action, one.channelId])).toEqual([
      ['unlock', channelId],
      ['lock', channelId],
    ])
  })

  it('is refused a second time, and what was before stays remembered', async () => {
    const { channel, guild } = setUp(before)
    await lockChannel(guild.interaction(), { channelId, reason: undefined })
    const again = lockChannel(guild.interaction(), { channelId, reason: undefined })
    await expect(again).rejects.toMatchObject({ code: 'nothing_to_do' })
    await unlockChannel(guild.interaction(), { channelId, reason: undefined })
    expect(channel.everyone).toEqual(before)
  })

  it('is forgotten when Discord refuses it, and the case says failed', async () => {
    const { channel, guild } = setUp(before)
    channel.refuses = true
    const ctx = guild.interaction()
    await expect(lockChannel(ctx, { channelId, reason: undefined })).rejects.toMatchObject({ code: 'discord' })
    await guild.settled()
    expect(await readLock(guild.ctx(), channelId)).toBeUndefined()
    expect((await searchCases(guild.ctx(), { limit: 1 })).cases[0]?.status).toBe('failed')
  })

  it('ends by itself when its time is over, and not twice', async () => {
    const { channel, guild, advance } = setUp(before)
    await lockChannel(guild.interaction(), { channelId, reason: undefined, durationMs: 60_000 })
    const [job] = await guild.due()
    expect(job?.kind).toBe(unlockJob.id)
    advance(60_000)
    await guild.deliver([unlockJob], { twice: true })
    expect(channel.everyone).toEqual(before)
    expect(await readLock(guild.ctx(), channelId)).toBeUndefined()
  })

  it('is reported before it is forgotten: a job cut off in between neither loses nor doubles the message', async () => {
    const { channel, guild } = setUp(before)
    await lockChannel(guild.interaction(), { channelId, reason: undefined, durationMs: 60_000 })
    await guild.settled()
    const [job] = await guild.due()
    const ctx = logging(guild.ctx())
    const run = (as: GuildCtx, attempt: number) => unlockJob.run(as, job?.payload, { id: 'id', key: 'key', attempt })
    await expect(run(killer([1]).wrap(ctx), 1)).rejects.toThrow('killed')
    expect([channel.posted.length, (await readLock(ctx, channelId)) === undefined]).toEqual([1, false])
    await run(ctx, 2)
    expect([channel.posted.length, (await readLock(ctx, channelId)) === undefined]).toEqual([1, true])
    expect((await searchCases(ctx, { limit: 1 })).cases[0]?.status).toBe('expired')
  })

  it('that was made anew is left alone by the job of the old one', async () => {
    const { channel, guild, advance } = setUp(null)
    await lockChannel(guild.interaction(), { channelId, reason: undefined, durationMs: 60_000 })
    await unlockChannel(guild.interaction(), { channelId, reason: undefined })
    await lockChannel(guild.interaction(), { channelId, reason: undefined })
    advance(60_000)
    await guild.deliver([unlockJob])
    expect(isLocked(channel)).toBe(true)
  })

  it('is forgotten with its channel, and kept when the bot may not open the channel any more', async () => {
    const gone = setUp(null)
    await lockChannel(gone.guild.interaction(), { channelId, reason: undefined, durationMs: 60_000 })
    gone.channel.gone = true
    await gone.guild.deliver([unlockJob])
    expect(await readLock(gone.guild.ctx(), channelId)).toBeUndefined()
    const stuck = setUp(null)
    await lockChannel(stuck.guild.interaction(), { channelId, reason: undefined, durationMs: 60_000 })
    stuck.channel.refuses = true
    await stuck.guild.deliver([unlockJob])
    expect(await readLock(stuck.guild.ctx(), channelId)).toBeDefined()
  })

  it('of somebody else’s hand is neither locked again nor opened', async () => {
    const { guild } = setUp({ allow: '0', deny: String(LOCKED_BITS) })
    const input = { channelId, reason: undefined }
    await expect(lockChannel(guild.interaction(), input)).rejects.toMatchObject({ code: 'nothing_to_do' })
    await expect(unlockChannel(guild.interaction(), input)).rejects.toMatchObject({ code: 'nothing_to_do' })
  })
})

describe('slow mode', () => {
  it.each([
    ['off', 0],
    ['0', 0],
    ['AUS', 0],
    ['10s', 10],
    ['1m30s', 90],
    ['6h', 21_600],
  ])('reads %s as %d seconds', (given, seconds) => expect(parseSlowmode(given)).toBe(seconds))

  it.each(['90', '-5m', '1,5h', '1000y', '7h', '6h1s', ''])('refuses %s', (given) => {
    expect(() => parseSlowmode(given)).toThrow(expect.objectContaining({ code: 'invalid_input' }))
  })

  it('is set once: the same again changes and records nothing', async () => {
    const { channel, guild } = setUp(null)
    const input = { channelId, seconds: 30, reason: undefined }
    await setSlowmode(guild.interaction(), input)
    expect(channel.seconds).toBe(30)
    await expect(setSlowmode(guild.interaction(), input)).rejects.toMatchObject({ code: 'nothing_to_do' })
    const { cases } = await searchCases(guild.ctx(), { limit: 10 })
    expect(cases.map((one) => one.details)).toEqual([{ seconds: 30, before: 0 }])
  })
})
