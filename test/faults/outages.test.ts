import { AuditLogEvent } from 'discord-api-types/v10'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { demo, type World } from '../harness/world.ts'
import { makePlace, type Run, startOutageWorld, stateOf } from './outage-world.ts'

const failing = /Try again in a moment|Something went wrong|No answer in time/
const honest = /Nothing was changed|did not answer in time/
const answerWithinMs = 2500
/** Commands under way at once while none of them can succeed. */
const together = 8

let world: World

beforeAll(async () => {
  world = await startOutageWorld()
}, 120_000)
afterEach(async () => {
  world.stack.upstash.setFault('none')
  await world.stack.neon.setFault('none')
  world.stack.qstash.setFaults({})
  world.stack.discord.world.faults = []
})
afterAll(() => world?.stop())

const slowest = (runs: readonly Run[]) => Math.max(...runs.map(({ elapsedMs }) => elapsedMs))

test('the table of commands has every command that is registered', () => {
  const registered = [...world.stack.discord.world.commands.global.values()].map(({ name }) => name)
  return makePlace(world, 'table').then(({ rows }) => {
    expect([...new Set(rows.map(({ name }) => (name.match(/^(?:case|config)/) ?? [name])[0]))].toSorted()).toEqual(
      registered.toSorted(),
    )
  })
})

describe('without Redis', () => {
  test.each(['down', 'hang', 'error'] as const)('every command works (%s)', async (mode) => {
    const { rows, run } = await makePlace(world, `redis-${mode}`)
    await world.stack.worker?.restart()
    world.stack.upstash.setFault(mode)
    const runs: Run[] = []
    for (const row of rows) runs.push(await run(row))
    world.stack.upstash.setFault('none')
    console.info(`Redis ${mode}: ${runs.length} commands, slowest ${slowest(runs)} ms`)
    const broken = runs.filter(({ text, result }) => result.error !== undefined || text === '' || failing.test(text))
    expect(broken.map(({ row, text, result }) => [row.name, result.error, text])).toEqual([])
  })
})

describe('without Postgres', () => {
  test.each(['down', 'hang'] as const)(
    'every command that needs it says in time that nothing was changed (%s)',
    async (mode) => {
      const guild = `postgres-${mode}`
      const { rows: usual, run } = await makePlace(world, guild)
      const [held, banned] = [`${guild}-member1`, `${guild}-member7`]
      await run({ name: 'timeout', options: { user: held, duration: '1h', notify: false } })
      await run({ name: 'ban', options: { user: banned, notify: false } })
      const rows = usual.map((row) => (row.name === 'unban' ? { ...row, options: { user: banned } } : row))
      const before = await stateOf(world, guild)
      const runs: Run[] = []
      for (let from = 0; from < rows.length; from += together) {
        await world.stack.worker?.restart()
        await world.stack.upstash.flush()
        await world.stack.neon.setFault(mode)
        runs.push(...(await Promise.all(rows.slice(from, from + together).map(run))))
        await world.stack.neon.setFault('none')
      }
      const needy = runs.filter(({ row }) => row.standsAlone !== true)
      console.info(`Postgres ${mode}: ${needy.length} of ${runs.length} commands need it, slowest ${slowest(runs)} ms`)
      expect(
        runs.filter(({ result }) => result.error !== undefined).map(({ row, result }) => [row.name, result.error]),
      ).toEqual([])
      expect(needy.filter(({ text }) => !honest.test(text)).map(({ row, text }) => [row.name, text])).toEqual([])
      expect(
        runs.filter(({ elapsedMs }) => elapsedMs > answerWithinMs).map((one) => [one.row.name, one.elapsedMs]),
      ).toEqual([])
      expect(await stateOf(world, guild)).toEqual(before)
    },
  )

  test('a commit whose answer is lost is one case, whatever the moderator is told', async () => {
    const count = 20
    const place = { guild: 'Other Guild', channel: 'general', user: 'ada' }
    const told = { done: 0, saved: 0 }
    for (let i = 0; i < count; i += 1) {
      await world.command('history', { ...place, options: { user: 'alan' } })
      await world.stack.neon.setFault('cut-after-commit', 1)
      const { message, response } = await world.command('note', {
        ...place,
        options: { user: 'alan', text: `note ${i}` },
      })
      const text = JSON.stringify([message, response])
      expect(text).toMatch(/Case #|Your change was saved/)
      told[/Case #/.test(text) ? 'done' : 'saved'] += 1
      await world.stack.neon.setFault('none')
    }
    const rows = await world.sql<{ case_id: number }>(
      'select case_id from moderation_cases where guild_id = $1 order by case_id',
      [demo.other.guildId],
    )
    console.info(`cut after commit: ${rows.length} cases of ${count}, told ${JSON.stringify(told)}`)
    expect(rows.map(({ case_id }) => case_id)).toEqual(Array.from({ length: count }, (_, i) => i + 1))
  })
})

const auditOf = (event: AuditLogEvent, user: string) =>
  world.stack.discord.world.guilds
    .get(demo.guildId)
    ?.auditLog.filter(({ actionType, targetId }) => actionType === event && targetId === user) ?? []

describe('without QStash for an hour', () => {
  test.each([
    { when: 'before the ban', user: 'joan', isDownFirst: true },
    { when: 'after the ban', user: 'margaret', isDownFirst: false },
  ] as const)('a temporary ban still ends, once, within a minute (away $when)', async ({ user, isDownFirst }) => {
    const { qstash } = world.stack
    if (isDownFirst) qstash.setFaults({ down: true })
    await world.command('tempban', { user: 'ada', options: { user, duration: '30m' } })
    qstash.setFaults({ down: true })
    await world.advance(29 * 60)
    expect(auditOf(AuditLogEvent.MemberBanRemove, demo.users[user])).toEqual([])
    for (let minute = 0; minute < 3; minute += 1) await world.advance(60)
    await world.advance(28 * 60)
    qstash.setFaults({ duplicate: 1 })
    await world.advance(61)
    qstash.setFaults({})
    const [ended, ...more] = auditOf(AuditLogEvent.MemberBanRemove, demo.users[user])
    const [stored] = await world.sql<{ status: string; late: number }>(
      `select status, extract(epoch from settled_at - expires_at)::int as late from moderation_cases
       where user_id = $1 and action_type = 'tempban'`,
      [demo.users[user]],
    )
    console.info(`QStash away: ban ended ${stored?.late} s late`)
    expect(more).toEqual([])
    expect(ended).toBeDefined()
    expect(stored?.status).toBe('expired')
    expect(stored?.late).toBeLessThanOrEqual(61)
  })
})

describe('while Discord fails', () => {
  const faults = [
    { name: '503, for good', user: 'niklaus', fault: { status: 503 }, isDone: false },
    { name: '429 once', user: 'ivan', fault: { status: 429, retryAfter: 0.5, times: 1 }, isDone: true },
    { name: 'slow once', user: 'hedy', fault: { delayMs: 2500, times: 1 }, isDone: true },
    { name: 'the answer lost once', user: 'katherine', fault: { drop: true, times: 1 }, isDone: true },
    { name: '500 once', user: 'frances', fault: { status: 500, times: 1 }, isDone: true },
  ] as const

  test.each(faults)('a ban is carried out once or said to have failed ($name)', async ({ user, fault, isDone }) => {
    await world.advance(61)
    await world.emulator('faults', { method: 'PUT', route: '/bans/', ...fault })
    const result = await world.command('ban', { user: 'ada', options: { user, notify: false }, waitMs: 30_000 })
    await world.emulator('faults', undefined, 'DELETE')
    const text = JSON.stringify([result.message, result.response, result.followups])
    const rows = await world.sql<{ status: string }>('select status from moderation_cases where user_id = $1', [
      demo.users[user],
    ])
    const bans = auditOf(AuditLogEvent.MemberBanAdd, demo.users[user])
    console.info(
      `Discord ${JSON.stringify(fault)}: ${bans.length} ban, case ${rows[0]?.status}, ${result.elapsedMs} ms`,
    )
    expect(result.error).toBeUndefined()
    expect(bans).toHaveLength(isDone ? 1 : 0)
    expect(rows).toEqual([{ status: isDone ? 'active' : 'failed' }])
    expect(text).toMatch(isDone ? /Case #/ : /Discord/)
  })
})
