import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CaseCtx, type CaseCtxOptions, startCaseWorld } from '../../../../test/harness/case-world.ts'
import {
  adminRole,
  type FakeDiscord,
  facts,
  fakeDiscord,
  LOG,
  logChannel,
  order,
  type Refusals,
} from '../../../../test/harness/moderation-kit.ts'
import { getCase, searchCases } from '../../../services/cases/index.ts'
import { escalate } from './escalate.ts'
import { punish } from './punish.ts'

let world: Awaited<ReturnType<typeof startCaseWorld>>
beforeAll(async () => {
  world = await startCaseWorld()
})
afterAll(() => world.stop())

function ctxWith(discord: FakeDiscord, options: CaseCtxOptions = {}): CaseCtx {
  return world.ctx({ discord, facts, settings: { log_channel_id: logChannel }, ...options })
}

describe('an escalation', () => {
  async function warned(discord: FakeDiscord, settings: Record<string, unknown>) {
    const ctx = ctxWith(discord, { settings: { log_channel_id: logChannel, dm_on_action: false, ...settings } })
    const { case: warning } = await punish(ctx, order('warn'))
    await ctx.settled()
    discord.requests.length = 0
    return { ctx, warning }
  }
  const only = (level: string) => ({
    escalation_warn_threshold: 0,
    escalation_timeout_threshold: 0,
    escalation_kick_threshold: 0,
    escalation_ban_threshold: 0,
    [`escalation_${level}_threshold`]: 1,
  })

  it.each([
    ['warn', []],
    ['timeout', ['PATCH /guilds/members']],
    ['kick', ['DELETE /guilds/members']],
    ['ban', ['PUT /guilds/bans']],
  ] as const)('to %s is carried out once by the bot, with a case of its own', async (level, effect) => {
    const discord = fakeDiscord()
    const { ctx, warning } = await warned(discord, only(level))
    expect(warning.escalation).toBe(level)
    await escalate(ctx, warning.id)
    await ctx.settled()
    await escalate(ctx, warning.id)
    await ctx.settled()
    expect(discord.calls()).toEqual(['GET /guilds/members', ...effect, LOG])
    const { cases } = await searchCases(ctx, { limit: 9 })
    expect(cases).toHaveLength(2)
    expect(cases[0]).toMatchObject({ action: level, source: 'escalation', reason: '1 active warning (case #1)' })
  })

  it('obeys the role order of the bot and reports what stood in the way', async () => {
    const discord = fakeDiscord({ roles: [adminRole] })
    const { ctx, warning } = await warned(discord, only('ban'))
    await escalate(ctx, warning.id)
    expect(discord.calls()).toEqual(['GET /guilds/members', LOG])
    expect(JSON.stringify(discord.requests.at(-1)?.body)).toContain('my role is not above theirs')
    await expect(getCase(ctx, 2)).rejects.toThrow('no case')
  })

  it('reports an obstacle once, however often and late the job runs', async () => {
    const discord = fakeDiscord({ roles: [adminRole] })
    const { ctx, warning } = await warned(discord, only('ban'))
    for (const attempt of [1, 2]) await escalate(ctx, warning.id, { attempt })
    expect(discord.calls().filter((call) => call === LOG)).toHaveLength(1)
    expect(discord.calls().at(-1)).toBe('GET /channels/messages')
  })

  it('bans people who left, and reports that others cannot be reached', async () => {
    const refuse: Refusals = { 'GET /guilds/members': { status: 404, code: 10007 } }
    const discord = fakeDiscord({ refuse })
    const ban = await warned(discord, only('ban'))
    await escalate(ban.ctx, ban.warning.id)
    await ban.ctx.settled()
    expect(discord.calls()).toContain('PUT /guilds/bans')
    const kick = await warned(discord, only('kick'))
    await escalate(kick.ctx, kick.warning.id)
    expect(discord.calls()).not.toContain('DELETE /guilds/members')
    expect(JSON.stringify(discord.requests.at(-1)?.body)).toContain('is not on the server any more')
  })

  it('is taken up again where it was cut off', async () => {
    const refuse: Refusals = { 'PUT /guilds/bans': 'unreachable' }
    const discord = fakeDiscord({ refuse })
    const { ctx, warning } = await warned(discord, only('ban'))
    await expect(escalate(ctx, warning.id)).rejects.toThrow('cannot be reached')
    await ctx.settled()
    expect((await getCase(ctx, 2)).status).toBe('pending')
    delete refuse['PUT /guilds/bans']
    await escalate(ctx, warning.id)
    await ctx.settled()
    expect((await getCase(ctx, 2)).status).toBe('active')
    await expect(getCase(ctx, 3)).rejects.toThrow('no case')
  })

  it('that Discord refuses is reported and not tried again', async () => {
    const discord = fakeDiscord({ refuse: { 'PUT /guilds/bans': { status: 403, code: 50013 } } })
    const { ctx, warning } = await warned(discord, only('ban'))
    await escalate(ctx, warning.id)
    await ctx.settled()
    expect((await getCase(ctx, 2)).status).toBe('failed')
    expect(JSON.stringify(discord.requests.at(-1)?.body)).toContain('Discord refused')
  })

  it('does not come for a warning that crossed no level', async () => {
    const discord = fakeDiscord()
    const { ctx, warning } = await warned(discord, {})
    await escalate(ctx, warning.id)
    await escalate(ctx, crypto.randomUUID())
    expect(discord.calls()).toEqual([])
  })
})
