import type { MessageFilter } from './message-filter.ts'

export type RunKind = 'massban' | 'purge'

/**
 * `checking`: members are looked up. `preview`: waits for a confirmation. `running`: a step is under way or due.
 * `stopping`: someone pressed Stop; the next step ends it. The others are ends.
 */
export type RunState = 'checking' | 'preview' | 'running' | 'stopping' | 'stopped' | 'done' | 'failed' | 'cancelled'

/**
 * `new`: not looked up yet. `ready`: may be acted on. `sent`: Discord was asked, or is about to be; the answer is not
 * recorded yet. `done`, `failed` and `dropped` (never tried) are ends.
 */
export type ItemState = 'new' | 'ready' | 'sent' | 'done' | 'failed' | 'dropped'

/** Why an item was dropped or failed. */
export const itemNotes = [
  'self',
  'bot',
  'owner',
  'executor-too-low',
  'bot-too-low',
  'banned',
  'refused',
  'too-old',
  'no-answer',
] as const
export type ItemNote = (typeof itemNotes)[number]

export interface MassbanOptions {
  kind: 'massban'
  deleteSeconds: number
  /** Words of the list that are no ids, shortened; the first few. */
  invalid: readonly string[]
  invalidCount: number
  repeated: number
}

export interface PurgeOptions {
  kind: 'purge'
  count: number
  filter: MessageFilter
}

export type RunOptions = MassbanOptions | PurgeOptions
