import type { Isolate, RequestScope } from './context.ts'

export interface Health {
  ok: boolean
  dependencies: Record<string, { ok: boolean; ms: number }>
}

const GIVE_UP_AFTER_MS = 1000

async function measure(check: () => Promise<boolean>): Promise<{ ok: boolean; ms: number }> {
  const start = performance.now()
  const timeout = AbortSignal.timeout(GIVE_UP_AFTER_MS)
  const givenUp = new Promise<boolean>((resolve) => timeout.addEventListener('abort', () => resolve(false)))
  const ok = await Promise.race([check().catch(() => false), givenUp])
  return { ok, ms: Math.round(performance.now() - start) }
}

/** Asks each system that the bot stands on. Redis is not needed for `ok`: the bot works without it. */
export async function checkHealth(isolate: Isolate, scope: RequestScope): Promise<Health> {
  const probes = isolate.probes(scope)
  const entries = await Promise.all(
    Object.entries(probes).map(async ([name, probe]) => [name, await measure(probe)] as const),
  )
  const dependencies = Object.fromEntries(entries)
  const ok = entries.every(([name, result]) => result.ok || name === 'redis')
  return { ok, dependencies }
}
