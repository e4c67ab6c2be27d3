import * as z from 'zod'
import type { JobRequest } from '../../../core/jobs.ts'

/** The jobs that belong to one case. They stand apart from their definitions, which need the actions that ask for them. */
const keys = {
  'moderation.escalate': 'escalate',
  'moderation.lift-ban': 'lift',
  'moderation.expire-case': 'expire',
} as const

export const caseJobPayload = z.object({ caseId: z.uuid() })

export function caseJob(kind: keyof typeof keys, { caseId, runAt }: { caseId: string; runAt: Date }): JobRequest {
  return { kind, key: `${keys[kind]}:${caseId}`, payload: { caseId }, runAt }
}
