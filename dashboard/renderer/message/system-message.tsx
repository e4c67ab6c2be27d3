import { MessageType } from 'discord-api-types/v10'
import {
  ArrowRight,
  ChartBarBig,
  Gem,
  Info,
  type LucideIcon,
  MessagesSquare,
  Pencil,
  Pin,
  ShieldAlert,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useRender } from '../context.tsx'
import { Markdown } from '../markdown/markdown.tsx'
import type { MessageData } from '../types.ts'
import { AuthorName, MessageTime } from './author.tsx'
import { MessageBody } from './body.tsx'
import { embedValues, systemText } from './system-text.ts'

const icons: Readonly<Partial<Record<MessageType, LucideIcon>>> = {
  [MessageType.UserJoin]: ArrowRight,
  [MessageType.RecipientAdd]: ArrowRight,
  [MessageType.ChannelPinnedMessage]: Pin,
  [MessageType.ThreadCreated]: MessagesSquare,
  [MessageType.GuildBoost]: Gem,
  [MessageType.GuildBoostTier1]: Gem,
  [MessageType.GuildBoostTier2]: Gem,
  [MessageType.GuildBoostTier3]: Gem,
  [MessageType.ChannelNameChange]: Pencil,
  [MessageType.AutoModerationAction]: ShieldAlert,
  [MessageType.PollResult]: ChartBarBig,
}

/** The card of an AutoMod alert: the rule, who wrote what, and where. */
const AutoModAlert = ({ message }: { message: MessageData }) => {
  const { resolve } = useRender()
  const [embed] = message.embeds ?? []
  const values = embedValues(embed)
  const channel = values['channel_id'] === undefined ? undefined : resolve.channel?.(values['channel_id'])
  return (
    <div className="dm-automod">
      <strong>AutoMod</strong> has {values['decision_outcome'] === 'allowed' ? 'flagged' : 'blocked'} a message
      {channel && ` in #${channel.name}`}
      <div className="dm-automod-message">
        <AuthorName author={message.author} /> <Markdown content={embed?.description ?? ''} />
      </div>
      <div className="dm-muted">
        {values['keyword'] && `Keyword: ${values['keyword']} · `}Rule: {values['rule_name'] ?? 'unknown'}
      </div>
    </div>
  )
}

const Line = ({ message }: { message: MessageData }) => {
  const words = systemText(message)
  return (
    <div className="dm-system-line">
      <AuthorName author={message.author} />
      {words.startsWith("'") ? words : ` ${words}`} <MessageTime timestamp={message.timestamp} />
    </div>
  )
}

/** A line that Discord writes itself: joins, pins, boosts, threads, polls, AutoMod. */
export const SystemMessage = ({ message, toolbar }: { message: MessageData; toolbar?: ReactNode }) => {
  const Icon = (message.type === undefined ? undefined : icons[message.type]) ?? Info
  const isAlert = message.type === MessageType.AutoModerationAction
  return (
    <article className="dm-message dm-system" aria-label="System message" data-message-id={message.id}>
      <div className="dm-gutter">
        <Icon className="dm-system-icon" aria-hidden="true" />
      </div>
      <div className="dm-body">
        {isAlert ? <AutoModAlert message={message} /> : <Line message={message} />}
        <MessageBody message={{ ...message, content: '' }} />
      </div>
      {toolbar && <div className="dm-toolbar">{toolbar}</div>}
    </article>
  )
}
