import { MessageFlags, MessageType } from 'discord-api-types/v10'
import { Image } from 'lucide-react'
import { nameOf } from '../assets.ts'
import { useRender } from '../context.tsx'
import { Markdown } from '../markdown/markdown.tsx'
import type { MessageData } from '../types.ts'
import { AppBadge, AuthorName, isApp } from './author.tsx'
import { Avatar } from './avatar.tsx'
import { commandOf } from './command.ts'

const firstLine = (content: string): string => content.split('\n', 1)[0] ?? ''

const Preview = ({ message }: { message: MessageData }) => {
  if (message.content !== '') return <Markdown content={firstLine(message.content)} />
  const words = ((message.flags ?? 0) & MessageFlags.Loading) !== 0 ? 'is thinking…' : 'Click to see attachment'
  return (
    <em className="dm-muted">
      {words} <Image className="dm-icon" aria-hidden="true" />
    </em>
  )
}

const Quoted = ({ message }: { message: MessageData }) => {
  const { actions, interactive } = useRender()
  const onJump = interactive ? actions?.onJump : undefined
  const { channel_id: channelId } = message
  return (
    <>
      <Avatar user={message.author} className="dm-reply-avatar" />
      {isApp(message) && <AppBadge />}
      <AuthorName author={message.author} className="dm-reply-author" />
      <span className="dm-reply-text">
        <Preview message={message} />
      </span>
      {onJump && channelId && (
        <button
          type="button"
          className="dm-text-button"
          aria-label="Jump to the original message"
          onClick={() => onJump({ channelId, messageId: message.id })}
        >
          Jump
        </button>
      )}
    </>
  )
}

/** Above a message: what it answers, or the command that it answers. */
export const ReplyLine = ({ message }: { message: MessageData }) => {
  const context = useRender()
  if (message.type === MessageType.Reply)
    return (
      <div className="dm-reply">
        <span className="dm-hidden">In reply to</span>
        {message.referenced_message ? (
          <Quoted message={message.referenced_message} />
        ) : (
          <em className="dm-muted">Original message was deleted</em>
        )}
      </div>
    )
  const command = commandOf(message)
  if (!command) return null
  return (
    <div className="dm-reply">
      <Avatar user={command.user} className="dm-reply-avatar" />
      <span className="dm-reply-author">{nameOf(context, command.user)}</span>
      <span className="dm-muted">used</span>
      {command.name === undefined ? (
        <span className="dm-muted">a command</span>
      ) : (
        <span className="dm-mention">/{command.name}</span>
      )}
    </div>
  )
}
