import { massbanCancel, massbanConfirm, massbanStop } from './massban-buttons.ts'
import { massbanCommand, massbanModal } from './massban-command.ts'
import { massbanExpire, massbanStep } from './massban-step.ts'
import { purgeCommand, purgeStop } from './purge-command.ts'
import { purgeStep } from './purge-step.ts'

export { massbanTexts } from './massban-texts.ts'
export { purgeTexts } from './purge-texts.ts'
export { runTexts } from './run-texts.ts'

/** Long work with a progress message and a Stop button: mass bans and purges. */
export const bulkCommands = [massbanCommand, purgeCommand]
export const bulkComponents = [massbanConfirm, massbanCancel, massbanStop, purgeStop]
export const bulkModals = [massbanModal]
export const bulkJobs = [massbanStep, massbanExpire, purgeStep]
