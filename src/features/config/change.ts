import type { InteractionCtx } from '../../core/interaction-context.ts'
import { button, type Card, card, type MessageBody, row } from '../../core/reply.ts'
import type { AnySettings } from '../../core/settings.ts'
import { isSnowflake } from '../../core/snowflake.ts'
import { type Localised, verbatim } from '../../core/text.ts'
import { changeSettings, resetSettings, type SettingsChanged } from '../../services/settings/change.ts'
import type { Configurable, Place, Values } from './find.ts'
import { formatValue, isEqual } from './format.ts'
import { undoChange } from './history.ts'
import { accessWarning } from './places.ts'
import { texts } from './texts.ts'
import { turnPage } from './view.ts'

const surface = 'command'
/** Discord counts 4000 characters over a message; a reset of everything can touch many settings. */
const MAX_LINES = 12

/** Stores one value and says what it was before. `value` is checked by the settings service. */
export async function applyValue(ctx: InteractionCtx, place: Place, value: unknown): Promise<MessageBody> {
  const { settings, name, setting } = place
  const result = await changeSettings(ctx, { settings, patch: { [name]: value }, surface })
  const now = formatValue(setting.control, value)
  const same = texts('same', { label: setting.label, value: now })
  const warning = accessWarning(ctx, [value].flat().filter(isSnowflake))
  return outcome(ctx, place, { result, same, ...(warning === undefined ? {} : { warning }) })
}

/** Gives one setting, or all of a feature, its default back. */
export async function applyReset(ctx: InteractionCtx, place: Configurable & Partial<Place>): Promise<MessageBody> {
  const { feature, settings, name, setting } = place
  const field = name === undefined ? {} : { field: name }
  const result = await resetSettings(ctx, { settings, ...field, surface })
  const same =
    setting === undefined
      ? texts('allSame', { feature: feature.title })
      : texts('same', { label: setting.label, value: formatValue(setting.control, setting.fallback) })
  return outcome(ctx, place, { result, same })
}

interface Outcome {
  result: SettingsChanged
  /** Said when the change made no difference. */
  same: Localised
  warning?: Localised
  title?: Localised
}

/** What a change did, with the way back. */
export function outcome(
  { locale }: InteractionCtx,
  { feature, settings }: Configurable,
  { result, same, warning, title = texts('saved') }: Outcome,
): MessageBody {
  const lines = changeLines(settings, result).map((line) => line(locale))
  const list = button({ customId: turnPage.customId({ feature: feature.id, page: 0 }), label: texts('all')(locale) })
  if (lines.length === 0) return card({ tone: 'neutral', body: same(locale), parts: [row(list)] })
  const undo = button({
    customId: undoChange.customId({ feature: feature.id, version: result.version }),
    label: texts('undoButton')(locale),
  })
  const content: Card = {
    tone: warning === undefined ? 'success' : 'warning',
    title: title(locale),
    body: [...lines, ...(warning === undefined ? [] : [`⚠️ ${warning(locale)}`])].join('\n'),
    parts: [row(undo, list)],
  }
  return card(content)
}

/** Before and after of every setting whose value, default included, is another one now. */
export function changeLines(settings: AnySettings, { before, after }: { before: Values; after: Values }): Localised[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  const lines = [...names].flatMap((name): Localised[] => {
    const setting = Object.hasOwn(settings.fields, name) ? settings.fields[name] : undefined
    if (setting === undefined) return isEqual(before[name], after[name]) ? [] : [texts('removed', { name })]
    const [was, is] = [before, after].map((values) => (Object.hasOwn(values, name) ? values[name] : setting.fallback))
    if (isEqual(was, is)) return []
    const shown = { before: formatValue(setting.control, was), after: formatValue(setting.control, is) }
    return [texts('savedLine', { label: setting.label, ...shown })]
  })
  const rest = lines.length - MAX_LINES
  return rest <= 0 ? lines : [...lines.slice(0, MAX_LINES), verbatim(`… +${rest}`)]
}
