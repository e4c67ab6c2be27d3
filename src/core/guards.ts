import { AppError } from './errors.ts'
import type { InteractionCtx, Target } from './interaction-context.ts'
import type { Permission } from './permissions.ts'
import { listPermissions, missingPermissions } from './permissions.ts'
import { defineTexts } from './text.ts'

const texts = defineTexts({
  en: {
    userNeeds: 'You need the permission **{permissions}** for this.',
    botNeeds: 'I need the permission **{permissions}** here. A server admin can give it to my role.',
  },
  de: {
    userNeeds: 'Dafür brauchst du die Berechtigung **{permissions}**.',
    botNeeds: 'Ich brauche hier die Berechtigung **{permissions}**. Ein Admin kann sie meiner Rolle geben.',
  },
  fr: {
    userNeeds: 'Il te faut la permission **{permissions}** pour cela.',
    botNeeds: "Il me faut la permission **{permissions}** ici. Un admin peut l'accorder à mon rôle.",
  },
})

/**
 * A condition that holds before a handler starts. Guards run in the order written, before any change and before any call of
 * Discord that changes something; the first one that throws an `AppError` decides. `Input` is what the handler is given.
 */
export interface Guard<Input = unknown> {
  readonly kind: string
  /** Shown on the command page, and the default visibility of the command in Discord's client. */
  readonly permissions?: readonly Permission[]
  check(ctx: InteractionCtx, input: Input): void | Promise<void>
}

/** The person who asks has these, in this channel. Discord sends them with every interaction, so this costs nothing. */
export function requirePermission(...permissions: Permission[]): Guard {
  return {
    kind: 'permission',
    permissions,
    check(ctx) {
      const missing = missingPermissions(ctx.actor.permissions, permissions)
      if (missing.length > 0)
        throw new AppError('forbidden', texts('userNeeds', { permissions: listPermissions(missing) }))
    },
  }
}

/** Says on purpose that no permission is needed; every command has this or `requirePermission`. */
export const everybody: Guard = { kind: 'open', check() {} }

/** The bot has these, in this channel. */
export function botNeeds(...permissions: Permission[]): Guard {
  return {
    kind: 'bot-permission',
    check(ctx) {
      const missing = missingPermissions(ctx.interaction.appPermissions, permissions)
      if (missing.length > 0)
        throw new AppError('forbidden', texts('botNeeds', { permissions: listPermissions(missing) }))
    },
  }
}

export type PickTarget<Input> = (input: Input) => Target | undefined
