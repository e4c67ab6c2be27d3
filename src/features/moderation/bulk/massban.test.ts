import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  adminRole,
  botId,
  fakeDiscord,
  killer,
  moderatorId,
  ownerId,
  startBulkWorld,
} from '../../../../test/harness/bulk-world.ts'
import type { GuildCtx } from '../../../core/context.ts'
import { snowflake } from '../../../core/snowflake.ts'
import { searchCases } from '../../../services/cases/index.ts'
import { readItems, readRun } from '../run-store.ts'
import { massbanCancel, massbanConfirm, massbanStop } from './massban-buttons.ts'
import { massbanCommand, massbanModal } from './massban-command.ts'
import { startMassban } from './massban-start.ts'
import { massbanExpire, massbanStep } from './massban-step.ts'

let world: Awaited<ReturnType<typeof startBulkWorld>>
beforeAll(async () => {
  world = await startBulkWorld()
})
afterAll(() => world.stop())

const person = (n: number) => snowflake(String(300_000_000_000_000_000n + BigInt(n)))
const people = (count: number) => Array.from({ length: count }, (_, i) => person(i + 1))
type Guild = ReturnType<typeof world.guild>

/** Presses a button as Discord would deliver it. */
async function press(guild: Guild, button: typeof massbanConfirm, run: string, as = {}) {
  return button.prepare(withPermissions(guild.interaction(as)), button.customId({ run: snowflake(run) }), [])?.run()
}

function withPermissions<T extends { interaction: { appPermissions: bigint } }>(ctx: T): T {
  return { ...ctx, interaction: { ...ctx.interaction, appPermissions: 1n << 3n } }
}

async function preview(guild: Guild, list: readonly string[]) {
  const ctx = guild.interaction()
  const answer = await startMassban(ctx, { list: list.join(' '), reason: 'raid', deleteDays: 1 })
  return { runId: ctx.interaction.id, text: JSON.stringify(answer) }
}

async function confirmed(guild: Guild, list: readonly string[]) {
  const { runId } = await preview(guild, list)
  await guild.deliver([massbanStep])
  await press(guild, massbanConfirm, runId)
  return runId
}

async function casesOf(guild: Guild) {
  const { cases } = await searchCases(guild.ctx(), { action: 'ban', limit: 1000 })
  return cases.toSorted((a, b) => a.number - b.number)
}

describe('the preview of a mass ban', () => {
  it('leaves out yourself, bots, the owner and whoever stands above, each with its reason, and bans nobody', async () => {
    const discord = fakeDiscord()
    discord.members.set(person(1), { roles: [] })
    discord.members.set(person(2), { roles: [adminRole] })
    discord.members.set(person(3), { roles: [], bot: true })
    const guild = world.guild({ discord })
    const list = [person(1), person(2), person(3), person(4), moderatorId, botId, ownerId, 'nonsense', person(1)]
    const { runId, text } = await preview(guild, list)
    expect(text).toContain('Ban 2 accounts?')
    for (const part of ['yourself (1)', 'bots (2)', 'owner of the server (1)', 'role not below yours (1)']) {
      expect(text).toContain(part)
    }
    expect(text).toContain('nonsense')
    expect(text).toContain('given twice')
    expect((await readRun(guild.ctx(), runId))?.run.state).toBe('preview')
    expect(discord.banned).toEqual([])
  })

  it('asks Discord about nobody whose id already says enough', async () => {
    const discord = fakeDiscord()
    const guild = world.guild({ discord })
    await preview(guild, [moderatorId, botId, ownerId])
    expect(discord.requests).toEqual([])
  })

  it('checks a long list in steps and shows the preview after the last one', async () => {
    const discord = fakeDiscord()
    const guild = world.guild({ discord })
    const { runId, text } = await preview(guild, people(75))
    expect(text).toContain('Checking')
    await guild.deliver([massbanStep])
    const found = await readRun(guild.ctx(), runId)
    expect(found?.run.state).toBe('preview')
    expect(found?.counts.ready).toBe(75)
  })

  it('refuses a list without ids and one with more than 1,000', async () => {
    const guild = world.guild({ discord: fakeDiscord() })
    await expect(preview(guild, ['abc'])).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(preview(guild, people(1001))).rejects.toMatchObject({ code: 'limit' })
  })

  it('can be confirmed by whoever asked and by nobody else', async () => {
    const discord = fakeDiscord()
    const guild = world.guild({ discord })
    const { runId } = await preview(guild, people(3))
    const other = { id: person(900) }
    await expect(press(guild, massbanConfirm, runId, other)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(press(guild, massbanConfirm, runId, { permissions: 0n })).rejects.toMatchObject({ code: 'forbidden' })
    await guild.deliver([massbanStep])
    expect(discord.banned).toEqual([])
  })

  it('can be confirmed once', async () => {
    const discord = fakeDiscord()
    const guild = world.guild({ discord })
    const runId = await confirmed(guild, people(3))
    await expect(press(guild, massbanConfirm, runId)).rejects.toMatchObject({ code: 'conflict' })
    await guild.deliver([massbanStep])
    expect(discord.banned).toHaveLength(3)
  })

  it('expires, and cannot be confirmed after that', async () => {
    let time = Date.now()
    const discord = fakeDiscord()
    const guild = world.guild({ discord, now: () => new Date(time) })
    const { runId } = await preview(guild, people(3))
    time += 11 * 60_000
    await expect(press(guild, massbanConfirm, runId)).rejects.toMatchObject({ code: 'conflict' })
    await guild.deliver([massbanExpire, massbanStep])
    expect((await readRun(guild.ctx(), runId))?.run).toMatchObject({ state: 'cancelled', token: null })
    expect(discord.banned).toEqual([])
  })

  it('forgets the list when it is cancelled', async () => {
    const discord = fakeDiscord()
    const guild = world.guild({ discord })
    const { runId } = await preview(guild, people(3))
    await press(guild, massbanCancel, runId)
    expect((await readRun(guild.ctx(), runId))?.run).toMatchObject({ state: 'cancelled', token: null })
    expect(await readItems(guild.ctx(), { runId, state: 'ready', limit: 10 })).toEqual([])
  })
})

describe('the list of a mass ban', () => {
  const attachment = { id: '750000000000000001', filename: 'ids.txt', size: 60, url: 'https://cdn.example/ids.txt' }
  const uploaded = { [attachment.id]: { ...attachment, proxy_url: attachment.url } }
  function asked(guild: Guild) {
    const ctx = withPermissions(guild.interaction())
    return { ...ctx, interaction: { ...ctx.interaction, resolved: { attachments: uploaded } } }
  }

  it('may come as a file, beside or instead of the option', async () => {
    const discord = fakeDiscord()
    discord.file = `${person(2)}\r\n${person(3)}\n`
    const guild = world.guild({ discord })
    const options = [
      { name: 'users', value: person(1) },
      { name: 'file', value: attachment.id },
    ]
    const answer = await massbanCommand.prepare(asked(guild), { options }).run()
    expect(JSON.stringify(answer)).toContain('Ban 3 accounts?')
  })

  it('is asked for in a form when it was left out, and the form takes text and file alike', async () => {
    const discord = fakeDiscord()
    discord.file = person(2)
    const guild = world.guild({ discord })
    const reason = { name: 'reason', value: 'raid' }
    const form = await massbanCommand.prepare(asked(guild), { options: [reason] }).run()
    expect(form).toMatchObject({ kind: 'modal', modal: { custom_id: massbanModal.customId({}) } })
    const fields = { users: `<@${person(1)}>`, file: [attachment.id], reason: 'raid', days: ['7'] }
    const answer = await massbanModal.prepare(asked(guild), massbanModal.customId({}), fields)?.run()
    expect(JSON.stringify(answer)).toContain('Ban 2 accounts?')
    expect(JSON.stringify(answer)).toContain('last 7 days')
  })

  it.each(['8', '-1', '1.5', 'all'])('is refused with %s days of messages', async (days) => {
    const guild = world.guild({ discord: fakeDiscord() })
    const sent = massbanModal
      .prepare(asked(guild), massbanModal.customId({}), { users: person(1), days: [days] })
      ?.run()
    await expect(sent).rejects.toMatchObject({ code: 'invalid_input' })
  })
})

describe('a mass ban', () => {
  it.each([true, false])('bans everybody once with a case each (bulk endpoint: %s)', async (canBulk) => {
    const discord = fakeDiscord()
    const guild = world.guild({ discord, canBulk })
    const list = people(60)
    discord.refuse.add(person(7))
    discord.bans.set(person(8), 'by somebody else')
    const runId = await confirmed(guild, list)
    await guild.deliver([massbanStep])
    expect(discord.banned).toHaveLength(58)
    const cases = await casesOf(guild)
    expect(cases.map((one) => one.number)).toEqual(Array.from({ length: 58 }, (_, i) => i + 1))
    expect(cases.every((one) => one.status === 'active' && one.moderatorId === moderatorId)).toBe(true)
    const run = (await readRun(guild.ctx(), runId))?.run
    expect(run).toMatchObject({ state: 'done', total: 60, token: null })
    expect(discord.requests.some((request) => request.path.endsWith('/bulk-ban'))).toBe(canBulk)
  })

  it('ends as done with nobody banned when Discord bans none of them (500000)', async () => {
    const discord = fakeDiscord()
    const guild = world.guild({ discord })
    for (const id of people(3)) discord.refuse.add(id)
    const runId = await confirmed(guild, people(3))
    await guild.deliver([massbanStep])
    expect((await readRun(guild.ctx(), runId))?.run).toMatchObject({ state: 'done', done: 0, failed: 3 })
  })

  it('never sends more than 200 accounts in one request', async () => {
    const discord = fakeDiscord()
    const guild = world.guild({ discord })
    await confirmed(guild, people(450))
    await guild.deliver([massbanStep])
    const sizes = discord.requests.flatMap(({ body }) =>
      typeof body === 'object' && body !== null && 'user_ids' in body && Array.isArray(body.user_ids)
        ? [body.user_ids.length]
        : [],
    )
    expect(sizes).toEqual([200, 200, 50])
    expect(new Set(discord.banned).size).toBe(450)
  })

  it('stops before the next group and says how many were left', async () => {
    const discord = fakeDiscord()
    const guild = world.guild({ discord })
    const runId = await confirmed(guild, people(450))
    let groups = 0
    const stopping: Promise<unknown>[] = []
    discord.interrupt = (when, request) => {
      if (when !== 'after' || !request.path.endsWith('/bulk-ban')) return
      groups += 1
      if (groups === 1) stopping.push(Promise.resolve(press(guild, massbanStop, runId)))
    }
    // The click arrives while the first group is at Discord; its result is recorded after it.
    const wrap = (ctx: GuildCtx): GuildCtx => {
      const { db } = ctx.guild
      const commit: typeof db.commit = async (build, options) => {
        await Promise.all(stopping)
        return db.commit(build, options)
      }
      return { ...ctx, guild: { ...ctx.guild, db: { read: db.read, commit } } }
    }
    await guild.deliver([massbanStep], { wrap })
    expect(discord.banned).toHaveLength(200)
    expect((await readRun(guild.ctx(), runId))?.run).toMatchObject({ state: 'stopped', done: 200, total: 450 })
    expect(await casesOf(guild)).toHaveLength(200)
    await expect(press(guild, massbanStop, runId)).rejects.toMatchObject({ code: 'nothing_to_do' })
  })

  it('is carried on by one of two Workers that run the same step at the same time', async () => {
    const discord = fakeDiscord()
    const guild = world.guild({ discord })
    const runId = await confirmed(guild, people(30))
    const run = { id: crypto.randomUUID(), key: 'same', attempt: 1 }
    await Promise.all([1, 2, 3].map(() => massbanStep.run(guild.ctx(), { runId }, run)))
    await guild.deliver([massbanStep])
    expect(discord.requests.filter(({ path }) => path.endsWith('/bulk-ban'))).toHaveLength(1)
    expect((await readRun(guild.ctx(), runId))?.run).toMatchObject({ state: 'done', done: 30, failed: 0 })
  })

  it('ends when whoever started it may not ban any more', async () => {
    const discord = fakeDiscord()
    const guild = world.guild({ discord })
    const runId = await confirmed(guild, people(3))
    discord.members.set(moderatorId, { roles: [] })
    await guild.deliver([massbanStep])
    expect(discord.banned).toEqual([])
    expect((await readRun(guild.ctx(), runId))?.run.state).toBe('failed')
  })

  it('bans everybody exactly once and writes one case each, wherever the Worker is killed and however often jobs come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 5 }),
        fc.boolean(),
        fc.boolean(),
        async (points, canBulk, twice) => {
          const discord = fakeDiscord()
          const guild = world.guild({ discord, canBulk })
          const list = people(28)
          const runId = await confirmed(guild, list)
          const kill = killer(points)
          discord.interrupt = kill.interrupt
          await guild.deliver([massbanStep], { twice, wrap: kill.wrap })
          expect(discord.banned.toSorted()).toEqual(list)
          const cases = await casesOf(guild)
          expect(cases.map((one) => one.number)).toEqual(list.map((_, i) => i + 1))
          expect(cases.map((one) => one.userId).toSorted()).toEqual(list)
          expect((await readRun(guild.ctx(), runId))?.run).toMatchObject({ state: 'done', done: 28, failed: 0 })
        },
      ),
      { numRuns: 25 },
    )
  }, 120_000)
})
