import { formatDuration } from '../../core/duration.ts'
import type { InteractionCtx } from '../../core/interaction-context.ts'
import { type Choice, cut } from '../../core/reply.ts'
import type { Control } from '../../core/settings.ts'
import { type Localised, verbatim } from '../../core/text.ts'
import { configurables, findFeature, findSetting, type Place, readValues } from './find.ts'
import { formatPlain, isEqual, switchWord, typedDuration } from './format.ts'
import { CLEAR } from './parse.ts'
import { texts } from './value-texts.ts'

const MAX_CHOICES = 25
const MAX_LENGTH = 100

type Others = Readonly<Record<string, unknown>>

function offer(choices: readonly Choice[], typed: string): Choice[] {
  const word = typed.trim().toLowerCase()
  return choices
    .filter(({ name, value }) => name.toLowerCase().includes(word) || String(value).toLowerCase().includes(word))
    .slice(0, MAX_CHOICES)
    .map(({ name, value }) => ({ name: cut(name, MAX_LENGTH), value }))
}

export function suggestFeatures(ctx: InteractionCtx, typed: string): Choice[] {
  const choices = configurables(ctx).map(({ feature }) => ({ name: feature.title(ctx.locale), value: feature.id }))
  return offer(choices, typed)
}

export function suggestSettings(ctx: InteractionCtx, typed: string, others: Others): Choice[] {
  const { settings } = findFeature(ctx, String(others['feature'] ?? ''))
  const entries = Object.entries(settings.fields)
  return offer(
    entries.map(([name, { label }]) => ({ name: label(ctx.locale), value: name })),
    typed,
  )
}

/** Values that fit the control; the one that holds now and the default are marked. */
export async function suggestValues(ctx: InteractionCtx, typed: string, others: Others): Promise<Choice[]> {
  const place = findSetting(ctx, { feature: String(others['feature'] ?? ''), setting: String(others['setting'] ?? '') })
  const current = (await readValues(ctx, place))[place.name]
  const offered = offer(marked(ctx, place, current), typed)
  if (offered.length > 0) return offered
  return typed.trim() === '' || typed.length > MAX_LENGTH ? [] : [hinted(ctx, place, typed)]
}

/** What was typed, with what this setting takes beside it. */
function hinted({ locale }: InteractionCtx, { setting }: Place, typed: string): Choice {
  const hint = hintOf(setting.control)?.(locale)
  return { name: cut(hint === undefined ? typed : `${typed} · ${hint}`, MAX_LENGTH), value: typed }
}

export function hintOf(control: Control): Localised | undefined {
  switch (control.kind) {
    case 'number':
      return texts('numberHint', { least: control.least, most: control.most })
    case 'duration':
      return texts('durationHint', { most: formatDuration(control.mostMs) })
    case 'text':
      return texts('textHint', { most: control.maxLength })
    case 'channel':
    case 'channels':
    case 'role':
    case 'roles':
      return texts('pickHint')
    case 'switch':
    case 'choice':
      return undefined
  }
}

function marked(ctx: InteractionCtx, { setting }: Place, current: unknown): Choice[] {
  const seen = new Set<string>()
  return candidates(ctx, setting.control, [current, setting.fallback]).flatMap(({ label, value, means }) => {
    if (seen.has(value) || value.length > MAX_LENGTH) return []
    seen.add(value)
    const isCurrent = isEqual(means, current)
    const text = isCurrent ? texts('withCurrent', { value: label }) : label
    const isDefault = !isCurrent && isEqual(means, setting.fallback)
    return [{ name: (isDefault ? texts('withDefault', { value: label }) : text)(ctx.locale), value }]
  })
}

interface Candidate {
  label: Localised
  /** What is put into the option. */
  value: string
  /** The value of the setting that it stands for. */
  means: unknown
}

/** 10 and 30 minutes, 1 and 6 hours, 1, 7 and 28 days. */
const COMMON_DURATIONS = [600_000, 1_800_000, 3_600_000, 21_600_000, 86_400_000, 604_800_000, 2_419_200_000]

function candidates(ctx: InteractionCtx, control: Control, special: readonly unknown[]): Candidate[] {
  switch (control.kind) {
    case 'switch':
      return [true, false].map((means) => ({ label: switchWord(means), value: means ? 'on' : 'off', means }))
    case 'choice':
      return control.choices.map(({ label, value }) => ({ label, value, means: value }))
    case 'number':
      return [...special, control.least, control.most].map((means) => numberCandidate(control, means))
    case 'duration':
      return [
        ...special.flatMap((means) => (typeof means === 'number' ? [durationCandidate(means)] : [])),
        ...COMMON_DURATIONS.filter((ms) => ms <= control.mostMs).map(durationCandidate),
      ]
    case 'text':
      return special.map((means) => ({ label: formatPlain(control, means), value: String(means) || CLEAR, means }))
    case 'channel':
      return [thisChannel(ctx), nothing(null)]
    case 'role':
      return [nothing(null)]
    case 'channels':
      return [thisChannel(ctx), nothing([])]
    case 'roles':
      return [nothing([])]
  }
}

function numberCandidate(control: Control, means: unknown): Candidate {
  return { label: formatPlain(control, means), value: String(means), means }
}

function durationCandidate(ms: number): Candidate {
  return { label: formatDuration(ms), value: typedDuration(ms), means: ms }
}

function nothing(means: null | []): Candidate {
  return { label: texts('nothing'), value: CLEAR, means }
}

function thisChannel({ interaction }: InteractionCtx): Candidate {
  const { channelId } = interaction
  const name = interaction.resolved.channels?.[channelId]?.name
  const label = texts('thisChannel')
  return { label: name ? verbatim(`#${name}`) : label, value: channelId, means: channelId }
}
