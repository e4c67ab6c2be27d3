import type { Privacy } from '../../core/feature.ts'
import { eraseGuildCases, eraseUserCases, exportUserCases } from '../../services/cases/index.ts'

/** What is kept of a person who asks to be forgotten, and why, stands with `eraseUserCases`. */
export const privacy: Privacy = {
  exportUser: async (ctx, userId) => ({ cases: await exportUserCases(ctx, userId) }),
  eraseUser: eraseUserCases,
  eraseGuild: eraseGuildCases,
}
