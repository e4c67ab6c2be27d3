import { isRunning } from '../../local/pid-lock.ts'

export type Guardian = { add(pid: number, marker: string): void; remove(pid: number): void; killAll(): void }

/**
 * Ends processes that must not outlive the supervisor. A process is killed only while its command line still contains
 * the marker it was registered with, so that a reused process id is safe.
 */
export function createGuardian(): Guardian {
  const guarded = new Map<number, string>()
  return {
    add: (pid, marker) => guarded.set(pid, marker),
    remove: (pid) => guarded.delete(pid),
    killAll() {
      for (const [pid, marker] of guarded) {
        if (isRunning(pid, marker)) process.kill(pid, 'SIGKILL')
      }
      guarded.clear()
    },
  }
}
