import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { killer } from '../../../../test/harness/bulk-world.ts'
import { type CaseCtx, type CaseCtxOptions, startCaseWorld } from '../../../../test/harness/case-world.ts'
import {
  type FakeDiscord,
  facts,
  fakeDiscord,
  LOG,
  logChannel,
  order,
  type Refusals,
  subject,
} from '../../../../test/harness/moderation-kit.ts'
import { stillClock } from '../../../../test/properties/data-world.ts'
import { getCase, openCase } from '../../../services/cases/index.ts'
import { liftBan } from './lift-ban.ts'
import { punish } from './punish.ts'

let world: Awaited<ReturnType<typeof startCaseWorld>>
beforeAll(async () => {
  world = await startCaseWorld()
})
afterAll(() => world.stop())

function ctxWith(discord: FakeDiscord, options: CaseCtxOptions = {}): CaseCtx {
  return world.ctx({ discord, facts, settings: { log_channel_id: logChannel }, ...options })
}

describe('the end of a temporary ban', () => {
  async function banned(discord: FakeDiscord, now = () => new Date()): Promise<{ ctx: CaseCtx; caseId: string }> {
    const ctx = ctxWith(discord, { now })
    const { case: opened } = await punish(ctx, order('tempban', { durationMs: 60_000, notify: false }))
    await ctx.settled()
    discord.requests.length = 0
    return { ctx, caseId: opened.id }
  }

  it('unbans and reports once, however often the job is delivered', async () => {
    const discord = fakeDiscord()
    const { ctx, caseId } = await banned(discord)
    await liftBan(ctx, caseId)
    await liftBan(ctx, caseId)
    expect(discord.calls()).toEqual(['DELETE /guilds/bans', LOG])
    expect((await getCase(ctx, 1)).status).toBe('expired')
  })

  it('is reported before it counts as done, so that a job cut off in between still reports it', async () => {
    const refuse: Refusals = {}
    const discord = fakeDiscord({ refuse })
    const { ctx, caseId } = await banned(discord)
    const seen: string[] = []
    const watched: FakeDiscord = {
      ...discord,
      async request<T>(request: Parameters<FakeDiscord['request']>[0]) {
        seen.push((await getCase(ctx, 1)).status)
        return discord.request<T>(request)
      },
    }
    await liftBan({ ...ctx, discord: watched }, caseId)
    expect(seen).toEqual(['active', 'active'])
    expect((await getCase(ctx, 1)).status).toBe('expired')
  })

  it('cut off after its message is not posted again, however late the job comes back', async () => {
    const discord = fakeDiscord()
    const { ctx, caseId } = await banned(discord)
    await expect(liftBan(killer([1]).wrap(ctx), caseId)).rejects.toThrow('killed')
    expect((await getCase(ctx, 1)).status).toBe('active')
    await liftBan(ctx, caseId, { attempt: 2 })
    expect(discord.calls()).toEqual(['DELETE /guilds/bans', LOG, 'DELETE /guilds/bans', 'GET /channels/messages'])
    expect((await getCase(ctx, 1)).status).toBe('expired')
  })

  it('does nothing after an unban by hand or a new ban', async () => {
    for (const action of ['unban', 'ban'] as const) {
      const discord = fakeDiscord()
      const { ctx, caseId } = await banned(discord)
      await punish(ctx, order(action, { notify: false }))
      await ctx.settled()
      discord.requests.length = 0
      await liftBan(ctx, caseId)
      expect(discord.calls()).toEqual([])
      expect((await getCase(ctx, 1)).status).toBe('lifted')
    }
  })

  it('waits while a new ban is under way, and yields to one that was cut off', async () => {
    const clock = stillClock()
    const discord = fakeDiscord()
    const { ctx, caseId } = await banned(discord, clock.now)
    await openCase(ctx, { action: 'ban', source: 'command', user: subject })
    await expect(liftBan(ctx, caseId)).rejects.toThrow('under way')
    expect((await getCase(ctx, 1)).status).toBe('active')
    clock.advance(120_000)
    await liftBan(ctx, caseId)
    expect((await getCase(ctx, 1)).status).toBe('lifted')
    expect(discord.calls()).toEqual([])
  })

  it('closes the case when nobody is banned any more', async () => {
    const refuse: Refusals = {}
    const discord = fakeDiscord({ refuse })
    const { ctx, caseId } = await banned(discord)
    refuse['DELETE /guilds/bans'] = { status: 404, code: 10026 }
    await liftBan(ctx, caseId)
    expect((await getCase(ctx, 1)).status).toBe('expired')
  })

  it('stays due while Discord cannot be reached', async () => {
    const refuse: Refusals = {}
    const discord = fakeDiscord({ refuse })
    const { ctx, caseId } = await banned(discord)
    refuse['DELETE /guilds/bans'] = 'unreachable'
    await expect(liftBan(ctx, caseId)).rejects.toThrow('cannot be reached')
    expect((await getCase(ctx, 1)).status).toBe('active')
  })
})
