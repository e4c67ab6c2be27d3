import type { Privacy } from '../../core/feature.ts'
import { eraseGuildCases, eraseUserCases, exportUserCases } from '../../services/cases/index.ts'
import { eraseGuildRuns, eraseUserRuns, exportUserRuns } from './run-privacy.ts'

/** What is kept of a person who asks to be forgotten, and why, stands with `eraseUserCases`. */
export const privacy: Privacy = {
  exportUser: async (ctx, userId) => ({
    cases: await exportUserCases(ctx, userId),
    runs: await exportUserRuns(ctx, userId),
  }),
  eraseUser: async (ctx, userId) => (await eraseUserCases(ctx, userId)) + (await eraseUserRuns(ctx, userId)),
  eraseGuild: async (ctx) => (await eraseGuildCases(ctx)) + (await eraseGuildRuns(ctx)),
}
