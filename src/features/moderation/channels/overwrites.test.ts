import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isLocked, LOCKED_BITS, lockedOverwrite, type Overwrite, restoredOverwrite } from './overwrites.ts'

const bits = fc.bigInt({ min: 0n, max: (1n << 53n) - 1n })
/** Discord never stores a bit as both allowed and denied. */
const overwrite = fc
  .tuple(bits, bits)
  .map(([allow, deny]): Overwrite => ({ allow: String(allow & ~deny), deny: String(deny) }))
const maybe = fc.option(overwrite, { nil: null })

describe('locking and unlocking', () => {
  it('restores every overwrite exactly', () => {
    fc.assert(
      fc.property(maybe, (before) => {
        expect(restoredOverwrite(lockedOverwrite(before), before)).toEqual(before)
      }),
    )
  })

  it('locks: the three bits are denied, not allowed, and no other bit changes', () => {
    fc.assert(
      fc.property(maybe, (before) => {
        const locked = lockedOverwrite(before)
        const then = before ?? { allow: '0', deny: '0' }
        expect(isLocked(locked)).toBe(true)
        expect(BigInt(locked.allow) & LOCKED_BITS).toBe(0n)
        expect(BigInt(locked.allow) & ~LOCKED_BITS).toBe(BigInt(then.allow) & ~LOCKED_BITS)
        expect(BigInt(locked.deny) & ~LOCKED_BITS).toBe(BigInt(then.deny) & ~LOCKED_BITS)
      }),
    )
  })

  it('changes nothing more when done twice', () => {
    fc.assert(
      fc.property(maybe, (before) => {
        const once = lockedOverwrite(before)
        expect(lockedOverwrite(once)).toEqual(once)
        const restored = restoredOverwrite(once, before)
        expect(restoredOverwrite(restored, before)).toEqual(restored)
      }),
    )
  })

  it('keeps what was changed beside the lock while it lasted', () => {
    fc.assert(
      fc.property(maybe, bits, (before, extra) => {
        const denied = extra & ~LOCKED_BITS
        const locked = lockedOverwrite(before)
        const changed = { allow: String(BigInt(locked.allow) & ~denied), deny: String(BigInt(locked.deny) | denied) }
        const restored = restoredOverwrite(changed, before) ?? { allow: '0', deny: '0' }
        expect(BigInt(restored.deny) & denied).toBe(denied)
        expect(BigInt(restored.deny) & LOCKED_BITS).toBe(BigInt(before?.deny ?? 0) & LOCKED_BITS)
      }),
    )
  })
})
