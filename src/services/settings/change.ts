import type { GuildCtx, StoredSettings } from '../../core/context.ts'
import { AppError } from '../../core/errors.ts'
import { cut } from '../../core/reply.ts'
import type { AnySettings, Setting } from '../../core/settings.ts'
import { constraintOf } from '../../core/sql-error.ts'
import { actorName, authorise } from './authorise.ts'
import { HISTORY_KEY, readStored, type Surface, selectStored, type Values, writeChange } from './store.ts'
import { allowedValues, texts } from './texts.ts'

const TRIES = 3
/** Longer than the cache's own pause after a failure; all within the time that work after the answer has. */
const PUBLISH_PAUSES_MS = [1200, 2500, 5000, 10_000]

export interface SettingsChanged {
  version: number
  /** Names of the settings whose stored value is another one now; empty when there was nothing to do. */
  changed: readonly string[]
  /** Stored values: settings that are not in it have their default. */
  before: Values
  after: Values
}

export interface ChangeSettings {
  settings: AnySettings
  /** New values by the name of the setting. */
  patch: Values
  surface: Surface
  /** What the person saw. Without it, the change is made on whatever is stored, if only other settings changed meanwhile. */
  expectedVersion?: number
}

/**
 * Changes settings of one feature, with history and in one transaction.
 * Throws `AppError`: `forbidden`, `invalid_input` (unknown name, value out of range, or one that does not fit the others), `conflict`.
 */
export async function changeSettings(ctx: GuildCtx, input: ChangeSettings): Promise<SettingsChanged> {
  authorise(ctx.actor)
  const values = validate(input.settings, input.patch)
  return applyChange(ctx, { ...input, update: (stored) => ({ ...stored, ...values }) })
}

export interface ResetSettings {
  settings: AnySettings
  /** Only this one; all of the feature when missing. */
  field?: string
  surface?: Surface
}

/** Gives settings their default back. Throws as `changeSettings` does. */
export async function resetSettings(ctx: GuildCtx, input: ResetSettings): Promise<SettingsChanged> {
  authorise(ctx.actor)
  const { settings, field, surface = 'command' } = input
  if (field !== undefined) fieldOf(settings, field)
  const update = (stored: Values): Values =>
    field === undefined ? {} : Object.fromEntries(Object.entries(stored).filter(([name]) => name !== field))
  return applyChange(ctx, { settings, surface, update })
}

interface Application {
  settings: AnySettings
  surface: Surface
  expectedVersion?: number
  /** The version that this change takes back. */
  undoes?: number
  /** From what is stored to what shall be stored; run again when somebody else was faster. */
  update(stored: Values): Values
}

/** Writes value, history and revision together, and brings the caches along. */
export async function applyChange(ctx: GuildCtx, application: Application): Promise<SettingsChanged> {
  const { settings, surface, expectedVersion, undoes = null, update } = application
  const { feature } = settings
  const guildId = ctx.guild.id
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const { version, value: before } = await readFeature(ctx, feature)
    if (expectedVersion !== undefined && expectedVersion !== version) break
    const after = update(before)
    const changed = changedNames(before, after)
    if (changed.length === 0) return { version, changed, before, after }
    const problem = settings.check?.(after)
    if (problem !== undefined) throw new AppError('invalid_input', problem)
    const who = { actor: actorName(ctx.actor), surface, changedAt: ctx.now() }
    const change = { guildId, feature, version: version + 1, before, after, undoes, ...who }
    try {
      const results = await ctx.guild.db.commit((sql) => writeChange(sql, change))
      await publish(ctx, readStored(results[3]))
      return { version: version + 1, changed, before, after }
    } catch (error) {
      if (constraintOf(error) !== HISTORY_KEY) throw error
    }
  }
  throw new AppError('conflict', texts('conflict'))
}

/** Until Redis takes the new state, other isolates go on reading the old one from it, so a lost write is tried again. */
async function publish(ctx: GuildCtx, stored: StoredSettings): Promise<void> {
  if (await ctx.guild.settingsChanged(stored)) return
  ctx.background(publishAgain(ctx, stored))
}

async function publishAgain(ctx: GuildCtx, stored: StoredSettings): Promise<void> {
  for (const pauseMs of PUBLISH_PAUSES_MS) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
    if (await ctx.guild.settingsChanged(stored)) return
  }
  ctx.log.warn('redis keeps old settings until they expire', { guild: ctx.guild.id, revision: stored.revision })
}

/** Straight from Postgres: a change must not start from what a cache remembers. */
async function readFeature(ctx: GuildCtx, feature: string): Promise<{ version: number; value: Values }> {
  const [result] = await ctx.guild.db.read((sql) => [selectStored(sql, ctx.guild.id)])
  const { version = 0, value } = readStored(result).features[feature] ?? {}
  return { version, value: isValues(value) ? value : {} }
}

function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Names whose stored value differs, including those that only one side has. */
export function changedNames(before: Values, after: Values): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].filter((name) => !isSame(before[name], after[name]))
}

/** Settings are scalars and lists of ids: their JSON tells them apart. */
export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

export function fieldOf({ fields }: AnySettings, name: string): Setting {
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (field !== undefined) return field
  throw new AppError('invalid_input', texts('unknown', { name: cut(name.replaceAll('`', "'"), 50) }))
}

function validate(settings: AnySettings, patch: Values): Values {
  const entries = Object.entries(patch).map(([name, given]) => {
    const field = fieldOf(settings, name)
    const parsed = field.schema.safeParse(given)
    if (!parsed.success) throw new AppError('invalid_input', allowedValues(field))
    return [name, storable(parsed.data)] as const
  })
  return Object.fromEntries(entries)
}

/** Postgres stores neither U+0000 nor half a surrogate pair. */
function storable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(storable)
  return typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '') : value
}
