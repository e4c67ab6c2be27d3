import type { CommandForm, FormOption } from './command-forms.ts'
import { optionProblem, optionValue, type PillValue } from './option-checks.ts'

/** A command being filled in: its pills in order, and the one being typed in. */
export interface CommandDraft {
  form: CommandForm
  /** Names of the options that have a pill. */
  pills: readonly string[]
  values: Readonly<Record<string, PillValue>>
  /** The pill with the cursor; null: behind the last one, where further options are offered. */
  active: string | null
  /** How often it was tried to send it in vain; from the first time on problems are shown. */
  tries: number
}

/** Required options have their pills from the start, the first one the cursor. */
export const startDraft = (form: CommandForm): CommandDraft => {
  const pills = form.options.filter(({ required }) => required).map(({ name }) => name)
  return { form, pills, values: {}, active: pills[0] ?? null, tries: 0 }
}

export const optionOf = (draft: CommandDraft, name: string | null): FormOption | undefined =>
  draft.form.options.find((option) => option.name === name)

/** Options without a pill yet. */
export const furtherOptions = (draft: CommandDraft): FormOption[] =>
  draft.form.options.filter(({ name }) => !draft.pills.includes(name))

/** Typing takes back what was picked. */
export const typeIn = (draft: CommandDraft, name: string, text: string): CommandDraft => ({
  ...draft,
  values: { ...draft.values, [name]: { text } },
  active: name,
})

const isEmpty = (draft: CommandDraft, name: string): boolean => {
  const value = draft.values[name]
  return value === undefined || (value.text === '' && value.picked === undefined)
}

/** The next pill that is still empty and required, else the place behind the last pill. */
const nextPlace = (draft: CommandDraft): string | null =>
  draft.pills.find((name) => isEmpty(draft, name) && optionOf(draft, name)?.required === true) ?? null

/** Something was chosen from a list: the cursor goes on to the next required pill. */
export const pick = (draft: CommandDraft, name: string, value: PillValue): CommandDraft => {
  const next = { ...draft, values: { ...draft.values, [name]: value } }
  return { ...next, active: nextPlace(next) }
}

/** Adds a pill for an optional option and puts the cursor into it. */
export const addPill = (draft: CommandDraft, name: string): CommandDraft => ({
  ...draft,
  pills: draft.pills.includes(name) ? draft.pills : [...draft.pills, name],
  active: name,
})

/** Takes an optional pill away with its value; a required one is only emptied. */
export const removePill = (draft: CommandDraft, name: string): CommandDraft => {
  const { [name]: _removed, ...values } = draft.values
  if (optionOf(draft, name)?.required) return { ...draft, values, active: name }
  const index = draft.pills.indexOf(name)
  const pills = draft.pills.filter((pill) => pill !== name)
  return { ...draft, pills, values, active: pills[Math.min(index, pills.length - 1)] ?? null }
}

export const focusPill = (draft: CommandDraft, name: string | null): CommandDraft => ({ ...draft, active: name })

/** The pill after or before the active one; behind the last pill is null, before the first one it stays. */
export const step = (draft: CommandDraft, by: 1 | -1): CommandDraft => {
  const at = draft.active === null ? draft.pills.length : draft.pills.indexOf(draft.active)
  const next = Math.max(0, Math.min(draft.pills.length, at + by))
  return { ...draft, active: draft.pills[next] ?? null }
}

/** What stops the command from being sent: words by option name. */
export const draftProblems = (draft: CommandDraft): Record<string, string> =>
  Object.fromEntries(
    draft.pills.flatMap((name) => {
      const option = optionOf(draft, name)
      const problem = option ? optionProblem(option, draft.values[name]) : null
      return problem === null ? [] : [[name, problem]]
    }),
  )

/** After a try to send: problems show, and the cursor goes to the first one. */
export const showProblems = (draft: CommandDraft): CommandDraft => {
  const first = draft.pills.find((name) => draftProblems(draft)[name] !== undefined)
  return { ...draft, tries: draft.tries + 1, active: first ?? draft.active }
}

/** The body of the driver's request for these values, problems or not. */
export const draftRequest = (draft: CommandDraft): { name: string; options: Record<string, unknown> } => ({
  name: draft.form.name,
  options: Object.fromEntries(
    draft.pills.flatMap((name) => {
      const option = optionOf(draft, name)
      const value = option && optionValue(option, draft.values[name])
      return value === undefined ? [] : [[name, value]]
    }),
  ),
})
