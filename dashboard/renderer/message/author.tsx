import { nameOf } from '../assets.ts'
import { tint } from '../colors.ts'
import { useRender } from '../context.tsx'
import { formatMessageTime, formatTimestamp } from '../format.ts'
import type { MessageData } from '../types.ts'

export const AuthorName = ({ author, className }: { author: MessageData['author']; className?: string }) => {
  const context = useRender()
  const onUser = context.interactive ? context.actions?.onUser : undefined
  const style = tint(context.resolve.user?.(author.id)?.color)
  const classes = [className ?? 'dm-author', ...(style ? ['dm-tinted'] : [])].join(' ')
  const name = nameOf(context, author)
  if (!onUser)
    return (
      <span className={classes} style={style}>
        {name}
      </span>
    )
  return (
    <button type="button" className={classes} style={style} onClick={() => onUser(author.id)}>
      {name}
    </button>
  )
}

export const AppBadge = () => <span className="dm-badge">APP</span>

export const isApp = (message: Pick<MessageData, 'author' | 'webhook_id'>): boolean =>
  message.author.bot === true || message.webhook_id !== undefined

export const MessageTime = ({ timestamp, className = 'dm-time' }: { timestamp: string; className?: string }) => {
  const context = useRender()
  const timeMs = Date.parse(timestamp)
  if (Number.isNaN(timeMs)) return null
  const zone = { ...context, nowMs: context.now() }
  return (
    <time className={className} dateTime={timestamp} title={formatTimestamp(timeMs, 'F', zone)}>
      {formatMessageTime(timeMs, zone)}
    </time>
  )
}
