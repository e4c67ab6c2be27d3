import type { GatewayControl } from '../gateway/control.ts'
import type { Snowflake, World } from '../world/types.ts'
import type { Inspector } from './inspector.ts'
import type { Traces } from './inspector-types.ts'

export type Json = Record<string, unknown>

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What only those know who run more than the emulator; alone it does without. */
export interface Surroundings {
  /** Rows and log lines by request; with it, the Worker is told the id of each request. */
  traces?: Traces | undefined
  /**
   * Stops the bot, calls `resetDiscord`, and starts the bot without any data of its own (database, cache, memory), with
   * its commands registered again.
   */
  onReset?: ((resetDiscord: () => void) => Promise<void>) | undefined
  /** Resolves when the bot has been quiet for a moment, so that what it did may be looked at. */
  whenQuiet?: (() => Promise<void>) | undefined
  /** Folder of the scenarios; without it they are kept in memory. */
  scenariosDir?: string | undefined
}

/** What the driver needs from around it. */
export interface DriverDeps {
  /** Base address of the Worker; interactions go to `<workerUrl>/interactions` unless the application names an endpoint. */
  workerUrl: string | (() => string)
  /** Resolves when everything due by the new local time has been delivered. */
  onAdvance?: (() => Promise<void>) | undefined
  /** Shown by `/emulator/state`. */
  ports?: Readonly<Record<string, number>> | undefined
  /** Time in ms that the application has for its first answer; Discord's is 3000. */
  deadlineMs?: number | undefined
  /** Without it there is no gateway, and interactions always go over HTTP. */
  gateway?: GatewayControl | undefined
  /** `http`: interactions never go over the gateway, though the application names no endpoint. */
  interactions?: 'auto' | 'http' | undefined
  /** Filled in by the time that `/emulator/state` is ready. */
  surroundings?: Surroundings | undefined
}

/** Things that a test may turn while running. */
export interface Switches {
  /** Time in ms that the application has for its first answer; unset it is the emulator's (3000). More helps in a debugger. */
  deadlineMs?: number
  /** Milliseconds between the bot's HTTP reply and the moment from which its follow-ups are accepted (10015 before). */
  ackRaceMs: number
}

export interface Driver {
  world: World
  deps: DriverDeps
  switches: Switches
  /** Absent where nobody looks, e.g. in load tests that drive the bot without HTTP. */
  inspector?: Inspector | undefined
}

/** Why an interaction shows as failed in the client. */
export interface InteractionFailure {
  code: 'no_answer' | 'unreachable' | 'http_error' | 'invalid_response' | 'still_thinking'
  message: string
  problems?: { path: string[]; code: string; message: string }[]
}

export interface InteractionResult {
  interaction: {
    id: Snowflake
    token: string
    type: number
    state: string
    guildId: Snowflake | null
    channelId: Snowflake
  }
  /** The JSON of the bot's first answer, whether it came as HTTP reply or by the callback route; null without one. */
  response: unknown
  /** The message as the user sees it in the end, after a deferred answer has arrived. */
  message?: unknown
  followups: unknown[]
  elapsedMs: number
  error?: InteractionFailure
}

/** Something that the person at the keyboard could not do; answered as 400 with these words. */
export class DriverError extends Error {
  override readonly name = 'DriverError'
  readonly code: string
  readonly status: 400 | 503
  constructor(code: string, message: string, status: 400 | 503 = 400) {
    super(message)
    this.code = code
    this.status = status
  }
}
