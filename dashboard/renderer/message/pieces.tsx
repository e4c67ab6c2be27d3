import type { APIStickerItem } from 'discord-api-types/v10'
import { EyeOff, Forward, MessagesSquare, Smile } from 'lucide-react'
import { stickerUrl } from '../assets.ts'
import { Dots } from '../components/pending.tsx'
import { useRender } from '../context.tsx'
import type { MessageData } from '../types.ts'

export const Thinking = () => (
  <div className="dm-thinking">
    <Dots />
    <span>is thinking…</span>
  </div>
)

/** Discord's words where an application gave no answer within three seconds. */
export const noAnswer = 'The application did not respond'

export const Failure = ({ text }: { text: string }) => (
  <div className="dm-failure" role="alert">
    {text}
  </div>
)

export const EphemeralNote = ({ messageId }: { messageId: string }) => {
  const { interactive, actions } = useRender()
  const onDismiss = interactive ? actions?.onDismiss : undefined
  return (
    <div className="dm-ephemeral-note">
      <EyeOff className="dm-icon" aria-hidden="true" />
      Only you can see this
      {onDismiss && (
        <>
          {' · '}
          <button type="button" className="dm-text-button" onClick={() => onDismiss(messageId)}>
            Dismiss message
          </button>
        </>
      )}
    </div>
  )
}

/** The thread that was started from a message. */
export const ThreadChip = ({ thread }: { thread: NonNullable<MessageData['thread']> }) => {
  const { interactive, actions } = useRender()
  const count = 'message_count' in thread ? (thread.message_count ?? 0) : 0
  return (
    <button
      type="button"
      className="dm-thread"
      disabled={!interactive || !actions?.onChannel}
      onClick={() => actions?.onChannel?.(thread.id)}
    >
      <MessagesSquare className="dm-icon" aria-hidden="true" />
      <strong>{thread.name}</strong>
      <span className="dm-thread-count">
        {count} {count === 1 ? 'message' : 'messages'} ›
      </span>
    </button>
  )
}

export const Sticker = ({ sticker }: { sticker: APIStickerItem }) => {
  const url = stickerUrl(useRender(), sticker)
  if (url) return <img className="dm-sticker" src={url} alt={`Sticker: ${sticker.name}`} loading="lazy" />
  return (
    <span className="dm-sticker dm-no-picture" role="img" aria-label={`Sticker: ${sticker.name}`}>
      <Smile className="dm-icon" aria-hidden="true" />
      <span aria-hidden="true">{sticker.name}</span>
    </span>
  )
}

export const ForwardedMark = () => (
  <div className="dm-forwarded-mark">
    <Forward className="dm-icon" aria-hidden="true" /> Forwarded
  </div>
)
