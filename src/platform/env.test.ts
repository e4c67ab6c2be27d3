import { describe, expect, it } from 'vitest'
import { clockAt, clockOf } from './clock.ts'
import { parseEnv } from './env.ts'

const complete = {
  PUBLIC_URL: 'http://127.0.0.1:8787',
  DISCORD_APPLICATION_ID: '175928847299117063',
  DISCORD_PUBLIC_KEY: 'ab'.repeat(32),
  DISCORD_TOKEN: 'token',
  DATABASE_URL: 'postgres://app@localhost/db',
  DATABASE_SYSTEM_URL: 'postgres://system@localhost/db',
  UPSTASH_REDIS_REST_URL: 'http://127.0.0.1:8790',
  UPSTASH_REDIS_REST_TOKEN: 'token',
  QSTASH_TOKEN: 'token',
  QSTASH_CURRENT_SIGNING_KEY: 'sig_a',
  QSTASH_NEXT_SIGNING_KEY: 'sig_b',
  OPERATOR_TOKEN: 'operator-token-1234',
}

describe('configuration', () => {
  it('has defaults for what is the same everywhere', () => {
    expect(parseEnv(complete)).toMatchObject({
      ENVIRONMENT: 'production',
      DISCORD_API_URL: 'https://discord.com/api/v10',
      LOG_LEVEL: 'info',
    })
  })

  it('names every variable that is missing or malformed, and shows no value', () => {
    const bad = () => parseEnv({ ...complete, DISCORD_PUBLIC_KEY: 'my-secret-value', QSTASH_TOKEN: undefined })
    expect(bad).toThrow(/DISCORD_PUBLIC_KEY/)
    expect(bad).toThrow(/QSTASH_TOKEN/)
    expect(bad).not.toThrow(/my-secret-value/)
  })
})

describe('clock', () => {
  const moved = new Headers({ 'x-guildhall-clock-offset': '3600000' })
  const isNow = (time: Date) => Math.abs(time.getTime() - Date.now()) < 1000

  it('follows the local cloud', () => {
    expect(clockOf(moved, true)().getTime() - Date.now()).toBeGreaterThan(3_590_000)
    expect(clockAt(Date.now() + 60_000, true)().getTime() - Date.now()).toBeGreaterThan(59_000)
  })

  it('cannot be moved by a header or a schedule in production', () => {
    expect(isNow(clockOf(moved, false)())).toBe(true)
    expect(isNow(clockAt(Date.now() + 60_000, false)())).toBe(true)
    expect(isNow(clockOf(new Headers({ 'x-guildhall-clock-offset': 'soon' }), true)())).toBe(true)
  })
})
