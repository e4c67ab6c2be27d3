import { AppError } from '../../core/errors.ts'
import type { Feature } from '../../core/feature.ts'
import { requirePermission } from '../../core/guards.ts'
import type { InteractionCtx } from '../../core/interaction-context.ts'
import { remember } from '../../core/remember.ts'
import { cut } from '../../core/reply.ts'
import type { AnySettings, Setting } from '../../core/settings.ts'
import { texts } from './texts.ts'

/** On every command, button, select and modal of this feature: who lost the permission since is refused. */
export const guards = [requirePermission('ManageGuild')]

export interface Configurable {
  feature: Feature
  settings: AnySettings
}

export interface Place extends Configurable {
  name: string
  setting: Setting
}

/** A value of a setting that was not stored yet has its default, so every field has one. */
export type Values = Readonly<Record<string, unknown>>

/** Features that have settings. */
export function configurables({ catalog: { features } }: InteractionCtx): readonly Configurable[] {
  return remember(features, 'config:configurables', () =>
    features.flatMap((feature) => (feature.settings === undefined ? [] : [{ feature, settings: feature.settings }])),
  )
}

/** By id, or by the title that people see. Throws `AppError('not_found')`. */
export function findFeature(ctx: InteractionCtx, given: string): Configurable {
  const word = given.trim().toLowerCase()
  const all = configurables(ctx)
  const found =
    all.find(({ feature }) => feature.id === word) ??
    all.find(({ feature }) => feature.title(ctx.locale).toLowerCase() === word)
  if (found !== undefined) return found
  throw new AppError('not_found', texts('unknownFeature', { given: shown(given) }))
}

/** By name, or by the label that people see. Throws `AppError('not_found')`. */
export function findSetting(ctx: InteractionCtx, given: { feature: string; setting: string }): Place {
  const { feature, settings } = findFeature(ctx, given.feature)
  const word = given.setting.trim().toLowerCase()
  const fields = Object.entries(settings.fields)
  const found =
    fields.find(([name]) => name.toLowerCase() === word) ??
    fields.find(([, setting]) => setting.label(ctx.locale).toLowerCase() === word)
  if (found !== undefined) return { feature, settings, name: found[0], setting: found[1] }
  const parts = { given: shown(given.setting), feature: feature.title }
  throw new AppError('not_found', texts('unknownSetting', parts))
}

function shown(given: string): string {
  return cut(given.replaceAll('`', "'"), 60)
}

export function readValues(ctx: InteractionCtx, { settings }: Configurable): Promise<Values> {
  return ctx.guild.settings(settings)
}
