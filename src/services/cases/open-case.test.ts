import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCaseWorld } from '../../../test/harness/case-world.ts'
import { snowflake } from '../../core/snowflake.ts'
import { caseIdFrom } from './case-id.ts'
import { type NewCase, openCase, openCases } from './open-case.ts'

let world: Awaited<ReturnType<typeof startCaseWorld>>
beforeAll(async () => {
  world = await startCaseWorld()
})
afterAll(() => world.stop())

const user = { id: snowflake('300000000000000001'), name: 'mallory' }
const warning: NewCase = { action: 'warn', source: 'command', user, status: 'active', reason: 'spam' }
const thresholds = { warn: 3, timeout: 5, kick: 7, ban: 10 }

function ladderFor(id: string) {
  const job = { kind: 'moderation.escalate', key: `escalate:${id}`, payload: { caseId: id }, runAt: new Date() }
  return { ladder: { thresholds, decayDays: 30, job } }
}

describe('opening a case', () => {
  it('numbers the cases of each guild from 1 on', async () => {
    const [one, other] = [world.ctx(), world.ctx()]
    const numbers = [
      await openCase(one, warning),
      await openCase(one, warning),
      await openCase(other, warning),
      await openCase(one, warning),
    ].map((opened) => opened.case.number)
    expect(numbers).toEqual([1, 2, 1, 3])
  })

  it('leaves no gap when the same id is written again, and answers the case as it is', async () => {
    const ctx = world.ctx()
    const id = await caseIdFrom(`${ctx.guild.id}:1`)
    const first = await openCase(ctx, { ...warning, id })
    const again = await openCase(ctx, { ...warning, id, reason: 'another' })
    const next = await openCase(ctx, warning)
    expect(again.case).toEqual(first.case)
    expect(next.case.number).toBe(2)
  })

  it('numbers many in the order given and skips those that exist', async () => {
    const ctx = world.ctx()
    const [a, b, c] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()]
    await openCases(ctx, [{ ...warning, id: b }])
    const opened = await openCases(ctx, [
      { ...warning, id: a },
      { ...warning, id: b },
      { ...warning, id: c },
    ])
    expect(opened.map((one) => [one.number, one.id])).toEqual([
      [1, b],
      [2, a],
      [3, c],
    ])
  })

  it('takes the expiry from the duration and the clock', async () => {
    const now = new Date('2026-01-01T00:00:00Z')
    const ctx = world.ctx({ now: () => now })
    const { case: opened } = await openCase(ctx, { ...warning, action: 'timeout', durationMs: 60_000 })
    expect(opened.expiresAt).toEqual(new Date('2026-01-01T00:01:00Z'))
    expect(opened.createdAt).toEqual(now)
  })

  it('stores the escalation job with the warning that crosses a level, and with no other', async () => {
    const ctx = world.ctx()
    const crossed: (string | null)[] = []
    for (let i = 0; i < 10; i += 1) {
      const id = crypto.randomUUID()
      const { case: opened, warnings } = await openCase(ctx, { ...warning, id }, ladderFor(id))
      expect(warnings).toBe(i + 1)
      crossed.push(opened.escalation)
    }
    expect(crossed).toEqual([null, null, 'warn', null, 'timeout', null, 'kick', null, null, 'ban'])
    expect(ctx.announced).toHaveLength(4)
  })
})
