export type Mutex = {
  /** Waits for its turn (first in, first out), then holds the lock while `task` runs. */
  run<T>(task: () => Promise<T>): Promise<T>
  /** Waits for its turn and hands out the release function, which may be called more than once. */
  acquire(): Promise<() => void>
}

/** A fair lock for a resource that one caller at a time may use. */
export function createMutex(): Mutex {
  let tail: Promise<void> = Promise.resolve()
  const acquire = async () => {
    const turn = tail
    const { promise, resolve } = Promise.withResolvers<void>()
    tail = promise
    await turn
    return () => resolve()
  }
  return {
    acquire,
    async run(task) {
      const release = await acquire()
      try {
        return await task()
      } finally {
        release()
      }
    },
  }
}
