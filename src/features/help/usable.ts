import { type CallableCommand, callableCommands } from '../../core/catalog.ts'
import type { Feature } from '../../core/feature.ts'
import type { InteractionCtx } from '../../core/interaction-context.ts'
import { missingPermissions } from '../../core/permissions.ts'

/** What the person who asks may call in this channel, feature by feature; features without such a command are left out. */
export function usableCommands(ctx: InteractionCtx): { feature: Feature; commands: CallableCommand[] }[] {
  return ctx.catalog.features
    .map((feature) => ({
      feature,
      commands: callableCommands(feature).filter(
        ({ permissions }) => missingPermissions(ctx.actor.permissions, permissions).length === 0,
      ),
    }))
    .filter(({ commands }) => commands.length > 0)
}

/** What people type to name a command: `case view`, or `Warn` for an entry of a context menu. */
export function callName({ path }: CallableCommand): string {
  return path.join(' ')
}
