import {
  type APIMessageComponentEmoji,
  type APISelectMenuComponent,
  type ChannelType,
  ComponentType,
} from 'discord-api-types/v10'
import { cssColor } from '../format.ts'
import type { ChannelView, RenderContext, RoleView, SelectOption, UserView } from '../types.ts'

const userOption = (user: UserView): SelectOption => ({ value: user.id, label: user.name })

const roleOption = (role: RoleView): SelectOption => ({
  value: role.id,
  label: `@${role.name.replace(/^@/, '')}`,
  color: cssColor(role.color) === undefined ? undefined : role.color,
})

const channelOption = (channel: ChannelView): SelectOption => ({ value: channel.id, label: `#${channel.name}` })

const emojiOf = (emoji: APIMessageComponentEmoji): SelectOption['emoji'] => ({
  id: emoji.id,
  name: emoji.name,
  animated: emoji.animated,
})

const fitting = (
  channels: readonly ChannelView[],
  types: readonly ChannelType[] | undefined,
): readonly ChannelView[] =>
  types && types.length > 0 ? channels.filter((channel) => types.includes(channel.type)) : channels

/** What a select offers: its own options, or the users, roles and channels that there are. */
export const optionsOf = (select: APISelectMenuComponent, { choices = {} }: RenderContext): SelectOption[] => {
  const { users, roles, channels } = choices
  switch (select.type) {
    case ComponentType.StringSelect:
      return select.options.map(({ value, label, description, emoji }) => ({
        value,
        label,
        description,
        emoji: emoji && emojiOf(emoji),
      }))
    case ComponentType.UserSelect:
      return (users?.() ?? []).map(userOption)
    case ComponentType.RoleSelect:
      return (roles?.() ?? []).map(roleOption)
    case ComponentType.MentionableSelect:
      return [...(users?.() ?? []).map(userOption), ...(roles?.() ?? []).map(roleOption)]
    default:
      return fitting(channels?.() ?? [], select.channel_types).map(channelOption)
  }
}

const nameOfDefault = (id: string, type: string, { resolve }: RenderContext): string => {
  if (type === 'role') return `@${resolve.role?.(id)?.name ?? 'deleted-role'}`
  if (type === 'channel') return `#${resolve.channel?.(id)?.name ?? 'unknown-channel'}`
  return resolve.user?.(id)?.name ?? 'unknown-user'
}

/** What is chosen before anyone chose. */
export const defaultsOf = (select: APISelectMenuComponent): string[] =>
  select.type === ComponentType.StringSelect
    ? select.options.filter((option) => option.default === true).map((option) => option.value)
    : (select.default_values ?? []).map((entry) => entry.id)

/** Options, with the preset ids that are no longer among what can be chosen. */
export const allOptionsOf = (select: APISelectMenuComponent, context: RenderContext): SelectOption[] => {
  const options = optionsOf(select, context)
  if (select.type === ComponentType.StringSelect) return options
  const missing = (select.default_values ?? []).filter(({ id }) => options.every((option) => option.value !== id))
  return [...options, ...missing.map(({ id, type }) => ({ value: id, label: nameOfDefault(id, type, context) }))]
}

const placeholders: Readonly<Record<APISelectMenuComponent['type'], string>> = {
  [ComponentType.StringSelect]: 'Make a selection',
  [ComponentType.UserSelect]: 'Select a user',
  [ComponentType.RoleSelect]: 'Select a role',
  [ComponentType.MentionableSelect]: 'Select a user or role',
  [ComponentType.ChannelSelect]: 'Select a channel',
}

export const placeholderOf = (select: APISelectMenuComponent): string => select.placeholder || placeholders[select.type]
