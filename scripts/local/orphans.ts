import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'
import { isRunning } from './pid-lock.ts'

const workerFileSchema = z.object({ pid: z.int().positive(), marker: z.string().min(1) })
const lockFileSchema = z.object({ pid: z.int().positive() })
const patienceMs = 3000
const pollMs = 20

/** Notes the workerd process of this folder, so that the next start can end it if nobody else did. */
export function noteWorker(localDir: string, pid: number, marker: string): void {
  writeFileSync(join(localDir, 'worker.pid'), JSON.stringify({ pid, marker }))
}

export function forgetWorker(localDir: string): void {
  rmSync(join(localDir, 'worker.pid'), { force: true })
}

/**
 * Ends what a killed supervisor left behind in this folder: workerd and the database process. They normally end by
 * themselves within moments, so they get 3 s first. Only processes whose command line still fits are touched.
 */
export async function reapOrphans(localDir: string): Promise<void> {
  const worker = readJson(join(localDir, 'worker.pid'), workerFileSchema)
  if (worker !== null) await reap(worker.pid, worker.marker)
  forgetWorker(localDir)
  const database = readJson(join(localDir, 'postgres.lock'), lockFileSchema)
  if (database !== null) await reap(database.pid, 'emulators/neon/process.ts')
}

async function reap(pid: number, marker: string): Promise<void> {
  const giveUpAt = Date.now() + patienceMs
  while (isRunning(pid, marker) && Date.now() < giveUpAt) await sleep(pollMs)
  if (isRunning(pid, marker)) process.kill(pid, 'SIGKILL')
  while (isRunning(pid, marker)) await sleep(pollMs)
}

function readJson<T>(path: string, schema: z.ZodType<T>): T | null {
  if (!existsSync(path)) return null
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return null
  }
}
