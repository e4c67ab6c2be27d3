import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { buildBundle } from './bundle.ts'
import type { WorkerdHandle } from './workerd.ts'

export type RebuildOptions = {
  worker: WorkerdHandle | null
  env: Record<string, string>
  /** Folder of the bundle that runs now. */
  builtDir: string
  migrate: () => Promise<number>
}

const run = promisify(execFile)
const registerScript = fileURLToPath(new URL('../register-commands.ts', import.meta.url))

/** Makes the function that brings changed sources into the running stack; it answers whether there was a change. */
export function createRebuild({ worker, env, builtDir, migrate }: RebuildOptions): () => Promise<boolean> {
  let currentDir = builtDir
  return async () => {
    if (worker === null) return false
    const bundle = await buildBundle()
    if (bundle.dir === currentDir) return false
    currentDir = bundle.dir
    await migrate()
    await worker.restart({ bundle })
    // In a process of its own, because this one keeps the modules it has loaded.
    await run(process.execPath, [registerScript], { env: { ...process.env, ...env } })
    return true
  }
}
