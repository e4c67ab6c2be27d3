import { colorOf, memberName } from '../members/names.ts'
import { isOpenable } from '../state/landing.ts'
import type { JoinedGuild } from '../state/types.ts'
import { emojiNames } from './emoji-names.ts'

/** The word before the cursor that a list completes. */
export interface OpenWord {
  sign: '@' | '#' | ':'
  typed: string
  /** Where the word begins in the text, sign included. */
  start: number
}

export interface WordSuggestion {
  key: string
  label: string
  hint?: string
  color?: number | undefined
  /** What is shown in the composer. */
  insert: string
  /** What is sent in its place. */
  token: string
}

const wordPattern = /(?:^|[\s(])([@#][^\s@#:]{0,32}|:[a-z0-9_+-]{2,32})$/i

/** The `@…`, `#…` or `:…` that ends at the cursor; null when there is none. */
export const openWord = (text: string, cursor: number): OpenWord | null => {
  const [, word] = wordPattern.exec(text.slice(0, cursor)) ?? []
  if (word === undefined) return null
  const sign = word.startsWith('@') ? '@' : word.startsWith('#') ? '#' : ':'
  return { sign, typed: word.slice(1), start: cursor - word.length }
}

const holds = (texts: (string | null | undefined)[], typed: string): boolean =>
  texts.some((text) => text?.toLowerCase().includes(typed.toLowerCase()))

const shownAtMost = 10

/** Those that begin with what was typed come first. */
const best = (list: WordSuggestion[], typed: string): WordSuggestion[] => {
  const begins = ({ label }: WordSuggestion) => label.replace(/^[@#]/, '').toLowerCase().startsWith(typed.toLowerCase())
  return [...list.filter(begins), ...list.filter((entry) => !begins(entry))].slice(0, shownAtMost)
}

const peopleAndRoles = (guild: JoinedGuild, typed: string): WordSuggestion[] => [
  ...guild.members
    .filter(({ user, nick }) => holds([user.username, user.global_name, nick], typed))
    .map((member) => ({
      key: member.user.id,
      label: memberName(member),
      hint: member.user.username,
      color: colorOf(guild, member),
      insert: `@${memberName(member)}`,
      token: `<@${member.user.id}>`,
    })),
  ...guild.roles
    .filter(({ id, name }) => id !== guild.id && holds([name], typed))
    .map(({ id, name, color }) => ({
      key: id,
      label: `@${name}`,
      hint: 'Role',
      color,
      insert: `@${name}`,
      token: `<@&${id}>`,
    })),
]

const channels = (guild: JoinedGuild, typed: string): WordSuggestion[] =>
  [...guild.channels, ...guild.threads]
    .filter((channel) => (isOpenable(channel) || channel.thread_metadata !== undefined) && holds([channel.name], typed))
    .map(({ id, name }) => ({ key: id, label: `#${name ?? ''}`, insert: `#${name ?? ''}`, token: `<#${id}>` }))

const emojis = (guild: JoinedGuild | null, typed: string): WordSuggestion[] => [
  ...(guild?.emojis ?? [])
    .filter(({ name }) => holds([name], typed))
    .map(({ id, name, animated }) => ({
      key: id ?? '',
      label: `:${name}:`,
      insert: `:${name}:`,
      token: `<${animated ? 'a' : ''}:${name}:${id}>`,
    })),
  ...Object.entries(emojiNames)
    .filter(([name]) => name.includes(typed.toLowerCase()))
    .map(([name, emoji]) => ({ key: name, label: `${emoji} :${name}:`, insert: emoji, token: emoji })),
]

export const wordSuggestions = (word: OpenWord, guild: JoinedGuild | null): WordSuggestion[] => {
  if (word.sign === ':') return emojis(guild, word.typed).slice(0, shownAtMost)
  if (!guild) return []
  return best(word.sign === '@' ? peopleAndRoles(guild, word.typed) : channels(guild, word.typed), word.typed)
}

/** The text with the word replaced, and where the cursor stands then. */
export const insertWord = (text: string, word: OpenWord, insert: string): { text: string; cursor: number } => {
  const before = text.slice(0, word.start)
  const after = text.slice(word.start + word.typed.length + 1)
  const gap = after.startsWith(' ') ? '' : ' '
  return { text: `${before}${insert}${gap}${after}`, cursor: word.start + insert.length + 1 }
}

/** What is sent for what is shown: picked names become mentions. Longer names first, so that none hides another. */
export const withTokens = (text: string, picked: readonly Pick<WordSuggestion, 'insert' | 'token'>[]): string =>
  picked
    .toSorted((a, b) => b.insert.length - a.insert.length)
    .reduce((result, { insert, token }) => result.replaceAll(insert, token), text)
