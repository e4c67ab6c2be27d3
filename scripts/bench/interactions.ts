import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Stack, startStack } from '../local/stack.ts'
import { registerCommands } from '../register-commands.ts'
import { commands, notes, pings } from './calls.ts'
import { measureColdStarts } from './cold-start.ts'
import { type Burst, burst, median, type SignedCall } from './load.ts'
import { measureRoundTrips } from './round-trips.ts'
import { type BenchTarget, bundleSize, startTargets, targetNames } from './targets.ts'

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 15)
/** Not counted: until the runtime has compiled what is called often. */
const WARM_UP_ROUNDS = 3
const CONNECTIONS = 32
const BURST_MS = 1000
const PREPARED_CALLS = 1500

type Results = Map<string, Burst[]>

const scenarios = {
  PING: (stack: Stack) => pings(stack.discord.world, PREPARED_CALLS),
  'settings only (/config view)': (stack: Stack) =>
    commands(
      stack.discord.world,
      { user: 'ada', name: 'config view', options: { feature: 'moderation' } },
      PREPARED_CALLS,
    ),
  'a case written (/note), Postgres on the same machine': (stack: Stack) => notes(stack.discord.world, PREPARED_CALLS),
} satisfies Record<string, (stack: Stack) => SignedCall[]>

/** A B C A B C …: the machine drifts over minutes, so only what stands side by side in one round is compared. */
async function interleave(
  stack: Stack,
  targets: readonly BenchTarget[],
  prepare: (stack: Stack) => SignedCall[],
): Promise<Results> {
  const results: Results = new Map(targets.map(({ name }) => [name, []]))
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round += 1) {
    const calls = prepare(stack)
    for (const { name, worker } of targets) {
      const measured = await burst(
        { url: `${worker.url}/interactions`, pid: worker.pid(), calls },
        { connections: CONNECTIONS, durationMs: BURST_MS },
      )
      if (round >= 0) results.get(name)?.push(measured)
    }
  }
  return results
}

function row(name: string, bursts: readonly Burst[], floor: readonly Burst[]) {
  const pick = (key: 'requestsPerSecond' | 'p50Ms' | 'p99Ms') => median(bursts.map((one) => one[key]))
  const cpu = bursts.flatMap((one) => one.cpuUsPerRequest ?? [])
  const ratios = bursts.map((one, round) => one.requestsPerSecond / (floor[round]?.requestsPerSecond ?? Number.NaN))
  const cpuRatios = bursts.map(
    (one, round) => (floor[round]?.cpuUsPerRequest ?? Number.NaN) / (one.cpuUsPerRequest ?? Number.NaN),
  )
  return {
    worker: name,
    'requests/s': Math.round(pick('requestsPerSecond')),
    'p50 ms': round2(pick('p50Ms')),
    'p99 ms': round2(pick('p99Ms')),
    'CPU µs/request': Math.round(median(cpu)),
    'of bare (requests/s)': round2(median(ratios)),
    'of bare (CPU)': round2(median(cpuRatios)),
    failed: bursts.reduce((sum, { failures }) => sum + failures, 0),
  }
}

const round2 = (value: number) => Math.round(value * 100) / 100

/** Interactions answered by the Worker, beside a bare one and discord-hono's. */
export async function benchInteractions(): Promise<void> {
  const localDir = mkdtempSync(join(tmpdir(), 'guildhall-bench-'))
  process.env['LOG_LEVEL'] ??= 'warn'
  const stack = await startStack({
    portBase: 'free',
    localDir,
    memoryDb: true,
    quiet: true,
    worker: 'none',
    rules: { validateAnswers: 'off' },
  })
  await registerCommands({ env: stack.env })
  const targets = await startTargets({ localDir, env: stack.env, port: stack.ports.worker })
  try {
    const [own] = targets
    if (own === undefined) return
    for (const [title, prepare] of Object.entries(scenarios)) {
      const results = await interleave(stack, targets, prepare)
      console.log(`\n${title}: ${ROUNDS} interleaved rounds, ${CONNECTIONS} connections`)
      console.table(targetNames.map((name) => row(name, results.get(name) ?? [], results.get('bare') ?? [])))
    }
    console.log('\nRound trips of one warm command, before its answer and after')
    console.table(await measureRoundTrips(stack))
    console.log('\nBundle (as deployed) and cold start (process start to first answered PING)')
    const coldStarts = await measureColdStarts(stack, targets, localDir)
    console.table(
      targets.map(({ name, bundle }) => {
        const { raw, gzip } = bundleSize(bundle)
        return {
          worker: name,
          'raw KiB': Math.round(raw / 1024),
          'gzip KiB': Math.round(gzip / 1024),
          'cold start ms': coldStarts.get(name),
        }
      }),
    )
  } finally {
    for (const { worker } of targets) await worker.stop()
    await stack.stop()
    rmSync(localDir, { recursive: true, force: true })
  }
}
