import * as z from 'zod'

export const qstashFaultsSchema = z.strictObject({
  /** The whole service is away: every API call is refused with 503 and nothing is delivered. */
  down: z.boolean().default(false),
  /** Share of deliveries sent twice (0 to 1). */
  duplicate: z.number().min(0).max(1).default(0),
  /** Share of messages that are lost without a delivery (0 to 1). */
  drop: z.number().min(0).max(1).default(0),
  /** Deliver due messages in random order. */
  reorder: z.boolean().default(false),
  seed: z.int().default(1),
})
export type QstashFaults = z.infer<typeof qstashFaultsSchema>
export type FaultSource = {
  faults(): QstashFaults
  set(faults: z.input<typeof qstashFaultsSchema>): void
  /** True for the given share of calls, by a repeatable sequence. */
  chance(share: number): boolean
  shuffle<T>(items: T[]): T[]
}

/** The faults in force, with a random sequence that depends on the seed alone. */
export function createFaultSource(): FaultSource {
  let faults = qstashFaultsSchema.parse({})
  let random = createRandom(faults.seed)
  return {
    faults: () => faults,
    set(next) {
      faults = qstashFaultsSchema.parse(next)
      random = createRandom(faults.seed)
    },
    chance: (share) => share > 0 && random() < share,
    shuffle(items) {
      const shuffled = items.map((item) => ({ item, rank: random() }))
      return shuffled.sort((a, b) => a.rank - b.rank).map(({ item }) => item)
    },
  }
}

/** Linear congruential generator (Numerical Recipes constants), 0 <= x < 1. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
