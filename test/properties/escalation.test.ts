import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { snowflake } from '../../src/core/snowflake.ts'
import {
  type EscalationLevel,
  escalationLevel,
  escalationLevels,
  isRising,
  openCase,
  type Thresholds,
} from '../../src/services/cases/index.ts'
import { type CaseCtx, startCaseWorld } from '../harness/case-world.ts'

let world: Awaited<ReturnType<typeof startCaseWorld>>
beforeAll(async () => {
  world = await startCaseWorld()
})
afterAll(() => world.stop())

const step = fc.integer({ min: 0, max: 6 })
/** Rising ladders; a step of 0 switches its level off. */
const ladders = fc.tuple(step, step, step, step).map((steps): Thresholds => {
  let height = 0
  const [warn = 0, timeout = 0, kick = 0, ban = 0] = steps.map((rise) => {
    height += rise
    return rise === 0 ? 0 : height
  })
  return { warn, timeout, kick, ban }
})

it('Property 11: Escalation Threshold Calculation', () => {
  fc.assert(
    fc.property(ladders, fc.integer({ min: 0, max: 40 }), (thresholds, count) => {
      expect(isRising(thresholds)).toBe(true)
      const met = escalationLevels
        .map((level) => ({ level, threshold: thresholds[level] }))
        .filter(({ threshold }) => threshold > 0 && threshold <= count)
        .sort((a, b) => b.threshold - a.threshold)
      expect(escalationLevel(count, thresholds)).toBe(met[0]?.level)
    }),
    { numRuns: 1000 },
  )
})

it('Property 11: Escalation Threshold Calculation, a ladder that does not rise is refused', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 4, maxLength: 4 }), (steps) => {
      const [warn = 0, timeout = 0, kick = 0, ban = 0] = steps
      const rises = warn < timeout && timeout < kick && kick < ban
      expect(isRising({ warn, timeout, kick, ban })).toBe(rises)
    }),
    { numRuns: 1000 },
  )
})

async function warn(ctx: CaseCtx, thresholds: Thresholds): Promise<EscalationLevel | null> {
  const id = crypto.randomUUID()
  const job = { kind: 'moderation.escalate', key: `escalate:${id}`, payload: { caseId: id }, runAt: new Date() }
  const opened = await openCase(
    ctx,
    {
      id,
      action: 'warn',
      source: 'command',
      status: 'active',
      user: { id: snowflake('300000000000000001'), name: 'm' },
    },
    { ladder: { thresholds, decayDays: 30, job } },
  )
  return opened.case.escalation
}

it('Property 11: Escalation Threshold Calculation, concurrent warnings fire each level once and store one job for it', {
  timeout: 300_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(ladders, fc.integer({ min: 1, max: 10 }), async (thresholds, count) => {
      const ctx = world.ctx()
      const crossed = await Promise.all(Array.from({ length: count }, () => warn(ctx, thresholds)))
      const fired = crossed.filter((level) => level !== null)
      const reached = Array.from({ length: count }, (_, n) => escalationLevel(n + 1, thresholds))
      const due = new Set(reached.filter((level) => level !== undefined))
      expect(new Set(fired)).toEqual(due)
      expect(fired).toHaveLength(due.size)
      expect(ctx.announced).toHaveLength(due.size)
    }),
    { numRuns: 100 },
  )
})
