import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cacheKey, NO_GUILD } from './cache-key.ts'
import { snowflake } from './snowflake.ts'

const guild = snowflake('175928847299117063')

describe('cache keys', () => {
  it('name the guild and the feature first', () => {
    expect(cacheKey(guild, 'config', 'main')).toBe(`bot:${guild}:config:main`)
    expect(cacheKey(NO_GUILD, 'commands', 'ids')).toBe('bot:0:commands:ids')
  })

  it('Property 27: Redis Key Naming Convention - follow bot:{guildId}:{feature}:{key} or are refused', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (feature, key) => {
        let made: string
        try {
          made = cacheKey(guild, feature, key)
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError)
          return
        }
        expect(made).toMatch(new RegExp(`^bot:${guild}:[\\w.-]+:[\\w.:-]+$`))
      }),
      { numRuns: 500 },
    )
  })
})
