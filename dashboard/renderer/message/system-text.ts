import { type APIEmbed, MessageType } from 'discord-api-types/v10'
import type { MessageData } from '../types.ts'

/** Types that people and applications write; all others are Discord's own lines. */
const written: readonly MessageType[] = [
  MessageType.Default,
  MessageType.Reply,
  MessageType.ChatInputCommand,
  MessageType.ContextMenuCommand,
]

export const isSystem = (message: Pick<MessageData, 'type'>): boolean =>
  message.type !== undefined && !written.includes(message.type)

/** Values of an embed that Discord fills as a table. Discord docs: resources/message#embed-fields-by-embed-type. */
export const embedValues = (embed: APIEmbed | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries((embed?.fields ?? []).map((field) => [field.name, field.value]))

const boost = 'just boosted the server!'
const tier = (level: number): string => `${boost} The server has reached Level ${level}!`

const fixed: Readonly<Partial<Record<MessageType, string>>> = {
  [MessageType.Call]: 'started a call.',
  [MessageType.ChannelIconChange]: 'changed the channel icon.',
  [MessageType.ChannelPinnedMessage]: 'pinned a message to this channel.',
  [MessageType.UserJoin]: 'joined the server.',
  [MessageType.GuildBoost]: boost,
  [MessageType.GuildBoostTier1]: tier(1),
  [MessageType.GuildBoostTier2]: tier(2),
  [MessageType.GuildBoostTier3]: tier(3),
  [MessageType.ThreadStarterMessage]: 'started this thread.',
  [MessageType.StageEnd]: 'ended the stage.',
  [MessageType.StageSpeaker]: 'is now a speaker.',
  [MessageType.StageRaiseHand]: 'requested to speak.',
  [MessageType.GuildIncidentAlertModeDisabled]: 'disabled security actions.',
  [MessageType.GuildIncidentReportRaid]: 'reported a raid.',
  [MessageType.GuildIncidentReportFalseAlarm]: 'resolved an activity alert.',
  [MessageType.PurchaseNotification]: 'made a purchase.',
}

const firstMention = (message: MessageData): string => {
  const [user] = message.mentions ?? []
  return user ? (user.global_name ?? user.username) : 'someone'
}

const pollWords = (message: MessageData): string => {
  const values = embedValues(message.embeds?.[0])
  const question = values['poll_question_text'] ?? ''
  const winner = values['victor_answer_text']
  const total = Number(values['total_votes'] ?? 0)
  const share = total === 0 ? 0 : Math.round((Number(values['victor_answer_votes'] ?? 0) / total) * 100)
  return winner === undefined
    ? `'s poll ${question} has closed without a winner.`
    : `'s poll ${question} has closed. ${winner} won with ${share} % of ${total} votes.`
}

/** What Discord says after the author's name. */
export const systemText = (message: MessageData): string => {
  switch (message.type) {
    case MessageType.RecipientAdd:
      return `added ${firstMention(message)} to the group.`
    case MessageType.RecipientRemove:
      return `removed ${firstMention(message)} from the group.`
    case MessageType.ChannelNameChange:
      return `changed the channel name: ${message.content}`
    case MessageType.ChannelFollowAdd:
      return `has added ${message.content} to this channel.`
    case MessageType.ThreadCreated:
      return `started a thread: ${message.thread?.name ?? message.content}`
    case MessageType.StageStart:
      return `started ${message.content}`
    case MessageType.StageTopic:
      return `changed the stage topic: ${message.content}`
    case MessageType.GuildIncidentAlertModeEnabled:
      return `enabled security actions until ${message.content}.`
    case MessageType.PollResult:
      return pollWords(message)
    default:
      return (message.type === undefined ? undefined : fixed[message.type]) ?? (message.content || 'System message')
  }
}
