import { defineSettings, setting } from '../../src/core/settings.ts'
import { verbatim } from '../../src/core/text.ts'

const about = (name: string) => ({ label: verbatim(name) })

/** One setting of most kinds, and a rule between two of them. */
export const sampleSettings = defineSettings(
  'sample',
  {
    enabled: setting.toggle(true, about('Enabled')),
    least: setting.number(1, { ...about('Least'), least: 0, most: 100 }),
    most: setting.number(10, { ...about('Most'), least: 0, most: 100 }),
    greeting: setting.text('hello', { ...about('Greeting'), maxLength: 200 }),
    wait: setting.duration(60_000, { ...about('Wait'), mostMs: 3_600_000 }),
    mode: setting.choice('calm', {
      ...about('Mode'),
      choices: [
        { value: 'calm', label: verbatim('Calm') },
        { value: 'strict', label: verbatim('Strict') },
      ],
    }),
    channel: setting.channel(about('Channel')),
    role: setting.role(about('Role')),
    roles: setting.roles({ ...about('Roles'), most: 3 }),
    channels: setting.channels({ ...about('Channels'), most: 3 }),
  },
  (values) => (values.least > values.most ? verbatim('least is more than most') : undefined),
)

export const otherSettings = defineSettings('other', {
  greeting: setting.text('hi', { ...about('Other'), maxLength: 200 }),
})
