import type { Stack } from '../local/stack.ts'
import { commands } from './calls.ts'

/** Fewer warnings than the ladder's first step, so that none of its work is counted. */
const WARM_UP = 1
const SETTLE_MS = 1500

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
    let before = await count(stack)
    let answered = before
    for (let run = 0; run < WARM_UP + 1; run += 1) {
      const [call] = commands(stack.discord.world, command, 1)
      if (call === undefined) continue
      before = await count(stack)
      await fetch(`${stack.urls.worker}/interactions`, { method: 'POST', body: call.body, headers: call.headers })
      answered = await count(stack)
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
    }
    const until = minus(answered, before)
    const after = minus(await count(stack), answered)
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
