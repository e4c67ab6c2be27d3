import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { cacheKey, NO_GUILD } from '../../src/core/cache-key.ts'
import type { Cache } from '../../src/core/context.ts'
import type { Snowflake } from '../../src/core/snowflake.ts'
import { hit } from '../../src/services/limits/limiter.ts'
import { changeSettings, resetSettings } from '../../src/services/settings/change.ts'
import { settingsHistory, undoSettings } from '../../src/services/settings/history.ts'
import { createSettingsMemory } from '../../src/services/settings/reader.ts'
import { type DataWorld, silent, startDataWorld, stillClock } from './data-world.ts'
import { otherSettings, sampleSettings as settings } from './sample-settings.ts'

const RUNS = 100
const REDIS_TTL_MS = 300_000
const warn = vi.fn()
let world: DataWorld
beforeAll(async () => {
  world = await startDataWorld({ cacheTimeoutMs: 5000, log: { ...silent, warn } })
})
beforeEach(() => warn.mockClear())
afterEach(() => world.redis.setFault('none'))
afterAll(() => world.stop())

const someValues = fc.record(
  {
    greeting: fc.string({ maxLength: 20 }),
    enabled: fc.boolean(),
    least: fc.nat(10),
    most: fc.integer({ min: 10, max: 100 }),
  },
  { requiredKeys: [] },
)

function isolatesOf(guildId: Snowflake, { now, count = 3 }: { now: () => Date; count?: number }) {
  return Array.from({ length: count }, () => {
    const [memory, cache] = [createSettingsMemory(), world.newCache()]
    return () => world.ctx({ guildId, memory, cache, now })
  })
}

describe('Redis', () => {
  it('Property 4: Configuration Caching', { timeout: 240_000 }, async () => {
    const read = fc.record({ isolate: fc.nat(2), waitMs: fc.nat(30_000), other: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(read, { minLength: 1, maxLength: 9 }), someValues, async (reads, patch) => {
        const clock = stillClock()
        const guildId = world.newGuild()
        await changeSettings(world.ctx({ guildId }), { settings, patch, surface: 'command' })
        await world.redis.flush()
        const isolates = isolatesOf(guildId, { now: clock.now })
        await isolates[0]?.().guild.settings(settings)

        await world.neon.resetStats()
        for (const { isolate, waitMs, other } of reads) {
          clock.advance(waitMs)
          await world.redis.advance(waitMs)
          const ctx = isolates[isolate]?.()
          const values = await ctx?.guild.settings(other ? otherSettings : settings)
          expect(values).toEqual(other ? otherSettings.parse({}) : settings.parse(patch))
        }
        expect(await world.neon.stats()).toMatchObject({ batches: 0, queries: 0 })

        clock.advance(REDIS_TTL_MS)
        await world.redis.advance(REDIS_TTL_MS)
        await isolates[1]?.().guild.settings(settings)
        expect(await world.neon.stats()).toMatchObject({ batches: 1, queries: 0 })
      }),
      { numRuns: RUNS },
    )
  })

  it('Property 27: Redis Key Naming Convention', { timeout: 240_000 }, async () => {
    const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[\w.:-]{0,12}$/))
    await fc.assert(
      fc.asyncProperty(anything, anything, someValues, async (name, subject, patch) => {
        const ctx = world.ctx()
        await world.redis.flush()
        await changeSettings(ctx, { settings, patch, surface: 'command' })
        await ctx.guild.settings(otherSettings)
        const limits = { guildId: ctx.guild.id, limit: 1, windowMs: 1000 }
        await hit(ctx, { ...limits, name, subject }).catch((error) => expect(error).toBeInstanceOf(TypeError))
        await hit(ctx, { ...limits, name: 'test', subject: '1' })
        const keys = await world.redis.keys()
        expect(keys.length).toBeGreaterThanOrEqual(1)
        for (const key of keys) expect(key).toMatch(new RegExp(`^bot:${ctx.guild.id}:[\\w.-]+:[\\w.-]+(:[\\w.-]+)*$`))
      }),
      { numRuns: RUNS },
    )
    fc.assert(
      fc.property(anything, anything, (feature, key) => {
        let made: string
        try {
          made = cacheKey(NO_GUILD, feature, key)
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError)
          return
        }
        const [bot, guild, part, ...rest] = made.split(':')
        expect([bot, guild, part, rest.join(':')]).toEqual(['bot', '0', feature, key])
      }),
      { numRuns: 10 * RUNS },
    )
  })

  it('Property 33: Graceful Redis Failure Handling', { timeout: 240_000 }, async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('change' as const), patch: someValues }),
      fc.record({ kind: fc.constantFrom('read', 'reset', 'undo', 'history', 'limit') }),
      fc.record({ kind: fc.constant('fault' as const), fault: fc.constantFrom('down', 'hang', 'error', 'none') }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 8 }), async (steps) => {
        const clock = stillClock()
        const impatient = world.newCache({ timeoutMs: 30 })
        const ill = await play(steps, { cache: impatient, now: clock.now, faults: true })
        world.redis.setFault('none')
        const healthy = await play(steps, { cache: world.newCache(), now: clock.now, faults: false })
        expect(ill).toEqual(healthy)
      }),
      { numRuns: RUNS },
    )
    expect(warn).toHaveBeenCalledWith('redis failed', expect.anything())
  })
})

type Step = { kind: string; patch?: Record<string, unknown>; fault?: 'down' | 'hang' | 'error' | 'none' }

/** What a person sees of a sequence of calls. */
async function play(steps: readonly Step[], options: { cache: Cache; now: () => Date; faults: boolean }) {
  const { cache, now, faults } = options
  const ctx = world.ctx({ cache, now, memory: createSettingsMemory() })
  const limits = { guildId: ctx.guild.id, name: 'test', subject: '1', limit: 100, windowMs: 1000 }
  const run = async ({ kind, patch = {}, fault = 'none' }: Step): Promise<unknown> => {
    if (kind === 'fault') return faults ? world.redis.setFault(fault) : undefined
    if (kind === 'change') return changeSettings(ctx, { settings, patch, surface: 'command' })
    if (kind === 'reset') return resetSettings(ctx, { settings })
    if (kind === 'undo') return (await undoSettings(ctx, { settings })).after
    if (kind === 'history') return (await settingsHistory(ctx, { settings, limit: 5 })).map(({ after }) => after)
    if (kind === 'limit') return (await hit(ctx, limits)).allowed
    return ctx.guild.settings(settings)
  }
  const seen: unknown[] = []
  for (const step of steps) {
    seen.push(await run(step).catch((error: { code: string }) => error.code))
  }
  return seen
}
