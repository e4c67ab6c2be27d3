import type { Stack } from '../local/stack.ts'
import { startWorkerd } from '../local/workerd.ts'
import { pings } from './calls.ts'
import { median } from './load.ts'
import type { BenchTarget } from './targets.ts'

const RUNS = 11

/** From spawning workerd to its first answered PING, in milliseconds; runs of all targets take turns. */
export async function measureColdStarts(
  stack: Stack,
  targets: readonly BenchTarget[],
  localDir: string,
): Promise<Map<string, number>> {
  const times = new Map<string, number[]>(targets.map(({ name }) => [name, []]))
  for (let run = 0; run < RUNS; run += 1) {
    for (const { name, bundle } of targets) {
      const [ping] = pings(stack.discord.world, 1)
      if (ping === undefined) continue
      const start = performance.now()
      const worker = await startWorkerd({ name: `cold-${name}`, bundle, env: stack.env, port: 0, localDir })
      const response = await fetch(`${worker.url}/interactions`, {
        method: 'POST',
        body: ping.body,
        headers: ping.headers,
      })
      if (!response.ok) throw new Error(`${name} answered a PING with ${response.status}`)
      times.get(name)?.push(performance.now() - start)
      await worker.stop()
    }
  }
  return new Map([...times].map(([name, all]) => [name, Math.round(median(all))]))
}
