import type { SQL } from 'drizzle-orm'
import type * as z from 'zod'
import type { GuildCtx } from './context.ts'

/** What a run of a job is told about itself. `attempt` starts at 1. */
export interface JobRun {
  id: string
  key: string
  attempt: number
}

/** A job to be stored. The same (kind, key) in one guild is stored once, however often it is asked for. */
export interface JobRequest {
  kind: string
  key: string
  payload: unknown
  runAt: Date
  /** Stored and announced only where this condition holds once the other statements of the commit have run. */
  onlyIf?: SQL
}

/** A job with its types erased, as the registry holds it. */
export interface AnyJob {
  readonly id: string
  run(ctx: GuildCtx, payload: unknown, job: JobRun): Promise<void>
}

export interface Job<Payload> extends AnyJob {
  /** Asks for a run at `runAt`; hand the result to `commit(…, { jobs })` so that it stands or falls with the change it belongs to. */
  at(runAt: Date, key: string, payload: Payload): JobRequest
}

interface JobDefinition<Schema extends z.ZodType> {
  /** `feature.verb-noun` */
  id: string
  payload: Schema
  /** Must tolerate being run twice with the same payload: a lease can expire while a run is still under way. */
  run(ctx: GuildCtx, payload: z.output<Schema>, job: JobRun): Promise<void>
}

export function defineJob<Schema extends z.ZodType>(definition: JobDefinition<Schema>): Job<z.input<Schema>> {
  return {
    id: definition.id,
    at: (runAt, key, payload) => ({ kind: definition.id, key, payload, runAt }),
    run: (ctx, payload, job) => definition.run(ctx, definition.payload.parse(payload), job),
  }
}
