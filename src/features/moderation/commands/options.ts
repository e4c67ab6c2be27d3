import { type Autocomplete, option } from '../../../core/options.ts'
import { cut } from '../../../core/reply.ts'
import { recentReasons, suggestCases } from '../../../services/cases/index.ts'
import { caseName } from '../messages/words.ts'
import { MAX_TIMEOUT_MS } from '../settings.ts'
import { answerTexts } from '../texts/answers.ts'
import { commandTexts as texts } from '../texts/commands.ts'

const DAY_MS = 86_400_000
/** Discord docs: interactions/application-commands, "Application Command Option Choice Structure". */
const MAX_CHOICE = 100
const MAX_REASON = 1000
const SUGGESTED_REASONS = 20
const LARGEST_NUMBER = 2_147_483_647

const commonReasons = ['common1', 'common2', 'common3', 'common4'] as const

/** What this moderator wrote lately, then the usual reasons. */
const suggestReasons: Autocomplete = async (ctx, typed) => {
  const recent = await recentReasons(ctx, ctx.actor.id, SUGGESTED_REASONS)
  const common = commonReasons.map((key) => answerTexts(key)(ctx.guild.locale))
  const wanted = typed.trim().toLowerCase()
  return [...new Set([...recent, ...common])]
    .filter((reason) => reason.length <= MAX_CHOICE && reason.toLowerCase().includes(wanted))
    .map((reason) => ({ name: reason, value: reason }))
}

/** `#12 · Ban · mallory · spam`: a number alone says nothing. */
const suggestNumbers: Autocomplete = async (ctx, typed) => {
  const cases = await suggestCases(ctx, typed)
  return cases.map((found) => {
    const { number, userName, reason } = found
    const parts = [`#${number}`, caseName(found)(ctx.locale), userName, reason]
    return { name: cut(parts.filter((part) => part !== null).join(' · '), MAX_CHOICE), value: number }
  })
}

export const user = option.user({
  description: texts('user'),
  required: true,
  names: { de: 'person', fr: 'membre' },
})

export const anyUser = option.user({
  description: texts('userById'),
  required: true,
  names: { de: 'person', fr: 'membre' },
})

export const reason = option.string({
  description: texts('reason'),
  maxLength: MAX_REASON,
  autocomplete: suggestReasons,
  names: { de: 'grund', fr: 'raison' },
})

export const newReason = option.string({
  description: texts('newReason'),
  required: true,
  minLength: 1,
  maxLength: MAX_REASON,
  names: { de: 'grund', fr: 'raison' },
})

export const noteText = option.string({
  description: texts('note_text'),
  required: true,
  minLength: 1,
  maxLength: MAX_REASON,
})

export const silent = option.boolean({ description: texts('silent'), names: { de: 'still', fr: 'discret' } })

export const notify = option.boolean({ description: texts('notify'), names: { de: 'nachricht', fr: 'message' } })

export const timeoutDuration = option.duration({
  description: texts('timeoutDuration'),
  mostMs: MAX_TIMEOUT_MS,
  names: { de: 'dauer', fr: 'duree' },
})

export const banDuration = option.duration({
  description: texts('banDuration'),
  required: true,
  leastMs: 60_000,
  mostMs: 5 * 365 * DAY_MS,
  names: { de: 'dauer', fr: 'duree' },
})

export const deleteDays = option.integer({ description: texts('deleteDays'), least: 0, most: 7 })

export const caseNumber = option.integer({
  description: texts('number'),
  required: true,
  least: 1,
  most: LARGEST_NUMBER,
  autocomplete: suggestNumbers,
  names: { de: 'nummer', fr: 'numero' },
})
