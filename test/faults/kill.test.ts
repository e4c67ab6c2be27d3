import { setTimeout as sleep } from 'node:timers/promises'
import { AuditLogEvent } from 'discord-api-types/v10'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addUser, banUser } from '../../scripts/emulators/discord/world/members.ts'
import { demo, startWorld, type World } from '../harness/world.ts'
import { createRandom } from './random.ts'

const kills = 100
/** Half of them lift a ban and post to the log channel, half only close the case of a timeout that is over. */
const jobCount = 2000
const rounds = 60

let world: World

beforeAll(async () => {
  world = await startWorld({ target: 'workerd' })
}, 120_000)
afterAll(() => world?.stop())

const guild = () => {
  const found = world.stack.discord.world.guilds.get(demo.guildId)
  if (found === undefined) throw new Error('the demo guild is gone')
  return found
}

const userId = (i: number) => String(500_000_000_000_000_000n + BigInt(i))

/** As if so many temporary bans and timeouts had been given an hour ago; they are due now. */
async function storeDueJobs(): Promise<void> {
  for (let i = 0; i < jobCount; i += 2) {
    addUser(world.stack.discord.world, { id: userId(i), username: `banned${i}` })
    banUser(world.stack.discord.world, guild(), { userId: userId(i), reason: 'kill test' })
  }
  await world.sql(
    `insert into moderation_cases (id, guild_id, case_id, user_id, user_name, moderator_id, action_type, duration_ms,
       expires_at, status, source, created_at)
     select gen_random_uuid(), $1, n + 1, (500000000000000000 + n)::text, 'banned' || n, $2,
       case when n % 2 = 0 then 'tempban' else 'timeout' end, 3600000, now(), 'active', 'command', now() - interval '1 hour'
     from generate_series(0, ${jobCount - 1}) n`,
    [demo.guildId, demo.users.grace],
  )
  await world.sql(
    `insert into jobs (id, kind, key, guild_id, payload, run_at, created_at)
     select gen_random_uuid(), 'moderation.' || case action_type when 'tempban' then 'lift-ban' else 'expire-case' end,
       'kill:' || id, guild_id, jsonb_build_object('caseId', id), now() + (case_id || ' ms')::interval, now() from moderation_cases`,
  )
}

async function jobStates(): Promise<Record<string, number>> {
  const rows = await world.sql<{ state: string; n: number }>('select state, count(*)::int as n from jobs group by 1')
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]))
}

/** Sweeps in a Worker that is killed at a random moment; every third time the leases of the dead ones run out. */
async function liveAndDie(random: () => number, life: number): Promise<void> {
  const { worker, fireCron, advance } = world.stack
  if (life % 3 === 2) void advance(61)
  void fireCron()
  void fireCron()
  await sleep(60 + random() * 500)
  await worker?.kill('SIGKILL')
  await worker?.restart()
}

/** How often each ban was lifted, and how often that was posted, as the emulator saw it. */
function effects() {
  const lifted = new Map<string, number>()
  for (const { actionType, targetId } of guild().auditLog) {
    if (actionType === AuditLogEvent.MemberBanRemove) lifted.set(targetId ?? '', (lifted.get(targetId ?? '') ?? 0) + 1)
  }
  const posted = new Map<string, number>()
  const channel = world.stack.discord.world.channels.get(demo.channels.modLog)
  for (const { data } of channel?.messages.values() ?? []) {
    const text = /banned\d+/.exec(JSON.stringify(data.components))?.[0]
    if (text !== undefined) posted.set(text, (posted.get(text) ?? 0) + 1)
  }
  return { lifted, posted }
}

test(`a Worker killed ${kills} times during ${jobCount} jobs loses none and does none twice`, async () => {
  const { limits } = world.stack.discord.world
  Object.assign(limits, {
    globalPerSecond: 100_000,
    route: { requests: 100_000, seconds: 1 },
    messagesPerChannel: 10_000,
  })
  Object.assign(limits, { auditEntries: 10_000, requestLog: 50_000 })
  const set = { feature: 'moderation', setting: 'log_channel_id', value: demo.channels.modLog }
  await world.command('config set', { user: 'ada', options: set })
  await storeDueJobs()
  const random = createRandom(7)
  const start = performance.now()
  for (let life = 0; life < kills; life += 1) await liveAndDie(random, life)
  const doneByThen = (await jobStates())['done'] ?? 0
  for (let round = 0; round < rounds && ((await jobStates())['done'] ?? 0) < jobCount; round += 1)
    await world.advance(61)
  const seconds = (performance.now() - start) / 1000

  const crashed = await world.sql<{ n: number; most: number }>(
    'select count(*)::int as n, max(crashes)::int as most from jobs where crashes > 0',
  )
  const { lifted, posted } = effects()
  const bans = jobCount / 2
  console.info(
    `kill: ${kills} kills in ${seconds.toFixed(0)} s, ${doneByThen} of ${jobCount} jobs done by the last one,`,
    `${crashed[0]?.n} cut off (${crashed[0]?.most} times at most), states ${JSON.stringify(await jobStates())},`,
    `${lifted.size} of ${bans} bans lifted, ${posted.size} posted`,
  )
  expect(await jobStates()).toEqual({ done: jobCount })
  expect([...lifted.values()]).toEqual(Array(bans).fill(1))
  expect(guild().bans.size).toBe(0)
  expect(posted.size).toBe(bans)
  expect([...posted].filter(([, times]) => times > 1)).toEqual([])
  const statuses = await world.sql(
    'select action_type, status, count(*)::int as n from moderation_cases group by 1, 2 order by 1',
  )
  expect(statuses).toEqual([
    { action_type: 'tempban', status: 'expired', n: bans },
    { action_type: 'timeout', status: 'expired', n: bans },
  ])
  expect(await world.violations()).toEqual([])
})
