import { type CallableCommand, callableCommands } from '../../core/catalog.ts'
import type { Feature } from '../../core/feature.ts'
import type { InteractionCtx } from '../../core/interaction-context.ts'
import type { AnyCommand, CommandGroup } from '../../core/interactions.ts'
import { missingPermissions } from '../../core/permissions.ts'
import type { Locale } from '../../core/text.ts'

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

/** The same as the client shows it to people of this language: `fall ansehen`, `Verwarnen`. */
export function shownName({ feature, command, path }: CallableCommand, locale: Locale): string {
  let entries: readonly (AnyCommand | CommandGroup)[] = feature.commands ?? []
  const groups = path.slice(0, -1).map((name) => {
    const group = entries.find((entry) => entry.kind === 'group' && entry.name === name)
    entries = group?.kind === 'group' ? group.commands : []
    return nameIn(group ?? { name }, locale)
  })
  return [...groups, nameIn(command, locale)].join(' ')
}

function nameIn({ name, names }: Pick<AnyCommand | CommandGroup, 'name' | 'names'>, locale: Locale): string {
  return locale === 'en' ? name : (names?.[locale] ?? name)
}

/** What people type to name a command: `case view`, or `Warn` for an entry of a context menu. */
export function callName({ path }: CallableCommand): string {
  return path.join(' ')
}
