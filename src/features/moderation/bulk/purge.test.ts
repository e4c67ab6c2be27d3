import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FakeDiscord, fakeDiscord, killer, startBulkWorld } from '../../../../test/harness/bulk-world.ts'
import { type Snowflake, snowflake, snowflakeAt } from '../../../core/snowflake.ts'
import { searchCases } from '../../../services/cases/index.ts'
import { readRun } from '../run-store.ts'
import { purgeCommand, purgeStop } from './purge-command.ts'
import { purgeStep } from './purge-step.ts'

let world: Awaited<ReturnType<typeof startBulkWorld>>
beforeAll(async () => {
  world = await startBulkWorld()
})
afterAll(() => world.stop())

const start = Date.now()
const ADMINISTRATOR = 1n << 3n
const DAY = 86_400_000
const authors = [snowflake('300000000000000001'), snowflake('300000000000000002')]
type Guild = ReturnType<typeof world.guild>

/** Messages of the last seconds, oldest first; every third says "spam". */
function fill(discord: FakeDiscord, count: number, ageMs = 0): string[] {
  const ids = Array.from({ length: count }, (_, i) => snowflakeAt(new Date(start - ageMs - (count - i) * 1000)))
  const made = ids.map((id, i) => ({
    id,
    content: i % 3 === 0 ? 'Spam!' : 'hello',
    author: { id: authors[i % 2] ?? '' },
  }))
  discord.messages.push(...made)
  return ids
}

/** The ids of interactions in this world are old, so each purge says where it starts. */
const fromNow = () => snowflakeAt(new Date(start + 60_000))

async function purge(guild: Guild, options: Record<string, unknown>): Promise<Snowflake> {
  const ctx = guild.interaction({ permissions: ADMINISTRATOR })
  const given = Object.entries({ before: fromNow(), ...options }).map(([name, value]) => ({ name, value }))
  const asked = { ...ctx, interaction: { ...ctx.interaction, appPermissions: ADMINISTRATOR } }
  await purgeCommand.prepare(asked, { options: given }).run()
  return ctx.interaction.id
}

async function runOf(guild: Guild, id: Snowflake) {
  return (await readRun(guild.ctx(), id))?.run
}

const byAge = (ids: readonly string[]) => ids.toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))

describe('a purge', () => {
  it('deletes the newest messages that match, as many as asked for, and leaves the others', async () => {
    const discord = fakeDiscord()
    const ids = fill(discord, 330)
    const guild = world.guild({ discord })
    const run = await purge(guild, { count: 50, contains: 'SPAM' })
    await guild.deliver([purgeStep])
    const matching = ids.filter((_, i) => i % 3 === 0)
    expect(byAge(discord.deleted)).toEqual(matching.slice(-50))
    expect(await runOf(guild, run)).toMatchObject({ state: 'done', done: 50, total: 50, failed: 0, token: null })
  })

  it('keeps a case with channel and number, and says how many were from whom', async () => {
    const discord = fakeDiscord()
    fill(discord, 30)
    const guild = world.guild({ discord })
    await purge(guild, { count: 20, reason: 'clean up' })
    await guild.deliver([purgeStep])
    const { cases } = await searchCases(guild.ctx(), { action: 'purge', limit: 10 })
    expect(cases).toHaveLength(1)
    expect(cases[0]).toMatchObject({ status: 'active', reason: 'clean up', details: { deleted: 20 }, userId: null })
    const shown = JSON.stringify(discord.requests.at(-1)?.body)
    for (const author of authors) expect(shown).toContain(`<@${author}>: 10`)
  })

  it('takes messages older than 14 days only when asked, one by one and 50 at most', async () => {
    const discord = fakeDiscord()
    const old = fill(discord, 70, 20 * DAY)
    const young = fill(discord, 5)
    const guild = world.guild({ discord })
    await purge(guild, { count: 100 })
    await guild.deliver([purgeStep])
    expect(byAge(discord.deleted)).toEqual(young)
    await purge(guild, { count: 100, older: true })
    await guild.deliver([purgeStep])
    expect(byAge(discord.deleted.slice(5))).toEqual(old.slice(-50))
    const bulks = discord.requests.filter((request) => request.path.endsWith('/bulk-delete'))
    expect(bulks).toHaveLength(1)
  })

  it('ends well when nothing matches, without a case', async () => {
    const discord = fakeDiscord()
    fill(discord, 10)
    const guild = world.guild({ discord })
    const run = await purge(guild, { count: 10, contains: 'nobody says this' })
    await guild.deliver([purgeStep])
    expect(await runOf(guild, run)).toMatchObject({ state: 'done', done: 0, scanned: 10 })
    expect((await searchCases(guild.ctx(), { limit: 10 })).cases).toEqual([])
  })

  it('stops before the next group', async () => {
    const discord = fakeDiscord()
    fill(discord, 300)
    const guild = world.guild({ discord })
    const run = await purge(guild, { count: 300 })
    let pressed: Promise<unknown> | undefined
    discord.interrupt = (when, { path }) => {
      if (when !== 'after' || !path.endsWith('/bulk-delete') || pressed !== undefined) return
      const ctx = guild.interaction({ permissions: ADMINISTRATOR })
      pressed = purgeStop.prepare(ctx, purgeStop.customId({ run }), [])?.run()
    }
    await guild.deliver([purgeStep], {
      wrap: (ctx) => {
        const { db } = ctx.guild
        const commit: typeof db.commit = async (build, options) => {
          await pressed
          return db.commit(build, options)
        }
        return { ...ctx, guild: { ...ctx.guild, db: { read: db.read, commit } } }
      },
    })
    expect(discord.deleted).toHaveLength(100)
    expect(await runOf(guild, run)).toMatchObject({ state: 'stopped', done: 100, total: 300 })
  })

  it('goes on in the channel, in one message, when the answer can no longer be changed', async () => {
    const discord = fakeDiscord()
    fill(discord, 250)
    let time = start
    const guild = world.guild({ discord, now: () => new Date(time) })
    const run = await purge(guild, { count: 250 })
    time += 16 * 60_000
    await guild.deliver([purgeStep])
    const shown = discord.requests.filter(({ body }) => JSON.stringify(body ?? '').includes('components'))
    expect(shown.filter(({ method }) => method === 'POST')).toHaveLength(1)
    expect(shown.filter(({ method }) => method === 'PATCH').length).toBeGreaterThan(0)
    expect(shown.every(({ path }) => path.startsWith('/channels/'))).toBe(true)
    expect(await runOf(guild, run)).toMatchObject({ state: 'done', done: 250, token: null })
  })

  it('refuses a start that is no message', async () => {
    const guild = world.guild({ discord: fakeDiscord() })
    await expect(purge(guild, { count: 5, before: 'yesterday' })).rejects.toMatchObject({ code: 'invalid_input' })
  })

  it('deletes the same messages and no more, wherever the Worker is killed and however often jobs come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 5 }),
        fc.boolean(),
        async (points, twice) => {
          const discord = fakeDiscord()
          const ids = fill(discord, 260)
          const guild = world.guild({ discord })
          const run = await purge(guild, { count: 150 })
          const kill = killer(points)
          discord.interrupt = kill.interrupt
          await guild.deliver([purgeStep], { twice, wrap: kill.wrap })
          expect(byAge(discord.deleted)).toEqual(ids.slice(-150))
          expect(await runOf(guild, run)).toMatchObject({ state: 'done', done: 150 })
          expect((await searchCases(guild.ctx(), { action: 'purge', limit: 5 })).cases).toHaveLength(1)
        },
      ),
      { numRuns: 20 },
    )
  }, 120_000)
})
