import * as z from 'zod'
import type { JobRequest } from '../../../core/jobs.ts'
import { snowflakeSchema } from '../../../core/snowflake.ts'

export const unlockJobId = 'moderation.unlock-channel'
export const unlockPayload = z.object({ channelId: snowflakeSchema, lockId: z.uuid() })

/** Names the lock that it ends, so that it leaves a later one of the same channel alone. */
export function unlockRequest({ runAt, ...payload }: z.input<typeof unlockPayload> & { runAt: Date }): JobRequest {
  return { kind: unlockJobId, key: payload.lockId, payload, runAt }
}
