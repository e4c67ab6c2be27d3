import { afterAll, beforeAll, expect, test } from 'vitest'
import type { InteractionResult } from '../../scripts/emulators/discord/driver/types.ts'
import { startWorld, type World } from '../harness/world.ts'

const guildCount = 50
const perGuild = 20
/** Warnings for the members of each guild: the first climbs the whole ladder, the last stays below it. */
const warningsPerMember = [10, 5, 3, 2]
/** The levels of a guild that has set nothing. */
const ladder = { warn: 3, timeout: 5, kick: 7, ban: 10 }

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

function makeGuild(index: number): Promise<{ guild: { id: string } }> {
  return world.emulator('guilds', { name: `load${index}`, moderators: 2, members: warningsPerMember.length })
}

function callsOf(index: number): Call[] {
  const guild = `load${index}`
  const targets = warningsPerMember.flatMap((count, member) => Array<string>(count).fill(`${guild}-member${member + 1}`))
  return targets.map((target, i) => ({ guild, target, user: `${guild}-moderator${1 + (i % 2)}` }))
}

const warn = ({ guild, user, target }: Call): Promise<InteractionResult> =>
  world.command('warn', { guild, user, options: { user: target, reason: 'load' }, waitMs: 60_000 })

test(`${guildCount * perGuild} warnings at once`, async () => {
  for (let i = 0; i < guildCount; i += 1) { await makeGuild(i); await warn({ guild: `load${i}`, user: `load${i}-moderator1`, target: `load${i}-member4` }) }
  await new Promise((r) => setTimeout(r, 1000))
  const calls = Array.from({ length: guildCount }, (_, i) => callsOf(i)).flat()
  const shuffled = calls.map((call, i) => ({ call, rank: (i * 7919) % 1009 })).toSorted((a, b) => a.rank - b.rank)
  const start = performance.now()
  const results = await Promise.all(shuffled.map(async ({ call }, i) => { await new Promise((r) => setTimeout(r, Math.floor(i / 50) * 100)); return warn(call) }))
  const seconds = (performance.now() - start) / 1000
  const failed = results.filter((one) => one.error !== undefined)
  const text = results.map((r) => JSON.stringify([r.message, r.followups])) ; console.info([...new Set(text.flatMap((t) => t.match(/"content":"[^"]{0,300}/g) ?? []).map((t) => t.replace(/\d+/g, 'n')))].slice(0, 30))
  const kinds = new Map<string, number>()
  for (const t of text) {
    const k = t.match(/###? [^\\"]{0,60}/)?.[0]?.replace(/#\d+/g, '#n').replace(/load\d+/g, 'x') ?? t.slice(0, 10)
    kinds.set(k, (kinds.get(k) ?? 0) + 1)
  }
  console.info({ seconds, failed: failed.length, f: failed.slice(0, 2).map((f) => f.error), kinds })
  for (let i = 0; i < 2; i += 1) {
    await new Promise((r) => setTimeout(r, 5000))
    console.info(await world.sql(`select kind, state, count(*) from jobs group by 1,2`), await world.sql('select source, action_type, status, dm, count(*) from moderation_cases group by 1,2,3,4'))
  }
  const by = new Map<string, number>(); for (const r of world.stack.discord.world.requests.entries) by.set(`${r.method} ${r.route} ${r.status}`, (by.get(`${r.method} ${r.route} ${r.status}`) ?? 0) + 1); console.info(by)
  console.info((await world.violations()).length, world.stack.discord.world.requests.entries.length)
})
