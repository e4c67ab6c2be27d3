import { type BreakerMemory, createBreakerMemory, INTERACTION_OPEN_MS } from './breaker.ts'
import { type BucketMemory, createBucketMemory } from './buckets.ts'
import { createGlobalMemory, type GlobalMemory } from './global-limit.ts'
import { createRefusalMemory, type RefusalMemory } from './refusals.ts'

/**
 * What one isolate has learned of Discord, shared by all its clients. Plain data on purpose: workerd cancels promises,
 * queues and timers together with the request that made them, and whoever waits for them then waits for ever.
 */
export interface DiscordMemory {
  buckets: BucketMemory
  global: GlobalMemory
  /** Apart from each other, so that answers to interactions go on while the bot's own routes fail. */
  breakers: { bot: BreakerMemory; interaction: BreakerMemory }
  refusals: RefusalMemory
}

export function createDiscordMemory(): DiscordMemory {
  return {
    buckets: createBucketMemory(),
    global: createGlobalMemory(),
    breakers: { bot: createBreakerMemory(), interaction: createBreakerMemory(INTERACTION_OPEN_MS) },
    refusals: createRefusalMemory(),
  }
}
