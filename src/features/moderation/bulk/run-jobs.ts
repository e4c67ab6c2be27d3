import * as z from 'zod'
import type { GuildCtx } from '../../../core/context.ts'
import type { JobRequest } from '../../../core/jobs.ts'
import { type Snowflake, snowflakeSchema } from '../../../core/snowflake.ts'

/** The steps of a run ask for each other, so requests are made here and the jobs are defined where their work is. */
export const runPayload = z.object({ runId: snowflakeSchema })
export const runJobs = {
  massbanStep: 'moderation.massban-step',
  massbanExpire: 'moderation.massban-expire',
  purgeStep: 'moderation.purge-step',
} as const
export type StepJob = (typeof runJobs)['massbanStep' | 'purgeStep']

/** Between two steps there is time to press Stop, and each step is a request of its own with limits of its own. */
const PAUSE_MS = 1000
/** Longer than the lease of a job: a step that is still under way has been recorded by then, or its Worker is dead. */
const STOP_CHECK_MS = 90_000

function request(kind: string, key: string, { runId, runAt }: { runId: Snowflake; runAt: Date }): JobRequest {
  return { kind, key, payload: { runId } satisfies z.input<typeof runPayload>, runAt }
}

function later(ctx: GuildCtx, ms: number): Date {
  return new Date(ctx.now().getTime() + ms)
}

/** The step after this one. One per step number, however often it is asked for. */
export function nextStep(
  ctx: GuildCtx,
  kind: StepJob,
  { runId, step }: { runId: Snowflake; step: number },
): JobRequest {
  return request(kind, `${runId}:${step}`, { runId, runAt: later(ctx, PAUSE_MS) })
}

/** Ends a stopped run whose chain of steps was broken. */
export function stopCheck(ctx: GuildCtx, kind: StepJob, runId: Snowflake): JobRequest {
  return request(kind, `${runId}:stop`, { runId, runAt: later(ctx, STOP_CHECK_MS) })
}

export function previewExpiry(runId: Snowflake, runAt: Date): JobRequest {
  return request(runJobs.massbanExpire, runId, { runId, runAt })
}
