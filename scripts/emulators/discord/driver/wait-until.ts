import type { World } from '../world/types.ts'

/** Resolves true as soon as the condition holds after some event, false after `ms` of real time. */
export const waitUntil = (world: World, condition: () => boolean, ms: number): Promise<boolean> =>
  new Promise((resolve) => {
    if (condition()) return resolve(true)
    const finish = (value: boolean) => {
      clearTimeout(timer)
      stop()
      resolve(value)
    }
    const timer = setTimeout(() => finish(condition()), ms)
    const stop = world.onEvent(() => {
      if (condition()) finish(true)
    })
  })
