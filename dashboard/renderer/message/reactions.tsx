import clsx from 'clsx'
import type { APIReaction } from 'discord-api-types/v10'
import { useRender } from '../context.tsx'
import { Emoji } from '../markdown/emoji.tsx'

const routeName = ({ emoji }: APIReaction): string => (emoji.id ? `${emoji.name}:${emoji.id}` : (emoji.name ?? ''))

const Reaction = ({ reaction, messageId }: { reaction: APIReaction; messageId: string }) => {
  const { interactive, disabled, actions } = useRender()
  const onReact = actions?.onReact
  const words = `${reaction.emoji.name ?? 'emoji'}, ${reaction.count} ${reaction.count === 1 ? 'reaction' : 'reactions'}`
  return (
    <button
      type="button"
      className={clsx('dm-reaction', reaction.me && 'dm-reaction-mine')}
      aria-pressed={reaction.me}
      aria-label={words}
      disabled={!interactive || disabled || !onReact}
      onClick={() => onReact?.({ messageId, emoji: routeName(reaction), mine: reaction.me })}
    >
      <Emoji emoji={reaction.emoji} />
      <span>{reaction.count}</span>
    </button>
  )
}

export const Reactions = ({ reactions, messageId }: { reactions: readonly APIReaction[]; messageId: string }) => (
  <fieldset className="dm-reactions">
    <legend className="dm-hidden">Reactions</legend>
    {reactions.map((reaction) => (
      <Reaction key={routeName(reaction)} reaction={reaction} messageId={messageId} />
    ))}
  </fieldset>
)
