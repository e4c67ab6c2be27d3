import type { NeonEmulator } from '../emulators/neon/index.ts'
import type { QstashEmulator } from '../emulators/qstash/index.ts'
import type { UpstashEmulator } from '../emulators/upstash/index.ts'
import type { LocalClock } from './clock.ts'
import { databaseUrl } from './env.ts'
import type { Ports } from './ports.ts'

/** A Worker that can be stopped and started: the stack's own, or one that a test runs in its own process. */
export type RestartableWorker = { pause(): Promise<void>; resume(): Promise<void> }

export type FreshStartOptions = {
  worker: RestartableWorker
  neon: Pick<NeonEmulator, 'sqlEndpoint'>
  upstash: Pick<UpstashEmulator, 'flush'>
  ports: Ports
  registerCommands(): Promise<unknown>
}

/** Every table of the bot; those of the migrations lie in another schema. */
const truncateAll = `do $$ declare names text; begin
  select string_agg(format('%I.%I', schemaname, tablename), ', ') into names from pg_tables where schemaname = 'public';
  if names is not null then execute 'truncate ' || names || ' restart identity cascade'; end if;
end $$`

/**
 * Gives the bot an empty database and cache and a memory without a past, in the order that lets nothing of the old life
 * reach the new one: the Worker stops first, then Discord is reset, and the commands are registered at the end.
 */
export function createFreshStart(options: FreshStartOptions): (resetDiscord: () => void) => Promise<void> {
  const { worker, neon, upstash, ports, registerCommands } = options
  return async (resetDiscord) => {
    await worker.pause()
    resetDiscord()
    await ownerQuery(neon.sqlEndpoint, ports, truncateAll)
    await upstash.flush()
    await worker.resume()
    await registerCommands()
  }
}

async function ownerQuery(endpoint: string, ports: Ports, query: string): Promise<void> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'neon-connection-string': databaseUrl('postgres', ports), 'content-type': 'application/json' },
    body: JSON.stringify({ query, params: [] }),
  })
  if (!response.ok) throw new Error(`The bot's tables could not be emptied: ${await response.text()}`)
}

export type QuietOptions = {
  neon: Pick<NeonEmulator, 'stats'>
  qstash: Pick<QstashEmulator, 'settle' | 'nextDue'>
  clock: Pick<LocalClock, 'now'>
  /** How many REST calls Discord has had. */
  requests(): number
}

const quietPolls = 5
const pollMs = 30
const longestMs = 20_000
/** Work that is due this soon belongs to what is being done. */
const soonMs = 5_000

/**
 * Resolves when neither the database nor Discord has heard of the bot for 150 ms, and no job is due within 5 s; after
 * 20 s anyway.
 */
export function createQuiet({ neon, qstash, clock, requests }: QuietOptions): () => Promise<void> {
  const isDueSoon = () => (qstash.nextDue() ?? Number.POSITIVE_INFINITY) - clock.now() < soonMs
  return async () => {
    const end = Date.now() + longestMs
    await qstash.settle()
    let [last, quiet] = ['', 0]
    while (quiet < quietPolls && Date.now() < end) {
      const { queries, batches } = await neon.stats()
      const now = `${queries} ${batches} ${requests()}`
      quiet = now === last && !isDueSoon() ? quiet + 1 : 0
      last = now
      await new Promise((resolve) => setTimeout(resolve, pollMs))
    }
  }
}
