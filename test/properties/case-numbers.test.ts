import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { snowflake } from '../../src/core/snowflake.ts'
import { caseIdFrom, getCase, openCase, openCases } from '../../src/services/cases/index.ts'
import { startCaseWorld } from '../harness/case-world.ts'

let world: Awaited<ReturnType<typeof startCaseWorld>>
beforeAll(async () => {
  world = await startCaseWorld()
})
afterAll(() => world.stop())

const user = { id: snowflake('300000000000000001'), name: 'mallory' }
const warning = { action: 'warn', source: 'command', user, status: 'active' } as const

/** One at a time, several at once, or the same again as a redelivered job would. */
const call = fc.record({
  guild: fc.integer({ min: 0, max: 1 }),
  ids: fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 3 }),
})

it('Property 10: Unique Case ID Generation', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 6 }), async (calls) => {
      const ctxs = [world.ctx(), world.ctx()]
      const written: Set<string>[] = [new Set(), new Set()]
      await Promise.all(
        calls.map(async ({ guild, ids }) => {
          const ctx = ctxs[guild]
          if (ctx === undefined) return
          const cases = await Promise.all(
            [...new Set(ids)].map(async (id) => ({ ...warning, id: await caseIdFrom(`${ctx.guild.id}:${id}`) })),
          )
          for (const { id } of cases) written[guild]?.add(id)
          const [only, second] = cases
          if (only !== undefined && second === undefined) await openCase(ctx, only)
          else await openCases(ctx, cases)
        }),
      )
      for (const [i, ctx] of ctxs.entries()) {
        const count = written[i]?.size ?? 0
        const found = await Promise.all(Array.from({ length: count }, (_, n) => getCase(ctx, n + 1)))
        expect(new Set(found.map((one) => one.id))).toEqual(written[i])
        await expect(getCase(ctx, count + 1)).rejects.toThrow('no case')
      }
    }),
    { numRuns: 100 },
  )
})
