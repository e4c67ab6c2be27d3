import { ApplicationCommandType } from 'discord-api-types/v10'
import { Copy, Pencil, Pin, Reply, Spool, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { MenuEntry, MenuGroup } from '../../ui/index.ts'
import { labelOf } from '../composer/command-forms.ts'
import { replyTo, startEditing } from '../composer/composer-store.ts'
import { useLocale } from '../page/locale-choice.tsx'
import { deleteMessage, pinMessage, react, runCommand } from '../state/act.ts'
import { can } from '../state/permissions.ts'
import { usePlayground } from '../state/store.ts'
import type { Channel, ChannelMessage } from '../state/types.ts'
import { quickEmoji } from './quick-emoji.ts'

const copy = (text: string): void => void navigator.clipboard?.writeText(text)
const icon = (Icon: typeof Copy) => <Icon size={15} aria-hidden />

const useMessageCommands = () => {
  const commands = usePlayground((state) => state.commands.commands)
  const app = usePlayground((state) => state.people?.application.name ?? 'App')
  const locale = useLocale()
  return (messageId: string): MenuEntry[] =>
    commands
      .filter(({ type }) => type === ApplicationCommandType.Message)
      .map((command) => ({
        key: command.id,
        label: labelOf(command, locale),
        hint: app,
        onSelect: () => void runCommand({ name: command.name, target: messageId }),
      }))
}

const ownEntries = (message: ChannelMessage, isOwn: boolean): MenuEntry[] =>
  isOwn ? [{ key: 'edit', label: 'Edit message', icon: icon(Pencil), onSelect: () => startEditing(message) }] : []

const pinEntry = (message: ChannelMessage): MenuEntry => ({
  key: 'pin',
  label: message.pinned ? 'Unpin message' : 'Pin message',
  icon: icon(Pin),
  onSelect: () => void pinMessage(message.id, !message.pinned),
})

const copyEntries = (message: ChannelMessage): MenuEntry[] => [
  {
    key: 'text',
    label: 'Copy text',
    icon: icon(Copy),
    disabled: message.content === '',
    onSelect: () => copy(message.content),
  },
  { key: 'id', label: 'Copy message ID', icon: icon(Copy), onSelect: () => copy(message.id) },
]

const deleteEntry = (message: ChannelMessage): MenuEntry => ({
  key: 'delete',
  label: message.visibleTo === null ? 'Delete message' : 'Dismiss message',
  danger: true,
  icon: icon(Trash2),
  onSelect: () => void deleteMessage(message.id),
})

const reactionEntries = (message: ChannelMessage): MenuEntry[] =>
  quickEmoji.map(({ emoji, name }) => {
    const mine = message.reactions?.some((reaction) => reaction.emoji.name === emoji && reaction.me) === true
    return {
      key: emoji,
      label: mine ? `Take back ${emoji} ${name}` : `${emoji} ${name}`,
      onSelect: () => void react(message.id, emoji, mine),
    }
  })

/** What the acting user can do with a message, as the context menu and the "…" button list it. */
export const useMessageMenu = (channel: Channel | undefined) => {
  const userId = usePlayground((state) => state.userId)
  const messageCommands = useMessageCommands()
  const [threadFor, setThreadFor] = useState<ChannelMessage | null>(null)
  const permissions = channel?.permissions
  const groupsFor = (message: ChannelMessage): MenuGroup[] => {
    const isOwn = message.author.id === userId
    const isPublic = message.visibleTo === null
    const mayThread = channel?.type === 0 && !message.thread && can(permissions, 'CreatePublicThreads')
    const shared: MenuEntry[] = [
      { key: 'reply', label: 'Reply', icon: icon(Reply), onSelect: () => replyTo(message) },
      ...ownEntries(message, isOwn),
      ...(can(permissions, 'PinMessages') ? [pinEntry(message)] : []),
      ...(mayThread
        ? [{ key: 'thread', label: 'Create thread', icon: icon(Spool), onSelect: () => setThreadFor(message) }]
        : []),
    ]
    const mayDelete = isOwn || !isPublic || (permissions !== undefined && can(permissions, 'ManageMessages'))
    return [
      { label: 'Apps', entries: isPublic ? messageCommands(message.id) : [] },
      { entries: [...(isPublic ? shared : []), ...copyEntries(message), ...(mayDelete ? [deleteEntry(message)] : [])] },
    ]
  }
  return { groupsFor, reactionsFor: reactionEntries, threadFor, closeThread: () => setThreadFor(null) }
}
