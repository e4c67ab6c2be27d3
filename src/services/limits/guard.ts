import { AppError } from '../../core/errors.ts'
import type { Guard } from '../../core/guards.ts'
import { timestamp } from '../../core/markdown.ts'
import { defineTexts } from '../../core/text.ts'
import { hit } from './limiter.ts'

const texts = defineTexts({
  en: { cooldown: 'That was too fast. You can do this again {when}.' },
  de: { cooldown: 'Das ging zu schnell. Du kannst das {when} wieder tun.' },
  fr: { cooldown: "C'était trop rapide. Tu pourras le refaire {when}." },
})

export interface Cooldown {
  /** Letters, digits, `.`, `_` and `-`; commands that share it share the limit. */
  name: string
  limit?: number
  perSeconds: number
}

/** Each person may do this `limit` times per window, in each guild. Throws `AppError('cooldown')` with the time to come back. */
export function cooldown({ name, limit = 1, perSeconds }: Cooldown): Guard {
  return {
    kind: 'cooldown',
    async check(ctx) {
      const limits = { name, limit, windowMs: perSeconds * 1000 }
      const result = await hit(ctx, { guildId: ctx.guild.id, subject: ctx.actor.id, ...limits })
      if (result.allowed) return
      // Discord's timestamps have whole seconds: rounded up, so that the time shown is never too early.
      const when = new Date(Math.ceil((ctx.now().getTime() + result.retryAfterMs) / 1000) * 1000)
      throw new AppError('cooldown', texts('cooldown', { when: timestamp(when, 'R') }))
    },
  }
}
