import { type APIMessageSnapshot, EmbedType, MessageFlags } from 'discord-api-types/v10'
import { Components } from '../components/components.tsx'
import { ScopeProvider, useRender } from '../context.tsx'
import { formatTimestamp } from '../format.ts'
import { keyed } from '../keyed.ts'
import { Markdown } from '../markdown/markdown.tsx'
import { Attachments } from '../media/attachments.tsx'
import type { MessageData, MessageScope } from '../types.ts'
import { MessageTime } from './author.tsx'
import { Embed } from './embed.tsx'
import { EphemeralNote, Failure, ForwardedMark, Sticker, Thinking, ThreadChip } from './pieces.tsx'
import { Poll } from './poll.tsx'
import { Reactions } from './reactions.tsx'

export const hasFlag = (message: { flags?: MessageFlags | undefined }, flag: MessageFlags): boolean =>
  ((message.flags ?? 0) & flag) !== 0

type Contents = Partial<
  Pick<
    MessageData,
    'content' | 'edited_timestamp' | 'embeds' | 'attachments' | 'components' | 'sticker_items' | 'flags'
  >
>

const Edited = ({ timestamp }: { timestamp: string }) => {
  const context = useRender()
  const title = formatTimestamp(Date.parse(timestamp), 'F', { ...context, nowMs: context.now() })
  return (
    <time className="dm-edited" dateTime={timestamp} title={title}>
      (edited)
    </time>
  )
}

/* Discord writes what happened in a poll or a rule's alert as an embed; the system line says it in words. */
const machineEmbeds: readonly (string | undefined)[] = [EmbedType.PollResult, EmbedType.AutoModerationMessage]

/** What was sent: text, files, embeds, components. A forward shows it without an author. */
const MessageContents = ({ message }: { message: Contents }) => {
  const components = message.components ?? []
  const isV2 = hasFlag(message, MessageFlags.IsComponentsV2)
  const embeds = hasFlag(message, MessageFlags.SuppressEmbeds) || isV2 ? [] : (message.embeds ?? [])
  const shown = embeds.filter((embed) => !machineEmbeds.includes(embed.type))
  const edited = message.edited_timestamp && <Edited timestamp={message.edited_timestamp} />
  return (
    <>
      {message.content && (
        <div className="dm-content">
          <Markdown content={message.content} jumbo />
          {edited}
        </div>
      )}
      {!isV2 && <Attachments attachments={message.attachments ?? []} />}
      {keyed(shown).map(({ key, item }) => (
        <Embed key={key} embed={item} />
      ))}
      {message.sticker_items?.map((sticker) => (
        <Sticker key={sticker.id} sticker={sticker} />
      ))}
      <Components components={components} />
      {!message.content && edited}
    </>
  )
}

const scopeOf = (
  messageId: string | undefined,
  message: Pick<MessageData, 'attachments' | 'mentions'>,
): MessageScope => ({
  messageId,
  attachments: message.attachments ?? [],
  mentions: message.mentions ?? [],
})

const Snapshot = ({ snapshot }: { snapshot: APIMessageSnapshot }) => (
  <blockquote className="dm-forwarded">
    <ForwardedMark />
    <ScopeProvider value={scopeOf(undefined, snapshot.message)}>
      <MessageContents message={snapshot.message} />
    </ScopeProvider>
    <MessageTime timestamp={snapshot.message.timestamp} />
  </blockquote>
)

/** Everything below the name of a message. */
export const MessageBody = ({ message, failure }: { message: MessageData; failure?: string | undefined }) => {
  const thinking = hasFlag(message, MessageFlags.Loading)
  const reactions = message.reactions ?? []
  return (
    <ScopeProvider value={scopeOf(message.id, message)}>
      {thinking ? <Thinking /> : <MessageContents message={message} />}
      {message.poll && <Poll poll={message.poll} messageId={message.id} />}
      {keyed(message.message_snapshots ?? []).map(({ key, item }) => (
        <Snapshot key={key} snapshot={item} />
      ))}
      {reactions.length > 0 && <Reactions reactions={reactions} messageId={message.id} />}
      {message.thread && <ThreadChip thread={message.thread} />}
      {hasFlag(message, MessageFlags.Ephemeral) && <EphemeralNote messageId={message.id} />}
      {failure && <Failure text={failure} />}
    </ScopeProvider>
  )
}
