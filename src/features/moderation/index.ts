import { defineFeature } from '../../core/feature.ts'
import { bulkCommands, bulkComponents, bulkJobs, bulkModals } from './bulk/index.ts'
import { channelCommands, channelJobs } from './channels/index.ts'
import { ban, softban, tempban, unban } from './commands/ban.ts'
import { caseGroup } from './commands/case.ts'
import { history } from './commands/history.ts'
import { kick } from './commands/kick.ts'
import { menuCommands } from './commands/menus.ts'
import { note } from './commands/note.ts'
import { timeout, untimeout } from './commands/timeout.ts'
import { warn } from './commands/warn.ts'
import { historyComponents } from './components/history.ts'
import { searchComponents } from './components/search.ts'
import { viewCaseButton } from './components/view-case.ts'
import { caseJobs } from './jobs.ts'
import { menuModals } from './modals.ts'
import { panelCommands, panelComponents, panelModals } from './panel/index.ts'
import { privacy } from './privacy.ts'
import { moderationSettings } from './settings.ts'
import { moderationTexts } from './texts/all.ts'
import { commandTexts } from './texts/commands.ts'

const personCommands = [warn, timeout, untimeout, kick, ban, tempban, softban, unban, note]
const caseCommands = [caseGroup, history]

export const moderation = defineFeature({
  id: 'moderation',
  title: commandTexts('title'),
  about: commandTexts('about'),
  texts: moderationTexts,
  settings: moderationSettings,
  commands: [
    ...personCommands,
    ...caseCommands,
    ...bulkCommands,
    ...channelCommands,
    ...panelCommands,
    ...menuCommands,
  ],
  components: [viewCaseButton, ...historyComponents, ...searchComponents, ...bulkComponents, ...panelComponents],
  modals: [...menuModals, ...bulkModals, ...panelModals],
  jobs: [...caseJobs, ...bulkJobs, ...channelJobs],
  privacy,
})
