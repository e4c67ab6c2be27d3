import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import * as z from 'zod'
import { commandLine } from './ports.ts'

export type PidLock = { release(): void }

const holderSchema = z.object({ pid: z.int().positive() })

/** The lock file is held by a living process. */
export class LockHeldError extends Error {
  override readonly name = 'LockHeldError'
  readonly pid: number
  constructor(pid: number, message: string) {
    super(message)
    this.pid = pid
  }
}

/**
 * Takes an exclusive lock file with this process's id. A file left by a process that is gone, or whose id now belongs
 * to a program whose command line does not contain `marker`, is taken over. Throws LockHeldError.
 */
export function acquirePidLock(path: string, marker: string): PidLock {
  mkdirSync(dirname(path), { recursive: true })
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(path, JSON.stringify({ pid: process.pid }), { flag: 'wx' })
      return { release: () => rmSync(path, { force: true }) }
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
    const holder = readHolder(path)
    if (holder !== null && holder !== process.pid && isRunning(holder, marker)) {
      throw new LockHeldError(holder, `${path} is held by process ${holder} (${commandLine(holder)}).`)
    }
    rmSync(path, { force: true })
  }
  throw new Error(`Could not take the lock file ${path}: another process keeps taking it.`)
}

/** True when the process lives and, where /proc tells, its command line contains `marker`. */
export function isRunning(pid: number, marker: string): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  const command = commandLine(pid)
  return process.platform !== 'linux' || command.includes(marker)
}

function readHolder(path: string): number | null {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).pid
  } catch {
    return null
  }
}
