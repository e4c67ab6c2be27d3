import { afterAll, beforeAll, expect, it } from 'vitest'
import { type CaseCtx, startCaseWorld } from '../../../test/harness/case-world.ts'
import { snowflake } from '../../core/snowflake.ts'
import { openCase } from '../../services/cases/index.ts'
import { privacy } from './privacy.ts'
import { moderationChannelLocks, moderationRunItems, moderationRuns } from './schema.ts'

let world: Awaited<ReturnType<typeof startCaseWorld>>
beforeAll(async () => {
  world = await startCaseWorld()
})
afterAll(() => world.stop())

const moderator = snowflake('200000000000000001')
const mallory = { id: snowflake('300000000000000001'), name: 'mallory' }
let runs = 0

async function prepared(): Promise<CaseCtx> {
  const ctx = world.ctx()
  const guildId = ctx.guild.id
  runs += 1
  const id = snowflake(String(700_000_000_000_000_000n + BigInt(runs)))
  const channelId = snowflake('500000000000000001')
  const at = ctx.now()
  await openCase(ctx, { action: 'ban', source: 'bulk', user: mallory, reason: 'raid' })
  await ctx.guild.db.commit((db) => [
    db.insert(moderationRuns).values({
      id,
      guildId,
      kind: 'massban',
      state: 'running',
      createdBy: moderator,
      createdByName: 'ada',
      channelId,
      locale: 'en',
      reason: 'raid',
      options: { kind: 'massban', deleteSeconds: 0, invalid: [], invalidCount: 0, repeated: 0 },
      createdAt: at,
    }),
    db
      .insert(moderationRunItems)
      .values({ runId: id, subjectId: mallory.id, guildId, position: 1, state: 'ready', name: 'mallory' }),
    db
      .insert(moderationChannelLocks)
      .values({ guildId, channelId, lockId: crypto.randomUUID(), lockedBy: moderator, lockedAt: at }),
  ])
  return ctx
}

it('exports cases, runs and locks of a person', async () => {
  const ctx = await prepared()
  const about = JSON.stringify(await privacy.exportUser(ctx, mallory.id))
  expect(about).toContain('raid')
  expect(about).not.toContain('ada')
  expect(await privacy.exportUser(ctx, moderator)).toMatchObject({
    cases: [],
    runs: { started: [{ kind: 'massban' }], locked: [{}], about: [] },
  })
})

it('forgets names of people and of moderators', async () => {
  const ctx = await prepared()
  expect(await privacy.eraseUser(ctx, mallory.id)).toBe(2)
  expect(await privacy.eraseUser(ctx, moderator)).toBe(2)
  expect(JSON.stringify(await privacy.exportUser(ctx, mallory.id))).not.toMatch(/mallory|raid/)
})

it('erases a guild and no other', async () => {
  const [ctx, other] = [await prepared(), await prepared()]
  expect(await privacy.eraseGuild(ctx)).toBe(3)
  expect(await privacy.eraseGuild(ctx)).toBe(0)
  expect(await privacy.eraseGuild(other)).toBe(3)
})
