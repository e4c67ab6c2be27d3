import type { GuildCtx } from '../../core/context.ts'
import { AppError } from '../../core/errors.ts'
import type { AnySettings } from '../../core/settings.ts'
import { authorise } from './authorise.ts'
import { applyChange, changedNames, fieldOf, isSame, type SettingsChanged } from './change.ts'
import { type SettingsChange, type Surface, selectHistory, selectUndoable, type Values } from './store.ts'
import { texts } from './texts.ts'

export type { SettingsChange, Surface } from './store.ts'

const MOST_ROWS = 100

export interface ListHistory {
  settings: AnySettings
  /** Only changes older than this version. */
  before?: number
  limit: number
}

/** Changes of one feature's settings, newest first. Throws `AppError('forbidden')`. */
export async function settingsHistory(ctx: GuildCtx, input: ListHistory): Promise<SettingsChange[]> {
  authorise(ctx.actor)
  const { settings, before, limit } = input
  const which = { guildId: ctx.guild.id, feature: settings.feature, limit: Math.min(Math.max(1, limit), MOST_ROWS) }
  const [rows] = await ctx.guild.db.read((sql) => [
    selectHistory(sql, before === undefined ? which : { ...which, before }),
  ])
  return rows
}

export interface UndoSettings {
  settings: AnySettings
  /** Which change; the newest that still stands when missing. */
  version?: number
  surface?: Surface
}

/**
 * Takes one change back, as a change of its own: only what that change touched, and only if nobody touched it since.
 * Throws `AppError`: `forbidden`, `not_found`, `conflict`, `invalid_input` (the old value no longer fits the others).
 */
export async function undoSettings(
  ctx: GuildCtx,
  input: UndoSettings,
): Promise<SettingsChanged & { undone: SettingsChange }> {
  authorise(ctx.actor)
  const { settings, version, surface = 'command' } = input
  const which = { guildId: ctx.guild.id, feature: settings.feature }
  const [[undone]] = await ctx.guild.db.read((sql) => [
    selectUndoable(sql, version === undefined ? which : { ...which, version }),
  ])
  if (undone === undefined) throw new AppError('not_found', texts('nothingToUndo'))
  const update = (stored: Values) => takeBack(settings, undone, stored)
  const result = await applyChange(ctx, { settings, surface, undoes: undone.version, update })
  return { ...result, undone }
}

function takeBack(settings: AnySettings, { before, after }: SettingsChange, stored: Values): Values {
  const values = new Map(Object.entries(stored))
  for (const name of changedNames(before, after)) {
    if (!isSame(stored[name], after[name])) {
      const label = Object.hasOwn(settings.fields, name) ? fieldOf(settings, name).label : name
      throw new AppError('conflict', texts('changedSince', { label }))
    }
    if (Object.hasOwn(before, name)) values.set(name, before[name])
    else values.delete(name)
  }
  return Object.fromEntries(values)
}
