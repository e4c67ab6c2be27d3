import { unlockJob } from './auto-unlock.ts'
import { lockCommand, slowmodeCommand, unlockCommand } from './commands.ts'

export { channelTexts } from './texts.ts'

/** What is done to a channel instead of a person: slow mode and locks. */
export const channelCommands = [slowmodeCommand, lockCommand, unlockCommand]
export const channelJobs = [unlockJob]
