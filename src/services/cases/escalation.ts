/** From mild to severe. */
export const escalationLevels = ['warn', 'timeout', 'kick', 'ban'] as const
export type EscalationLevel = (typeof escalationLevels)[number]

/** How many active warnings call for each level; 0 switches a level off. */
export type Thresholds = Readonly<Record<EscalationLevel, number>>

/** The most severe level whose threshold `count` active warnings meet; `undefined` below the first. */
export function escalationLevel(count: number, thresholds: Thresholds): EscalationLevel | undefined {
  return escalationLevels.findLast((level) => thresholds[level] > 0 && count >= thresholds[level])
}

/** A ladder must rise: whoever sets 5 for a timeout and 4 for a kick would never see the timeout. Levels that are off do not count. */
export function isRising(thresholds: Thresholds): boolean {
  const steps = escalationLevels.map((level) => thresholds[level]).filter((threshold) => threshold > 0)
  return steps.every((step, i) => i === 0 || step > (steps[i - 1] ?? 0))
}
