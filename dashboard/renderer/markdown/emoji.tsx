import { emojiUrl } from '../assets.ts'
import { useRender } from '../context.tsx'

export interface EmojiProps {
  emoji: { id?: string | null | undefined; name?: string | null | undefined; animated?: boolean | undefined }
}

/** A custom emoji as a picture, or its name where there is none; a Unicode one as the character itself. */
export const Emoji = ({ emoji }: EmojiProps) => {
  const context = useRender()
  const { id, animated } = emoji
  if (!id) return <span className="dm-emoji">{emoji.name}</span>
  const name = `:${emoji.name || (context.resolve.emoji?.(id)?.name ?? 'emoji')}:`
  const url = emojiUrl(context, { id, animated })
  if (!url) return <span className="dm-emoji-name">{name}</span>
  return <img className="dm-emoji-image" src={url} alt={name} title={name} draggable={false} />
}
