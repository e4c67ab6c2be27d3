import { Fragment, type ReactNode } from 'react'
import { useRender } from '../context.tsx'
import { formatTimestamp } from '../format.ts'
import type { MessageData } from '../types.ts'
import { groupMessages } from './grouping.ts'
import { Message } from './message.tsx'

export interface MessageListProps {
  /** Oldest first. */
  messages: readonly MessageData[]
  /** By message id: what is shown in red below it. */
  failures?: Readonly<Record<string, string>>
  toolbar?: (message: MessageData) => ReactNode
  /** Message before which the "new" line stands. */
  unreadFrom?: string | undefined
}

const Day = ({ timeMs }: { timeMs: number }) => {
  const context = useRender()
  const words = formatTimestamp(timeMs, 'D', { ...context, nowMs: context.now() })
  return words === undefined ? null : <li className="dm-day">{words}</li>
}

/** Messages as a channel shows them: by day, follow-ups grouped. Not a live region: the page knows what is news. */
export const MessageList = ({ messages, failures, toolbar, unreadFrom }: MessageListProps) => (
  <ol className="dm-messages">
    {groupMessages(messages, useRender()).map(({ message, grouped, newDay }) => (
      <Fragment key={message.id}>
        {newDay !== undefined && <Day timeMs={newDay} />}
        {message.id === unreadFrom && <li className="dm-day dm-unread">New</li>}
        <li>
          <Message message={message} grouped={grouped} failure={failures?.[message.id]} toolbar={toolbar?.(message)} />
        </li>
      </Fragment>
    ))}
  </ol>
)
