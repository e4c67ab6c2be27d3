import type { BoundedLog, RequestEntry, Violation, World } from './world/types.ts'

const append = <T>(log: BoundedLog<T>, entry: T, limit: number): void => {
  log.entries.push(entry)
  if (log.entries.length <= limit) return
  log.dropped += log.entries.length - limit
  log.entries.splice(0, log.entries.length - limit)
}

/** Notes something that a correct bot never does. */
export const recordViolation = (
  world: World,
  violation: Pick<Violation, 'rule' | 'explanation'> & Partial<Violation>,
): Violation => {
  const entry: Violation = {
    id: world.nextNumber(),
    at: new Date(world.now()).toISOString(),
    code: null,
    requestId: null,
    interactionId: null,
    ...violation,
  }
  append(world.violations, entry, world.limits.violations)
  return entry
}

/** Notes one call of the bot. */
export const recordRequest = (world: World, entry: RequestEntry): void =>
  append(world.requests, entry, world.limits.requestLog)
