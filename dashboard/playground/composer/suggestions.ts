import { ApplicationCommandOptionType as Kind } from 'discord-api-types/v10'
import { colorOf, memberName } from '../members/names.ts'
import { isOpenable } from '../state/landing.ts'
import type { JoinedGuild } from '../state/types.ts'
import type { FormOption } from './command-forms.ts'
import { fixedChoices, type PillValue } from './option-checks.ts'

/** A line of the list above the composer. */
export interface Suggestion {
  key: string
  label: string
  hint?: string
  /** As the API's number. */
  color?: number | undefined
  value: PillValue
}

/** Discord's client shows at most this many. */
const shownAtMost = 25

const bare = (typed: string): string => typed.trim().replace(/^[@#]/, '').toLowerCase()

/** Entries whose names hold what was typed; those that begin with it come first. */
const matching = <T>(entries: readonly T[], typed: string, names: (entry: T) => (string | null | undefined)[]): T[] => {
  const wanted = bare(typed)
  const found = entries.filter((entry) => names(entry).some((name) => name?.toLowerCase().includes(wanted)))
  const begins = (entry: T) => names(entry).some((name) => name?.toLowerCase().startsWith(wanted))
  return [...found.filter(begins), ...found.filter((entry) => !begins(entry))]
}

const people = (guild: JoinedGuild, typed: string): Suggestion[] =>
  matching(guild.members, typed, ({ user, nick }) => [user.username, user.global_name, nick, user.id]).map(
    (member) => ({
      key: member.user.id,
      label: memberName(member),
      hint: member.user.username,
      color: colorOf(guild, member),
      value: { text: `@${memberName(member)}`, picked: member.user.id },
    }),
  )

const roles = (guild: JoinedGuild, typed: string): Suggestion[] =>
  matching(
    guild.roles.toSorted((a, b) => b.position - a.position),
    typed,
    ({ name, id }) => [name, id],
  ).map((role) => ({
    key: role.id,
    label: role.name,
    hint: 'Role',
    color: role.color,
    value: { text: role.id === guild.id ? role.name : `@${role.name}`, picked: role.id },
  }))

const channels = (guild: JoinedGuild, typed: string, types: readonly number[] | undefined): Suggestion[] =>
  matching(
    [...guild.channels, ...guild.threads].filter(({ type }) => types?.includes(type) ?? isOpenable({ type })),
    typed,
    ({ name, id }) => [name, id],
  ).map((channel) => ({
    key: channel.id,
    label: `#${channel.name ?? ''}`,
    value: { text: `#${channel.name ?? ''}`, picked: channel.id },
  }))

const booleans = (typed: string): Suggestion[] =>
  matching(
    [
      { label: 'True', picked: true },
      { label: 'False', picked: false },
    ],
    typed,
    ({ label }) => [label],
  ).map(({ label, picked }) => ({ key: label, label, value: { text: label, picked } }))

const choices = (option: FormOption, typed: string): Suggestion[] =>
  matching(fixedChoices(option), typed, ({ name }) => [name]).map(({ name, value }) => ({
    key: String(value),
    label: name,
    value: { text: name, picked: value },
  }))

/** What the page itself can offer for an option; autocompletion comes from the bot. */
export const localSuggestions = (option: FormOption, typed: string, guild: JoinedGuild | null): Suggestion[] => {
  if (fixedChoices(option).length > 0) return choices(option, typed).slice(0, shownAtMost)
  if (option.type === Kind.Boolean) return booleans(typed)
  if (guild === null) return []
  if (option.type === Kind.User) return people(guild, typed).slice(0, shownAtMost)
  if (option.type === Kind.Role) return roles(guild, typed).slice(0, shownAtMost)
  if (option.type === Kind.Mentionable) return [...people(guild, typed), ...roles(guild, typed)].slice(0, shownAtMost)
  if (option.type === Kind.Channel) return channels(guild, typed, option.channel_types).slice(0, shownAtMost)
  return []
}
