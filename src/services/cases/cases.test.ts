import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CaseCtx, startCaseWorld } from '../../../test/harness/case-world.ts'
import { AppError } from '../../core/errors.ts'
import { type Snowflake, snowflake } from '../../core/snowflake.ts'
import {
  activeWarnings,
  addEvidence,
  type CaseAction,
  deleteCase,
  dueCase,
  editReason,
  eraseGuildCases,
  eraseUserCases,
  exportUserCases,
  findCase,
  finishCase,
  getCase,
  memberHistory,
  openCase,
  recentReasons,
  recordDelivery,
  searchCases,
  settleCase,
  suggestCases,
} from './index.ts'
import { caseCounters } from './schema.ts'

let world: Awaited<ReturnType<typeof startCaseWorld>>
beforeAll(async () => {
  world = await startCaseWorld()
})
afterAll(() => world.stop())

const mallory = { id: snowflake('300000000000000001'), name: 'mallory' }
const eve = { id: snowflake('300000000000000002'), name: 'eve' }

async function open(
  ctx: CaseCtx,
  action: CaseAction,
  more: { user?: typeof eve; reason?: string; durationMs?: number } = {},
) {
  const status = action === 'warn' || action === 'note' ? 'active' : 'pending'
  return (await openCase(ctx, { action, source: 'command', user: mallory, status, ...more })).case
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof AppError)) throw error ?? new Error('nothing was thrown')
  return error.code
}

describe('a case', () => {
  it('is found by its number in its own guild only', async () => {
    const [ctx, other] = [world.ctx(), world.ctx()]
    const opened = await open(ctx, 'warn')
    expect(await getCase(ctx, 1)).toEqual(opened)
    expect(await codeOf(getCase(other, 1))).toBe('not_found')
    expect(await findCase(other, opened.id)).toBeUndefined()
  })

  it('that does not exist cannot be changed, and trying leaves nothing behind', async () => {
    const ctx = world.ctx()
    expect(await codeOf(deleteCase(ctx, { number: 7, decayDays: 30 }))).toBe('not_found')
    expect(await codeOf(editReason(ctx, { number: 7, reason: 'x' }))).toBe('not_found')
    const [counters] = await ctx.guild.db.read((db) => [db.select().from(caseCounters)])
    expect(counters).toEqual([])
  })

  it('keeps every earlier reason with who changed it', async () => {
    const ctx = world.ctx()
    await open(ctx, 'warn', { reason: 'first' })
    await editReason(ctx, { number: 1, reason: 'second' })
    const edited = await editReason(ctx, { number: 1, reason: "third '; drop table" })
    expect(edited.reason).toBe("third '; drop table")
    expect(edited.reasonEdits.map((edit) => edit.before)).toEqual(['first', 'second'])
    expect(edited.editedBy).toBe(snowflake('200000000000000001'))
  })

  it('that is deleted keeps its number, no longer counts and cannot be changed', async () => {
    const ctx = world.ctx()
    await open(ctx, 'warn')
    await open(ctx, 'warn')
    expect(await activeWarnings(ctx, { userId: mallory.id, decayDays: 30 })).toBe(2)
    await ctx.settled()
    const deleted = await deleteCase(ctx, { number: 1, decayDays: 30 })
    expect(deleted.status).toBe('deleted')
    expect(await activeWarnings(ctx, { userId: mallory.id, decayDays: 30 })).toBe(1)
    expect((await open(ctx, 'warn')).number).toBe(3)
    expect(await codeOf(deleteCase(ctx, { number: 1, decayDays: 30 }))).toBe('conflict')
    expect(await codeOf(editReason(ctx, { number: 1, reason: 'x' }))).toBe('conflict')
    expect(await codeOf(deleteCase(ctx, { number: 99, decayDays: 30 }))).toBe('not_found')
  })

  it('takes ten links of evidence and no more', async () => {
    const ctx = world.ctx()
    await open(ctx, 'warn')
    for (let i = 0; i < 10; i += 1) await addEvidence(ctx, { number: 1, url: `https://example.org/${i}`, excerpt: 'x' })
    expect((await getCase(ctx, 1)).evidence).toHaveLength(10)
    expect(await codeOf(addEvidence(ctx, { number: 1, url: 'https://example.org/11' }))).toBe('limit')
    expect(await codeOf(addEvidence(ctx, { number: 2, url: 'https://example.org/11' }))).toBe('not_found')
  })

  it('remembers whether the message arrived and where it was logged', async () => {
    const ctx = world.ctx()
    const opened = await open(ctx, 'warn')
    const log = { channelId: snowflake('500000000000000001'), messageId: snowflake('500000000000000002') }
    await recordDelivery(ctx, { id: opened.id })
    await recordDelivery(ctx, { id: opened.id, dm: 'closed', log })
    expect(await getCase(ctx, 1)).toMatchObject({
      dm: 'closed',
      logChannelId: log.channelId,
      logMessageId: log.messageId,
    })
  })
})

describe('the end of an effect', () => {
  it('comes once, and not before Discord confirmed the case', async () => {
    const ctx = world.ctx()
    const opened = await open(ctx, 'timeout', { durationMs: 1000 })
    await finishCase(ctx, opened, { status: 'active', dm: 'sent' })
    expect(await getCase(ctx, 1)).toMatchObject({ status: 'active', dm: 'sent' })
    expect(await settleCase(ctx, { id: opened.id, status: 'expired' })).toBe(true)
    expect(await settleCase(ctx, { id: opened.id, status: 'expired' })).toBe(false)
    expect((await getCase(ctx, 1)).status).toBe('expired')
  })

  it('never comes for a case that failed', async () => {
    const ctx = world.ctx()
    const opened = await open(ctx, 'tempban', { durationMs: 1000 })
    await finishCase(ctx, opened, { status: 'failed' })
    expect(await dueCase(ctx, opened.id)).toBeUndefined()
    expect(await settleCase(ctx, { id: opened.id, status: 'expired' })).toBe(false)
    await finishCase(ctx, opened, { status: 'active' })
    expect((await getCase(ctx, 1)).status).toBe('failed')
  })

  it('comes with a later ban or unban of the same person, and of nobody else', async () => {
    const ctx = world.ctx()
    const [first, other] = [
      await open(ctx, 'tempban', { durationMs: 1000 }),
      await open(ctx, 'tempban', { durationMs: 1000, user: eve }),
    ]
    await finishCase(ctx, first, { status: 'active' })
    await finishCase(ctx, other, { status: 'active' })
    const later = await open(ctx, 'ban')
    expect((await dueCase(ctx, first.id))?.supersededBy?.id).toBe(later.id)
    await finishCase(ctx, later, { status: 'active' })
    expect(await dueCase(ctx, first.id)).toBeUndefined()
    expect((await getCase(ctx, first.number)).status).toBe('lifted')
    expect((await dueCase(ctx, other.id))?.supersededBy).toBeUndefined()
  })

  it('still comes for a temporary ban whose case was deleted', async () => {
    const ctx = world.ctx()
    const opened = await open(ctx, 'tempban', { durationMs: 1000 })
    await finishCase(ctx, opened, { status: 'active' })
    await deleteCase(ctx, { number: 1, decayDays: 30 })
    expect((await dueCase(ctx, opened.id))?.case.id).toBe(opened.id)
    expect(await settleCase(ctx, { id: opened.id, status: 'expired' })).toBe(true)
    expect((await getCase(ctx, 1)).status).toBe('deleted')
  })
})

describe('finding cases', () => {
  async function someCases(): Promise<CaseCtx> {
    const ctx = world.ctx()
    const reasons = ['spam 100%', 'spam_link', 'Caps', 'spamXlink', '\\o/']
    for (const reason of reasons) await open(ctx, 'warn', { reason })
    await open(ctx, 'note', { reason: 'caps again', user: eve })
    return ctx
  }
  const numbers = (cases: { number: number }[]) => cases.map((found) => found.number)

  it('takes the characters of the text literally, in upper and lower case', async () => {
    const ctx = await someCases()
    const find = async (text: string) => numbers((await searchCases(ctx, { text, limit: 10 })).cases)
    expect(await find('caps')).toEqual([6, 3])
    expect(await find('m_l')).toEqual([2])
    expect(await find('100%')).toEqual([1])
    expect(await find('%')).toEqual([1])
    expect(await find('\\')).toEqual([5])
    expect(await find("' or 1=1 --")).toEqual([])
  })

  it('filters by member, moderator, type and date', async () => {
    const ctx = await someCases()
    const moderatorId = snowflake('200000000000000001')
    const find = async (filter: Partial<Parameters<typeof searchCases>[1]>) =>
      numbers((await searchCases(ctx, { limit: 10, ...filter })).cases)
    expect(await find({ userId: eve.id })).toEqual([6])
    expect(await find({ action: 'note' })).toEqual([6])
    expect(await find({ moderatorId })).toHaveLength(6)
    expect(await find({ moderatorId: eve.id })).toEqual([])
    expect(await find({ since: new Date(Date.now() + 60_000) })).toEqual([])
    expect(await find({ until: new Date(Date.now() + 60_000) })).toHaveLength(6)
  })

  it('goes on below the last number, whatever was added meanwhile', async () => {
    const ctx = await someCases()
    const first = await searchCases(ctx, { limit: 4 })
    expect(numbers(first.cases)).toEqual([6, 5, 4, 3])
    await open(ctx, 'warn')
    const second = await searchCases(ctx, { limit: 4, before: first.next })
    expect(numbers(second.cases)).toEqual([2, 1])
    expect(second.next).toBeUndefined()
  })

  it('shows the history of a member in pages and never one beyond the last', async () => {
    const ctx = await someCases()
    const page = (wanted: number, userId: Snowflake = mallory.id) =>
      memberHistory(ctx, { userId, page: wanted, pageSize: 2 })
    expect(await page(1)).toMatchObject({ page: 1, pages: 3, total: 5 })
    expect(numbers((await page(3)).cases)).toEqual([1])
    expect(await page(99)).toMatchObject({ page: 3 })
    expect(await page(-5)).toMatchObject({ page: 1 })
    expect(await page(1, snowflake('300000000000000009'))).toMatchObject({ pages: 1, total: 0, cases: [] })
  })

  it('offers numbers by their first digits and reasons that the moderator wrote', async () => {
    const ctx = await someCases()
    expect(numbers(await suggestCases(ctx, ''))).toEqual([6, 5, 4, 3, 2, 1])
    expect(numbers(await suggestCases(ctx, '#3'))).toEqual([3])
    const reasons = await recentReasons(ctx, snowflake('200000000000000001'), 2)
    expect(reasons).toEqual(['\\o/', 'spamXlink'])
  })
})

describe('privacy', () => {
  it('exports what is stored about a person, without the moderators', async () => {
    const ctx = world.ctx()
    await open(ctx, 'warn', { reason: 'spam' })
    await addEvidence(ctx, { number: 1, url: 'https://example.org' })
    await open(ctx, 'warn', { user: eve })
    const exported = await exportUserCases(ctx, mallory.id)
    expect(exported).toHaveLength(1)
    expect(exported[0]).toMatchObject({ case: 1, reason: 'spam', name: 'mallory' })
    expect(JSON.stringify(exported)).not.toContain('200000000000000001')
  })

  it('forgets names and words about a person but keeps the act, and forgets a moderator by name', async () => {
    const ctx = world.ctx()
    await open(ctx, 'warn', { reason: 'spam' })
    await open(ctx, 'warn', { user: eve, reason: 'other' })
    expect(await eraseUserCases(ctx, mallory.id)).toBe(1)
    expect(await getCase(ctx, 1)).toMatchObject({ userId: mallory.id, userName: null, reason: null, evidence: [] })
    expect(await getCase(ctx, 2)).toMatchObject({ reason: 'other', userName: 'eve' })
    expect(await eraseUserCases(ctx, snowflake('200000000000000001'))).toBe(2)
    expect((await getCase(ctx, 2)).moderatorName).toBeNull()
  })

  it('erases a guild and starts its numbers again', async () => {
    const [ctx, other] = [world.ctx(), world.ctx()]
    await open(ctx, 'warn')
    await open(other, 'warn')
    expect(await eraseGuildCases(ctx)).toBe(1)
    expect((await open(ctx, 'warn')).number).toBe(1)
    expect(await getCase(other, 1)).toBeDefined()
  })
})
