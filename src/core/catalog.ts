import type { Feature } from './feature.ts'
import type { AnyCommand, CommandGroup } from './interactions.ts'
import type { Permission } from './permissions.ts'
import type { Snowflake } from './snowflake.ts'

/** What the bot consists of, for features that speak about other features (`/help`, `/config`) without importing them. */
export interface Catalog {
  readonly features: readonly Feature[]
  /** Ids of the registered commands by their root name, for clickable mentions; empty while they are not known. */
  commandIds(): Promise<ReadonlyMap<string, Snowflake>>
}

/** A command that can be called, with the words that call it. */
export interface CallableCommand {
  readonly feature: Feature
  readonly command: AnyCommand
  /** `['case', 'view']` */
  readonly path: readonly string[]
  /** Of the whole way: a group may ask for more than its subcommand does. */
  readonly permissions: readonly Permission[]
}

/** Every command of a feature, groups opened. */
export function callableCommands(feature: Feature): CallableCommand[] {
  const found: CallableCommand[] = []
  const walk = (list: readonly (AnyCommand | CommandGroup)[], path: string[], inherited: Permission[]) => {
    for (const entry of list) {
      const here = [...path, entry.name]
      if (entry.kind === 'group') {
        walk(entry.commands, here, entry.permission === undefined ? inherited : [...inherited, entry.permission])
      } else {
        const permissions = [...new Set([...inherited, ...permissionsOf(entry)])]
        found.push({ feature, command: entry, path: here, permissions })
      }
    }
  }
  walk(feature.commands ?? [], [], [])
  return found
}

/** What the guards of a command ask of the person who calls it. */
export function permissionsOf(command: AnyCommand): Permission[] {
  return [...new Set(command.guards.flatMap((guard) => guard.permissions ?? []))]
}

/** `</case view:id>`, which a reader can click; plain text while the id is not known (Discord docs: reference, "Formats"). */
export function commandMention(path: readonly string[], ids: ReadonlyMap<string, Snowflake>): string {
  const words = path.join(' ')
  const id = ids.get(path[0] ?? '')
  return id === undefined ? `\`/${words}\`` : `</${words}:${id}>`
}
