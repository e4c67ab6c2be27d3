import * as z from 'zod'
import type { Stack } from '../local/stack.ts'
import { commands } from './calls.ts'

/** Fewer warnings than the ladder's first step, so that none of its work is counted. */
const WARM_UP = 1
const POLL_MS = 100
/** So long nothing may have moved before a command counts as done with. */
const QUIET_POLLS = 15
/** Log messages of a whole scenario may lie before it. */
const LONGEST_WAIT_MS = 300_000
/** A job that is due this soon is part of what was asked. */
const SOON_MS = 5000

interface Counts {
  postgres: number
  redis: number
  discord: number
}

async function count(stack: Stack): Promise<Counts> {
  const { queries, batches } = await stack.neon.stats()
  const redis = stack.upstash.stats()
  return { postgres: queries + batches, redis: redis.requests, discord: discordCalls(stack) }
}

function discordCalls({ discord }: Stack): number {
  const { entries, dropped } = discord.world.requests
  return entries.length + dropped
}

function minus(a: Counts, b: Counts): Counts {
  return { postgres: a.postgres - b.postgres, redis: a.redis - b.redis, discord: a.discord - b.discord }
}

const isEqual = (a: Counts, b: Counts) => a.postgres === b.postgres && a.redis === b.redis && a.discord === b.discord

async function isAtWork({ urls, env, qstash, clock }: Stack): Promise<boolean> {
  if ((qstash.nextDue() ?? Number.POSITIVE_INFINITY) - clock.now() < SOON_MS) return true
  const headers = { authorization: `Bearer ${env['OPERATOR_TOKEN']}` }
  const answer = await fetch(`${urls.worker}/internal/work`, { headers })
  const { underWay } = z.object({ underWay: z.number() }).parse(await answer.json())
  return underWay > 0
}

/** Resolves once the Worker has nothing under way and the counters stand still; what they are then. */
async function whenQuiet(stack: Stack): Promise<Counts> {
  const end = Date.now() + LONGEST_WAIT_MS
  let last = await count(stack)
  for (let quiet = 0; quiet < QUIET_POLLS; ) {
    if (Date.now() > end) throw new Error(`The Worker still works after ${LONGEST_WAIT_MS / 1000} s.`)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    const now = await count(stack)
    quiet = isEqual(now, last) && !(await isAtWork(stack)) ? quiet + 1 : 0
    last = now
  }
  return last
}

const measured = [
  { user: 'ada', name: 'config view', options: { feature: 'moderation' } },
  { user: 'grace', name: 'help', options: {} },
  { user: 'grace', name: 'note', options: { user: 'alan', text: 'round trips' } },
  { user: 'grace', name: 'warn', options: { user: 'barbara', reason: 'round trips' } },
  { user: 'grace', name: 'history', options: { user: 'alan' } },
  { user: 'grace', name: 'timeout', options: { user: 'dennis', duration: '10m', reason: 'round trips' } },
]

/** What each command asks of the systems behind it once caches are warm: until its answer, and in the background after it. */
export async function measureRoundTrips(stack: Stack): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = []
  for (const command of measured) {
    let before = await whenQuiet(stack)
    let answered = before
    let done = before
    for (let run = 0; run < WARM_UP + 1; run += 1) {
      const [call] = commands(stack.discord.world, command, 1)
      if (call === undefined) continue
      before = done
      await fetch(`${stack.urls.worker}/interactions`, { method: 'POST', body: call.body, headers: call.headers })
      answered = await count(stack)
      done = await whenQuiet(stack)
    }
    const until = minus(answered, before)
    const after = minus(done, answered)
    rows.push({
      command: `/${command.name}`,
      'Postgres before answer': until.postgres,
      'Redis before': until.redis,
      'Discord before': until.discord,
      'Postgres after': after.postgres,
      'Redis after': after.redis,
      'Discord after': after.discord,
    })
  }
  return rows
}
