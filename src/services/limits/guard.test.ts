import { describe, expect, it } from 'vitest'
import type { InteractionCtx } from '../../core/interaction-context.ts'
import { snowflake } from '../../core/snowflake.ts'
import { cooldown } from './guard.ts'

/** Guarantee: the guard reads nothing else of the context. */
function ctxOf(
  part: Pick<InteractionCtx, 'cache' | 'now' | 'actor'> & { guild: { id: InteractionCtx['guild']['id'] } },
) {
  return part as InteractionCtx
}

function personAt(time: string) {
  const cache = {
    get: async () => undefined,
    set: async () => {},
    delete: async () => {},
    script: async () => undefined,
  }
  const id = snowflake('200000000000000001')
  const actor = { kind: 'member', id, name: 'ada', roles: [], permissions: 0n } as const
  let now = new Date(time)
  const ctx = ctxOf({ cache, actor, now: () => now, guild: { id: snowflake('100000000000000001') } })
  const at = (later: string) => {
    now = new Date(later)
  }
  return { ctx, at }
}

describe('cooldown', () => {
  it('tells when it may be used again, never too early', async () => {
    const guard = cooldown({ name: 'daily', perSeconds: 60 })
    const { ctx, at } = personAt('2026-11-20T12:00:00.200Z')
    await guard.check(ctx, undefined)
    at('2026-11-20T12:00:30.000Z')
    const back = Date.parse('2026-11-20T12:01:01Z') / 1000
    await expect(guard.check(ctx, undefined)).rejects.toMatchObject({
      code: 'cooldown',
      message: expect.stringContaining(`<t:${back}:R>`),
    })
    at('2026-11-20T12:01:00.200Z')
    await guard.check(ctx, undefined)
  })
})
