export { activeWarnings } from './active-warnings.ts'
export { caseIdFrom } from './case-id.ts'
export { addEvidence, deleteCase, editReason } from './change-case.ts'
export { type EscalationLevel, escalationLevel, escalationLevels, isRising, type Thresholds } from './escalation.ts'
export { type CaseOutcome, finishCase, recordDelivery } from './finish-case.ts'
export { findCase, getCase, suggestCases } from './get-case.ts'
export { actingModerator } from './moderator.ts'
export { type LadderOptions, type NewCase, type OpenedCase, openCase, openCases } from './open-case.ts'
export { eraseGuildCases, eraseUserCases, exportUserCases } from './privacy.ts'
export { recentReasons } from './recent-reasons.ts'
export type { Case } from './schema.ts'
export { type CaseFilter, type CasePage, type HistoryPage, memberHistory, searchCases } from './search-cases.ts'
export { dueCase, settleCase } from './settle-case.ts'
export {
  type CaseAction,
  type CaseSource,
  type CaseStatus,
  caseActions,
  type DmOutcome,
  type Evidence,
  type Moderator,
} from './types.ts'
