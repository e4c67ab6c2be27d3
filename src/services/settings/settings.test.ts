import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type DataWorld, startDataWorld } from '../../../test/properties/data-world.ts'
import { otherSettings, sampleSettings as settings } from '../../../test/properties/sample-settings.ts'
import type { Actor } from '../../core/context.ts'
import { AppError } from '../../core/errors.ts'
import { snowflake } from '../../core/snowflake.ts'
import { locales } from '../../core/text.ts'
import { changeSettings, resetSettings } from './change.ts'
import { settingsHistory, undoSettings } from './history.ts'
import { createSettingsMemory } from './reader.ts'

let world: DataWorld
beforeAll(async () => {
  world = await startDataWorld({ cacheTimeoutMs: 5000 })
})
afterEach(() => world.neon.setFault('none'))
afterAll(() => world.stop())

const surface = 'command'
const someone: Actor = { kind: 'member', id: snowflake('200000000000000009'), name: 'bo', roles: [], permissions: 0n }

describe('changeSettings', () => {
  it('changes what is given, keeps the rest, and is seen at once', async () => {
    const ctx = world.ctx()
    expect(await ctx.guild.settings(settings)).toEqual(settings.parse({}))
    await changeSettings(ctx, { settings, patch: { greeting: 'ahoy' }, surface })
    const changed = await changeSettings(ctx, { settings, patch: { enabled: false }, surface })
    expect(changed).toEqual({
      version: 2,
      changed: ['enabled'],
      before: { greeting: 'ahoy' },
      after: { greeting: 'ahoy', enabled: false },
    })
    expect(await ctx.guild.settings(settings)).toEqual({ ...settings.parse({}), greeting: 'ahoy', enabled: false })
    const elsewhere = world.ctx({ guildId: ctx.guild.id, memory: createSettingsMemory() })
    expect((await elsewhere.guild.settings(settings)).greeting).toBe('ahoy')
    expect(await world.ctx().guild.settings(settings)).toEqual(settings.parse({}))
  })

  it('writes nothing when nothing would change', async () => {
    const ctx = world.ctx()
    const patch = { least: 5 }
    await changeSettings(ctx, { settings, patch, surface })
    expect(await changeSettings(ctx, { settings, patch, surface })).toMatchObject({ version: 1, changed: [] })
    expect(await settingsHistory(ctx, { settings, limit: 10 })).toHaveLength(1)
  })

  it.each([
    [{ enabled: 'yes' }, 'on or off'],
    [{ least: 101 }, '0 to 100'],
    [{ greeting: 'x'.repeat(201) }, '200 characters'],
    [{ wait: 3_600_001 }, '1 hour'],
    [{ mode: 'wild' }, 'Calm, Strict'],
    [{ channel: 'general' }, 'a channel of this server'],
    [{ role: '12' }, 'a role of this server'],
    [{ roles: ['1', '2'] }, '3 roles'],
    [{ channels: 'all' }, '3 channels'],
    [{ nothing: 1 }, '`nothing`'],
    [{ ['__proto__']: 1 }, '`__proto__`'],
    [{ least: 50 }, 'least is more than most'],
  ])('refuses %j and says what is allowed, in every language', async (patch, words) => {
    const ctx = world.ctx()
    const error = await changeSettings(ctx, { settings, patch, surface }).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'invalid_input', message: expect.stringContaining(words) })
    for (const locale of locales) expect(error instanceof AppError && error.text(locale)).not.toBe('')
    expect(await settingsHistory(ctx, { settings, limit: 10 })).toEqual([])
  })

  it('refuses who may not manage the server', async () => {
    const ctx = world.ctx({ actor: someone })
    const forbidden = { code: 'forbidden' }
    await expect(changeSettings(ctx, { settings, patch: { least: 2 }, surface })).rejects.toMatchObject(forbidden)
    await expect(resetSettings(ctx, { settings })).rejects.toMatchObject(forbidden)
    await expect(undoSettings(ctx, { settings })).rejects.toMatchObject(forbidden)
    await expect(settingsHistory(ctx, { settings, limit: 1 })).rejects.toMatchObject(forbidden)
    await expect(
      changeSettings(world.ctx({ actor: { kind: 'gateway' } }), { settings, patch: {}, surface }),
    ).rejects.toMatchObject(forbidden)
  })

  it('loses no change when many are made at once', async () => {
    const guildId = world.newGuild()
    const patches = [{ least: 3 }, { most: 30 }, { greeting: 'x' }]
    const works = patches.map((patch) =>
      changeSettings(world.ctx({ guildId, memory: createSettingsMemory() }), { settings, patch, surface }),
    )
    const other = changeSettings(world.ctx({ guildId }), { settings: otherSettings, patch: { greeting: 'y' }, surface })
    const results = await Promise.allSettled([...works, other])
    const refused = results.filter((result) => result.status === 'rejected')
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'conflict' })
    const ctx = world.ctx({ guildId, memory: createSettingsMemory() })
    const history = await settingsHistory(ctx, { settings, limit: 10 })
    expect(history.map((change) => change.version)).toEqual(history.map((_, index) => history.length - index))
    expect(history.length).toBe(3 - refused.length)
    expect(await ctx.guild.settings(settings)).toEqual(settings.parse(history[0]?.after))
  })

  it('refuses to overwrite what the person has not seen', async () => {
    const ctx = world.ctx()
    await changeSettings(ctx, { settings, patch: { least: 2 }, surface })
    const stale = { settings, patch: { most: 20 }, surface, expectedVersion: 0 } as const
    await expect(changeSettings(ctx, stale)).rejects.toMatchObject({ code: 'conflict' })
    expect(await changeSettings(ctx, { ...stale, expectedVersion: 1 })).toMatchObject({ version: 2 })
  })

  it('keeps texts that Postgres could not', async () => {
    const ctx = world.ctx()
    await changeSettings(ctx, { settings, patch: { greeting: 'a\0b\ud800' }, surface })
    expect((await ctx.guild.settings(settings)).greeting).toBe('ab\ufffd')
  })
})

describe('a change that Redis missed', () => {
  it('reaches Redis as soon as it is back, and with it the other isolates', async () => {
    const ctx = world.ctx()
    await changeSettings(ctx, { settings, patch: { greeting: 'old' }, surface })
    world.redis.setFault('down')
    await changeSettings(ctx, { settings, patch: { greeting: 'new' }, surface })
    world.redis.setFault('none')
    await ctx.settled()
    await world.neon.setFault('down')
    const elsewhere = world.ctx({ guildId: ctx.guild.id, memory: createSettingsMemory() })
    expect((await elsewhere.guild.settings(settings)).greeting).toBe('new')
  })
})

describe('resetSettings', () => {
  it('gives one setting, or all, their default back', async () => {
    const ctx = world.ctx()
    await changeSettings(ctx, { settings, patch: { least: 2, greeting: 'x' }, surface })
    expect(await resetSettings(ctx, { settings, field: 'least' })).toMatchObject({ after: { greeting: 'x' } })
    expect(await resetSettings(ctx, { settings })).toMatchObject({ changed: ['greeting'], after: {} })
    expect(await resetSettings(ctx, { settings })).toMatchObject({ changed: [] })
    await expect(resetSettings(ctx, { settings, field: 'gone' })).rejects.toMatchObject({ code: 'invalid_input' })
  })

  it('refuses a reset after which the settings would not fit each other', async () => {
    const ctx = world.ctx()
    await changeSettings(ctx, { settings, patch: { least: 20, most: 30 }, surface })
    await expect(resetSettings(ctx, { settings, field: 'most' })).rejects.toMatchObject({ code: 'invalid_input' })
  })
})

describe('history and undo', () => {
  it('tells who changed what, where and when, page by page', async () => {
    const now = new Date('2026-11-20T12:00:00Z')
    const ctx = world.ctx({ now: () => now })
    for (const least of [2, 3, 4]) await changeSettings(ctx, { settings, patch: { least }, surface: 'api' })
    const [newest, ...older] = await settingsHistory(ctx, { settings, limit: 2 })
    expect(newest).toEqual({
      guildId: ctx.guild.id,
      feature: 'sample',
      version: 3,
      before: { least: 3 },
      after: { least: 4 },
      actor: '200000000000000001',
      surface: 'api',
      changedAt: now,
      undoes: null,
    })
    expect(older.map((change) => change.version)).toEqual([2])
    expect((await settingsHistory(ctx, { settings, before: 2, limit: 500 })).map((one) => one.version)).toEqual([1])
  })

  it('takes back one change after the other, each as a change of its own', async () => {
    const ctx = world.ctx()
    await changeSettings(ctx, { settings, patch: { least: 2 }, surface })
    await changeSettings(ctx, { settings, patch: { greeting: 'x' }, surface })
    expect(await undoSettings(ctx, { settings })).toMatchObject({
      version: 3,
      after: { least: 2 },
      undone: { version: 2 },
    })
    expect(await undoSettings(ctx, { settings })).toMatchObject({ version: 4, after: {}, undone: { version: 1 } })
    await expect(undoSettings(ctx, { settings })).rejects.toMatchObject({ code: 'not_found' })
    expect(await undoSettings(ctx, { settings, version: 4 })).toMatchObject({ version: 5, after: { least: 2 } })
    expect((await settingsHistory(ctx, { settings, limit: 9 })).map((one) => one.undoes)).toEqual([4, 1, 2, null, null])
  })

  it('takes back an older change without those after it, unless they touched the same setting', async () => {
    const ctx = world.ctx()
    await changeSettings(ctx, { settings, patch: { least: 2 }, surface })
    await changeSettings(ctx, { settings, patch: { greeting: 'x' }, surface })
    await changeSettings(ctx, { settings, patch: { greeting: 'y' }, surface })
    await expect(undoSettings(ctx, { settings, version: 2 })).rejects.toMatchObject({ code: 'conflict' })
    expect(await undoSettings(ctx, { settings, version: 1 })).toMatchObject({ after: { greeting: 'y' } })
    await expect(undoSettings(ctx, { settings, version: 99 })).rejects.toMatchObject({ code: 'not_found' })
  })
})
