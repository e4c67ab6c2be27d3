import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCaseWorld } from '../../../../test/harness/case-world.ts'
import { isSnowflake, snowflake } from '../../../core/snowflake.ts'
import { openCases } from '../../../services/cases/index.ts'
import { packId, searchAnswer, unpackId } from './search.ts'

let world: Awaited<ReturnType<typeof startCaseWorld>>
beforeAll(async () => {
  world = await startCaseWorld()
})
afterAll(() => world.stop())

describe('ids in a custom id', () => {
  it('come back as they were, in at most 13 characters', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 10n ** 16n, max: 2n ** 63n - 1n }), (value) => {
        fc.pre(isSnowflake(String(value)))
        const id = snowflake(String(value))
        expect(packId(id).length).toBeLessThanOrEqual(13)
        expect(unpackId(packId(id))).toBe(id)
      }),
    )
  })

  it('that nobody packed filter nothing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const id = unpackId(text)
        expect(id === undefined || isSnowflake(id)).toBe(true)
      }),
    )
    expect(unpackId(packId(undefined))).toBeUndefined()
  })
})

describe('a page of found cases', () => {
  const largest = snowflake('9223372036854775807')

  async function pageFor(text: string): Promise<string> {
    const ctx = world.ctx()
    const user = { id: largest, name: 'mallory' }
    const moderator = { id: largest, name: 'ada' }
    const inputs = Array.from({ length: 10 }, () => ({
      ...({ id: crypto.randomUUID(), action: 'untimeout', source: 'bulk', user, moderator } as const),
      reason: text,
    }))
    await openCases(ctx, inputs)
    const filter = { userId: largest, moderatorId: largest, action: 'untimeout', text, days: 3650 } as const
    return JSON.stringify(await searchAnswer(ctx, { filter, before: 2_147_483_647 }))
  }

  it('has a button to the next one, with every filter at its longest', async () => {
    expect(await pageFor('x'.repeat(24))).toContain('moderation:find:')
  })

  it('asks to narrow a search whose text leaves no room for the button', async () => {
    const page = await pageFor(':'.repeat(24))
    expect(page).not.toContain('moderation:find:')
    expect(page).toContain('Narrow the search')
  })
})
