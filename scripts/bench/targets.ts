import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { type Bundle, buildBundle } from '../local/bundle.ts'
import { startWorkerd, type WorkerdHandle } from '../local/workerd.ts'

export const targetNames = ['guildhall', 'bare', 'discord-hono'] as const
export type TargetName = (typeof targetNames)[number]

export interface BenchTarget {
  name: TargetName
  bundle: Bundle
  worker: WorkerdHandle
}

function bundleOf(name: TargetName): Promise<Bundle> {
  if (name === 'guildhall') return buildBundle()
  const projectDir = fileURLToPath(new URL(`./workers/${name}`, import.meta.url))
  return buildBundle({ projectDir, sources: ['index.ts', 'wrangler.toml'] })
}

/** Server on one core, generator on the others, where the machine lets us say so. */
function pin(pid: number): void {
  try {
    execFileSync('taskset', ['-acp', '0', String(pid)], { stdio: 'ignore' })
  } catch {
    // No taskset here: the ratios still hold, they only scatter more.
  }
}

/** As deployed: without the switch that makes the Worker look for the local cloud's clock and ids in every request. */
function deployedEnv(env: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name !== 'LOCAL_CLOCK'))
}

export interface StartOptions {
  localDir: string
  env: Record<string, string>
  /** The Worker's own port, to which the local cloud delivers. */
  port: number
}

export async function startTargets({ localDir, env, port }: StartOptions): Promise<BenchTarget[]> {
  const targets: BenchTarget[] = []
  for (const name of targetNames) {
    const bundle = await bundleOf(name)
    const worker = await startWorkerd({
      name: `bench-${name}`,
      bundle,
      env: deployedEnv(env),
      port: name === 'guildhall' ? port : 0,
      localDir,
    })
    pin(worker.pid())
    targets.push({ name, bundle, worker })
  }
  return targets
}

export function bundleSize({ dir }: Bundle): { raw: number; gzip: number } {
  const code = readdirSync(dir)
    .filter((file) => file.endsWith('.js'))
    .map((file) => readFileSync(join(dir, file)))
  const all = Buffer.concat(code)
  return { raw: all.byteLength, gzip: gzipSync(all).byteLength }
}
