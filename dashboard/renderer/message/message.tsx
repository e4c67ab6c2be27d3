import clsx from 'clsx'
import { MessageFlags } from 'discord-api-types/v10'
import type { ReactNode } from 'react'
import { nameOf } from '../assets.ts'
import { useRender } from '../context.tsx'
import type { MessageData } from '../types.ts'
import { AppBadge, AuthorName, isApp, MessageTime } from './author.tsx'
import { Avatar } from './avatar.tsx'
import { hasFlag, MessageBody } from './body.tsx'
import { ReplyLine } from './reply-line.tsx'
import { SystemMessage } from './system-message.tsx'
import { isSystem } from './system-text.ts'

export interface MessageProps {
  message: MessageData
  /** True: follows a message of the same author, so that avatar and name are left out. */
  grouped?: boolean
  /** In red below the message, e.g. `noAnswer`. */
  failure?: string | undefined
  /** Shown while the row is hovered or holds the focus: a toolbar of the page's own. */
  toolbar?: ReactNode
}

const mentions = (message: MessageData, viewerId: string | undefined): boolean =>
  message.mention_everyone === true ||
  (viewerId !== undefined && (message.mentions ?? []).some((user) => user.id === viewerId))

/** One row of a channel. Discord docs: resources/message. */
export const Message = ({ message, grouped = false, failure, toolbar }: MessageProps) => {
  const context = useRender()
  if (isSystem(message)) return <SystemMessage message={message} toolbar={toolbar} />
  return (
    <article
      className={clsx(
        'dm-message',
        grouped && 'dm-grouped',
        hasFlag(message, MessageFlags.Ephemeral) && 'dm-ephemeral',
        mentions(message, context.viewerId) && 'dm-mentioned',
      )}
      aria-label={`Message from ${nameOf(context, message.author)}`}
      data-message-id={message.id}
    >
      {!grouped && <ReplyLine message={message} />}
      <div className="dm-gutter">
        {grouped ? (
          <MessageTime timestamp={message.timestamp} className="dm-gutter-time" />
        ) : (
          <Avatar user={message.author} />
        )}
      </div>
      <div className="dm-body">
        {!grouped && (
          <div className="dm-header">
            <AuthorName author={message.author} />
            {isApp(message) && <AppBadge />}
            <MessageTime timestamp={message.timestamp} />
          </div>
        )}
        <MessageBody message={message} failure={failure} />
      </div>
      {toolbar && <div className="dm-toolbar">{toolbar}</div>}
    </article>
  )
}
