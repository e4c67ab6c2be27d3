import { expect } from 'vitest'
import { validateInteractionResponse } from '../../scripts/emulators/discord/validate/index.ts'
import type { GuildFacts } from '../../src/core/context.ts'
import { defineFeature, type Feature } from '../../src/core/feature.ts'
import { messagePayload } from '../../src/core/message-payload.ts'
import type { Answer } from '../../src/core/reply.ts'
import { defineSettings, setting } from '../../src/core/settings.ts'
import { type Snowflake, snowflake } from '../../src/core/snowflake.ts'
import { defineTexts, verbatim } from '../../src/core/text.ts'
import { config } from '../../src/features/config/index.ts'
import { call, ids } from './fake-ctx.ts'
import { type SettingsCtxOptions, startSettingsWorld } from './settings-world.ts'

const labels = defineTexts({
  en: { soft: 'Soft', hard: 'Hard', uneven: 'Ban must be above warn.' },
  de: { soft: 'Sanft', hard: 'Hart', uneven: 'Bannen muss über Verwarnen liegen.' },
  fr: { soft: 'Doux', hard: 'Dur', uneven: 'Bannir doit dépasser avertir.' },
})

export const settings = defineSettings(
  'demo',
  {
    active: setting.toggle(false, { label: verbatim('Active'), help: verbatim('Whether it runs') }),
    warn_at: setting.number(3, { label: verbatim('Warn at'), least: 1, most: 10 }),
    ban_at: setting.number(9, { label: verbatim('Ban at'), least: 1, most: 10 }),
    greeting: setting.text('', { label: verbatim('Greeting'), maxLength: 500 }),
    pause: setting.duration(3_600_000, { label: verbatim('Pause'), mostMs: 86_400_000 }),
    mode: setting.choice('soft', {
      label: verbatim('Mode'),
      choices: [
        { value: 'soft', label: labels('soft') },
        { value: 'hard', label: labels('hard') },
      ],
    }),
    log: setting.channel({ label: verbatim('Log channel') }),
    helper: setting.role({ label: verbatim('Helper role') }),
    exempt: setting.roles({ label: verbatim('Exempt roles'), most: 2 }),
    quiet: setting.channels({ label: verbatim('Quiet channels') }),
  },
  ({ warn_at, ban_at }) => (ban_at > warn_at ? undefined : labels('uneven')),
)

const demo = defineFeature({ id: 'demo', title: verbatim('Demo'), about: verbatim('For tests.'), settings })
export const features: readonly Feature[] = [demo, config]

export const general = snowflake('300000000000000001')
export const voice = snowflake('300000000000000002')
export const helper = snowflake('600000000000000001')
export const channels = [
  { id: general, name: 'general', type: 0 },
  { id: voice, name: 'voice', type: 2 },
]

function factsOf(guildId: Snowflake): GuildFacts {
  const role = (id: Snowflake, name: string) => [id, { id, name, position: 1, permissions: 0n }] as const
  return {
    name: 'g',
    ownerId: ids.ada,
    roles: new Map([role(helper, 'Helper'), role(guildId, '@everyone')]),
    botRoles: [],
  }
}

/** `/config` over the real settings service, with a feature that has a setting of every kind. */
export async function startConfigWorld() {
  const world = await startSettingsWorld(features)
  /** Everything that happens in one guild of its own. */
  function inGuild(more: Partial<SettingsCtxOptions> = {}) {
    const guildId = world.newGuild()
    const ctx = (extra: Partial<SettingsCtxOptions> = {}) =>
      world.ctx({ guildId, facts: factsOf(guildId), discord: () => channels, ...more, ...extra })
    return {
      guildId,
      ctx,
      set: (name: string, value: string) => call(ctx(), 'config set', { feature: 'demo', setting: name, value }),
      values: () => ctx().guild.settings(settings),
      on: (resolved: object) => ctx({ interaction: { resolved, messageId: snowflake('700000000000000001') } }),
    }
  }
  return { world, inGuild }
}

/** What people read, as Discord gets it and by Discord's rules. */
export function shown(answer: Answer): string {
  if (answer.kind === 'modal') {
    expect(validateInteractionResponse('command', { type: 9, data: answer.modal })).toEqual([])
    return JSON.stringify(answer.modal)
  }
  const data = messagePayload(answer.body, { ephemeral: answer.kind === 'message' && answer.ephemeral })
  const [kind, type] = answer.kind === 'update' ? (['component', 7] as const) : (['command', 4] as const)
  expect(validateInteractionResponse(kind, { type, data })).toEqual([])
  return JSON.stringify(data)
}
