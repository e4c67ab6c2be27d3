import {
  type APIAutoModerationAction,
  type APIAutoModerationRule,
  type APIEmbed,
  AuditLogEvent,
  AutoModerationActionType,
  AutoModerationRuleEventType,
  type EmbedType,
  MessageType,
} from 'discord-api-types/v10'
import { hasPermissions, memberPermissions } from '../permissions.ts'
import { recordAudit } from './audit.ts'
import { type Match, matchRule } from './auto-moderation-match.ts'
import { createMessage } from './messages.ts'
import type { Channel, Guild, Member, Message, Snowflake, World } from './types.ts'

/** What Discord's client shows when a rule blocks a message without words of its own. */
const defaultNotice = 'Your message could not be sent because it contains content blocked by this server.'

/** AUTOMOD_QUARANTINED_USERNAME. Discord docs: resources/guild#guild-member-object-guild-member-flags. */
const quarantinedFlag = 1 << 7

interface Hit {
  rule: APIAutoModerationRule
  match: Match
}

interface Case extends Hit {
  guild: Guild
  userId: Snowflake
  channel: Channel | null
  content: string
  messageId: Snowflake | null
}

const isExempt = (guild: Guild, rule: APIAutoModerationRule, where: CheckInput): boolean => {
  const member = guild.members.get(where.userId)
  if (!member || rule.exempt_roles.some((id) => member.roles.has(id))) return true
  const { channel } = where
  return channel !== null && rule.exempt_channels.some((id) => id === channel.id || id === channel.parentId)
}

interface CheckInput {
  userId: Snowflake
  channel: Channel | null
  content: string
  event: AutoModerationRuleEventType
}

const recentTexts = (channel: Channel | null, userId: Snowflake): string[] =>
  [...(channel?.messages.values() ?? [])].filter(({ authorId }) => authorId === userId).map(({ data }) => data.content)

const findHits = (world: World, guild: Guild, input: CheckInput): Hit[] => {
  if (guild.community.autoModRules.size === 0) return []
  const permissions = memberPermissions(world, guild, input.userId)
  // Nobody who may manage the server is held to its rules, and bots are not either.
  if (hasPermissions(permissions, 'ManageGuild') || world.users.get(input.userId)?.data.bot === true) return []
  return [...guild.community.autoModRules.values()].flatMap((rule) => {
    if (!rule.enabled || rule.event_type !== input.event || isExempt(guild, rule, input)) return []
    const match = matchRule(rule, input.content, recentTexts(input.channel, input.userId))
    return match ? [{ rule, match }] : []
  })
}

const auditActions: Record<AutoModerationActionType, AuditLogEvent> = {
  [AutoModerationActionType.BlockMessage]: AuditLogEvent.AutoModerationBlockMessage,
  [AutoModerationActionType.SendAlertMessage]: AuditLogEvent.AutoModerationFlagToChannel,
  [AutoModerationActionType.Timeout]: AuditLogEvent.AutoModerationUserCommunicationDisabled,
  [AutoModerationActionType.BlockMemberInteraction]: AuditLogEvent.AutoModerationQuarantineUser,
}

/** Guarantee: Discord names this embed type only in its gateway traffic; every client knows it. */
const alertEmbedType = 'auto_moderation_message' as EmbedType

const alertEmbed = (found: Case): APIEmbed => {
  const fields = {
    rule_name: found.rule.name,
    channel_id: found.channel?.id ?? '',
    decision_id: found.rule.id,
    keyword: found.match.keyword ?? '',
    keyword_matched_content: found.match.content ?? '',
    flagged_message_id: found.messageId ?? '',
  }
  return {
    type: alertEmbedType,
    description: found.content,
    fields: Object.entries(fields).map(([name, value]) => ({ name, value, inline: false })),
  }
}

const postAlert = (world: World, found: Case, channelId: string | undefined): Message | null => {
  const channel = channelId === undefined ? undefined : world.channels.get(channelId)
  const author = world.users.get(found.userId)?.data
  if (!channel || !author) return null
  return createMessage(world, {
    channel,
    author,
    origin: 'system',
    type: MessageType.AutoModerationAction,
    embeds: [alertEmbed(found)],
    allowedMentions: { parse: [] },
  })
}

const changeMember = (world: World, found: Case, change: (member: Member) => void): void => {
  const member = found.guild.members.get(found.userId)
  if (!member) return
  change(member)
  world.emit({ type: 'GUILD_MEMBER_UPDATE', guildId: found.guild.id, payload: member })
}

const act = (world: World, found: Case, action: APIAutoModerationAction): Message | null => {
  switch (action.type) {
    case AutoModerationActionType.SendAlertMessage:
      return postAlert(world, found, action.metadata?.channel_id)
    case AutoModerationActionType.Timeout:
      changeMember(world, found, (member) => {
        member.timeoutUntil = world.now() + (action.metadata?.duration_seconds ?? 0) * 1000
      })
      return null
    case AutoModerationActionType.BlockMemberInteraction:
      changeMember(world, found, (member) => {
        member.flags |= quarantinedFlag
      })
      return null
    default:
      return null
  }
}

const execute = (world: World, found: Case): void => {
  const { guild, rule, userId, channel } = found
  for (const action of rule.actions) {
    const alert = act(world, found, action)
    recordAudit(world, guild, {
      action: auditActions[action.type],
      userId,
      targetId: userId,
      options: {
        auto_moderation_rule_name: rule.name,
        auto_moderation_rule_trigger_type: String(rule.trigger_type),
        ...(channel && { channel_id: channel.id }),
      },
    })
    const payload = {
      guild_id: guild.id,
      action,
      rule_id: rule.id,
      rule_trigger_type: rule.trigger_type,
      user_id: userId,
      ...(channel && { channel_id: channel.id }),
      ...(found.messageId !== null && { message_id: found.messageId }),
      ...(alert && { alert_system_message_id: alert.data.id }),
      content: found.content,
      matched_keyword: found.match.keyword,
      matched_content: found.match.content,
    }
    world.emit({ type: 'AUTO_MODERATION_ACTION_EXECUTION', guildId: guild.id, payload })
  }
}

const blockOf = (rule: APIAutoModerationRule): APIAutoModerationAction | undefined =>
  rule.actions.find(({ type }) => type === AutoModerationActionType.BlockMessage)

export interface TextVerdict {
  /** What the sender is told instead of seeing the message, or null when it may be sent. */
  blocked: string | null
  /** Carries out the rules' actions; with the message's id when it was sent. */
  carryOut(messageId: Snowflake | null): void
}

/**
 * Holds a member's message against the guild's AutoMod rules.
 * Discord docs: resources/auto-moderation#auto-moderation-action-object.
 */
export const judgeText = (
  world: World,
  guild: Guild,
  input: { userId: Snowflake; channel: Channel; content: string },
): TextVerdict => {
  const hits = findHits(world, guild, { ...input, event: AutoModerationRuleEventType.MessageSend })
  const block = hits.map(({ rule }) => blockOf(rule)).find((action) => action !== undefined)
  return {
    blocked: block ? block.metadata?.custom_message || defaultNotice : null,
    carryOut: (messageId) => {
      for (const hit of hits) execute(world, { ...hit, ...input, guild, messageId })
    },
  }
}

/** True for somebody whose names a rule has quarantined. */
export const isQuarantined = (member: Member): boolean => (member.flags & quarantinedFlag) !== 0

/** Holds a member's names against the rules for profiles: a match quarantines them. */
export const judgeProfile = (world: World, guild: Guild, member: Member): void => {
  if (isQuarantined(member)) return
  const user = world.users.get(member.userId)?.data
  const content = [member.nick, user?.global_name, user?.username].filter((name) => name).join(' ')
  const input = { userId: member.userId, channel: null, content }
  for (const hit of findHits(world, guild, { ...input, event: AutoModerationRuleEventType.MemberUpdate })) {
    execute(world, { ...hit, ...input, guild, messageId: null })
  }
}
