import { parseDuration } from '../../core/duration.ts'
import { AppError } from '../../core/errors.ts'
import type { InteractionCtx } from '../../core/interaction-context.ts'
import { cut } from '../../core/reply.ts'
import type { Control } from '../../core/settings.ts'
import { type Localised, locales } from '../../core/text.ts'
import { findChannels, findRoles } from './places.ts'
import { texts } from './value-texts.ts'

const ON = ['on', 'yes', 'true', '1', 'an', 'ein', 'ja', 'wahr', 'oui', 'activé', 'active', 'vrai']
const OFF = ['off', 'no', 'false', '0', 'aus', 'nein', 'falsch', 'non', 'désactivé', 'desactive', 'faux']
const NOTHING = [
  '',
  '-',
  'none',
  'nothing',
  'off',
  'keine',
  'keiner',
  'keinen',
  'nichts',
  'leer',
  'aus',
  'aucun',
  'aucune',
  'rien',
]

/** What stands for "clear this setting" among the offered values. */
export const CLEAR = 'none'

function invalid(text: Localised): AppError {
  return new AppError('invalid_input', text)
}

/** What somebody wrote, fit to be shown between backticks. */
function shown(typed: string): string {
  return cut(typed.replaceAll('`', "'").replace(/\s+/g, ' '), 60)
}

/**
 * Reads what people type into the value of a setting; channels and roles are looked up in the guild of `ctx`.
 * Throws `AppError('invalid_input')` that says what is allowed.
 */
export async function parseValue(ctx: InteractionCtx, control: Control, given: string): Promise<unknown> {
  const typed = given.trim()
  const clears = NOTHING.includes(typed.toLowerCase())
  switch (control.kind) {
    case 'switch':
      return parseSwitch(typed)
    case 'number':
      return parseNumber(control, typed)
    case 'duration':
      return typed === '0' ? 0 : parseDuration(typed, { leastMs: 0, mostMs: control.mostMs })
    case 'text':
      return parseText(control, typed === CLEAR || typed === '-' ? '' : given)
    case 'choice':
      return parseChoice(control, typed)
    case 'channel':
      return clears ? null : ((await findChannels(ctx, { typed, most: 1, types: control.channelTypes }))[0] ?? null)
    case 'channels':
      return clears ? [] : findChannels(ctx, { typed, most: control.most })
    case 'role':
      return clears ? null : ((await findRoles(ctx, { typed, most: 1 }))[0] ?? null)
    case 'roles':
      return clears ? [] : findRoles(ctx, { typed, most: control.most })
  }
}

function parseSwitch(typed: string): boolean {
  const word = typed.toLowerCase()
  if (ON.includes(word)) return true
  if (OFF.includes(word)) return false
  throw invalid(texts('notSwitch', { given: shown(typed) }))
}

type Of<Kind extends Control['kind']> = Extract<Control, { kind: Kind }>

function parseNumber({ least, most }: Of<'number'>, typed: string): number {
  const value = /^[+-]?\d{1,15}$/.test(typed) ? Number(typed) : undefined
  if (value === undefined) throw invalid(texts('notNumber', { given: shown(typed), least, most }))
  if (value < least || value > most) throw invalid(texts('numberRange', { given: value, least, most }))
  return value
}

function parseText({ maxLength: most }: Of<'text'>, typed: string): string {
  const { length } = typed
  if (length > most) throw invalid(texts('textTooLong', { length, most }))
  return typed
}

/** By its value, or by its label in any language. */
function parseChoice({ choices }: Of<'choice'>, typed: string): string {
  const word = typed.toLowerCase()
  const found = choices.find(
    ({ value, label }) =>
      value.toLowerCase() === word || locales.some((locale) => label(locale).toLowerCase() === word),
  )
  if (found !== undefined) return found.value
  const names: Localised = (locale) => choices.map(({ label }) => label(locale)).join(', ')
  throw invalid(texts('notChoice', { given: shown(typed), choices: names }))
}
