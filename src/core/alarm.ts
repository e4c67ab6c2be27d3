import type { Snowflake } from './snowflake.ts'

/** What the alarm clock needs to know of a job. */
export interface AnnouncedJob {
  id: string
  kind: string
  key: string
  guildId: Snowflake
  runAt: Date
  /** How often it was started before: each start gets an alarm of its own. */
  attempts: number
}

/** QStash: calls us back when a job is due. It may fail or forget; the sweeper is behind it. */
export interface Alarm {
  /** Never throws. */
  schedule(jobs: readonly AnnouncedJob[], now: Date): Promise<void>
}
