import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { recordRequest, recordViolation } from '../request-log.ts'
import { demo, resetWorld, seedWorld } from '../seed.ts'
import { createStandaloneClock, createWorld } from './create.ts'
import { createGuild } from './guilds.ts'
import { createIdSource, isSnowflake, snowflakeAt, timeOf } from './snowflake.ts'
import type { RequestEntry } from './types.ts'

describe('snowflakes', () => {
  test('carry their time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_420_070_400_000, max: 4_000_000_000_000 }), fc.nat(), (ms, low) => {
        expect(timeOf(snowflakeAt(ms, low))).toBe(ms)
      }),
    )
  })

  test('grow although the clock stands still', () => {
    const next = createIdSource(() => 1_700_000_000_000)
    const ids = Array.from({ length: 1000 }, next)
    expect(new Set(ids).size).toBe(1000)
    expect([...ids].sort()).toEqual(ids)
  })

  test('are recognised', () => {
    expect(['1', '18446744073709551615'].every(isSnowflake)).toBe(true)
    expect(['', 'a', '-1', '1.5', '18446744073709551616', 5, null].some(isSnowflake)).toBe(false)
  })
})

describe('keys', () => {
  test('outlive a restart, are private, and a broken file is named', () => {
    const localDir = mkdtempSync(join(tmpdir(), 'discord-'))
    try {
      const clock = createStandaloneClock()
      const first = createWorld({ clock, localDir }).application
      const second = createWorld({ clock, localDir }).application
      expect(second.publicKeyHex).toBe(first.publicKeyHex)
      expect(second.token).toBe(first.token)
      expect(first.publicKeyHex).toMatch(/^[0-9a-f]{64}$/)
      const path = join(localDir, 'discord-key.json')
      expect(statSync(path).mode & 0o077).toBe(0)
      writeFileSync(path, '{}')
      expect(() => createWorld({ clock, localDir })).toThrow(path)
    } finally {
      rmSync(localDir, { recursive: true })
    }
  })
})

describe('the world', () => {
  test('is seeded alike each time, and reset keeps the keys', () => {
    const world = createWorld({ clock: createStandaloneClock() })
    seedWorld(world)
    const { token } = world.application
    const ids = [...world.channels.keys()]
    world.guilds.get(demo.guildId)?.members.delete(demo.users.alan)
    resetWorld(world)
    expect(world.guilds.get(demo.guildId)?.members.has(demo.users.alan)).toBe(true)
    expect([...world.channels.keys()]).toEqual(ids)
    expect(world.application.token).toBe(token)
  })

  test('makes fifty guilds with people of their own', () => {
    const world = createWorld({ clock: createStandaloneClock() })
    seedWorld(world)
    const made = Array.from({ length: 50 }, (_, n) =>
      createGuild(world, { name: `Guild ${n}`, moderators: [`mod-${n}`], members: ['alan', `member-${n}`] }),
    )
    expect(new Set(made.map(({ guild }) => guild.id)).size).toBe(50)
    expect(made.every(({ memberIds }) => memberIds[0] === demo.users.alan)).toBe(true)
    expect(made.every(({ guild }) => guild.members.size === 5)).toBe(true)
  })

  test('keeps its logs bounded and counts what it dropped', () => {
    const world = createWorld({ clock: createStandaloneClock(), limits: { requestLog: 3, violations: 2 } })
    const entry: RequestEntry = {
      id: 0,
      at: '',
      method: 'GET',
      path: '/',
      query: '',
      route: null,
      body: null,
      files: [],
      reason: null,
      userAgent: null,
      authorization: 'none',
      status: 200,
      code: null,
      elapsedMs: 0,
      verdict: 'ok',
      explanation: null,
    }
    for (let id = 0; id < 5; id += 1) {
      recordRequest(world, { ...entry, id })
      recordViolation(world, { rule: 'x', explanation: String(id) })
    }
    expect(world.requests.entries.map(({ id }) => id)).toEqual([2, 3, 4])
    expect(world.requests.dropped).toBe(2)
    expect(world.violations.entries.map(({ explanation }) => explanation)).toEqual(['3', '4'])
    expect(world.violations.dropped).toBe(3)
  })
})
