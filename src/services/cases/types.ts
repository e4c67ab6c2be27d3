import type { Snowflake } from '../../core/snowflake.ts'

/** What was done. `purge`, `slowmode`, `lock` and `unlock` are about a channel, the others about a person. */
export const caseActions = [
  'warn',
  'timeout',
  'untimeout',
  'kick',
  'ban',
  'tempban',
  'softban',
  'unban',
  'note',
  'purge',
  'slowmode',
  'lock',
  'unlock',
] as const
export type CaseAction = (typeof caseActions)[number]

/**
 * `pending`: written, but Discord has not confirmed the effect. `active`: done. `expired` and `lifted`: its effect is over.
 * `failed`: Discord refused. `deleted`: an admin removed it; the number stays taken.
 */
export type CaseStatus = 'pending' | 'active' | 'expired' | 'lifted' | 'failed' | 'deleted'
export type CaseSource = 'command' | 'panel' | 'menu' | 'escalation' | 'bulk' | 'native'
/** What became of the message to the person; `null` when none was tried. */
export type DmOutcome = 'sent' | 'closed' | 'failed'

export interface Evidence {
  url: string
  addedBy: Snowflake
  /** ISO 8601. */
  addedAt: string
  /** What the message said at the time, shortened. */
  excerpt?: string
}

export interface ReasonEdit {
  by: Snowflake
  /** ISO 8601. */
  at: string
  /** The reason that was replaced. */
  before: string | null
}

export interface Moderator {
  id: Snowflake
  name: string
}

/** Bans in every form keep somebody out until they are lifted; timeouts end by themselves. */
export const banActions = ['ban', 'tempban'] as const satisfies readonly CaseAction[]
