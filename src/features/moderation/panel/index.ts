import { requirePermission } from '../../../core/guards.ts'
import { defineCommand } from '../../../core/interactions.ts'
import { option } from '../../../core/options.ts'
import { whisper } from '../../../core/reply.ts'
import { personOf } from './person.ts'
import { panelTexts as texts } from './texts.ts'
import { panelMessage } from './view.ts'

export { panelComponents } from './components.ts'
export { panelModals } from './forms.ts'
export { panelTexts } from './texts.ts'

const modpanel = defineCommand({
  name: 'modpanel',
  names: { de: 'modpanel', fr: 'panneau-mod' },
  description: texts('modpanel'),
  options: {
    user: option.user({ description: texts('user'), required: true, names: { de: 'person', fr: 'membre' } }),
  },
  guards: [requirePermission('ModerateMembers')],
  async run(ctx, { user }) {
    return whisper(await panelMessage(ctx, personOf(user)))
  },
})

export const panelCommands = [modpanel]
