import { ChannelType } from 'discord-api-types/v10'
import { BookOpen, Hash, type LucideIcon, MessagesSquare, Volume2, Waypoints } from 'lucide-react'
import type { CSSProperties, ReactNode } from 'react'
import { nameOf } from '../assets.ts'
import { tint } from '../colors.ts'
import { useRender, useScope } from '../context.tsx'
import type { NavigationTarget } from './node.ts'

interface MentionProps {
  children: ReactNode
  style?: CSSProperties | undefined
  /** Without one the mention is only text. */
  onClick?: (() => void) | undefined
}

export const Mention = ({ children, style, onClick }: MentionProps) => {
  const { interactive } = useRender()
  const className = style ? 'dm-mention dm-tinted' : 'dm-mention'
  if (!interactive || !onClick)
    return (
      <span className={className} style={style}>
        {children}
      </span>
    )
  return (
    <button type="button" className={className} style={style} onClick={onClick}>
      {children}
    </button>
  )
}

export const UserMention = ({ id }: { id: string }) => {
  const context = useRender()
  const { actions, resolve } = context
  const known = useScope().mentions.find((user) => user.id === id)
  const name = known ? nameOf(context, known) : resolve.user?.(id)?.name
  const onUser = actions?.onUser
  return <Mention onClick={onUser && (() => onUser(id))}>@{name ?? 'unknown-user'}</Mention>
}

export const RoleMention = ({ id }: { id: string }) => {
  const role = useRender().resolve.role?.(id)
  return <Mention style={tint(role?.color)}>@{role ? role.name.replace(/^@/, '') : 'deleted-role'}</Mention>
}

const channelIcons: Readonly<Partial<Record<ChannelType, LucideIcon>>> = {
  [ChannelType.GuildVoice]: Volume2,
  [ChannelType.GuildStageVoice]: Volume2,
  [ChannelType.GuildForum]: MessagesSquare,
  [ChannelType.GuildMedia]: MessagesSquare,
  [ChannelType.PublicThread]: Waypoints,
  [ChannelType.PrivateThread]: Waypoints,
  [ChannelType.AnnouncementThread]: Waypoints,
}

export const ChannelIcon = ({ type }: { type: ChannelType | undefined }) => {
  const Icon = (type === undefined ? undefined : channelIcons[type]) ?? Hash
  return <Icon className="dm-icon" aria-hidden="true" />
}

export const ChannelMention = ({ id }: { id: string }) => {
  const { resolve, actions } = useRender()
  const channel = resolve.channel?.(id)
  const onChannel = actions?.onChannel
  if (!channel) return <Mention>#unknown-channel</Mention>
  return (
    <Mention onClick={onChannel && (() => onChannel(id))}>
      <ChannelIcon type={channel.type} />
      <span className="dm-hidden">#</span>
      {channel.name}
    </Mention>
  )
}

export const CommandMention = ({ id, name }: { id: string; name: string }) => {
  const { resolve, actions } = useRender()
  const known = resolve.command?.(id) ?? true
  const onCommand = actions?.onCommand
  return <Mention onClick={known && onCommand ? () => onCommand({ id, name }) : undefined}>/{name}</Mention>
}

const places: Readonly<Record<NavigationTarget, string>> = {
  customize: 'Channels & Roles',
  browse: 'Browse Channels',
  guide: 'Server Guide',
  'linked-roles': 'Linked Roles',
}

export const NavigationMention = ({ target }: { target: NavigationTarget }) => (
  <Mention>
    <BookOpen className="dm-icon" aria-hidden="true" />
    {places[target]}
  </Mention>
)
