import type { GatewayEventName } from '../core/events.ts'
import type { Feature } from '../core/feature.ts'
import type { AnyCommand, AnyComponent, AnyModal, CommandGroup } from '../core/interactions.ts'
import type { AnyJob } from '../core/jobs.ts'

/** Something callable together with the feature that it belongs to. */
export interface Entry<T> {
  readonly item: T
  readonly feature: Feature
}

export interface Registry {
  readonly features: readonly Feature[]
  /** By the words of the command: `warn`, `case view`. */
  readonly chat: ReadonlyMap<string, Entry<AnyCommand>>
  readonly user: ReadonlyMap<string, Entry<AnyCommand>>
  readonly message: ReadonlyMap<string, Entry<AnyCommand>>
  /** By `feature:action`, the first two parts of a custom id. */
  readonly components: ReadonlyMap<string, Entry<AnyComponent>>
  readonly modals: ReadonlyMap<string, Entry<AnyModal>>
  readonly jobs: ReadonlyMap<string, AnyJob>
  readonly events: ReadonlyMap<GatewayEventName, readonly Feature[]>
}

function add<T>(map: Map<string, T>, key: string, value: T): void {
  if (map.has(key)) throw new Error(`two definitions of "${key}": ids and names are unique over all features`)
  map.set(key, value)
}

function requirePrefix(feature: Feature, id: string, separator: string): void {
  if (!id.startsWith(`${feature.id}${separator}`)) {
    throw new Error(`"${id}" belongs to feature "${feature.id}" and must start with "${feature.id}${separator}"`)
  }
}

function addCommands(
  maps: Record<AnyCommand['kind'], Map<string, Entry<AnyCommand>>>,
  feature: Feature,
  commands: readonly (AnyCommand | CommandGroup)[],
  path = '',
): void {
  for (const command of commands) {
    const words = path === '' ? command.name : `${path} ${command.name}`
    if (command.kind === 'group') addCommands(maps, feature, command.commands, words)
    else add(maps[command.kind], words, { item: command, feature })
  }
}

/** Walks the features once and makes the route tables. Throws on duplicates and on ids outside their feature's name. */
export function createRegistry(features: readonly Feature[]): Registry {
  const ids = new Map<string, Feature>()
  const maps = { chat: new Map(), user: new Map(), message: new Map() } satisfies Record<
    AnyCommand['kind'],
    Map<string, Entry<AnyCommand>>
  >
  const components = new Map<string, Entry<AnyComponent>>()
  const modals = new Map<string, Entry<AnyModal>>()
  const jobs = new Map<string, AnyJob>()
  const events = new Map<GatewayEventName, Feature[]>()
  for (const feature of features) {
    add(ids, feature.id, feature)
    addCommands(maps, feature, feature.commands ?? [])
    for (const item of feature.components ?? []) {
      requirePrefix(feature, item.id, ':')
      add(components, item.id, { item, feature })
    }
    for (const item of feature.modals ?? []) {
      requirePrefix(feature, item.id, ':')
      add(modals, item.id, { item, feature })
    }
    for (const job of feature.jobs ?? []) {
      requirePrefix(feature, job.id, '.')
      add(jobs, job.id, job)
    }
    for (const name of eventNames(feature)) events.set(name, [...(events.get(name) ?? []), feature])
  }
  return { features, ...maps, components, modals, jobs, events }
}

/** Guarantee: `EventHandlers` has no other keys than event names, and features are literals. */
function eventNames(feature: Feature): GatewayEventName[] {
  return Object.keys(feature.events ?? {}) as GatewayEventName[]
}
