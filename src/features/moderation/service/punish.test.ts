import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CaseCtx, type CaseCtxOptions, startCaseWorld } from '../../../../test/harness/case-world.ts'
import {
  DM,
  errorOf,
  type FakeDiscord,
  facts,
  fakeDiscord,
  LOG,
  logChannel,
  order,
  subject,
} from '../../../../test/harness/moderation-kit.ts'
import { stillClock } from '../../../../test/properties/data-world.ts'
import { findCase, getCase } from '../../../services/cases/index.ts'
import { caseJobs } from '../jobs.ts'
import { auditReason } from './effect.ts'
import { punish } from './punish.ts'

let world: Awaited<ReturnType<typeof startCaseWorld>>
beforeAll(async () => {
  world = await startCaseWorld()
})
afterAll(() => world.stop())

function ctxWith(discord: FakeDiscord, options: CaseCtxOptions = {}): CaseCtx {
  return world.ctx({ discord, facts, settings: { log_channel_id: logChannel }, ...options })
}

describe('an action', () => {
  it('tells the person before it removes them, and writes to the log afterwards', async () => {
    const discord = fakeDiscord()
    const ctx = ctxWith(discord)
    const done = await punish(ctx, order('ban', { deleteMessageSeconds: 86_400 }))
    expect(done.dm).toBe('sent')
    expect(discord.calls()).toEqual([...DM, 'PUT /guilds/bans'])
    await ctx.settled()
    expect(discord.calls().at(-1)).toBe(LOG)
    expect(await getCase(ctx, 1)).toMatchObject({ status: 'active', dm: 'sent', logChannelId: logChannel })
    expect(discord.requests[2]).toMatchObject({
      reason: 'ada (200000000000000001) · case #1: spam',
      body: { delete_message_seconds: 86_400 },
    })
  })

  it.each([
    ['kick', ['DELETE /guilds/members']],
    ['softban', ['PUT /guilds/bans', 'DELETE /guilds/bans']],
    ['tempban', ['PUT /guilds/bans']],
    ['timeout', ['PATCH /guilds/members']],
    ['untimeout', ['PATCH /guilds/members']],
    ['unban', ['DELETE /guilds/bans']],
    ['warn', []],
    ['note', []],
  ] as const)('%s does no more in Discord than it says', async (action, calls) => {
    const discord = fakeDiscord()
    const ctx = ctxWith(discord)
    await punish(ctx, order(action, { notify: false, ...(action === 'tempban' ? { durationMs: 60_000 } : {}) }))
    await ctx.settled()
    expect(discord.calls()).toEqual([...calls, LOG])
    expect((await getCase(ctx, 1)).status).toBe('active')
  })

  it('goes ahead when the person takes no messages, and says so', async () => {
    const discord = fakeDiscord({ refuse: { 'POST /users/@me/channels': { status: 403, code: 50007 } } })
    const ctx = ctxWith(discord)
    expect((await punish(ctx, order('kick'))).dm).toBe('closed')
    await ctx.settled()
    expect(await getCase(ctx, 1)).toMatchObject({ status: 'active', dm: 'closed' })
  })

  it('does not write to bots, to people who are not here, or where the guild does not want it', async () => {
    const discord = fakeDiscord()
    const { member: _, ...absent } = subject
    const ctx = ctxWith(discord)
    const quiet = ctxWith(discord, { settings: { dm_on_action: false } })
    for (const done of [
      await punish(ctx, order('ban', { subject: absent })),
      await punish(ctx, order('kick', { subject: { ...subject, isBot: true } })),
      await punish(quiet, order('kick')),
    ]) {
      expect(done.dm).toBeUndefined()
    }
    expect(discord.calls()).not.toContain('POST /users/@me/channels')
    expect((await punish(quiet, order('kick', { notify: true }))).dm).toBe('sent')
  })

  it('that Discord refuses leaves a failed case and nothing else, and names it', async () => {
    const discord = fakeDiscord({ refuse: { 'PUT /guilds/bans': { status: 403, code: 50013 } } })
    const ctx = ctxWith(discord)
    const error = await errorOf(punish(ctx, order('ban', { notify: false })))
    await ctx.settled()
    expect(error.code).toBe('discord')
    expect(error.text('en')).toContain('#1')
    expect((await getCase(ctx, 1)).status).toBe('failed')
    expect(discord.calls()).toEqual([])
  })

  it('on someone who left in between fails with words for it', async () => {
    const discord = fakeDiscord({ refuse: { 'DELETE /guilds/members': { status: 404, code: 10007 } } })
    const ctx = ctxWith(discord)
    expect((await errorOf(punish(ctx, order('kick', { notify: false })))).code).toBe('conflict')
    await ctx.settled()
    expect((await getCase(ctx, 1)).status).toBe('failed')
  })

  it('on an account that does not exist says so, not that it is not on the server', async () => {
    const discord = fakeDiscord({ refuse: { 'PUT /guilds/bans': { status: 404, code: 10013 } } })
    const error = await errorOf(punish(ctxWith(discord), order('ban', { notify: false })))
    expect([error.code, error.text('en')]).toEqual([
      'not_found',
      'Case #1 failed: That account does not exist (any more).',
    ])
  })

  it('needs a reason where the guild asks for one, and changes nothing without', async () => {
    const discord = fakeDiscord()
    const ctx = ctxWith(discord, { settings: { require_reason: true } })
    expect((await errorOf(punish(ctx, order('kick', { reason: '  ' })))).code).toBe('invalid_input')
    expect((await errorOf(punish(ctx, order('note', { reason: '' })))).code).toBe('invalid_input')
    expect(discord.calls()).toEqual([])
    await expect(getCase(ctx, 1)).rejects.toThrow('no case')
  })

  it('asks for the job that ends it', async () => {
    const clock = stillClock()
    const ctx = ctxWith(fakeDiscord(), { now: clock.now })
    await punish(ctx, order('tempban', { durationMs: 60_000 }))
    await punish(ctx, order('timeout', { durationMs: 30_000 }))
    const jobs = ctx.announced.map(({ kind, runAt }) => [kind, runAt.getTime() - clock.now().getTime()])
    expect(jobs).toEqual([
      ['moderation.lift-ban', 60_000],
      ['moderation.expire-case', 30_000],
    ])
  })

  it('is logged without failing when the log channel is gone', async () => {
    const discord = fakeDiscord({ refuse: { [LOG]: { status: 404, code: 10003 } } })
    const ctx = ctxWith(discord)
    await punish(ctx, order('warn', { notify: false }))
    await ctx.settled()
    expect(await getCase(ctx, 1)).toMatchObject({ status: 'active', logMessageId: null })
  })
})

it('the jobs of a case run by its id', async () => {
  const ctx = ctxWith(fakeDiscord())
  const { case: opened } = await punish(ctx, order('timeout', { durationMs: 1000 }))
  await ctx.settled()
  for (const job of caseJobs) {
    await job.run(ctx, { caseId: opened.id }, { id: 'job', key: 'key', attempt: 1 })
    expect(() => job.run(ctx, { caseId: 7 }, { id: 'job', key: 'key', attempt: 1 })).toThrow()
  }
  expect((await findCase(ctx, opened.id))?.status).toBe('expired')
})

it('the audit log names the moderator, the case and the reason', async () => {
  const ctx = ctxWith(fakeDiscord())
  const { case: opened } = await punish(ctx, { ...order('warn'), reason: undefined })
  expect(auditReason(opened)).toBe('ada (200000000000000001) · case #1')
  expect(auditReason({ ...opened, moderatorName: null, reason: 'x' })).toContain('case #1: x')
})
