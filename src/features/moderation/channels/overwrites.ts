import * as z from 'zod'

/** Send Messages, Send Messages in Threads and Add Reactions (Discord docs: topics/permissions). */
export const LOCKED_BITS = (1n << 11n) | (1n << 38n) | (1n << 6n)

/** One permission overwrite as Discord writes it: bit sets as decimal strings. */
export const overwriteSchema = z.object({ allow: z.string().regex(/^\d+$/), deny: z.string().regex(/^\d+$/) })
export type Overwrite = z.infer<typeof overwriteSchema>

const NOTHING: Overwrite = { allow: '0', deny: '0' }

export function isLocked(overwrite: Overwrite | null): boolean {
  return overwrite !== null && (BigInt(overwrite.deny) & LOCKED_BITS) === LOCKED_BITS
}

/** The same overwrite with writing and reacting denied; all other bits stay. */
export function lockedOverwrite(current: Overwrite | null): Overwrite {
  const { allow, deny } = current ?? NOTHING
  return { allow: String(BigInt(allow) & ~LOCKED_BITS), deny: String(BigInt(deny) | LOCKED_BITS) }
}

/**
 * Puts the three bits back to what they were before the lock and keeps what someone changed beside them since.
 * `null` means that no overwrite is to remain, which is how it was.
 */
export function restoredOverwrite(current: Overwrite | null, previous: Overwrite | null): Overwrite | null {
  const now = current ?? NOTHING
  const then = previous ?? NOTHING
  const restored = {
    allow: String((BigInt(now.allow) & ~LOCKED_BITS) | (BigInt(then.allow) & LOCKED_BITS)),
    deny: String((BigInt(now.deny) & ~LOCKED_BITS) | (BigInt(then.deny) & LOCKED_BITS)),
  }
  const isEmpty = restored.allow === '0' && restored.deny === '0'
  return previous === null && isEmpty ? null : restored
}
