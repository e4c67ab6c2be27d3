import type { RequestEntry, Violation } from '../world/traffic-types.ts'
import type { Snowflake } from '../world/types.ts'
import type { InteractionFailure } from './types.ts'

/** The header under which a bot that takes part tells which interaction a call belongs to. */
export const requestIdHeader = 'x-guildhall-request'

/** What the bot answered over HTTP. */
export interface RecordedResponse {
  status: number
  headers: Record<string, string>
  /** As text, cut where it is very long. */
  body: string
}

/** One interaction as it went over the wire. */
export interface InteractionRecord {
  id: Snowflake
  /** Sent along as `x-guildhall-request` to a Worker that takes part; the id of its log lines and calls. */
  requestId: string
  /** ISO 8601, local clock. */
  at: string
  type: number
  /** In words: `/warn`, `button moderation:undo`, `form moderation:kick`. */
  name: string
  user: { id: Snowflake; name: string }
  guild: { id: Snowflake; name: string } | null
  channel: { id: Snowflake; name: string | null }
  request: { url: string; headers: Record<string, string>; body: string } | null
  response: RecordedResponse | null
  /** From the request to the first answer in ms of real time; null while there is none. */
  elapsedMs: number | null
  limitMs: number
  /** Why the client shows a failure, if it does. */
  failure: InteractionFailure | null
  /** A fault struck on purpose, in words. */
  fault: string | null
}

/** One statement of the bot that changed rows of its database. */
export interface DataChange {
  at: string
  operation: 'insert' | 'update' | 'delete'
  table: string
  rows: number | null
  sql: string
  parameters: (string | null)[]
}

/** What only the surroundings of the emulator know of a request; the emulator alone knows none of it. */
export interface Traces {
  changes(requestId: string): Promise<DataChange[]>
  log(requestId: string): string[]
}

/** What a REST call was for, seen from the interaction. */
export type CallRole = 'callback' | 'answer' | 'follow-up' | 'other'

export interface RestCall extends RequestEntry {
  role: CallRole
}

/** `GET /emulator/interactions`: one line of the list. */
export interface InteractionLine extends Omit<InteractionRecord, 'request' | 'response'> {
  state: string
  /** Of the answer over HTTP. */
  status: number | null
  /** How many. */
  calls: number
  problems: number
}

/** `GET /emulator/interactions/{id}`. */
export interface InteractionDetail extends InteractionRecord {
  state: string
  /** From the interaction to its acknowledgement in ms, on the local clock. */
  acknowledgedMs: number | null
  /** Everything that went wrong, in whole words, worst first. */
  problems: string[]
  calls: RestCall[]
  violations: Violation[]
  /** False where the emulator runs alone and knows neither rows nor log lines. */
  traced: boolean
  changes: DataChange[]
  log: string[]
}
