import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Cache } from '../../src/core/context.ts'
import { snowflake } from '../../src/core/snowflake.ts'
import { activeWarnings, deleteCase, openCase, searchCases } from '../../src/services/cases/index.ts'
import { type CaseCtx, startCaseWorld } from '../harness/case-world.ts'
import { stillClock } from './data-world.ts'

let world: Awaited<ReturnType<typeof startCaseWorld>>
beforeAll(async () => {
  world = await startCaseWorld()
})
afterAll(() => world.stop())

const DAY_MS = 86_400_000
const DECAY_DAYS = 3
const user = { id: snowflake('300000000000000001'), name: 'mallory' }
const thresholds = { warn: 0, timeout: 0, kick: 0, ban: 0 }

type Step = { kind: 'warn' | 'note' | 'read' } | { kind: 'delete'; number: number } | { kind: 'wait'; hours: number }

const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constantFrom('warn' as const, 'warn' as const, 'note' as const, 'read' as const) }),
    fc.record({ kind: fc.constant('delete' as const), number: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ kind: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 60 }) }),
  ),
  { minLength: 1, maxLength: 8 },
)

/** What Postgres holds, counted here from the rows instead of by the statement under test. */
async function counted(ctx: CaseCtx): Promise<number> {
  const { cases } = await searchCases(ctx, { userId: user.id, limit: 100 })
  const cutoff = ctx.now().getTime() - DECAY_DAYS * DAY_MS
  return cases.filter((one) => one.action === 'warn' && one.status === 'active' && one.createdAt.getTime() > cutoff)
    .length
}

async function take(ctx: CaseCtx, step: Step, advance: (ms: number) => void): Promise<void> {
  switch (step.kind) {
    case 'warn': {
      const id = crypto.randomUUID()
      const job = { kind: 'moderation.escalate', key: id, payload: {}, runAt: ctx.now() }
      const ladder = { thresholds, decayDays: DECAY_DAYS, job }
      await openCase(ctx, { id, action: 'warn', source: 'command', status: 'active', user }, { ladder })
      return
    }
    case 'note':
      await openCase(ctx, { action: 'note', source: 'command', status: 'active', user })
      return
    case 'delete':
      await deleteCase(ctx, { number: step.number, decayDays: DECAY_DAYS }).catch(() => undefined)
      return
    case 'wait':
      advance(step.hours * 3_600_000)
      return
    case 'read':
      await activeWarnings(ctx, { userId: user.id, decayDays: DECAY_DAYS })
  }
}

it('Property 12: Offense Count Consistency', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      const clock = stillClock()
      const ctx = world.ctx({ now: clock.now })
      for (const step of taken) {
        await take(ctx, step, clock.advance)
        await ctx.settled()
        const shown = await activeWarnings(ctx, { userId: user.id, decayDays: DECAY_DAYS })
        expect(shown).toBe(await counted(ctx))
        await ctx.settled()
      }
    }),
    { numRuns: 100 },
  )
})

/** Keeps what is written to Redis back, to let it arrive in another order: by rank, the lowest first. */
function holdWrites(cache: Cache): { cache: Cache; release(ranks: readonly number[]): Promise<void> } {
  const held: (() => Promise<unknown>)[] = []
  return {
    cache: {
      ...cache,
      async script(...call) {
        held.push(() => cache.script(...call))
      },
    },
    async release(ranks) {
      const order = held.map((write, i) => ({ write, rank: ranks[i] ?? i })).sort((a, b) => a.rank - b.rank)
      for (const { write } of order) await write()
    },
  }
}

it('Property 12: Offense Count Consistency, whatever order changes reach Redis in', { timeout: 300_000 }, async () => {
  const change = fc.constantFrom<Step>(
    { kind: 'warn' },
    { kind: 'warn' },
    { kind: 'read' },
    { kind: 'delete', number: 1 },
  )
  const changes = fc.array(change, { minLength: 2, maxLength: 6 })
  const ranks = fc.array(fc.nat(100), { minLength: 6, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(changes, ranks, async (taken, order) => {
      const clock = stillClock()
      const { cache, release } = holdWrites(world.newCache())
      const guildId = world.newGuild()
      const ctx = world.ctx({ guildId, cache, now: clock.now })
      for (const step of taken) await take(ctx, step, clock.advance)
      await ctx.settled()
      await release(order)
      const reader = world.ctx({ guildId, now: clock.now })
      const shown = await activeWarnings(reader, { userId: user.id, decayDays: DECAY_DAYS })
      expect(shown).toBe(await counted(reader))
    }),
    { numRuns: 100 },
  )
})

it('a changed decay setting is counted anew, not read from the cache', async () => {
  const clock = stillClock()
  const ctx = world.ctx({ now: clock.now })
  await take(ctx, { kind: 'warn' }, clock.advance)
  await ctx.settled()
  clock.advance(2 * DAY_MS)
  expect(await activeWarnings(ctx, { userId: user.id, decayDays: 1 })).toBe(0)
  expect(await activeWarnings(ctx, { userId: user.id, decayDays: 3 })).toBe(1)
  expect(await activeWarnings(ctx, { userId: user.id, decayDays: 0 })).toBe(1)
})
