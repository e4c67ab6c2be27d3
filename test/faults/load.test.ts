import { setTimeout as sleep } from 'node:timers/promises'
import { AuditLogEvent } from 'discord-api-types/v10'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCommand } from '../../scripts/emulators/discord/driver/interactions.ts'
import type { InteractionResult } from '../../scripts/emulators/discord/driver/types.ts'
import { finalText, settled } from '../harness/flow.ts'
import { startWorld, type World } from '../harness/world.ts'

const guildCount = 50
/** For the members of each guild: the first climbs the whole ladder, the last stays below it. */
const warningsPerMember = [10, 5, 3, 2]
const total = guildCount * warningsPerMember.reduce((sum, count) => sum + count, 0)
/** The levels of a guild that has set nothing. */
const ladder = new Map([
  [3, 'warn'],
  [5, 'timeout'],
  [7, 'kick'],
  [10, 'ban'],
])

let world: World

beforeAll(async () => {
  world = await startWorld({ target: 'workerd' })
}, 120_000)
afterAll(() => world?.stop())

interface Call {
  guild: string
  user: string
  target: string
}

function callsOf(guild: string): Call[] {
  const targets = warningsPerMember.flatMap((count, member) =>
    Array<string>(count).fill(`${guild}-member${member + 1}`),
  )
  return targets.map((target, i) => ({ guild, target, user: `${guild}-moderator${1 + (i % 2)}` }))
}

/** The guilds of the rush, each with one command before it: a bot that is in use knows its guilds. */
async function makeGuilds(): Promise<string[]> {
  const names = Array.from({ length: guildCount }, (_, i) => `load${i}`)
  for (const name of names) {
    await world.emulator('guilds', { name, moderators: 2, members: warningsPerMember.length })
    await world.command('history', { guild: name, user: `${name}-moderator1`, options: { user: `${name}-member4` } })
    await world.command('warn', {
      guild: name,
      user: `${name}-moderator1`,
      options: { user: `${name}-member4`, reason: 'first', notify: false },
    })
  }
  return names
}

/** All within three and a half seconds, in an order that mixes the guilds. They go to the emulator without a detour over HTTP. */
async function rush(calls: readonly Call[]) {
  // A machine that is busy with other things may be late; how late is printed.
  const switches = { ackRaceMs: 5, deadlineMs: 15_000 }
  const driver = { world: world.stack.discord.world, deps: { workerUrl: world.url }, switches }
  let underWay = 0
  let peak = 0
  const warn = async ({ guild, user, target }: Call, place: number): Promise<InteractionResult> => {
    await sleep(Math.floor(place / 30) * 100)
    underWay += 1
    peak = Math.max(peak, underWay)
    const options = { user: target, reason: 'load' }
    const result = await runCommand(driver, { name: 'warn', guild, channel: 'general', user, options, waitMs: 60_000 })
    underWay -= 1
    return result
  }
  const start = performance.now()
  const results = await Promise.all(calls.map(warn))
  return { results, peak, seconds: (performance.now() - start) / 1000 }
}

/** Lets the sweeper come round until every job that was due has ended. */
async function untilQuiet(): Promise<void> {
  for (let round = 0; round < 10; round += 1) {
    await world.advance(61)
    const open = await world.sql(
      `select 1 from jobs where kind = 'moderation.escalate' and state in ('due', 'running')`,
    )
    const pending = await world.sql(`select 1 from moderation_cases where status = 'pending'`)
    if (open.length === 0 && pending.length === 0) return
    await sleep(2000)
  }
}

interface CaseRow {
  guild_id: string
  case_id: number
  user_name: string
  action_type: string
  source: string
  status: string
  escalation: string | null
}

const allCases = () =>
  world.sql<CaseRow>(
    'select guild_id, case_id, user_name, action_type, source, status, escalation from moderation_cases order by guild_id, case_id',
  )

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item])
  return groups
}

/** Every n-th warning of a member carries the level that the model says, and no other does. */
function expectLadder(cases: readonly CaseRow[]): number {
  const warnings = cases.filter(({ source, action_type }) => source === 'command' && action_type === 'warn')
  let fired = 0
  for (const rows of groupBy(warnings, ({ guild_id, user_name }) => `${guild_id} ${user_name}`).values()) {
    const expected = rows.map((_, i) => ladder.get(i + 1) ?? null)
    expect(rows.map(({ escalation }) => escalation)).toEqual(expected)
    fired += expected.filter((level) => level !== null).length
  }
  return fired
}

function isBanned(person: string): boolean {
  const { guilds, users } = world.stack.discord.world
  const [guildId = '', name] = person.split(' ')
  return [...(guilds.get(guildId)?.bans.keys() ?? [])].some((id) => users.get(id)?.data.username === name)
}

/** What the emulator's audit logs hold is what the cases say was done, person by person. */
function expectEffects(cases: readonly CaseRow[]) {
  const { guilds, users } = world.stack.discord.world
  const done = cases.filter(({ source, status }) => source === 'escalation' && status === 'active')
  const kinds = { kick: AuditLogEvent.MemberKick, ban: AuditLogEvent.MemberBanAdd, timeout: AuditLogEvent.MemberUpdate }
  const counts: Record<string, number> = {}
  for (const [action, event] of Object.entries(kinds)) {
    const stored = done.filter((one) => one.action_type === action).map((one) => `${one.guild_id} ${one.user_name}`)
    const seen = [...guilds.values()].flatMap(({ id, auditLog }) =>
      auditLog
        .filter(({ actionType }) => actionType === event)
        .map(({ targetId }) => `${id} ${users.get(targetId ?? '')?.data.username}`),
    )
    // The ladder's ban can come before its kick, which then finds the person gone, as it should.
    const overtaken = action === 'kick' ? stored.filter((one) => !seen.includes(one) && isBanned(one)) : []
    expect([action, [...seen, ...overtaken].toSorted()]).toEqual([action, stored.toSorted()])
    expect(new Set(seen).size, `${action} twice`).toBe(seen.length)
    counts[action] = seen.length
  }
  return counts
}

test(`${total} warnings at once: all answered, numbered without gap or duplicate, each level fired once`, async () => {
  const names = await makeGuilds()
  const calls = names.flatMap(callsOf).toSorted((a, b) => rank(a.target) - rank(b.target))
  const { results, peak, seconds } = await rush(calls)
  await untilQuiet()
  await settled(world)
  const cases = await allCases()
  const said = results.map((result) => finalText(world.stack.discord.world, result))
  expect(said.filter((text) => text === '')).toEqual([])
  const uncertain = said.filter((text) => text.includes('No answer in time')).length
  const warned = said.filter((text) => text.includes('Case #')).length
  const slowest = Math.max(...results.map(({ elapsedMs }) => elapsedMs))
  expect(results.filter(({ error }) => error !== undefined)).toEqual([])

  for (const rows of groupBy(cases, ({ guild_id }) => guild_id).values()) {
    expect(rows.map(({ case_id }) => case_id)).toEqual(rows.map((_, i) => i + 1))
  }
  // Whoever was not told of a case has none: a member who is gone already, or a database that could not keep up.
  // Only who was told that the outcome is open may have one all the same.
  const stored = cases.filter(({ source }) => source === 'command').length - guildCount
  expect(stored).toBeGreaterThanOrEqual(warned)
  expect(stored).toBeLessThanOrEqual(warned + uncertain)
  expect(warned).toBeGreaterThan(0)
  const fired = expectLadder(cases)
  const jobs = await world.sql(
    `select state, count(*)::int as n from jobs where kind = 'moderation.escalate' and state <> 'cancelled' group by 1`,
  )
  expect(jobs).toEqual([{ state: 'done', n: fired }])
  const effects = expectEffects(cases)
  expect(await world.violations()).toEqual([])
  console.info(
    `load: ${total} commands in ${seconds.toFixed(1)} s, ${peak} under way at once, slowest first answer ${slowest} ms;`,
    `${warned} warned, ${total - warned} refused with nothing changed (member gone or too busy) or told that the outcome is open (${uncertain}), ${fired} levels fired, effects ${JSON.stringify(effects)}`,
  )
})

/** Any fixed order in which neighbours are of different guilds. */
function rank(name: string): number {
  let hash = 7
  for (const char of name) hash = (Math.imul(hash, 31) + char.charCodeAt(0)) >>> 0
  return hash
}
