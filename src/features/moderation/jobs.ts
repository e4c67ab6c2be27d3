import { defineJob } from '../../core/jobs.ts'
import { settleCase } from '../../services/cases/index.ts'
import { caseJobPayload } from './service/case-jobs.ts'
import { escalate } from './service/escalate.ts'
import { liftBan } from './service/lift-ban.ts'

export const escalateJob = defineJob({
  id: 'moderation.escalate',
  payload: caseJobPayload,
  run: (ctx, { caseId }, job) => escalate(ctx, caseId, job),
})

export const liftBanJob = defineJob({
  id: 'moderation.lift-ban',
  payload: caseJobPayload,
  run: (ctx, { caseId }, job) => liftBan(ctx, caseId, job),
})

/** Discord ends timeouts by itself; this only closes the case. */
export const expireCaseJob = defineJob({
  id: 'moderation.expire-case',
  payload: caseJobPayload,
  async run(ctx, { caseId }) {
    await settleCase(ctx, { id: caseId, status: 'expired' })
  },
})

export const caseJobs = [escalateJob, liftBanJob, expireCaseJob]
