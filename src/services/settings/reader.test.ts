import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type DataWorld, startDataWorld, stillClock } from '../../../test/properties/data-world.ts'
import { otherSettings, sampleSettings as settings } from '../../../test/properties/sample-settings.ts'
import { cacheKey } from '../../core/cache-key.ts'
import { type Snowflake, snowflake } from '../../core/snowflake.ts'
import { changeSettings } from './change.ts'
import { createSettingsMemory, type SettingsMemory } from './reader.ts'

let world: DataWorld
let guildId: Snowflake
let clock: ReturnType<typeof stillClock>
beforeAll(async () => {
  world = await startDataWorld({ cacheTimeoutMs: 5000 })
})
beforeEach(async () => {
  guildId = world.newGuild()
  clock = stillClock()
  await greet('first')
})
afterEach(async () => {
  await world.neon.setFault('none')
  world.redis.setFault('none')
})
afterAll(() => world.stop())

function isolate() {
  const memory = createSettingsMemory()
  const cache = world.newCache()
  return () => world.ctx({ guildId, memory, cache, now: clock.now })
}
async function greet(greeting: string) {
  await changeSettings(isolate()(), { settings, patch: { greeting }, surface: 'command' })
}
async function roundTrips(work: () => Promise<unknown>) {
  await world.neon.resetStats()
  world.redis.resetStats()
  await work()
  const { batches, queries } = await world.neon.stats()
  return { postgres: batches + queries, redis: world.redis.stats().requests }
}

describe('reading settings', () => {
  it('costs no round trip when warm, one to Redis after 10 s, one to Postgres when Redis knows nothing', async () => {
    const request = isolate()
    const read = () => request().guild.settings(settings)
    await read()
    clock.advance(10_000)
    expect(await roundTrips(read)).toEqual({ postgres: 0, redis: 0 })
    clock.advance(1)
    expect(await roundTrips(read)).toEqual({ postgres: 0, redis: 1 })
    await world.redis.flush()
    clock.advance(10_001)
    expect((await roundTrips(read)).postgres).toBe(1)
    expect(await roundTrips(() => isolate()().guild.settings(settings))).toEqual({ postgres: 0, redis: 1 })
  })

  it('loads once for all features of one request', async () => {
    await world.redis.flush()
    const ctx = isolate()()
    const reads = () => Promise.all([ctx.guild.settings(settings), ctx.guild.settings(otherSettings)])
    expect((await roundTrips(reads)).postgres).toBe(1)
  })

  it('hands out the same object, which nobody can change', async () => {
    const request = isolate()
    const values = await request().guild.settings(settings)
    expect(await request().guild.settings(settings)).toBe(values)
    expect(() => Object.assign(values, { greeting: 'x' })).toThrow(TypeError)
    expect(() => Object.assign(values.roles, { 0: 'x' })).toThrow(TypeError)
  })

  it('sees a change of another isolate after 10 s', async () => {
    const request = isolate()
    await request().guild.settings(settings)
    await greet('second')
    clock.advance(10_001)
    expect((await request().guild.settings(settings)).greeting).toBe('second')
  })

  it('never goes back to an older state that Redis still holds', async () => {
    const request = isolate()
    const key = cacheKey(guildId, 'config', 'main')
    await request().guild.settings(settings)
    const old = (await world.newCache().get(key)) ?? ''
    await changeSettings(request(), { settings, patch: { greeting: 'second' }, surface: 'command' })
    await world.newCache().set(key, old, 300)
    clock.advance(10_001)
    expect((await request().guild.settings(settings)).greeting).toBe('second')
    expect(await world.newCache().get(key)).toContain('second')
  })

  it('does not let a slow reader overwrite a newer state in Redis', async () => {
    const key = cacheKey(guildId, 'config', 'main')
    await greet('second')
    const slow = isolate()()
    await slow.guild.settingsChanged({ revision: 1, features: {} })
    expect(await world.newCache().get(key)).toContain('second')
  })

  it.each(['', '7', '7:', '7:nonsense', '7:[1]', 'x:{}', '{}'])('takes %j in Redis for nothing', async (garbage) => {
    await world.newCache().set(cacheKey(guildId, 'config', 'main'), garbage, 300)
    expect((await isolate()().guild.settings(settings)).greeting).toBe('first')
  })

  it('serves what is 60 s old at most when neither Redis nor Postgres answers', async () => {
    const request = isolate()
    await request().guild.settings(settings)
    await world.neon.setFault('down')
    world.redis.setFault('down')
    clock.advance(60_000)
    expect((await request().guild.settings(settings)).greeting).toBe('first')
    clock.advance(1)
    await expect(request().guild.settings(settings)).rejects.toMatchObject({ code: 'unavailable' })
    await expect(isolate()().guild.settings(settings)).rejects.toMatchObject({ code: 'unavailable' })
  })
})

describe('the memory of an isolate', () => {
  const ids = [
    snowflake('100000000000000001'),
    snowflake('100000000000000002'),
    snowflake('100000000000000003'),
  ] as const
  const state = (revision: number) => ({ revision, features: {} })
  const fill = (memory: SettingsMemory, id: Snowflake) => memory.keep(id, state(1), 0)

  it('forgets the guild that was read longest ago', () => {
    const memory = createSettingsMemory(2)
    fill(memory, ids[0])
    fill(memory, ids[1])
    memory.get(ids[0])
    fill(memory, ids[2])
    expect(ids.map((id) => memory.get(id) !== undefined)).toEqual([true, false, true])
  })

  it('keeps the newer of two states', () => {
    const memory = createSettingsMemory()
    memory.keep(guildId, state(2), 0)
    expect(memory.keep(guildId, state(1), 5)).toMatchObject({ stored: state(2), readAt: 0 })
    expect(memory.keep(guildId, state(2), 6)).toMatchObject({ readAt: 6 })
  })
})
