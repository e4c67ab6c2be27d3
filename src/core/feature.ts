import type { GuildCtx } from './context.ts'
import type { EventHandlers } from './events.ts'
import type { AnyCommand, AnyComponent, AnyModal, CommandGroup } from './interactions.ts'
import type { AnyJob } from './jobs.ts'
import type { AnySettings } from './settings.ts'
import type { Snowflake } from './snowflake.ts'
import type { Catalogue, Localised, Texts } from './text.ts'

/** A ceiling that a guild meets, by tier. The limits page is made from these. */
export interface TierLimit {
  free: number
  premium: number
}

/** What a feature knows of a person, and how it forgets. Required where the feature has tables. */
export interface Privacy {
  /** Everything stored about the user in this guild, as JSON. */
  exportUser(ctx: GuildCtx, userId: Snowflake): Promise<unknown>
  /** Removes it, or cuts it loose from the person where the record must stay. Answers how many rows were touched. */
  eraseUser(ctx: GuildCtx, userId: Snowflake): Promise<number>
  eraseGuild(ctx: GuildCtx): Promise<number>
}

/**
 * The contract: a feature is a folder whose `index.ts` exports one of these, and one line in `features/index.ts`.
 * Routes, registration, relay interests, schedules, settings pages and the privacy export are derived from it.
 */
export interface Feature {
  /** Folder name = settings key = API segment = first part of custom ids and job ids. */
  readonly id: string
  readonly title: Localised
  /** One sentence for `/help` and the dashboard. */
  readonly about: Localised
  readonly texts?: Pick<Texts<Catalogue>, 'catalogues'>
  readonly settings?: AnySettings
  readonly commands?: readonly (AnyCommand | CommandGroup)[]
  readonly components?: readonly AnyComponent[]
  readonly modals?: readonly AnyModal[]
  readonly events?: EventHandlers
  readonly jobs?: readonly AnyJob[]
  readonly limits?: Readonly<Record<string, TierLimit>>
  readonly privacy?: Privacy
}

export function defineFeature<const F extends Feature>(feature: F): F {
  return feature
}
